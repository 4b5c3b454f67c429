using Oversight.Projections.Registers;
using Oversight.Projections.Status;
using Oversight.Record.Corrections;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Search;

/// <summary>A part of a text that was found.</summary>
/// <param name="Text">The part.</param>
/// <param name="IsFound">Whether it is what was searched for.</param>
public sealed record FoundText(string Text, bool IsFound);

/// <summary>Something that a search found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Subject">The stream of its subject.</param>
/// <param name="Item">Of a criterion or an undertaking its reference.</param>
/// <param name="Entry">The entry that says it; absent for an organisation.</param>
/// <param name="About">The names of the organisations that it is about.</param>
/// <param name="Text">The text around what was found, in parts.</param>
/// <param name="Recorded">When the entry was stored.</param>
/// <param name="IsSuperseded">True where that is not believed any more: it was corrected or retracted.</param>
public sealed record Found(
    FoundKind Kind,
    string Title,
    string Subject,
    string? Item,
    Guid? Entry,
    IReadOnlyList<string> About,
    IReadOnlyList<FoundText> Text,
    DateTimeOffset? Recorded,
    bool IsSuperseded
);

/// <summary>What was found of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them: the best, then the last recorded.</param>
public sealed record FoundOfKind(FoundKind Kind, int Count, IReadOnlyList<Found> First);

/// <summary>
/// What a search finds in what somebody may see: organisations by their codes and names, and every text of an entry in which each word that was
/// searched for begins a word. Letter case, accents and punctuation do not matter. An entry is found by its id, and by its place, too.
/// </summary>
/// <param name="Place">The place at which it was computed; absent to whoever does not see everything.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="Searched">What was searched for.</param>
/// <param name="IsAll">False where so much was found that the oldest was left out.</param>
/// <param name="Kinds">What was found, by kind; none where nothing was.</param>
public sealed record SearchAnswer(
    long? Place,
    DateTimeOffset? Known,
    string Searched,
    bool IsAll,
    IReadOnlyList<FoundOfKind> Kinds
)
{
    /// <summary>How many characters are searched for at most.</summary>
    public const int LongestSearch = 200;

    /// <summary>How many of a kind are told, where one kind is asked for.</summary>
    public const int MostOfOneKind = 200;

    private const int MostOfEachKind = 5;
    private const int MostWords = 10;
    private const int MostFound = 2_000;
    private const int SnippetBefore = 60;
    private const int SnippetLength = 220;

    /// <summary>Searches the record.</summary>
    /// <param name="record">The record as somebody sees it.</param>
    /// <param name="known">As known when; null for now.</param>
    /// <param name="on">The day on which organisations are named.</param>
    /// <param name="text">What is searched for.</param>
    /// <param name="kind">Only what is of this kind, more of it; null for all kinds.</param>
    /// <exception cref="BadInputException">It is too long, or has no word in it.</exception>
    public static SearchAnswer Of(
        RecordAt record,
        DateTimeOffset? known,
        DateOnly on,
        string text,
        FoundKind? kind = null
    )
    {
        if (text.Length > LongestSearch)
        {
            throw new BadInputException(
                "q",
                $"has {text.Length} characters; at most {LongestSearch} are searched for."
            );
        }

        string[] words =
        [
            .. PlainText
                .WordsOf(text)
                .Select(word => word.Length > SearchIndex.LongestWord ? word[..SearchIndex.LongestWord] : word)
                .Distinct(),
        ];
        if (words.Length is 0 or > MostWords)
        {
            throw new BadInputException(
                "q",
                words.Length == 0 ? "has no letter or digit to search for." : $"has more than {MostWords} words."
            );
        }

        var unnoted = record.Noting(null);
        var search = new Search(unnoted, on, words);
        var found = search.Texts().Take(MostFound + 1).ToArray();
        FoundOfKind[] kinds =
        [
            .. search
                .ByIdOrPlace(text.Trim())
                .Concat(search.Organisations(text))
                .Concat(found.Take(MostFound))
                .GroupBy(f => f.Kind, f => f.Told)
                .Where(group => kind is null || group.Key == kind)
                .OrderBy(group => group.Key)
                .Select(group => new FoundOfKind(
                    group.Key,
                    group.Count(),
                    // What is not told is counted, and not worded.
                    [.. group.Take(kind is null ? MostOfEachKind : MostOfOneKind).Select(told => told())]
                )),
        ];
        record.NoteSubjectsOf(kinds.SelectMany(k => k.First).Select(f => f.Entry).OfType<Guid>());
        return new(record.PlaceTold, record.KnownTold(known), text.Trim(), found.Length <= MostFound, kinds);
    }

    private sealed class Search(RecordAt record, DateOnly on, IReadOnlyList<string> words)
    {
        private readonly Dictionary<SubjectId, Seen?> seen = [];

        public IEnumerable<(FoundKind Kind, Func<Found> Told)> ByIdOrPlace(string text)
        {
            var entry =
                Guid.TryParse(text, out var id) ? record.EntryOf(id)
                : record.PlaceTold is { } last
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                && place <= last
                    ? record.Timelines.EntryAt(place)
                : null;
            if (entry is not null && SeenOf(entry.Subject) is { } of)
            {
                var says = entry.Event.Says();
                yield return (
                    FoundKind.Entry,
                    () =>
                        new(
                            FoundKind.Entry,
                            says,
                            entry.Subject.Value,
                            null,
                            entry.Id,
                            of.Names,
                            [new(entry.Event.Decision.Rationale is { } why ? Shortened(why) : says, IsFound: false)],
                            entry.Recorded,
                            !of.IsBelieved(entry)
                        )
                );
            }
        }

        public IEnumerable<(FoundKind Kind, Func<Found> Told)> Organisations(string text) =>
            OrganisationSearch
                .Find(record, text)
                .Select(ods =>
                    (
                        FoundKind.Organisation,
                        (Func<Found>)(
                            () =>
                            {
                                var name = record.NameOf(ods, on);
                                return new(
                                    FoundKind.Organisation,
                                    name,
                                    SubjectId.Of(ods).Value,
                                    null,
                                    null,
                                    [],
                                    Parts($"{name} ({ods})"),
                                    null,
                                    IsSuperseded: false
                                );
                            }
                        )
                    )
                );

        /// <summary>The texts that somebody sees, the last recorded first.</summary>
        public IEnumerable<(FoundKind Kind, Func<Found> Told)> Texts()
        {
            var once = new HashSet<(FoundKind, SubjectId, string?)>();
            foreach (var (place, number, kind) in SearchIndex.Of(record.Timelines, record.At).Find(words, record.At))
            {
                var entry = record.Timelines.EntryAt(place);
                // What is unseen takes nothing of what is told: counts are of what is seen.
                if (SeenOf(entry.Subject) is not { } of || !of.Shows(entry))
                {
                    continue;
                }

                var text = new Lazy<SearchedText>(() => SearchedText.Of(entry.Event).ElementAt(number));
                if (!of.Timeline.IsWhole && text.Value.IsOfChange)
                {
                    continue;
                }

                // A criterion that is agreed anew is found once; the last that was recorded is.
                if (
                    kind is FoundKind.Recovery or FoundKind.Criterion or FoundKind.Undertaking or FoundKind.Framework
                    && !once.Add((kind, entry.Subject, text.Value.Item))
                )
                {
                    continue;
                }

                yield return (
                    kind,
                    () =>
                        new(
                            kind,
                            TitleOf(kind, of, entry, text.Value),
                            entry.Subject.Value,
                            text.Value.Item,
                            entry.Id,
                            of.Names,
                            Parts(text.Value.Text),
                            entry.Recorded,
                            !of.IsBelieved(entry)
                        )
                );
            }
        }

        private static string TitleOf(FoundKind kind, Seen of, Entry entry, SearchedText text) =>
            kind switch
            {
                FoundKind.Recovery => text.Text,
                FoundKind.Criterion => $"{text.Item}, {of.Title}",
                FoundKind.Undertaking when text.Item is not null => $"Undertaking {text.Item}",
                FoundKind.Undertaking => "Grounds of undertakings",
                FoundKind.Framework => text.Text,
                FoundKind.Document => Shortened(text.Text),
                _ => entry.Event.Says(),
            };

        private Seen? SeenOf(SubjectId subject) =>
            seen.TryGetValue(subject, out var known)
                ? known
                : seen[subject] = record.TimelineOf(subject) is { } timeline ? new(timeline, record, on) : null;

        // Around the first that was found, in parts.
        private List<FoundText> Parts(string text)
        {
            (int From, int Length)[] found = [.. PlainText.Where(text, words)];
            var from = found.Length == 0 ? 0 : Math.Max(0, found[0].From - SnippetBefore);
            from =
                from == 0 ? 0
                : text.IndexOf(' ', from) is >= 0 and var space && space < found[0].From ? space + 1
                : from;
            var until = Math.Min(text.Length, from + SnippetLength);
            var parts = new List<FoundText>();
            var at = from;
            foreach (var (begin, length) in found.TakeWhile(f => f.From + f.Length <= until))
            {
                Add(text[at..begin], false);
                Add(text.Substring(begin, length), true);
                at = begin + length;
            }

            Add(text[at..until] + (until < text.Length ? "…" : ""), false);
            return from > 0 ? [new("…", false), .. parts] : parts;

            void Add(string part, bool isFound)
            {
                if (part.Length > 0)
                {
                    parts.Add(new(part, isFound));
                }
            }
        }

        private static string Shortened(string text) =>
            text.Length > SnippetLength ? text[..SnippetLength] + "…" : text;
    }

    /// <summary>What somebody sees of a subject.</summary>
    private sealed class Seen(Timeline timeline, RecordAt record, DateOnly on)
    {
        private readonly Lazy<HashSet<object>> believed = new(() =>
            timeline
                .Entries.Where(e => e.Counts)
                .Select(e => (object)e.Content)
                .ToHashSet(ReferenceEqualityComparer.Instance)
        );

        public Timeline Timeline => timeline;

        /// <summary>Its title, where it is an engagement.</summary>
        public string? Title { get; } = Engagement.Of(timeline)?.Title;

        /// <summary>The names of the organisations that it is about.</summary>
        public IReadOnlyList<string> Names { get; } =
        [.. SubjectOrganisations.Of(timeline).Select(ods => record.NameOf(ods, on))];

        /// <summary>Whether an entry is shown: of what is seen in part, only what is believed.</summary>
        public bool Shows(Entry entry) => timeline.IsWhole || IsBelieved(entry);

        /// <summary>Whether what an entry says is believed.</summary>
        public bool IsBelieved(Entry entry) =>
            entry.Event is EntryRetracted
            || believed.Value.Contains((entry.Event as EntryCorrected)?.Replacement ?? entry.Event);
    }
}

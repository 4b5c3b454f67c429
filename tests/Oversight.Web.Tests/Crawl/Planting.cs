using System.Text.Json.Nodes;
using Oversight.Desk;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Telling;
using Oversight.Record.Time;

namespace Oversight.Web.Tests.Crawl;

/// <summary>An entry with a secret in it.</summary>
/// <param name="Kind">What kind of entry.</param>
/// <param name="Id">The id that it has when it is stored.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Secret">What its texts say.</param>
internal sealed record Planted(EventKind Kind, Guid Id, SubjectId Subject, string Secret);

/// <summary>
/// Entries of every kind that can be restricted, about one board and its trust: each kind's own example with a secret in every text of it.
/// They are drafted before they are stored, so that their ids can be asked for while they are not in the record yet.
/// </summary>
internal sealed class Planting
{
    /// <summary>How every secret begins.</summary>
    public const string SecretOf = "secret-of";

    private const string LoggedBy = "user:who-plants";
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-01T12:00:00Z");

    private static readonly SubjectId[] Subjects =
    [
        SubjectId.Of(Board.Icb),
        SubjectId.Of(Board.Trust),
        Board.Engagement,
        Board.Secret(SubjectKind.Recovery),
        Board.Secret(SubjectKind.Undertakings),
    ];

    private readonly List<Planted> unknown = [];
    private readonly List<Planted> theirs = [];

    private readonly Guid[] challenged;

    private Planting(RecordAt record, Draft notTold, Draft told)
    {
        (NotTold, SaidOrTold) = (notTold, told);
        challenged =
        [
            .. new[] { SubjectId.Of(Board.Icb), Board.Engagement }
                .SelectMany(subject => record.TimelineOf(subject)!.Recorded)
                .Where(entry => entry.Event is EntryChallenged or EntryCorrected)
                .Select(entry => entry.Id),
        ];
    }

    /// <summary>What the board's own people have not been told.</summary>
    public Draft NotTold { get; }

    /// <summary>What they said themselves, were party to, or are told.</summary>
    public Draft SaidOrTold { get; }

    /// <summary>The entries of <see cref="NotTold"/>.</summary>
    public IReadOnlyList<Planted> Unknown => unknown;

    /// <summary>The entries of <see cref="SaidOrTold"/>.</summary>
    public IReadOnlyList<Planted> Theirs => theirs;

    /// <summary>All of them.</summary>
    public IEnumerable<Planted> All => unknown.Concat(theirs);

    /// <summary>Kinds of which no example could be planted, and why not.</summary>
    public Dictionary<string, string> Left { get; } = [];

    /// <summary>Drafts them on a record in which the board is.</summary>
    public static Planting On(RecordAt record)
    {
        var notTold = new Draft(record, Now, LoggedBy);
        var planting = new Planting(record, notTold, notTold);
        planting.Plant(notTold, planting.unknown, content => !IsTheirs(content));
        var told = notTold.Then(Now, LoggedBy);
        var both = new Planting(record, notTold, told);
        both.unknown.AddRange(planting.unknown);
        both.Plant(told, both.theirs, IsTheirs);
        return both;
    }

    private static bool IsTheirs(Event content) =>
        content.IsSaidBy(Board.Icb)
        || content.IsPartyTo(Board.Icb)
        || content.IsSaidBy(Board.Trust)
        || content.IsPartyTo(Board.Trust)
        || content is IAnswersOrganisation or ITells;

    // What one entry needs another may be: those that cannot be taken yet are tried again.
    private void Plant(Draft draft, List<Planted> planted, Predicate<Event> among)
    {
        var left = EventCatalogue
            .Kinds.Where(kind => kind.Example() is var content && !content.IsPublic() && among(content))
            .ToList();
        for (var tries = left.Count + 1; tries > left.Count; )
        {
            tries = left.Count;
            left.RemoveAll(kind => TryPlant(draft, planted, kind));
        }
    }

    private bool TryPlant(Draft draft, List<Planted> planted, EventKind kind)
    {
        var secret = $"{SecretOf}-{kind.Name.Replace('_', '-')}";
        var marked = Marked(JsonNode.Parse(EventCatalogue.Write(kind.Example()))!.AsObject(), secret).ToJsonString();
        foreach (var subject in Subjects.Where(subject => kind.About.HasFlag(subject.Kind)))
        {
            foreach (var naming in Naming(kind, marked))
            {
                try
                {
                    var content = EventCatalogue.Read(kind.Name, naming);
                    draft.Take(new LogDecision(subject, content));
                    planted.Add(new(kind, draft.Entries[^1].Id, subject, secret));
                    Left.Remove(kind.Name);
                    return true;
                }
                catch (Exception e) when (e is BadInputException or RuleRefusedException or UnknownSubjectException)
                {
                    Left[kind.Name] = e.Message;
                }
            }
        }

        return false;
    }

    // Of an earlier entry any will do: one that was planted, else one that the board challenged, or by which that was mended.
    private IEnumerable<string> Naming(EventKind kind, string marked)
    {
        Guid[] earlier = [.. unknown.Concat(theirs).Select(one => one.Id), .. challenged];
        var naming = earlier.Select(id => marked.Replace($"{Example.Entry}", $"{id}", StringComparison.Ordinal));
        // It names two: the challenge, and what mends the entry.
        return kind.Example() is ChallengeUpheld { Correction: var correction }
                ? challenged.SelectMany(by =>
                    naming.Select(one => one.Replace($"{correction}", $"{by}", StringComparison.Ordinal))
                )
            : marked.Contains($"{Example.Entry}", StringComparison.Ordinal) ? naming
            : [marked];
    }

    private static JsonObject Marked(JsonObject content, string secret)
    {
        foreach (var (name, value) in content.ToArray())
        {
            content[name] = Marked(value, secret);
        }

        if (content["decision"] is JsonObject decision)
        {
            decision["rationale"] = $"Because of {secret}.";
            if (decision["origin"] is null)
            {
                decision["origin"] = "back-dated";
            }
        }

        return content;
    }

    private static JsonNode? Marked(JsonNode? node, string secret) =>
        node switch
        {
            JsonObject content => Marked(content.DeepClone().AsObject(), secret),
            JsonArray list => new JsonArray([.. list.Select(one => Marked(one?.DeepClone(), secret))]),
            // A text has words in it; codes, references, days and periods have not.
            JsonValue value
                when value.TryGetValue(out string? text)
                    && text.Contains(' ', StringComparison.Ordinal)
                    && !DateWithPrecision.TryParse(text, out _) => JsonValue.Create($"{text} {secret}"),
            _ => node?.DeepClone(),
        };
}

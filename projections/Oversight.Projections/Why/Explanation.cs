using Oversight.Record.Catalogue;

namespace Oversight.Projections.Why;

/// <summary>An entry that a part of a status rests on.</summary>
/// <param name="Entry">The entry, with its place.</param>
/// <param name="Subject">The stream that it is in.</param>
/// <param name="Says">What it says, in one line.</param>
/// <param name="Effective">From when it holds, or the period that it is about.</param>
/// <param name="DecidedBy">The body that decided it.</param>
/// <param name="Recorded">When it was recorded.</param>
/// <param name="Needed">
/// True where the answer would be another without it. False where another entry says the same, so that neither is needed by itself: then the one
/// that was recorded last is named.
/// </param>
/// <param name="Receipt">Where the proof that it is in the record can be had; absent to whoever does not see everything.</param>
public sealed record RestsOnEntry(
    EntryReference Entry,
    string Subject,
    string Says,
    DateWithPrecision Effective,
    string DecidedBy,
    DateTimeOffset Recorded,
    bool Needed,
    string? Receipt
)
{
    internal static RestsOnEntry Of(Cited cited, RecordAt record)
    {
        var entry = cited.Entry;
        var (content, decision) = (entry.Event, entry.Event.Decision);
        return new(
            new(entry.Id, entry.Place, EventCatalogue.NameOf(content), CorrectionOf(entry, record)),
            entry.Subject.Value,
            content.Says(),
            decision.Effective,
            decision.DecidedBy.Body,
            entry.Recorded,
            cited.IsNeeded,
            record.PlaceTold is null ? null : $"/api/entries/{entry.Id}/receipt"
        );
    }

    private static Guid? CorrectionOf(Entry entry, RecordAt record) =>
        record.TimelineOf(entry.Subject)?.StandsFor(entry.Id) is { } believed && believed.Id == entry.Id
            ? believed.InForce?.Id
            : null;
}

/// <summary>Why one part of a status is what it is.</summary>
/// <param name="Part">Its stable name, such as segment.</param>
/// <param name="Title">What people call it.</param>
/// <param name="About">The stream of the engagement or undertakings that it is about; absent where it is about the organisation itself.</param>
/// <param name="Says">The answer, in one line.</param>
/// <param name="Stated">False where the record does not say: then the line says what is missing.</param>
/// <param name="Framework">The framework version under which it is read; absent where none bears on it.</param>
/// <param name="Rules">The names of the rules by which it was found.</param>
/// <param name="RestsOn">The least that it rests on, by place; none where it is what no entry says.</param>
/// <param name="Entry">The entry in which a rule is broken, where it is a finding; absent elsewhere.</param>
public sealed record ExplainedPart(
    string Part,
    string Title,
    string? About,
    string Says,
    bool Stated,
    FrameworkReference? Framework,
    IReadOnlyList<string> Rules,
    IReadOnlyList<RestsOnEntry> RestsOn,
    Guid? Entry = null
);

/// <summary>Why an organisation's status is what it is on a day: of each part the least that it rests on, and by which rule.</summary>
/// <param name="Ods">Its code.</param>
/// <param name="Name">Its name on the day.</param>
/// <param name="Place">The place at which it was computed; absent to whoever does not see everything.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Parts">The parts, in the order in which a status has them.</param>
/// <param name="Rules">The rules that the parts name.</param>
/// <param name="MoreFindings">How many findings there are besides: of those, the 10 in the entries that were recorded last are parts.</param>
public sealed record Explanation(
    OdsCode Ods,
    string Name,
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    IReadOnlyList<ExplainedPart> Parts,
    IReadOnlyList<AnswerRule> Rules,
    int MoreFindings
)
{
    private const int MostFindings = 10;

    /// <summary>That of an organisation; null when it is not registered at that place.</summary>
    /// <param name="record">The record, as whoever asks sees it: no entry is named that is not theirs.</param>
    /// <param name="ods">The organisation.</param>
    /// <param name="on">The day.</param>
    /// <param name="known">As known when it was asked; null for now.</param>
    /// <param name="cancellation">Stops it: it takes seconds of an organisation with thousands of entries.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Explanation? Of(
        RecordAt record,
        OdsCode ods,
        DateOnly on,
        DateTimeOffset? known,
        CancellationToken cancellation
    )
    {
        if (record.RegistrationOf(ods) is null)
        {
            return null;
        }

        var findings = PartsOfFindings.Of(record, ods);
        (PartOfStatus Part, PartAnswer Answer)[] parts =
        [
            .. PartsOfStatus
                .Of(record, ods, on)
                .Concat(findings.TakeLast(MostFindings))
                .Select(part => (part, part.Of(record)!))
                .Where(asked => asked.Item2 is not null),
        ];
        var least = new RestingOn(record.Noting(null), cancellation).Of(parts.Select(p => p.Part.Of));
        ExplainedPart[] explained =
        [
            .. parts.Select(
                (p, i) =>
                    new ExplainedPart(
                        p.Part.Name,
                        p.Part.Title,
                        p.Part.About?.Value,
                        p.Answer.Says,
                        p.Answer.IsStated,
                        p.Answer.Framework,
                        [.. p.Answer.Rules.Select(rule => rule.Name)],
                        [.. least[i].Select(cited => RestsOnEntry.Of(cited, record))],
                        p.Part.Entry
                    )
            ),
        ];
        return new(
            ods,
            record.NameOf(ods, on),
            record.PlaceTold,
            record.KnownTold(known),
            on,
            explained,
            [.. parts.SelectMany(p => p.Answer.Rules).Distinct()],
            Math.Max(0, findings.Count - MostFindings)
        );
    }

    /// <summary>
    /// The answers of the parts alone, by the part and what it is about, of all findings by the entry and the rule: equal where the record answers the same. What counts as one answer is the
    /// values, the dates, and the bodies, frameworks and rules that it names; not which entries say it.
    /// </summary>
    public static IReadOnlyDictionary<string, object> AnswersOf(RecordAt record, OdsCode ods, DateOnly on) =>
        Asked(record, ods, on).ToDictionary(asked => asked.Key, asked => asked.Answer.Answer, StringComparer.Ordinal);

    /// <summary>The subjects that are looked at for each of those answers, by the same keys.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<SubjectId>> LookedAtFor(
        RecordAt record,
        OdsCode ods,
        DateOnly on
    ) =>
        Asked(record, ods, on)
            .ToDictionary(
                asked => asked.Key,
                asked =>
                {
                    var looking = new LookingAt();
                    asked.Part.Of(record.WatchedBy(looking));
                    looking.End(record);
                    return (IReadOnlySet<SubjectId>)looking.Timelines.Select(timeline => timeline.Subject).ToHashSet();
                },
                StringComparer.Ordinal
            );

    private static IEnumerable<(string Key, PartOfStatus Part, PartAnswer Answer)> Asked(
        RecordAt record,
        OdsCode ods,
        DateOnly on
    ) =>
        PartsOfStatus
            .Of(record, ods, on)
            .Concat(PartsOfFindings.Of(record, ods))
            .Select(part => (Part: part, Answer: part.Of(record)!))
            .Where(asked => asked.Answer is not null)
            .Select(asked =>
                (
                    KeyOf(asked.Part.Name, asked.Part.About?.Value, asked.Part.Entry, asked.Answer.Rules[0].Name),
                    asked.Part,
                    asked.Answer
                )
            );

    /// <summary>What tells a part from the others.</summary>
    public static string KeyOf(ExplainedPart part) => KeyOf(part.Part, part.About, part.Entry, part.Rules[0]);

    private static string KeyOf(string part, string? about, Guid? entry, string rule) =>
        entry is null ? $"{part} {about}".TrimEnd() : $"{part} {entry} {rule}";
}

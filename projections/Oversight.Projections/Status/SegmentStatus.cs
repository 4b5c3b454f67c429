using System.Text.Json.Serialization;
using Oversight.Record.Frameworks;
using Oversight.Record.Segments;

namespace Oversight.Projections.Status;

/// <summary>What can be said about an organisation's segment on a day.</summary>
public enum SegmentState
{
    /// <summary>It is in one segment.</summary>
    Certain,

    /// <summary>Dates are too imprecise, or sources contradict each other: the candidates are named.</summary>
    Uncertain,

    /// <summary>The framework does not place this kind of organisation in segments.</summary>
    NotSegmented,

    /// <summary>The record does not say.</summary>
    NotKnown,

    /// <summary>The record says only what was last published, for a period that has passed.</summary>
    LastPublished,
}

/// <summary>A segment that an entry states.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="Label">Its label as printed, or as the framework of that day has it.</param>
/// <param name="Effective">From when, or for which period.</param>
/// <param name="Published">True for a position published for a period, false for an assignment.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Source">Where the fact was taken from.</param>
/// <param name="Entry">The entry that states it.</param>
public sealed record StatedSegment(
    int Segment,
    string? Label,
    DateWithPrecision Effective,
    bool Published,
    DecidedBy DecidedBy,
    string? Rationale,
    Source? Source,
    EntryReference Entry
)
{
    /// <summary>As people say it: "published 3, for 2023/24"; "assigned 3, from 1 November 2024".</summary>
    public string Words =>
        Published ? $"published {Segment}, for {Effective}" : $"assigned {Segment}, from {Effective}";
}

/// <summary>An organisation's segment on a day.</summary>
/// <param name="State">What can be said.</param>
/// <param name="Number">The segment, when certain.</param>
/// <param name="Label">Its label, when certain, or when last published.</param>
/// <param name="Text">The answer in one line.</param>
/// <param name="Since">When the unbroken run of this segment began, when certain.</param>
/// <param name="Candidates">The entries that may hold on the day; what the answer rests on.</param>
/// <param name="PerhapsNone">True when it is possible that none had taken effect yet.</param>
/// <param name="Framework">The framework under which it is read.</param>
/// <param name="Rule">The rule by which the answer was found.</param>
public sealed record SegmentStatus(
    SegmentState State,
    int? Number,
    string? Label,
    string Text,
    DateWithPrecision? Since,
    IReadOnlyList<StatedSegment> Candidates,
    bool PerhapsNone,
    FrameworkReference Framework,
    string Rule
)
{
    /// <summary>
    /// The segment that a review confirms: that of the day or, while a framework is carried on past its term or nothing but the last published is
    /// known, the last one stated. Null when it is not certain.
    /// </summary>
    [JsonIgnore]
    public int? ToConfirm =>
        Number is { } number ? number
        : this
            is { State: SegmentState.NotKnown, PerhapsNone: false, Framework.State: FrameworkState.Lapsed }
                or { State: SegmentState.LastPublished }
        && Candidates.Select(c => c.Segment).Distinct().ToArray() is [var last]
            ? last
        : null;

    private static readonly string ByDates = AnswerRules.SegmentByDates.Sentence;
    private static readonly string ByPeriod = AnswerRules.SegmentByPeriod.Sentence;
    private static readonly string ByFramework = AnswerRules.SegmentByFramework.Sentence;

    private static readonly Remembered<DateOnly, SegmentStatus> Last = new();

    /// <summary>The segment of an organisation on a day.</summary>
    /// <param name="record">The record.</param>
    /// <param name="timeline">The organisation's timeline in it.</param>
    /// <param name="kind">What it is registered as there.</param>
    /// <param name="on">The day.</param>
    public static SegmentStatus Of(RecordAt record, Timeline timeline, OrganisationKind kind, DateOnly on) =>
        Last.Of(record, timeline, on, at => On(on, timeline, kind, at.Frameworks));

    /// <summary>The segment on a day, from the organisation's timeline and the frameworks.</summary>
    public static SegmentStatus On(DateOnly on, Timeline timeline, OrganisationKind kind, FrameworksInForce frameworks)
    {
        var framework = frameworks.On(on);
        var (entries, perhapsNone) = timeline.Dated<IStatesSegment>().On(on);
        StatedSegment[] stated = [.. entries.Select(e => Stated(e, kind, frameworks))];
        var reference = FrameworkReference.On(on, frameworks);
        var last = stated.Length == 0 ? "no segment in the record" : $"last {InWords(stated)}";

        // A framework past its term is carried on: what was decided since then holds.
        var carriedOn =
            framework is { State: FrameworkState.Lapsed, Version.InForceUntil: { } until }
            && !perhapsNone
            && entries.All(e => e.Effective.Earliest > until.Latest);

        if (!carriedOn && framework.Version is { } version && !version.Segmented(kind))
        {
            var state = framework.State == FrameworkState.InForce ? SegmentState.NotSegmented : SegmentState.NotKnown;
            var text = $"not segmented under {version.Year}; {last}";
            return NotCertain(state, text, ByFramework);
        }

        if (!carriedOn && framework.State == FrameworkState.Lapsed)
        {
            var text = $"not known: {reference.Note} {char.ToUpperInvariant(last[0])}{last[1..]}";
            return NotCertain(SegmentState.NotKnown, text, ByFramework);
        }

        // No certain answer, though the entries agree: perhaps the framework that holds has no segment for this kind.
        if (framework.State == FrameworkState.Uncertain && !framework.RestsOn.All(e => IsSegmentedUnder(e, kind)))
        {
            var text = $"uncertain: {reference.Note} {char.ToUpperInvariant(last[0])}{last[1..]}";
            return NotCertain(SegmentState.Uncertain, text, ByFramework);
        }

        if (stated.Length == 0)
        {
            return NotCertain(SegmentState.NotKnown, "not known: no segment in the record", ByDates);
        }

        var numbers = stated.Select(s => s.Segment).Distinct().Order().ToArray();
        if (numbers.Length > 1 || perhapsNone)
        {
            var text = $"uncertain: {InWords(stated)}{(perhapsNone ? ", or not yet in effect" : "")}";
            return NotCertain(SegmentState.Uncertain, text, ByDates);
        }

        if (entries.All(e => e.IsOver(on)))
        {
            return NotCertain(SegmentState.LastPublished, last, ByPeriod) with { Label = stated[^1].Label };
        }

        return new(
            SegmentState.Certain,
            numbers[0],
            stated[^1].Label ?? framework.Version?.LabelOf(numbers[0]),
            $"{numbers[0]}, {string.Join("; ", stated.Select(s => s.Words.Replace($" {s.Segment},", "", StringComparison.Ordinal)))}",
            RunBegan(on, entries, timeline),
            stated,
            false,
            reference,
            ByDates
        );

        SegmentStatus NotCertain(SegmentState state, string text, string rule) =>
            new(state, null, null, text, null, stated, perhapsNone, reference, rule);
    }

    private static bool IsSegmentedUnder(BelievedEntry<FrameworkPublished> framework, OrganisationKind kind) =>
        framework.Content.Framework.Segmented(kind);

    private static string InWords(IReadOnlyList<StatedSegment> stated) =>
        string.Join(" or ", stated.Select(s => s.Words));

    private static StatedSegment Stated(
        BelievedEntry<IStatesSegment> entry,
        OrganisationKind kind,
        FrameworksInForce frameworks
    )
    {
        var segment = entry.Content.Segment;
        var decision = entry.Decision;
        return new(
            segment,
            entry.Content is SegmentPublished published
                ? published.Label
                : frameworks.Judging(entry.Effective.Latest, kind)?.LabelOf(segment),
            entry.Effective,
            entry.Content is SegmentPublished,
            decision.DecidedBy,
            decision.Rationale,
            decision.Source,
            EntryReference.To(entry)
        );
    }

    // Back from the entries that hold through those that they ended, as long as the segment stays the same.
    private static DateWithPrecision RunBegan(
        DateOnly on,
        IReadOnlyList<BelievedEntry<IStatesSegment>> held,
        Timeline timeline
    )
    {
        var segment = held[0].Content.Segment;
        var began = held.MinBy(e => e.Effective.Earliest)!.Effective;
        var earlier = timeline.Dated<IStatesSegment>().BackFrom(on).Where(e => !held.Contains(e));
        foreach (var entry in earlier.TakeWhile(e => e.Content.Segment == segment))
        {
            began = entry.Effective.Earliest < began.Earliest ? entry.Effective : began;
        }

        return began;
    }
}

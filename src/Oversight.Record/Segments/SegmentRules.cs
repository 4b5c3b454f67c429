using Oversight.Record.Corrections;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;

namespace Oversight.Record.Segments;

/// <summary>What holds of every segment.</summary>
public static class SegmentRules
{
    /// <summary>
    /// A segment that no framework ever had cannot have been decided by anybody: it is a slip of the pen, in what is told of the past and in
    /// a correction too. Of a live decision segment-of-framework says more.
    /// </summary>
    public static Rule<Event> SegmentOfAnyFramework { get; } =
        new(
            "segment-of-any-framework",
            "A segment is one that some oversight framework in the record has.",
            (said, judged) =>
            {
                if (
                    SegmentIn(said) is not { } segment
                    || (said is not EntryCorrected && said.Decision.Origin == Origin.Live)
                )
                {
                    return null;
                }

                int[] known =
                [
                    .. judged
                        .Frameworks.All.SelectMany(e => e.Content.Framework.Segments)
                        .Select(s => s.Number)
                        .Distinct()
                        .Order(),
                ];
                // A record that holds no framework yet cannot know.
                return known.Length == 0 || known.Contains(segment)
                    ? null
                    : $"No framework in the record has a segment {segment}: there are {string.Join(", ", known)}.";
            },
            RuleForce.RefusesAlways
        );

    // What a correction puts in the place of an entry is no better.
    private static int? SegmentIn(Event content) =>
        content switch
        {
            EntryCorrected { Replacement: { } replacement } => SegmentIn(replacement),
            SegmentProposed proposed => proposed.Segment,
            SegmentReviewed reviewed => reviewed.Segment,
            SegmentAmbitionStated ambition => ambition.Segment,
            IStatesSegment stated => stated.Segment,
            _ => null,
        };

    /// <summary>
    /// A segment is one that the framework has for that kind of organisation. The version that judges is the one in force
    /// on the latest day of the effective date.
    /// </summary>
    public static Rule<Event> SegmentOfFramework { get; } =
        new(
            "segment-of-framework",
            "A segment is one that the oversight framework in force on the latest effective day, or carried on until it, has for that kind "
                + "of organisation.",
            (said, judged) =>
            {
                var segment = said switch
                {
                    SegmentProposed proposed => proposed.Segment,
                    SegmentReviewed reviewed => reviewed.Segment,
                    SegmentAmbitionStated ambition => ambition.Segment,
                    _ => ((IStatesSegment)said).Segment,
                };
                var effective = judged.Effective;
                if (effective.Precision == DatePrecision.Unknown)
                {
                    return "Its effective date is unknown, so no framework version can be said to judge it.";
                }

                var day = DateWithPrecision.Day(effective.Latest);
                var kind = judged.Timeline.Of<OrganisationRegistered>().FirstOrDefault()?.Content;
                if (judged.Frameworks.Judging(effective.Latest, kind?.Kind) is not { } version)
                {
                    return judged.Frameworks.On(effective.Latest).State == FrameworkState.Uncertain
                        ? $"It is uncertain which framework held on {day}."
                        : $"No framework is in the record for {day}.";
                }

                if (kind is not null && !version.Segmented(kind.Kind))
                {
                    return $"{version.Title} does not place this kind of organisation in segments.";
                }

                return version.LabelOf(segment) is null
                    ? $"{version.Title} has no segment {segment}: it has "
                        + $"{string.Join(", ", version.Segments.Select(s => s.Number))}."
                    : null;
            }
        );

    /// <summary>"After entry X" names an entry about the same subject and does not contradict the dates.</summary>
    public static Rule<Event> AfterNamesOwnEntry { get; } =
        new(
            "after-names-own-entry",
            "\"After entry X\" names an entry about the same subject, and does not contradict the dates of the two.",
            (_, judged) =>
            {
                if (judged.Decision.After is not { } target)
                {
                    return null;
                }

                if (judged.Timeline.Entries.All(e => e.Id != target || e.Id == judged.Entry.Id))
                {
                    return $"It is said to follow entry {target}, which is not another entry about {judged.Timeline.Subject}.";
                }

                return judged.Timeline.Dated<IStatesSegment>().ContradictoryAfter.Any(e => e.Id == judged.Entry.Id)
                    ? $"It is said to follow entry {target}, but the dates put it before that one."
                    : null;
            }
        );

    /// <summary>The reverse of <see cref="AssignSegment.SegmentWithoutRecovery"/>. Where the record knows of no segment it says nothing.</summary>
    public static Rule<Event> RecoveryWithoutSegment { get; } =
        new(
            "recovery-without-segment",
            "An organisation that comes into the programme of intensive support is in the most intensive segment by then.",
            (said, judged) =>
            {
                var effective = judged.Effective;
                foreach (var organisation in said.OrganisationsNamed())
                {
                    if (
                        // Of whom not everything is seen, nothing is found.
                        judged.Organisation(organisation)
                            is not { IsWhole: true } timeline
                        || AssignSegment.Judging(timeline, effective, judged.Situation) is not { } version
                    )
                    {
                        continue;
                    }

                    var (entries, perhapsNone) = timeline.Dated<IStatesSegment>().On(effective.Latest);
                    var segments = entries.Select(e => e.Content.Segment).Distinct().ToArray();
                    // What was last published, for a period that has passed, says nothing of the day.
                    if (
                        !perhapsNone
                        && !entries.All(e => e.IsOver(effective.Latest))
                        && !segments.Contains(version.MostIntensiveSegment)
                    )
                    {
                        return $"{organisation} is in the {version.Programme} from {effective}, but in segment "
                            + $"{string.Join(" or ", segments)} on that day, not in segment {version.MostIntensiveSegment}.";
                    }
                }

                return null;
            },
            RuleForce.Reports
        );
}

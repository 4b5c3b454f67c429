using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>What does not fit between an organisation's segment and Recovery Support.</summary>
public enum SegmentAndRecovery
{
    /// <summary>It is in the most intensive segment, and in no engagement.</summary>
    MostIntensiveWithoutRecovery,

    /// <summary>It is in an engagement, and not in the most intensive segment.</summary>
    RecoveryWithoutMostIntensive,
}

/// <summary>The organisations with their status of the day.</summary>
internal static class OrganisationRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "organisations",
            "Organisations",
            "Every organisation in the record, with its segment, its last review and whether it is in Recovery Support on the day.",
            new ColumnsOf<Item>()
                .Text("ods", "ODS", "Its ODS code.", o => o.Status.Ods.Value)
                .Text("name", "Name", "Its official name.", o => o.Status.Name)
                .Word<OrganisationKind>("kind", "Kind", "What it is.", o => o.Status.Kind)
                .Text("region", "Region", "The code of the region that oversees it.", o => o.Status.Region.Code)
                .Text("regionName", "Region's name", "The region's name.", o => o.Status.Region.Name)
                .Word<ExistenceState>(
                    "existence",
                    "Existence",
                    "Whether it exists on the day.",
                    o => o.Status.Existence.State
                )
                .Number("segment", "Segment", "Its segment, when that is certain.", o => o.Status.Segment.Number)
                .Text("label", "Label", "The segment's label.", o => o.Status.Segment.Label)
                .Word<SegmentState>(
                    "segmentState",
                    "Certainty",
                    "What can be said about its segment.",
                    o => o.Status.Segment.State
                )
                .Text("segmentText", "Segment in words", "The answer in one line.", o => o.Status.Segment.Text)
                .Date("since", "Since", "When the unbroken run of this segment began.", o => o.Status.Segment.Since)
                .List(
                    "decidedBy",
                    "Decided by",
                    "The bodies that decided, and the roles in which they did.",
                    o => o.Status.Segment.Candidates.Select(c => Said.By(c.DecidedBy)).Distinct()
                )
                .People(
                    "decidedByPerson",
                    "Person",
                    "The persons who decided.",
                    o => o.Status.Segment.Candidates.Select(c => c.DecidedBy.Person).Distinct()
                )
                .List(
                    "rationale",
                    "Why",
                    "Why it was decided.",
                    o => o.Status.Segment.Candidates.Select(c => c.Rationale).OfType<string>().Distinct()
                )
                .List(
                    "source",
                    "Source",
                    "The publication that states it.",
                    o => o.Status.Segment.Candidates.Select(c => Said.In(c.Source)).OfType<string>().Distinct()
                )
                .Date("lastReview", "Last review", "When its segment was last reviewed.", o => o.Status.Review?.Last)
                .Date(
                    "nextReviewDue",
                    "Next review due",
                    "When it is to be reviewed next.",
                    o => o.Status.Review?.NextDue
                )
                .Number(
                    "reviewDaysLeft",
                    "Days to review",
                    "Days to the latest day on which that is due; negative when overdue.",
                    o => o.Status.Review?.DaysLeft
                )
                .YesNo(
                    "reviewOverdue",
                    "Review overdue",
                    "Whether that day has passed; empty where no review is due.",
                    o => o.Status.Review?.NextDue is null ? null : o.Status.Review.Overdue
                )
                .Word<StatedAnswer>(
                    "inRecovery",
                    "In Recovery Support",
                    "Whether it is a member of an engagement on the day; not stated where no engagement in the record names it.",
                    o => o.InRecovery
                )
                .List(
                    "engagement",
                    "Engagements",
                    "The engagements of which it is, or perhaps is, a member.",
                    o => o.Engagements.Select(e => e.Subject.Id)
                )
                .Word<SegmentAndRecovery>(
                    "mismatch",
                    "Segment and Recovery Support",
                    "What does not fit between the two, where both are stated and certain.",
                    o => o.Mismatch
                )
                .Number(
                    "findings",
                    "Findings",
                    "How many of its entries' findings there are.",
                    o => o.Status.Findings.Count
                ),
            "ods, name, regionName, segmentText, since, decidedBy, nextReviewDue, inRecovery, findings",
            (record, day) =>
                from ods in record.Organisations
                let status = OrganisationStatus.Of(record, ods, day)
                where status is not null
                orderby status.Region.Name, status.Name, status.Ods
                select Item.Of(record, status),
            o =>
                new(
                    o.Status.Segment.Candidates.Select(c => c.Entry)
                        .Concat(o.Status.Segment.Framework.RestsOn)
                        .Concat(
                            o.Engagements.SelectMany(e => e.MembershipEntriesOf(o.Status.Ods, o.Status.On).Entries)
                                .Select(EntryReference.To)
                        ),
                    [new("segment-on-a-day", o.Status.Segment.Rule), AnswerRules.Membership],
                    o.Status.Segment.Framework.Id
                ),
            MayBeMissing.Segment,
            MayBeMissing.Membership,
            MayBeMissing.SegmentAndRecovery,
            MayBeMissing.SegmentReview
        );

    private sealed record Item(
        OrganisationStatus Status,
        StatedAnswer InRecovery,
        IReadOnlyList<Engagement> Engagements,
        SegmentAndRecovery? Mismatch
    )
    {
        public static Item Of(RecordAt record, OrganisationStatus status)
        {
            var memberships = Engagement
                .NamingAsMember(record, status.Ods)
                .Select(e =>
                    (
                        Engagement: e,
                        Member: PassedOn.On(record, e, status.Ods, status.On) is null
                            ? e.IsMember(status.Ods, status.On)
                            : Certainty.No
                    )
                )
                .ToArray();
            var inRecovery = memberships
                .Select(m => StatedAnswers.Of(m.Member))
                .DefaultIfEmpty(StatedAnswer.NotStated)
                .Max();
            return new(
                status,
                inRecovery,
                [.. memberships.Where(m => m.Member != Certainty.No).Select(m => m.Engagement)],
                MismatchOf(record, status, inRecovery)
            );
        }

        // Only what is stated and certain: what may fit is no mismatch, and what is not stated is neither.
        private static SegmentAndRecovery? MismatchOf(
            RecordAt record,
            OrganisationStatus status,
            StatedAnswer inRecovery
        )
        {
            if (
                status.Existence.State == ExistenceState.Ended
                || status.Segment.Number is not { } segment
                || record.Frameworks.Judging(status.On, status.Kind) is not { } framework
            )
            {
                return null;
            }

            var isMost = segment == framework.MostIntensiveSegment;
            return isMost && inRecovery == StatedAnswer.No ? SegmentAndRecovery.MostIntensiveWithoutRecovery
                : !isMost && inRecovery == StatedAnswer.Yes ? SegmentAndRecovery.RecoveryWithoutMostIntensive
                : null;
        }
    }
}

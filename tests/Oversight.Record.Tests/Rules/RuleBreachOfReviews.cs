using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>The cases about reviews, concerns, commitments and the ambition of a segment.</summary>
internal static class RuleBreachOfReviews
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Trust = SubjectId.Of(Sample.Trust);
    private static readonly Guid Second = SmallRecord.IdAt(2);

    public static IReadOnlyList<RuleBreach> All { get; } =
    [
        new(
            "within-existence",
            "a review after the organisation had ended",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Succeeded("2024-05-01", Sample.OtherIcb)),
            Icb,
            SampleReviews.Review("2024-05-01"),
            SampleReviews.Review("2024-04-30")
        ),
        new(
            "next-review-after-review",
            "an oversight review that names its own day as the next",
            SmallRecord.OfAnIcb(),
            Icb,
            SampleReviews.Review("2024-05-01", "2024-05-01"),
            SampleReviews.Review("2024-05-01", "2024-05-02")
        ),
        new(
            "system-is-of-an-icb",
            "a trust reviewed as a system",
            OfATrust(),
            Trust,
            SampleReviews.Review("2024-05-01") with
            {
                Scope = Concerning.System,
            },
            SampleReviews.Review("2024-05-01")
        ),
        new(
            "system-is-of-an-icb",
            "a commitment of a trust's system",
            OfATrust(),
            Trust,
            SampleReviews.Action("2024-05-01") with
            {
                Scope = Concerning.System,
            },
            SampleReviews.Action("2024-05-01")
        ),
        new(
            "names-existing-organisations",
            "a concern about a trust that is not in the record",
            OfATrust(),
            Icb,
            SampleReviews.Concern("2024-05-01") with
            {
                Scope = Concerning.System,
                Organisations = [Sample.OtherIcb],
            },
            SampleReviews.Concern("2024-05-01") with
            {
                Scope = Concerning.System,
                Organisations = [Sample.Trust],
            }
        ),
        new(
            "names-existing-organisations",
            "a commitment for a trust that had ended",
            OfATrust().Told(Sample.Trust, Sample.Succeeded("2024-05-01", Sample.Icb)),
            Icb,
            SampleReviews.Action("2024-05-01") with
            {
                Scope = Concerning.System,
                Organisations = [Sample.Trust],
            },
            SampleReviews.Action("2024-04-30") with
            {
                Scope = Concerning.System,
                Organisations = [Sample.Trust],
            }
        ),
        new(
            "comes-from-own-review",
            "a concern from an entry that is no review",
            SmallRecord.OfAnIcb().Told(Sample.Icb, SampleReviews.Review("2024-05-01")),
            Icb,
            SampleReviews.Concern("2024-05-01", SmallRecord.IdAt(1)),
            SampleReviews.Concern("2024-05-01", Second)
        ),
        new(
            "comes-from-own-review",
            "an action from a review that took place later",
            SmallRecord.OfAnIcb().Told(Sample.Icb, SampleReviews.Review("2024-05-01")),
            Icb,
            SampleReviews.Action("2024-04-30", review: Second),
            SampleReviews.Action("April 2024", review: Second) with
            {
                Decision = Sample.Decision("May 2024", Sample.Regional),
            }
        ),
        new(
            "comes-from-own-review",
            "an action from a review that was retracted",
            SmallRecord.OfAnIcb().Told(Sample.Icb, SampleReviews.Review("2024-05-01"), Sample.Retracted(Second)),
            Icb,
            SampleReviews.Action("2024-05-01", review: Second),
            SampleReviews.Action("2024-05-01")
        ),
        new(
            "concern-open",
            "closed before it was raised",
            WithConcern(),
            Icb,
            SampleReviews.Closed("2024-03-31", Second),
            SampleReviews.Closed("2024-04-01", Second)
        ),
        new(
            "concern-open",
            "escalated after it was closed",
            WithConcern().Told(Sample.Icb, SampleReviews.Closed("2024-05-01", Second)),
            Icb,
            SampleReviews.Escalated("2024-05-02", Second),
            SampleReviews.Escalated("2024-04-30", Second)
        ),
        new(
            "concern-open",
            "closing what is no concern",
            WithConcern(),
            Icb,
            SampleReviews.Closed("2024-05-01", SmallRecord.IdAt(1)),
            SampleReviews.Closed("2024-05-01", Second)
        ),
        new(
            "concern-open",
            "closing one that was retracted",
            WithConcern().Told(Sample.Icb, SampleReviews.Concern("2024-04-02"), Sample.Retracted(Second)),
            Icb,
            SampleReviews.Closed("2024-05-01", Second),
            SampleReviews.Closed("2024-05-01", SmallRecord.IdAt(3))
        ),
        new(
            "commitment-open",
            "met before it was made",
            WithAction(),
            Icb,
            SampleReviews.Met("2024-03-31", Second),
            SampleReviews.Met("2024-04-01", Second)
        ),
        new(
            "commitment-open",
            "moved after it was met",
            WithAction().Told(Sample.Icb, SampleReviews.Met("2024-05-01", Second)),
            Icb,
            SampleReviews.Moved("2024-05-02", Second, "2024-06-30"),
            SampleReviews.Moved("2024-04-30", Second, "2024-06-30")
        ),
        new(
            "commitment-open",
            "met after it was withdrawn; what was missed may be met late",
            WithAction()
                .Told(Sample.Icb, SampleReviews.Action("2024-04-01", "2024-04-20"))
                .Told(
                    Sample.Icb,
                    SampleReviews.Withdrawn("2024-05-01", Second),
                    SampleReviews.Missed("2024-05-01", SmallRecord.IdAt(3))
                ),
            Icb,
            SampleReviews.Met("2024-05-02", Second),
            SampleReviews.Met("2024-05-02", SmallRecord.IdAt(3))
        ),
        new(
            "commitment-open",
            "withdrawing what is no commitment",
            WithAction(),
            Icb,
            SampleReviews.Withdrawn("2024-05-01", SmallRecord.IdAt(1)),
            SampleReviews.Withdrawn("2024-05-01", Second)
        ),
        new(
            "commitment-due-from-then-on",
            "due before it is made",
            SmallRecord.OfAnIcb(),
            Icb,
            SampleReviews.Action("2024-05-01", "April 2024"),
            SampleReviews.Action("2024-05-01", "May 2024")
        ),
        new(
            "commitment-due-from-then-on",
            "moved to a day that has passed",
            WithAction(),
            Icb,
            SampleReviews.Moved("2024-05-01", Second, "2024-04-30"),
            SampleReviews.Moved("2024-05-01", Second, "2024-05-01")
        ),
        new(
            "commitment-missed-after-due",
            "on its last day",
            WithAction(),
            Icb,
            SampleReviews.Missed("2024-04-30", Second),
            SampleReviews.Missed("2024-05-01", Second)
        ),
        new(
            "commitment-missed-after-due",
            "moved before; without a date nothing is judged",
            WithAction()
                .Told(
                    Sample.Icb,
                    SampleReviews.Moved("2024-04-20", Second, "May 2024"),
                    SampleReviews.Action("2024-04-01")
                ),
            Icb,
            SampleReviews.Missed("2024-05-10", Second),
            SampleReviews.Missed("2024-05-10", SmallRecord.IdAt(4))
        ),
        new(
            "commitment-missed-after-due",
            "within one year, which is not over",
            SmallRecord
                .OfAnIcb()
                .Told(
                    Sample.Icb,
                    SampleReviews.Action("2023-05-10") with
                    {
                        WithinYears = 1,
                    },
                    SampleReviews.Action("2023-05-09") with
                    {
                        WithinYears = 1,
                    }
                ),
            Icb,
            SampleReviews.Missed("2024-05-10", Second),
            SampleReviews.Missed("2024-05-10", SmallRecord.IdAt(3))
        ),
        new(
            "segment-aimed-at-from-then-on",
            "by a day that has passed",
            SmallRecord.OfAnIcb(),
            Icb,
            new SegmentAmbitionStated(Sample.Decision("2024-05-01"), 2, Sample.Date("April 2024")),
            new SegmentAmbitionStated(Sample.Decision("2024-05-01"), 2, Sample.Date("May 2024"))
        ),
        new(
            "segment-of-framework",
            "a segment aimed at that it has not",
            SmallRecord.OfAnIcb().Told("nof-2030-31", Sample.WithSegmentFive("nof-2030-31", "2030-04-01")),
            Icb,
            new SegmentAmbitionStated(Sample.Decision("2024-05-01"), 5),
            new SegmentAmbitionStated(Sample.Decision("2024-05-01"), 4)
        ),
        new(
            "segment-of-any-framework",
            "aimed at, put in by a correction",
            SmallRecord.OfAnIcb().Told(Sample.Icb, new SegmentAmbitionStated(Sample.Decision("2024-04-01"), 3)),
            Icb,
            Sample.Corrected(Second, new SegmentAmbitionStated(Sample.Decision("2024-04-01"), 7)),
            Sample.Corrected(Second, new SegmentAmbitionStated(Sample.Decision("2024-04-01"), 2))
        ),
    ];

    private static SmallRecord OfATrust() =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Trust, Sample.Registered(Sample.Trust, "2004-07-01", OrganisationKind.NhsFoundationTrust));

    private static SmallRecord WithConcern() =>
        SmallRecord.OfAnIcb().Told(Sample.Icb, SampleReviews.Concern("2024-04-01"));

    private static SmallRecord WithAction() =>
        SmallRecord.OfAnIcb().Told(Sample.Icb, SampleReviews.Action("2024-04-01", "April 2024"));
}

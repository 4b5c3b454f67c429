using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules about what becomes of what was open when a body ended.</summary>
internal static class RuleBreachOfMergers
{
    private static readonly SubjectId Undertakings = SampleUndertakings.OfIcb;
    private static readonly SubjectId Recovery = SampleRecovery.Subject;
    private static readonly OpenItemsDisposed Whole = SampleMergers.Disposed(
        "2024-05-01",
        SampleMergers.Passes(OpenItemKind.Undertaking)
    );

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } = [.. Dispositions(), .. Open(), .. ActingFor()];

    private static IEnumerable<RuleBreach> Dispositions()
    {
        yield return new(
            "disposes-of-its-own",
            "in the stream of another body",
            SampleMergers.Merged(SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Proposed(3, "2024-03-01"))),
            SubjectId.Of(Sample.NewIcb),
            SampleMergers.Disposed("2024-05-01", SampleMergers.Ends(OpenItemKind.SegmentProposal)),
            null
        );
        yield return new(
            "disposes-of-what-ended",
            "the day before it ended",
            SampleMergers.WithUndertakings(),
            Undertakings,
            SampleMergers.Disposed("2024-03-31", SampleMergers.Passes(OpenItemKind.Undertaking)),
            SampleMergers.Disposed("2024-04-01", SampleMergers.Passes(OpenItemKind.Undertaking))
        );
        yield return new(
            "disposes-of-what-ended",
            "a body of which the record does not say that it ended",
            SampleUndertakings.GivenByIcb().Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-04-01")),
            Undertakings,
            Whole,
            null
        );
        yield return new(
            "passes-to-a-successor",
            "to a body that does not follow it",
            SampleMergers.WithUndertakings(),
            Undertakings,
            SampleMergers.Disposed("2024-05-01", SampleMergers.Passes(OpenItemKind.Undertaking, to: Sample.OtherIcb)),
            Whole
        );
        yield return new(
            "disposed-of-once",
            "what passed before with all the others",
            SampleMergers.WithUndertakings().Told(Undertakings, Whole),
            Undertakings,
            SampleMergers.Disposed("2024-05-02", SampleMergers.Discharges(OpenItemKind.Undertaking, "1.1")),
            null
        );
        yield return new(
            "disposed-of-once",
            "the same item, another in the one that keeps it",
            SampleMergers
                .WithUndertakings()
                .Told(
                    Undertakings,
                    SampleMergers.Disposed("2024-05-01", SampleMergers.Ends(OpenItemKind.Undertaking, "1.1"))
                ),
            Undertakings,
            SampleMergers.Disposed("2024-05-02", SampleMergers.Passes(OpenItemKind.Undertaking, "1.1")),
            SampleMergers.Disposed("2024-05-02", SampleMergers.Passes(OpenItemKind.Undertaking, "1.2"))
        );
        yield return new(
            "decision-says-why",
            "a disposition without a reason",
            SampleMergers.WithUndertakings(),
            Undertakings,
            Whole with
            {
                Decision = Whole.Decision with { Rationale = null },
            },
            Whole
        );
    }

    private static IEnumerable<RuleBreach> Open()
    {
        RuleBreach Case(
            string which,
            SmallRecord record,
            SubjectId about,
            DisposedItem breaking,
            DisposedItem keeping
        ) =>
            new(
                "disposes-of-what-was-open",
                which,
                record,
                about,
                SampleMergers.Disposed("2024-05-01", breaking),
                SampleMergers.Disposed("2024-05-01", keeping)
            );

        yield return Case(
            "an undertaking that there is not",
            SampleMergers.WithUndertakings(),
            Undertakings,
            SampleMergers.Passes(OpenItemKind.Undertaking, "9.9"),
            SampleMergers.Passes(OpenItemKind.Undertaking, "1.2")
        );
        yield return Case(
            "an undertaking that was discharged on the last day, not on the day after it",
            SampleMergers.Merged(
                SampleUndertakings
                    .GivenByIcb()
                    .Told(
                        Undertakings,
                        SampleUndertakings.Discharged("2024-03-31", "1.1"),
                        SampleUndertakings.Discharged("2024-04-01", "1.2")
                    )
            ),
            Undertakings,
            SampleMergers.Passes(OpenItemKind.Undertaking, "1.1"),
            SampleMergers.Passes(OpenItemKind.Undertaking, "1.2")
        );
        yield return Case(
            "a criterion of another member",
            SampleMergers.WithRecovery(),
            Recovery,
            SampleMergers.Discharges(OpenItemKind.Criterion, "EC3"),
            SampleMergers.Discharges(OpenItemKind.Criterion, "EC1")
        );
        yield return new(
            "criterion-passes-to-member",
            "to a successor that is no member, which it is in the one that keeps it",
            SampleMergers.WithRecovery(),
            Recovery,
            SampleMergers.Disposed("2024-05-01", SampleMergers.Passes(OpenItemKind.Criterion, "EC1")),
            SampleMergers.Disposed(
                "2024-05-01",
                SampleMergers.Passes(OpenItemKind.Criterion, "EC1"),
                SampleMergers.Passes(OpenItemKind.Membership)
            )
        );
        yield return Case(
            "a milestone of an engagement that goes on with another member",
            SampleMergers.Merged(
                SampleRecovery.WithCriteria().Told(Recovery, SampleRecovery.Milestone("2024-01-10", "2024-06-30"))
            ),
            Recovery,
            SampleMergers.Ends(OpenItemKind.Milestone, "M1"),
            SampleMergers.Passes(OpenItemKind.Membership)
        );
        yield return Case(
            "evidence of another member",
            SampleMergers.Merged(
                SampleRecovery
                    .WithCriteria()
                    .Told(
                        Recovery,
                        SampleRecovery.Submitted("2024-03-01", Sample.Trust, "EC1"),
                        SampleRecovery.Submitted("2024-03-01", Sample.Icb, "EC1")
                    )
            ),
            Recovery,
            SampleMergers.Ends(OpenItemKind.Evidence, $"{SmallRecord.IdAt(6)}"),
            SampleMergers.Passes(OpenItemKind.Evidence, $"{SmallRecord.IdAt(7)}")
        );
        yield return new(
            "disposes-of-what-was-open",
            "a concern that was closed, in the one that keeps it one that was not",
            SampleMergers.Merged(
                SmallRecord
                    .OfAnIcb()
                    .Told(
                        Sample.Icb,
                        SampleReviews.Concern("2024-02-01"),
                        SampleReviews.Concern("2024-02-01"),
                        SampleReviews.Closed("2024-03-01", SmallRecord.IdAt(2))
                    )
            ),
            SubjectId.Of(Sample.Icb),
            SampleMergers.Disposed("2024-05-01", SampleMergers.Ends(OpenItemKind.Concern, $"{SmallRecord.IdAt(2)}")),
            SampleMergers.Disposed("2024-05-01", SampleMergers.Ends(OpenItemKind.Concern, $"{SmallRecord.IdAt(3)}"))
        );
        yield return new(
            "disposes-of-what-was-open",
            "a proposal that was declined",
            SampleMergers.Merged(
                SmallRecord
                    .OfAnIcb()
                    .Told(
                        Sample.Icb,
                        Sample.Proposed(3, "2024-03-01"),
                        Sample.Declined(SmallRecord.IdAt(2), "2024-03-02")
                    )
            ),
            SubjectId.Of(Sample.Icb),
            SampleMergers.Disposed("2024-05-01", SampleMergers.Ends(OpenItemKind.SegmentProposal)),
            null
        );
    }

    private static IEnumerable<RuleBreach> ActingFor()
    {
        var withActions = SampleMergers
            .Merged(
                SmallRecord
                    .OfAnIcb()
                    .Told(Sample.Icb, SampleReviews.Action("2024-02-01"), SampleReviews.Action("2024-02-02"))
            )
            .Told(
                Sample.Icb,
                SampleMergers.Disposed(
                    "2024-05-01",
                    SampleMergers.Passes(OpenItemKind.Commitment, $"{SmallRecord.IdAt(2)}")
                )
            );
        yield return new(
            "within-existence",
            "an action of a board that ended is done, which has not passed to a successor; in the one that keeps it it has",
            withActions,
            SubjectId.Of(Sample.Icb),
            SampleReviews.Met("2024-05-02", SmallRecord.IdAt(3)),
            SampleReviews.Met("2024-05-02", SmallRecord.IdAt(2))
        );
        yield return new(
            "within-existence",
            "an action that had passed to a successor, before it passed",
            withActions,
            SubjectId.Of(Sample.Icb),
            SampleReviews.Met("2024-04-30", SmallRecord.IdAt(2)),
            SampleReviews.Met("2024-05-01", SmallRecord.IdAt(2))
        );
        var passed = SampleMergers
            .WithUndertakings()
            .Told(
                Undertakings,
                SampleMergers.Disposed("2024-05-01", SampleMergers.Passes(OpenItemKind.Undertaking, "1.1"))
            );
        yield return new(
            "acts-for-what-passed",
            "a successor reports on an item that has not passed to it",
            passed,
            Undertakings,
            By(SampleUndertakings.Progress("2024-05-01", "1.2"), Sample.NewIcb),
            By(SampleUndertakings.Progress("2024-05-01", "1.1"), Sample.NewIcb)
        );
        yield return new(
            "acts-for-what-passed",
            "a successor reports for a day on which it had not passed yet",
            passed,
            Undertakings,
            By(SampleUndertakings.Progress("2024-04-30", "1.1"), Sample.NewIcb),
            By(SampleUndertakings.Progress("2024-05-01", "1.1"), Sample.NewIcb)
        );
        yield return new(
            "decided-with-authority",
            "a successor reports on what nobody has passed to it",
            SampleMergers.WithUndertakings(),
            Undertakings,
            By(SampleUndertakings.Progress("2024-05-01", "1.1"), Sample.NewIcb),
            By(SampleUndertakings.Progress("2024-05-01", "1.1"), null)
        );
        yield return new(
            "evidence-from-those-concerned",
            "for an undertaking that has not passed to the successor",
            passed,
            Undertakings,
            SampleRecovery.Submitted("2024-05-01", Sample.NewIcb, "1.2"),
            SampleRecovery.Submitted("2024-05-01", Sample.NewIcb, "1.1")
        );
    }

    private static Event By(Event content, OdsCode? body) =>
        body is { } by ? content.With(d => d with { DecidedBy = new(by.Value) }) : content;
}

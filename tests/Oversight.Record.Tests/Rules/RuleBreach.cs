using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>One way to break a rule, and beside it what just keeps it.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Case">What the case is, in a few words.</param>
/// <param name="Record">What is recorded before.</param>
/// <param name="About">What the decision is about.</param>
/// <param name="Breaking">A live decision that breaks the rule.</param>
/// <param name="Keeping">The nearest live decision that does not; null where there is none.</param>
internal sealed record RuleBreach(
    string Rule,
    string Case,
    SmallRecord Record,
    SubjectId About,
    Event Breaking,
    Event? Keeping
)
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2024");

    /// <summary>At least one for every rule; a test compares with the list of rules.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [
        .. RuleBreachOfRecovery.All,
        .. RuleBreachOfPublishedRecovery.All,
        .. RuleBreachOfUndertakings.All,
        .. RuleBreachOfSets.All,
        .. RuleBreachOfAuthority.All,
        .. RuleBreachOfFinance.All,
        .. RuleBreachOfSuggestions.All,
        .. RuleBreachOfOrganisations.All,
        .. RuleBreachOfReviews.All,
        .. RuleBreachOfSupport.All,
        .. RuleBreachOfMergers.All,
        .. RuleBreachOfTelling.All,
        .. RuleBreachOfRetention.All,
        .. RuleBreachOfRedaction.All,
        new("registered-once", "an organisation", SmallRecord.OfAnIcb(), Icb, Sample.Registered(Sample.Icb), null),
        new(
            "registered-once",
            "a framework",
            SmallRecord.OfAnIcb(),
            SubjectId.OfFramework("nof-2021-22"),
            Sample.Framework("nof-2021-22", "2021-04-01"),
            null
        ),
        new(
            "live-decision-needs-a-day",
            "decided in a month",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(2, "2024-05-01").With(d => d with { Decided = Sample.Date("May 2024") }),
            Sample.Assigned(2, "2024-05-01")
        ),
        new(
            "live-decision-needs-a-day",
            "decided nobody knows when",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(2, "2024-05-01").With(d => d with { Decided = default }),
            Sample.Assigned(2, "May 2024")
        ),
        new(
            "decided-before-logged",
            "decided tomorrow",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(2, "2024-05-11"),
            Sample.Assigned(2, "2024-05-10")
        ),
        new(
            "within-existence",
            "before it was established",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(2, "2022-06-30"),
            Sample.Assigned(2, "2022-07-01")
        ),
        new(
            "within-existence",
            "before it was established, the predecessor named in the one that keeps it",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(4, "July 2021"),
            Sample.Assigned(4, "July 2021").With(d => d with { Predecessor = Sample.Trust })
        ),
        new(
            "within-existence",
            "on the first day on which its successor stands in its place",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.OtherIcb)),
            Icb,
            Sample.Assigned(2, "2024-04-01"),
            Sample.Assigned(2, "2024-03-31")
        ),
        new(
            "segment-of-framework",
            "a segment that the framework has not",
            SmallRecord.OfAnIcb().Told("nof-2030-31", Sample.WithSegmentFive("nof-2030-31", "2030-04-01")),
            Icb,
            Sample.Assigned(5, "2024-05-01"),
            Sample.Assigned(4, "2024-05-01")
        ),
        new(
            "segment-of-framework",
            "a kind of organisation that is not segmented",
            SmallRecord.OfAnIcb().Told("nof-2023-24", Sample.Framework("nof-2023-24", "2024-05-01", icbs: false)),
            Icb,
            Sample.Assigned(2, "2024-05-01"),
            Sample.Assigned(2, "2024-04-30")
        ),
        new(
            "segment-of-any-framework",
            "put in by a correction",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")),
            Icb,
            Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(7, "2024-04-01")),
            Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-01"))
        ),
        new(
            "framework-carried-on",
            "after the framework's term",
            SmallRecord
                .Empty()
                .Told("nof-2021-22", Sample.Framework("nof-2021-22", "2021-04-01", until: "2024-04-30"))
                .Told(Sample.Icb, Sample.Registered(Sample.Icb)),
            Icb,
            Sample.Assigned(2, "May 2024"),
            Sample.Assigned(2, "April 2024")
        ),
        new(
            "segment-of-framework",
            "no framework at all",
            SmallRecord.Empty().Told(Sample.Icb, Sample.Registered(Sample.Icb)),
            Icb,
            Sample.Reviewed(2, "2024-05-01"),
            null
        ),
        new(
            "segment-of-framework",
            "from nobody knows when",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(2, "unknown"),
            Sample.Assigned(2, "2023/24")
        ),
        new(
            "segment-of-framework",
            "the framework itself uncertain on the latest day",
            SmallRecord.OfAnIcb().Told("nof-2023-24", Sample.Framework("nof-2023-24", "Q1 2024/25")),
            Icb,
            Sample.Assigned(2, "April 2024"),
            Sample.Assigned(2, "March 2024")
        ),
        new(
            "national-agreement",
            "a region decides entry to the most intensive segment",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(4, "2024-05-01", Sample.Regional),
            Sample.Assigned(3, "2024-05-01", Sample.Regional)
        ),
        new(
            "national-agreement",
            "a region decides exit from it",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(4, "2024-04-01")),
            Icb,
            Sample.Assigned(3, "2024-05-01", Sample.Regional),
            Sample.Assigned(3, "2024-05-01", Sample.National)
        ),
        new(
            "national-agreement",
            "a region decides exit on the very day of the entry",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(4, "2024-05-01")),
            Icb,
            Sample.Assigned(3, "2024-05-01", Sample.Regional),
            Sample.Assigned(3, "2024-04-30", Sample.Regional)
        ),
        new(
            "national-agreement",
            "a region decides what may be an exit, the entry being imprecise",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(4, "2023/24")),
            Icb,
            Sample.Assigned(3, "2023-09-01", Sample.Regional),
            Sample.Assigned(3, "2023-03-31", Sample.Regional)
        ),
        new(
            "review-confirms-segment",
            "the organisation is in another segment",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")),
            Icb,
            Sample.Reviewed(2, "2024-05-01"),
            Sample.Reviewed(3, "2024-05-01")
        ),
        new(
            "review-confirms-segment",
            "no segment is known by then",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-05-02")),
            Icb,
            Sample.Reviewed(3, "2024-05-01"),
            Sample.Reviewed(3, "2024-05-02")
        ),
        new(
            "next-review-after-review",
            "due on the day of the review",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")),
            Icb,
            Sample.Reviewed(3, "2024-05-01", nextDue: "2024-05-01"),
            Sample.Reviewed(3, "2024-05-01", nextDue: "2024-05-02")
        ),
        new(
            "published-agrees-with-assigned",
            "assigned differently by the period's last day",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-03-31")),
            Icb,
            Sample.Published(2, "2023/24"),
            Sample.Published(3, "2023/24")
        ),
        new(
            "successor-exists",
            "not in the record",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Succeeded("2026-04-01", Sample.NewIcb),
            null
        ),
        new("successor-exists", "itself", SmallRecord.OfAnIcb(), Icb, Sample.Succeeded("2026-04-01", Sample.Icb), null),
        new(
            "successor-exists",
            "established after it would take over",
            SmallRecord.OfAnIcb().Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2026-04-01")),
            Icb,
            Sample.Succeeded("2026-03-31", Sample.NewIcb),
            Sample.Succeeded("2026-04-01", Sample.NewIcb)
        ),
        new(
            "successor-exists",
            "ended itself before it would take over",
            SmallRecord
                .OfAnIcb()
                .Told(
                    Sample.OtherIcb,
                    Sample.Registered(Sample.OtherIcb),
                    Sample.Succeeded("2026-04-01", Sample.Trust)
                ),
            Icb,
            Sample.Succeeded("2026-04-01", Sample.OtherIcb),
            Sample.Succeeded("2026-03-31", Sample.OtherIcb)
        ),
        new(
            "ends-once",
            "a second succession",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-04-01"))
                .Told(Sample.Icb, Sample.Succeeded("2026-04-01", Sample.NewIcb)),
            Icb,
            Sample.Succeeded("2025-04-01", Sample.NewIcb),
            null
        ),
        new(
            "after-names-own-entry",
            "an entry about something else",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Assigned(2, "2024-05-01").With(d => d with { After = SmallRecord.IdAt(0) }),
            Sample.Assigned(2, "2024-05-01").With(d => d with { After = SmallRecord.IdAt(1) })
        ),
        new(
            "after-names-own-entry",
            "against the dates",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")),
            Icb,
            Sample.Assigned(2, "March 2024").With(d => d with { After = SmallRecord.IdAt(2) }),
            Sample.Assigned(2, "April 2024").With(d => d with { After = SmallRecord.IdAt(2) })
        ),
        new(
            "readable-by-this-version",
            "after what a newer version recorded",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, new NotReadable("organisation_painted", "{}", "The kind is not known.")),
            Icb,
            Sample.Assigned(2, "2024-04-01"),
            null
        ),
        new(
            "correction-fits-target",
            "of an entry about something else",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Corrected(SmallRecord.IdAt(0), Sample.Registered(Sample.Icb)),
            Sample.Corrected(SmallRecord.IdAt(1), Sample.Registered(Sample.Icb, "2022-07-02"))
        ),
        new(
            "correction-fits-target",
            "by another kind",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Corrected(SmallRecord.IdAt(1), Sample.Assigned(2, "2024-04-01")),
            null
        ),
        new(
            "correction-fits-target",
            "of a retraction",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Assigned(2, "2024-04-01"), Sample.Retracted(SmallRecord.IdAt(2))),
            Icb,
            Sample.Corrected(SmallRecord.IdAt(3), Sample.Retracted(SmallRecord.IdAt(1))),
            Sample.Retracted(SmallRecord.IdAt(3))
        ),
        new(
            "retraction-takes-something-away",
            "of an entry about something else",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Retracted(SmallRecord.IdAt(0)),
            Sample.Retracted(SmallRecord.IdAt(1))
        ),
        new(
            "retraction-takes-something-away",
            "of what was retracted already",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Assigned(2, "2024-04-01"), Sample.Retracted(SmallRecord.IdAt(2))),
            Icb,
            Sample.Retracted(SmallRecord.IdAt(2)),
            Sample.Retracted(SmallRecord.IdAt(3))
        ),
        new(
            "reason-for-changing-the-record",
            "a correction",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample
                .Corrected(SmallRecord.IdAt(1), Sample.Registered(Sample.Icb, "2022-07-02"))
                .With(d => d with { Rationale = " " }),
            Sample.Corrected(SmallRecord.IdAt(1), Sample.Registered(Sample.Icb, "2022-07-02"))
        ),
        new(
            "reason-for-changing-the-record",
            "a retraction",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Retracted(SmallRecord.IdAt(1)).With(d => d with { Rationale = null }),
            Sample.Retracted(SmallRecord.IdAt(1))
        ),
        // Proposals, and segments beside Recovery Support.
        new(
            "segment-of-framework",
            "a segment proposed that it has not",
            SmallRecord.OfAnIcb().Told("nof-2030-31", Sample.WithSegmentFive("nof-2030-31", "2030-04-01")),
            Icb,
            Sample.Proposed(5, "2024-05-01"),
            Sample.Proposed(4, "2024-05-01")
        ),
        new(
            "within-existence",
            "a segment proposed from before it was established",
            SmallRecord.OfAnIcb(),
            Icb,
            Sample.Proposed(2, "2022-06-30"),
            Sample.Proposed(2, "2022-07-01")
        ),
        new(
            "national-agreement",
            "a region agrees to entry to the most intensive segment",
            SmallRecord.OfAnIcb().ToldBy("sam", Icb, Sample.Proposed(4, "2024-05-01")),
            Icb,
            Sample.Agreed(SmallRecord.IdAt(2), 4, "2024-05-01", Sample.Regional),
            Sample.Agreed(SmallRecord.IdAt(2), 4, "2024-05-01")
        ),
        new(
            "answers-open-proposal",
            "agreeing to what is no proposal",
            SmallRecord.OfAnIcb().ToldBy("sam", Icb, Sample.Proposed(3, "2024-05-01")),
            Icb,
            Sample.Agreed(SmallRecord.IdAt(1), 3, "2024-05-01"),
            Sample.Agreed(SmallRecord.IdAt(2), 3, "2024-05-01")
        ),
        new(
            "answers-open-proposal",
            "declining a proposal about another organisation",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
                .ToldBy("sam", SubjectId.Of(Sample.OtherIcb), Sample.Proposed(3, "2024-05-01")),
            Icb,
            Sample.Declined(SmallRecord.IdAt(3), "2024-05-02"),
            null
        ),
        new(
            "answers-open-proposal",
            "one that was retracted",
            SmallRecord
                .OfAnIcb()
                .ToldBy("sam", Icb, Sample.Proposed(3, "2024-05-01"), Sample.Retracted(SmallRecord.IdAt(2))),
            Icb,
            Sample.Declined(SmallRecord.IdAt(2), "2024-05-02"),
            null
        ),
        new(
            "answers-open-proposal",
            "one that was answered",
            SmallRecord
                .OfAnIcb()
                .ToldBy("sam", Icb, Sample.Proposed(3, "2024-05-01"), Sample.Proposed(2, "2024-05-01"))
                .Told(Sample.Icb, Sample.Declined(SmallRecord.IdAt(2), "2024-05-02")),
            Icb,
            Sample.Agreed(SmallRecord.IdAt(2), 3, "2024-05-03"),
            Sample.Agreed(SmallRecord.IdAt(3), 2, "2024-05-03")
        ),
        new(
            "answers-open-proposal",
            "another segment than the one that is proposed after a correction",
            SmallRecord
                .OfAnIcb()
                .ToldBy(
                    "sam",
                    Icb,
                    Sample.Proposed(3, "2024-05-01"),
                    Sample.Corrected(SmallRecord.IdAt(2), Sample.Proposed(2, "2024-05-01"))
                ),
            Icb,
            Sample.Agreed(SmallRecord.IdAt(2), 3, "2024-05-03"),
            Sample.Agreed(SmallRecord.IdAt(2), 2, "2024-05-03")
        ),
        new(
            "approver-is-not-proposer",
            "agreeing to one's own, though another body is named",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Proposed(3, "2024-05-01"))
                .ToldBy("sam", Icb, Sample.Proposed(3, "2024-05-01")),
            Icb,
            Sample.Agreed(SmallRecord.IdAt(2), 3, "2024-05-03"),
            Sample.Agreed(SmallRecord.IdAt(3), 3, "2024-05-03")
        ),
        new(
            "approver-is-not-proposer",
            "declining one's own that somebody else corrected",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Proposed(3, "2024-05-01"))
                .ToldBy("sam", Icb, Sample.Corrected(SmallRecord.IdAt(2), Sample.Proposed(2, "2024-05-01"))),
            Icb,
            Sample.Declined(SmallRecord.IdAt(2), "2024-05-03"),
            null
        ),
        new(
            "reason-for-declining",
            "a proposal",
            SmallRecord.OfAnIcb().ToldBy("sam", Icb, Sample.Proposed(3, "2024-05-01")),
            Icb,
            Sample.Declined(SmallRecord.IdAt(2), "2024-05-02").With(d => d with { Rationale = " " }),
            Sample.Declined(SmallRecord.IdAt(2), "2024-05-02")
        ),
        new(
            "segment-without-recovery",
            "placed in the most intensive segment before the engagement",
            SmallRecord.OfAnIcb().Told(Engagement, Sample.Entered("2024-05-02", Sample.Icb)),
            Icb,
            Sample.Assigned(4, "2024-05-01"),
            Sample.Assigned(4, "2024-05-02")
        ),
        new(
            "segment-without-recovery",
            "agreed to it, the engagement being another organisation's",
            SmallRecord
                .OfAnIcb()
                .ToldBy("sam", Icb, Sample.Proposed(4, "2024-05-01"), Sample.Proposed(3, "2024-05-01"))
                .Told(Engagement, Sample.Entered("2024-04-01", Sample.Trust)),
            Icb,
            Sample.Agreed(SmallRecord.IdAt(2), 4, "2024-05-01"),
            Sample.Agreed(SmallRecord.IdAt(3), 3, "2024-05-01")
        ),
        new(
            "segment-without-recovery",
            "placed in it again when the engagement was over",
            SmallRecord
                .OfAnIcb()
                .Told(
                    Engagement,
                    Sample.Entered("2024-01-01", Sample.Trust),
                    new RecoveryMemberJoined(Sample.Decision("2024-02-01"), Sample.Icb),
                    new RecoveryMemberExited(Sample.Decision("2024-05-01"), Sample.Icb)
                ),
            Icb,
            Sample.Assigned(4, "2024-05-01"),
            Sample.Assigned(4, "2024-04-30")
        ),
        new(
            "segment-without-recovery",
            "placed in it when all members had left",
            SmallRecord
                .OfAnIcb()
                .Told(
                    Engagement,
                    Sample.Entered("2024-01-01", Sample.Icb),
                    new ExitAgreed(Sample.Decision("2024-05-01"))
                ),
            Icb,
            Sample.Assigned(4, "2024-05-01"),
            Sample.Assigned(4, "2024-04-30")
        ),
        new(
            "recovery-without-segment",
            "entered in a less intensive segment",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"), Sample.Assigned(4, "2024-05-01")),
            Engagement,
            Sample.Entered("2024-04-30", Sample.Icb),
            Sample.Entered("2024-05-01", Sample.Icb)
        ),
        new(
            "recovery-without-segment",
            "one that joins is in a less intensive segment; of the other the record knows no segment",
            SmallRecord
                .OfAnIcb()
                .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
                .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
                .Told(Engagement, Sample.Entered("2024-05-01", Sample.Trust)),
            Engagement,
            new RecoveryMemberJoined(Sample.Decision("2024-05-02"), Sample.Icb),
            new RecoveryMemberJoined(Sample.Decision("2024-05-02"), Sample.OtherIcb)
        ),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Case}";
}

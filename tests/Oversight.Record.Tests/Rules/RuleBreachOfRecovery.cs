using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of Recovery Support and of evidence.</summary>
internal static class RuleBreachOfRecovery
{
    private static readonly SubjectId Subject = SampleRecovery.Subject;

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [
        .. Members(),
        .. UnderWay(),
        .. DecidedNationally(),
        .. Criteria(),
        .. Dates(),
        .. Ratings(),
        .. Directors(),
        .. Milestones(),
        .. Exits(),
        .. Transition(),
        .. Evidence(),
    ];

    private static IEnumerable<RuleBreach> Members()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "members-exist",
            "entered with one that is not registered",
            SampleRecovery.Organisations(),
            SampleRecovery.Entered("2024-05-01", Sample.Icb, Sample.NewIcb),
            SampleRecovery.Entered("2024-05-01", Sample.Icb, Sample.OtherIcb)
        );
        yield return Case(
            "members-exist",
            "entered before one was established",
            SampleRecovery.Organisations(),
            SampleRecovery.Entered("2022-06-30", Sample.Icb),
            SampleRecovery.Entered("2022-07-01", Sample.Icb)
        );
        yield return Case(
            "members-exist",
            "entered before one was established, the predecessor named in the one that keeps it",
            SampleRecovery.Organisations(),
            SampleRecovery.Entered("July 2021", Sample.Icb),
            SampleRecovery.Entered("July 2021", Sample.Icb).With(d => d with { Predecessor = Sample.Trust })
        );
        yield return Case(
            "members-exist",
            "joined when it had ended",
            SampleRecovery.UnderWay().Told(Sample.OtherIcb, Sample.Succeeded("2024-04-01", Sample.Icb)),
            SampleRecovery.Joined("2024-04-01", Sample.OtherIcb),
            SampleRecovery.Joined("2024-03-31", Sample.OtherIcb)
        );
        yield return new(
            "one-engagement-at-a-time",
            "entered while another is under way",
            SampleRecovery.UnderWay(),
            SampleRecovery.OtherSubject,
            SampleRecovery.Entered("2024-05-01", Sample.Icb),
            SampleRecovery.Entered("2024-05-01", Sample.OtherIcb)
        );
        yield return new(
            "one-engagement-at-a-time",
            "joined before the other was left",
            SampleRecovery
                .UnderWay()
                .Told(Subject, SampleRecovery.Exited("2024-03-01", Sample.Icb))
                .Told(SampleRecovery.OtherSubject, SampleRecovery.Entered("2024-01-01", Sample.OtherIcb)),
            SampleRecovery.OtherSubject,
            SampleRecovery.Joined("2024-02-29", Sample.Icb),
            SampleRecovery.Joined("2024-03-01", Sample.Icb)
        );
        yield return Case(
            "joins-engagement-under-way",
            "one that is a member already",
            SampleRecovery.UnderWay(),
            SampleRecovery.Joined("2024-05-01", Sample.Icb),
            SampleRecovery.Joined("2024-05-01", Sample.OtherIcb)
        );
        yield return Case(
            "joins-engagement-under-way",
            "after all have left",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exit("2024-03-01")),
            SampleRecovery.Joined("2024-03-01", Sample.OtherIcb),
            SampleRecovery.Joined("2024-02-29", Sample.OtherIcb)
        );
        yield return Case(
            "joins-engagement-under-way",
            "before it began",
            SampleRecovery.UnderWay(),
            SampleRecovery.Joined("March 2023", Sample.OtherIcb),
            SampleRecovery.Joined("April 2023", Sample.OtherIcb)
        );
        yield return Case(
            "leaves-as-member",
            "a second time, after an exit on a day that nobody knows",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exited("unknown", Sample.Icb)),
            SampleRecovery.Exited("2024-05-01", Sample.Icb),
            SampleRecovery.Exited("2024-05-01", Sample.Trust)
        );
        yield return Case(
            "leaves-as-member",
            "all of them a second time",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exit("unknown")),
            SampleRecovery.Exit("2024-05-01"),
            null
        );
        yield return Case(
            "while-under-way",
            "reviewed after an exit of unknown date was recorded",
            SampleRecovery
                .UnderWay()
                .Told(
                    Subject,
                    SampleRecovery
                        .Exit("unknown")
                        .With(d => d with { Decided = Sample.Date("2024-03"), Origin = Origin.Imported })
                ),
            SampleRecovery.Reviewed("2024-04-01"),
            SampleRecovery.Reviewed("2024-03-31")
        );
        yield return Case(
            "leaves-as-member",
            "one that never was a member",
            SampleRecovery.UnderWay(),
            SampleRecovery.Exited("2024-05-01", Sample.OtherIcb),
            SampleRecovery.Exited("2024-05-01", Sample.Icb)
        );
        yield return Case(
            "leaves-as-member",
            "on the day on which it joined",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Joined("2024-04-01", Sample.OtherIcb)),
            SampleRecovery.Exited("2024-04-01", Sample.OtherIcb),
            SampleRecovery.Exited("2024-04-02", Sample.OtherIcb)
        );
        yield return Case(
            "leaves-as-member",
            "twice on the same day",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exited("2024-04-01", Sample.Icb)),
            SampleRecovery.Exited("2024-04-01", Sample.Icb),
            SampleRecovery.Exited("2024-04-01", Sample.Trust)
        );
        yield return Case(
            "leaves-as-member",
            "all of them, on the day on which it began",
            SampleRecovery.UnderWay(),
            SampleRecovery.Exit("2023-04-03"),
            SampleRecovery.Exit("2023-04-04")
        );
        yield return Case(
            "leaves-as-member",
            "all of them, when all had left",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exit("2024-03-01")),
            SampleRecovery.Exit("2024-03-02"),
            null
        );
        yield return Case(
            "leaves-as-member",
            "some of them, of whom one has left",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exited("2024-04-01", Sample.Icb)),
            SampleRecovery.Exit("2024-05-01") with
            {
                Members = [Sample.Icb, Sample.Trust],
            },
            SampleRecovery.Exit("2024-05-01") with
            {
                Members = [Sample.Trust],
            }
        );
        yield return Case(
            "names-members",
            "exit recommended",
            SampleRecovery.UnderWay(),
            SampleRecovery.Recommended("2024-05-01", Sample.Icb, Sample.OtherIcb),
            SampleRecovery.Recommended("2024-05-01", Sample.Icb, Sample.Trust)
        );
        yield return Case(
            "names-members",
            "a target exit of one that has left",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Exited("2024-04-01", Sample.Icb)),
            SampleRecovery.TargetExit("2024-04-02", "Q4 2024/25", Sample.Icb),
            SampleRecovery.TargetExit("2024-04-01", "Q4 2024/25", Sample.Icb)
        );
        yield return Case(
            "names-members",
            "a criterion concerns it before it joins",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Joined("2024-04-01", Sample.OtherIcb)),
            Concerning(Sample.OtherIcb, "2024-03-31"),
            Concerning(Sample.OtherIcb, "2024-04-01")
        );
        yield return Case(
            "names-members",
            "rated for one that has left; of the transition it may",
            SampleRecovery.WithTransition().Told(Subject, SampleRecovery.Exited("2024-04-01", Sample.Icb)),
            SampleRecovery.SelfAssessed("2024-04-02", "EC1", Sample.Icb),
            SampleRecovery.SelfAssessed("2024-04-02", "TC1", Sample.Icb)
        );
    }

    private static IEnumerable<RuleBreach> UnderWay()
    {
        var over = SampleRecovery.Exit("2024-03-01");
        RuleBreach Case(string which, SmallRecord record, Event breaking, Event? keeping) =>
            new("while-under-way", which, record, Subject, breaking, keeping);

        yield return Case(
            "before it began",
            SampleRecovery.UnderWay(),
            SampleRecovery.Reviewed("2023-04-02"),
            SampleRecovery.Reviewed("2023-04-03")
        );
        yield return Case(
            "after the day on which it ended",
            SampleRecovery.UnderWay().Told(Subject, over),
            SampleRecovery.Director("2024-03-02"),
            SampleRecovery.Director("2024-03-01")
        );
        yield return Case(
            "in a month that begins after it ended",
            SampleRecovery.UnderWay().Told(Subject, over),
            SampleRecovery.TargetExit("April 2024", "2024/25"),
            SampleRecovery.TargetExit("March 2024", "2024/25")
        );
        yield return Case(
            "an exit criterion rated after exit; one of the transition may be",
            SampleRecovery.WithTransition().Told(Subject, over),
            SampleRecovery.Judged("2024-04-01", "EC1"),
            SampleRecovery.Judged("2024-04-01", "TC1")
        );
        yield return Case(
            "exit criteria agreed after exit; those of the transition may be",
            SampleRecovery.UnderWay().Told(Subject, over),
            SampleRecovery.Agreed("2024-04-01", "EC1"),
            SampleRecovery.Agreed("2024-04-01", "TC1") with
            {
                Purpose = CriteriaPurpose.Transition,
            }
        );
        yield return Case(
            "a plan for what follows, before it began",
            SampleRecovery.UnderWay(),
            SampleRecovery.Plan("2023-04-02"),
            SampleRecovery.Plan("2023-04-03")
        );
    }

    private static IEnumerable<RuleBreach> DecidedNationally()
    {
        yield return new(
            "programme-of-framework",
            "a kind of organisation that is not segmented",
            SampleRecovery
                .Organisations()
                .Told("nof-2023-24", Sample.Framework("nof-2023-24", "2024-05-01", icbs: false)),
            Subject,
            SampleRecovery.Entered("2024-05-01", Sample.Icb),
            SampleRecovery.Entered("2024-05-01", Sample.Trust)
        );
        yield return new(
            "framework-carried-on",
            "entry after the framework's term",
            SmallRecord
                .Empty()
                .Told("nof-2021-22", Sample.Framework("nof-2021-22", "2021-04-01", until: "2024-04-30"))
                .Told(Sample.Icb, Sample.Registered(Sample.Icb)),
            Subject,
            SampleRecovery.Entered("May 2024", Sample.Icb),
            SampleRecovery.Entered("April 2024", Sample.Icb)
        );
        yield return new(
            "programme-of-framework",
            "from nobody knows when",
            SampleRecovery.Organisations(),
            Subject,
            SampleRecovery.Entered("unknown", Sample.Icb),
            SampleRecovery.Entered("2023/24", Sample.Icb)
        );
        yield return new(
            "national-recovery-decision",
            "a region decides entry",
            SampleRecovery.Organisations(),
            Subject,
            SampleRecovery.Entered("2024-05-01", Sample.Icb).With(Regionally),
            SampleRecovery.Entered("2024-05-01", Sample.Icb)
        );
        yield return new(
            "national-recovery-decision",
            "a region agrees to exit",
            SampleRecovery.UnderWay(),
            Subject,
            SampleRecovery.Exit("2024-05-01").With(Regionally),
            SampleRecovery.Exit("2024-05-01")
        );
        yield return new(
            "national-recovery-decision",
            "a region lets one member leave",
            SampleRecovery.UnderWay(),
            Subject,
            SampleRecovery.Exited("2024-05-01", Sample.Icb).With(Regionally),
            SampleRecovery.Exited("2024-05-01", Sample.Icb)
        );
    }

    private static IEnumerable<RuleBreach> Criteria()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "depends-on-registered",
            "on one that is not in the record",
            SampleRecovery.UnderWay(),
            DependingOn(Sample.NewIcb),
            DependingOn(Sample.OtherIcb)
        );
        yield return Case(
            "criteria-agreed-once",
            "a second set of the same purpose",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Agreed("2024-05-01", "EC9"),
            SampleRecovery.Agreed("2024-05-01", "TC1") with
            {
                Purpose = CriteriaPurpose.Transition,
            }
        );
        yield return Case(
            "refresh-replaces-set-in-force",
            "what is no set",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Refreshed("2024-05-01", SmallRecord.IdAt(4), "EC1"),
            SampleRecovery.Refreshed("2024-05-01", SmallRecord.IdAt(5), "EC1")
        );
        yield return Case(
            "refresh-replaces-set-in-force",
            "a set of the other purpose",
            SampleRecovery.WithTransition(),
            SampleRecovery.Refreshed("2024-05-01", SmallRecord.IdAt(6), "EC1"),
            SampleRecovery.Refreshed("2024-05-01", SmallRecord.IdAt(5), "EC1")
        );
        yield return Case(
            "refresh-replaces-set-in-force",
            "one that was replaced",
            SampleRecovery
                .WithCriteria()
                .Told(Subject, SampleRecovery.Refreshed("2024-01-01", SmallRecord.IdAt(5), "EC1")),
            SampleRecovery.Refreshed("2024-02-01", SmallRecord.IdAt(5), "EC1"),
            SampleRecovery.Refreshed("2024-02-01", SmallRecord.IdAt(6), "EC1")
        );
        yield return Case(
            "refresh-replaces-set-in-force",
            "one that was not in force yet",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Refreshed("2023-04-30", SmallRecord.IdAt(5), "EC1"),
            SampleRecovery.Refreshed("2023-05-02", SmallRecord.IdAt(5), "EC1")
        );
        yield return Case(
            "refresh-replaces-set-in-force",
            "one that was retracted",
            SampleRecovery.WithCriteria().Told(Subject, Sample.Retracted(SmallRecord.IdAt(5))),
            SampleRecovery.Refreshed("2024-05-01", SmallRecord.IdAt(5), "EC1"),
            null
        );
        yield return Case(
            "criterion-reference-once",
            "an exit criterion has it",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Agreed("2024-05-01", "TC1", "EC2") with
            {
                Purpose = CriteriaPurpose.Transition,
            },
            SampleRecovery.Agreed("2024-05-01", "TC1", "TC2") with
            {
                Purpose = CriteriaPurpose.Transition,
            }
        );
    }

    private static IEnumerable<RuleBreach> Dates()
    {
        Criterion Sustained(string due) =>
            SampleRecovery.Criterion("EC1") with
            {
                Due = Sample.Date(due),
                SustainedMonths = 6,
            };
        RuleBreach Case(string which, SmallRecord record, Event breaking, Event? keeping) =>
            new("dates-can-be-kept", which, record, Subject, breaking, keeping);
        ExitCriteriaAgreed Agreed(Criterion criterion) =>
            new(Sample.Decision("2023-10-01"), CriteriaPurpose.Exit, [criterion]);
        SmallRecord Until(string target) =>
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.TargetExit("2023-05-01", target));

        yield return Case(
            "a criterion is due after the target exit",
            Until("2024-03-31"),
            Agreed(SampleRecovery.Criterion("EC1") with { Due = Sample.Date("2024-04-01") }),
            Agreed(SampleRecovery.Criterion("EC1") with { Due = Sample.Date("2024-03-31") })
        );
        yield return Case(
            "not yet met, it cannot stay met for long enough by its day",
            Until("2024-12-31"),
            Agreed(Sustained("2024-03-31")),
            Agreed(Sustained("2024-04-01"))
        );
        // Due 20 December, to stay met until 12 April, target exit 31 March: each of the three was possible without the others.
        yield return Case(
            "judged met so late that it has to stay met beyond the target exit",
            Until("2024-03-31")
                .Told(
                    Subject,
                    Agreed(Sustained("Q4 2023/24")).With(d => d with { Effective = Sample.Date("2023-09-01") })
                ),
            SampleRecovery.Judged("2023-10-12", "EC1"),
            SampleRecovery.Judged("2023-09-30", "EC1")
        );
        yield return Case(
            "the target exit is drawn forward to before a criterion is due",
            Until("2024-12-31")
                .Told(Subject, Agreed(SampleRecovery.Criterion("EC1") with { Due = Sample.Date("2024-09-30") })),
            SampleRecovery.TargetExit("2024-01-15", "2024-08-31"),
            SampleRecovery.TargetExit("2024-01-15", "Q2 2024/25")
        );
        yield return Case(
            "the target exit is before the decision",
            SampleRecovery.UnderWay(),
            SampleRecovery.TargetExit("2024-01-15", "2023-12-31"),
            SampleRecovery.TargetExit("2024-01-15", "2023/24")
        );
    }

    private static IEnumerable<RuleBreach> Ratings()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "decision-says-why",
            "a judgement",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Judged("2024-05-01", "EC1").With(d => d with { Rationale = " " }),
            SampleRecovery.Judged("2024-05-01", "EC1")
        );
        yield return Case(
            "decision-says-why",
            "a target exit",
            SampleRecovery.UnderWay(),
            SampleRecovery.TargetExit("2024-05-01", "2024/25").With(d => d with { Rationale = null }),
            SampleRecovery.TargetExit("2024-05-01", "2024/25")
        );
        yield return Case(
            "rates-criterion-in-force",
            "a criterion that there is not",
            SampleRecovery.WithCriteria(),
            SampleRecovery.SelfAssessed("2024-05-01", "EC9"),
            SampleRecovery.SelfAssessed("2024-05-01", "EC1")
        );
        yield return Case(
            "rates-criterion-in-force",
            "before the criteria were in force",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Judged("2023-04-30", "EC1"),
            SampleRecovery.Judged("2023-05-01", "EC1")
        );
        yield return Case(
            "rates-criterion-in-force",
            "one that a refreshed set has no more",
            SampleRecovery
                .WithCriteria()
                .Told(Subject, SampleRecovery.Refreshed("2024-01-01", SmallRecord.IdAt(5), "EC2")),
            SampleRecovery.Judged("2024-01-01", "EC1"),
            SampleRecovery.Judged("2023-12-31", "EC1")
        );
        yield return Case(
            "rates-criterion-in-force",
            "for a member whom it does not concern",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Judged("2024-05-01", "EC3", member: Sample.Icb),
            SampleRecovery.Judged("2024-05-01", "EC3", member: Sample.Trust)
        );
        yield return Case(
            "judged-by-wording-in-force",
            "the wording that was replaced",
            SampleRecovery
                .WithCriteria()
                .Told(Subject, SampleRecovery.Refreshed("2024-01-01", SmallRecord.IdAt(5), "EC1")),
            SampleRecovery.Judged("2024-01-01", "EC1") with
            {
                Wording = SmallRecord.IdAt(5),
            },
            SampleRecovery.Judged("2024-01-01", "EC1") with
            {
                Wording = SmallRecord.IdAt(6),
            }
        );
        yield return Case(
            "judged-by-wording-in-force",
            "what is no set of criteria",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Judged("2024-01-01", "EC1") with
            {
                Wording = SmallRecord.IdAt(4),
            },
            SampleRecovery.Judged("2024-01-01", "EC1") with
            {
                Wording = SmallRecord.IdAt(5),
            }
        );
        yield return Case(
            "sustained-long-enough",
            "a day before six months from the end of August are over, in a leap year",
            SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("2023-08-31", "EC2")),
            SampleRecovery.Sustained("2024-02-28"),
            SampleRecovery.Sustained("2024-02-29")
        );
        yield return Case(
            "sustained-long-enough",
            "counted from the latest day of the month in which it was met",
            SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("October 2023", "EC2")),
            SampleRecovery.Sustained("2024-04-29"),
            SampleRecovery.Sustained("2024-04-30")
        );
        yield return Case(
            "sustained-long-enough",
            "never judged met before",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Sustained("2024-05-01"),
            SampleRecovery.Judged("2024-05-01", "EC2")
        );
        yield return Case(
            "sustained-long-enough",
            "judged met by the other level only",
            SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("2023-08-31", "EC2")),
            SampleRecovery.Sustained("2024-05-01") with
            {
                Level = AssessingLevel.National,
            },
            SampleRecovery.Sustained("2024-05-01")
        );
        yield return Case(
            "sustained-long-enough",
            "not met in between",
            SampleRecovery
                .WithCriteria()
                .Told(
                    Subject,
                    SampleRecovery.Judged("2023-06-01", "EC2"),
                    SampleRecovery.Judged("2023-12-01", "EC2", CriterionJudgement.NotMet),
                    SampleRecovery.Judged("2024-01-01", "EC2")
                ),
            SampleRecovery.Sustained("2024-05-01"),
            null
        );
        yield return Case(
            "sustained-long-enough",
            "of all members, one of whom has not met it",
            SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("2023-08-31", "EC2", member: Sample.Icb)),
            SampleRecovery.Sustained("2024-05-01"),
            SampleRecovery.Sustained("2024-05-01", member: Sample.Icb)
        );
        yield return Case(
            "sustained-long-enough",
            "the criterion does not ask for it",
            SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("2023-08-31", "EC1")),
            SampleRecovery.Sustained("2024-05-01", "EC1"),
            SampleRecovery.Judged("2024-05-01", "EC1")
        );
    }

    private static IEnumerable<RuleBreach> Directors()
    {
        var appointed = SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Director("2023-06-01"));
        RuleBreach Case(string which, SmallRecord record, string breaking, string? keeping) =>
            new(
                "director-stands-down-from-post",
                which,
                record,
                Subject,
                SampleRecovery.StoodDown(breaking),
                keeping is null ? null : SampleRecovery.StoodDown(keeping)
            );

        yield return Case("before the appointment", appointed, "2023-05-31", "2023-06-01");
        yield return Case(
            "stood down already",
            SampleRecovery
                .UnderWay()
                .Told(Subject, SampleRecovery.Director("2023-06-01"), SampleRecovery.StoodDown("2023-09-01")),
            "2023-10-01",
            "2023-08-01"
        );
        yield return Case("nobody was appointed", SampleRecovery.UnderWay(), "2023-06-01", null);
    }

    private static IEnumerable<RuleBreach> Milestones()
    {
        var set = SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Milestone("2023-06-01", "2023-09-30"));
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "milestone-set-once",
            "set again",
            set,
            SampleRecovery.Milestone("2023-07-01", "2024-06-30"),
            SampleRecovery.Milestone("2023-07-01", "2024-06-30") with
            {
                Milestone = "M2",
            }
        );
        yield return Case(
            "milestone-open",
            "rescheduled, though never set",
            set,
            SampleRecovery.Rescheduled("2023-07-01", "2024-06-30") with
            {
                Milestone = "M2",
            },
            SampleRecovery.Rescheduled("2023-07-01", "2024-06-30")
        );
        yield return Case(
            "milestone-open",
            "achieved before it was set",
            set,
            SampleRecovery.Achieved("2023-05-31"),
            SampleRecovery.Achieved("2023-06-01")
        );
        yield return Case(
            "milestone-open",
            "achieved twice on the same day",
            SampleRecovery
                .UnderWay()
                .Told(
                    Subject,
                    SampleRecovery.Milestone("2023-06-01", "2023-09-30"),
                    SampleRecovery.Achieved("2023-08-01")
                ),
            SampleRecovery.Achieved("2023-08-01"),
            SampleRecovery.Rescheduled("2023-07-31", "2023-10-31")
        );
        yield return Case(
            "missed-after-due",
            "on the day on which it is due",
            set,
            SampleRecovery.Missed("2023-09-30"),
            SampleRecovery.Missed("2023-10-01")
        );
        yield return Case(
            "missed-after-due",
            "after the first date, before the one to which it was put off",
            SampleRecovery
                .UnderWay()
                .Told(
                    Subject,
                    SampleRecovery.Milestone("2023-06-01", "2023-09-30"),
                    SampleRecovery.Rescheduled("2023-09-01", "Q4 2023/24")
                ),
            SampleRecovery.Missed("2024-03-31"),
            SampleRecovery.Missed("2024-04-01")
        );
    }

    private static IEnumerable<RuleBreach> Exits()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "unmet-accepted-by-name",
            "one is accepted by nobody",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Exit("2024-05-01", null, "EC1", "EC3"),
            SampleRecovery.Exit("2024-05-01", null, "EC1", "EC2", "EC3")
        );
        yield return Case(
            "unmet-accepted-by-name",
            "met, but not sustained for as long as it has to be",
            SampleRecovery
                .UnderWay()
                .Told(
                    Subject,
                    SampleRecovery.Agreed("2023-05-01", "EC1", "EC2"),
                    SampleRecovery.Judged("2024-04-01", "EC1"),
                    SampleRecovery.Judged("2024-04-01", "EC2")
                ),
            SampleRecovery.Exit("2024-05-01"),
            SampleRecovery.Exit("2024-05-01", null, "EC2")
        );
        yield return Case(
            "unmet-accepted-by-name",
            "one that is satisfied",
            SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("2024-05-01", "EC1")),
            SampleRecovery.Exit("2024-05-01", null, "EC1", "EC2", "EC3"),
            SampleRecovery.Exit("2024-05-01", null, "EC2", "EC3")
        );
        yield return Case(
            "unmet-accepted-by-name",
            "one that there is not",
            SampleRecovery.UnderWay(),
            SampleRecovery.Exit("2024-05-01", null, "EC9"),
            SampleRecovery.Exit("2024-05-01")
        );
        yield return Case(
            "unmet-accepted-by-name",
            "one that does not concern the member that leaves",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Exited("2024-05-01", Sample.Icb, "EC1", "EC2", "EC3"),
            SampleRecovery.Exited("2024-05-01", Sample.Icb, "EC1", "EC2")
        );
        yield return Case(
            "answers-open-recommendation",
            "what is no recommendation",
            SampleRecovery.UnderWay().ToldBy("sam", Subject, SampleRecovery.Recommended("2024-04-01")),
            SampleRecovery.Exit("2024-05-01", SmallRecord.IdAt(4)),
            SampleRecovery.Exit("2024-05-01", SmallRecord.IdAt(5))
        );
        yield return Case(
            "answers-open-recommendation",
            "one that was declined",
            SampleRecovery
                .UnderWay()
                .ToldBy(
                    "sam",
                    Subject,
                    SampleRecovery.Recommended("2024-03-01"),
                    SampleRecovery.Recommended("2024-04-01")
                )
                .Told(Subject, SampleRecovery.Declined("2024-04-02", SmallRecord.IdAt(5))),
            SampleRecovery.Declined("2024-04-03", SmallRecord.IdAt(5)),
            SampleRecovery.Declined("2024-04-03", SmallRecord.IdAt(6))
        );
        yield return Case(
            "answers-open-recommendation",
            "declined before it was made",
            SampleRecovery.UnderWay().ToldBy("sam", Subject, SampleRecovery.Recommended("2024-04-01")),
            SampleRecovery.Declined("2024-03-31", SmallRecord.IdAt(5)),
            SampleRecovery.Declined("2024-04-01", SmallRecord.IdAt(5))
        );
        yield return Case(
            "answers-open-recommendation",
            "agreed for a member for whom it was not recommended",
            SampleRecovery.UnderWay().ToldBy("sam", Subject, SampleRecovery.Recommended("2024-04-01", Sample.Icb)),
            SampleRecovery.Exit("2024-05-01", SmallRecord.IdAt(5)),
            SampleRecovery.Exit("2024-05-01", SmallRecord.IdAt(5)) with
            {
                Members = [Sample.Icb],
            }
        );
        yield return Case(
            "exit-approver-is-not-recommender",
            "declining one's own",
            SampleRecovery
                .UnderWay()
                .Told(Subject, SampleRecovery.Recommended("2024-04-01"))
                .ToldBy("sam", Subject, SampleRecovery.Recommended("2024-04-01")),
            SampleRecovery.Declined("2024-05-01", SmallRecord.IdAt(5)),
            SampleRecovery.Declined("2024-05-01", SmallRecord.IdAt(6))
        );
        yield return Case(
            "exit-approver-is-not-recommender",
            "agreeing to one's own that somebody else corrected",
            SampleRecovery
                .UnderWay()
                .Told(Subject, SampleRecovery.Recommended("2024-04-01"))
                .ToldBy(
                    "sam",
                    Subject,
                    Sample.Corrected(SmallRecord.IdAt(5), SampleRecovery.Recommended("2024-04-02")),
                    SampleRecovery.Recommended("2024-04-03")
                ),
            SampleRecovery.Exit("2024-05-01", SmallRecord.IdAt(5)),
            SampleRecovery.Exit("2024-05-01", SmallRecord.IdAt(7))
        );
    }

    private static IEnumerable<RuleBreach> Transition()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "transition-plan-in-order",
            "reviewed before one was agreed",
            SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Plan("2024-04-01")),
            SampleRecovery.PlanReviewed("2024-03-31"),
            SampleRecovery.PlanReviewed("2024-04-01")
        );
        yield return Case(
            "transition-plan-in-order",
            "completed again",
            SampleRecovery
                .UnderWay()
                .Told(Subject, SampleRecovery.Plan("2024-04-01"), SampleRecovery.PlanCompleted("2024-04-30")),
            SampleRecovery.PlanCompleted("2024-05-01"),
            SampleRecovery.PlanReviewed("2024-05-01")
        );
        yield return Case(
            "transition-criteria-satisfied",
            "before one is satisfied",
            SampleRecovery
                .WithTransition()
                .Told(Subject, SampleRecovery.Plan("2024-04-01"), SampleRecovery.Judged("2024-05-01", "TC1")),
            SampleRecovery.PlanCompleted("2024-04-30"),
            SampleRecovery.PlanCompleted("2024-05-01")
        );
        yield return Case(
            "transition-criteria-satisfied",
            "satisfied for one of the members that have left",
            SampleRecovery
                .WithTransition()
                .Told(
                    Subject,
                    SampleRecovery.Exit("2024-03-01", null, "EC1", "EC2", "EC3"),
                    SampleRecovery.Plan("2024-03-01"),
                    SampleRecovery.Judged("2024-04-01", "TC1", member: Sample.Icb),
                    SampleRecovery.Judged("2024-05-01", "TC1", member: Sample.Trust)
                ),
            SampleRecovery.PlanCompleted("2024-04-30"),
            SampleRecovery.PlanCompleted("2024-05-01")
        );
    }

    private static IEnumerable<RuleBreach> Evidence()
    {
        var submitted = SampleRecovery.Submitted("2024-04-10", Sample.Icb, "EC1");
        SmallRecord Waiting() => SampleRecovery.WithCriteria().ToldBy("sam", Subject, submitted);
        var id = SmallRecord.IdAt(6);
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "evidence-from-those-concerned",
            "by one that is no member",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Submitted("2024-05-01", Sample.OtherIcb, "EC1"),
            SampleRecovery.Submitted("2024-05-01", Sample.Trust, "EC1")
        );
        yield return Case(
            "evidence-from-those-concerned",
            "by one that has left, unless it is for the transition",
            SampleRecovery.WithTransition().Told(Subject, SampleRecovery.Exited("2024-03-01", Sample.Icb)),
            SampleRecovery.Submitted("2024-05-01", Sample.Icb, "EC1"),
            SampleRecovery.Submitted("2024-05-01", Sample.Icb, "TC1")
        );
        yield return Case(
            "evidence-for-what-is-in-force",
            "for a criterion that there is not",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Submitted("2024-05-01", Sample.Icb, "EC1", "EC9"),
            SampleRecovery.Submitted("2024-05-01", Sample.Icb, "EC1", "EC2")
        );
        yield return Case(
            "evidence-in-order",
            "acknowledging what is no evidence",
            Waiting(),
            SampleRecovery.Acknowledged("2024-05-01", SmallRecord.IdAt(5)),
            SampleRecovery.Acknowledged("2024-05-01", id)
        );
        yield return Case(
            "evidence-in-order",
            "judging what was retracted",
            Waiting().Told(Subject, Sample.Retracted(id)),
            SampleRecovery.EvidenceJudged("2024-05-01", id),
            null
        );
        yield return Case(
            "evidence-in-order",
            "returning before it was submitted",
            Waiting(),
            SampleRecovery.Returned("2024-04-09", id),
            SampleRecovery.Returned("2024-04-10", id)
        );
        yield return Case(
            "evidence-in-order",
            "acknowledging twice",
            Waiting().Told(Subject, SampleRecovery.Acknowledged("2024-04-11", id)),
            SampleRecovery.Acknowledged("2024-04-12", id),
            SampleRecovery.EvidenceJudged("2024-04-12", id)
        );
        yield return Case(
            "evidence-in-order",
            "judging what was returned",
            Waiting().Told(Subject, SampleRecovery.Returned("2024-04-11", id)).ToldBy("sam", Subject, submitted),
            SampleRecovery.EvidenceJudged("2024-04-12", id),
            SampleRecovery.EvidenceJudged("2024-04-12", SmallRecord.IdAt(8))
        );
        yield return Case(
            "evidence-in-order",
            "acknowledging what was judged",
            Waiting().Told(Subject, SampleRecovery.EvidenceJudged("2024-04-12", id)),
            SampleRecovery.Acknowledged("2024-04-12", id),
            SampleRecovery.Acknowledged("2024-04-11", id)
        );
        yield return Case(
            "evidence-judge-is-not-submitter",
            "judging one's own",
            Waiting().Told(Subject, submitted),
            SampleRecovery.EvidenceJudged("2024-05-01", SmallRecord.IdAt(7)),
            SampleRecovery.EvidenceJudged("2024-05-01", id)
        );
    }

    private static Decision Regionally(Decision decision) => decision with { DecidedBy = new(Sample.Regional) };

    private static ExitCriteriaAgreed Concerning(OdsCode member, string from) =>
        SampleRecovery.Agreed(from) with
        {
            Criteria = [SampleRecovery.Criterion("EC1") with { Members = [member] }],
        };

    private static ExitCriteriaAgreed DependingOn(OdsCode organisation) =>
        SampleRecovery.Agreed("2024-05-01") with
        {
            Criteria = [SampleRecovery.Criterion("EC1") with { DependsOn = [organisation] }],
        };
}

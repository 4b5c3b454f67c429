using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of what is published of Recovery Support, and of whole systems as members.</summary>
internal static class RuleBreachOfPublishedRecovery
{
    private static readonly SubjectId Engagement = SampleRecovery.Subject;

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [.. PublishedAgreesWithEngagement(), .. SystemNamedByIcb(), .. StocktakesAndPlans(), .. ExitOnce()];

    // Who has left leaves once, whatever the day that is said.
    private static IEnumerable<RuleBreach> ExitOnce()
    {
        yield return new(
            "leaves-as-member",
            "agreed out again, from a day before the exit that is recorded",
            SampleRecovery.UnderWay().Told(Engagement, SampleRecovery.Exited("2024-05-01", Sample.Icb)),
            Engagement,
            SampleRecovery.Exit("2024-04-01") with
            {
                Members = [Sample.Icb],
            },
            SampleRecovery.Exit("2024-04-01") with
            {
                Members = [Sample.Trust],
            }
        );
        yield return new(
            "leaves-as-member",
            "left again after it had joined again and left",
            SampleRecovery
                .UnderWay()
                .Told(
                    Engagement,
                    SampleRecovery.Exited("2023-05-01", Sample.Icb),
                    SampleRecovery.Joined("2023-06-01", Sample.Icb),
                    SampleRecovery.Exited("2023-09-01", Sample.Icb)
                ),
            Engagement,
            SampleRecovery.Exited("2023-10-01", Sample.Icb),
            SampleRecovery.Exited("2023-10-01", Sample.Trust)
        );
    }

    private static IEnumerable<RuleBreach> PublishedAgreesWithEngagement()
    {
        RuleBreach Case(string which, SmallRecord record, Event breaking, Event? keeping) =>
            new("published-agrees-with-engagement", which, record, SubjectId.Of(Sample.Icb), breaking, keeping);

        var left = SampleRecovery.UnderWay().Told(Engagement, SampleRecovery.Exited("2024-03-01", Sample.Icb));
        yield return Case(
            "published as left while it is a member",
            SampleRecovery.UnderWay(),
            Published(RecoveryPosition.Left),
            Published(RecoveryPosition.InProgramme)
        );
        yield return Case(
            "published as in the programme when it had left",
            left,
            Published(RecoveryPosition.InProgramme),
            Published(RecoveryPosition.Left)
        );
        yield return Case(
            "another date of entry; a vaguer one agrees",
            SampleRecovery.UnderWay(),
            Published(RecoveryPosition.InProgramme) with
            {
                Entered = Sample.Date("August 2021"),
            },
            Published(RecoveryPosition.InProgramme) with
            {
                Entered = Sample.Date("2023/24"),
            }
        );
        yield return Case(
            "another day of leaving",
            left,
            Published(RecoveryPosition.Left) with
            {
                Left = Sample.Date("2024-02-29"),
            },
            Published(RecoveryPosition.Left) with
            {
                Left = Sample.Date("2024-03-01"),
            }
        );
        yield return Case(
            "another target exit than was ever stated",
            SampleRecovery
                .UnderWay()
                .Told(Engagement, SampleRecovery.TargetExit("2023-09-01", "Q1 2024/25", Sample.Icb)),
            Published(RecoveryPosition.InProgramme) with
            {
                TargetExit = Sample.Date("Q2 2024/25"),
            },
            Published(RecoveryPosition.InProgramme) with
            {
                TargetExit = Sample.Date("Q1 2024/25"),
                TargetMissed = true,
            }
        );
    }

    private static IEnumerable<RuleBreach> SystemNamedByIcb()
    {
        yield return new(
            "system-named-by-icb",
            "an engagement of a whole system that has no ICB",
            SampleRecovery.Organisations(),
            Engagement,
            SampleRecovery.Entered("2024-05-01", Sample.Trust) with
            {
                Scope = Concerning.System,
            },
            SampleRecovery.Entered("2024-05-01", Sample.Icb) with
            {
                Scope = Concerning.System,
            }
        );
        yield return new(
            "system-named-by-icb",
            "a trust joins with its system",
            SampleRecovery.Organisations().Told(Engagement, SampleRecovery.Entered("2023-04-03", Sample.Icb)),
            Engagement,
            SampleRecovery.Joined("2024-05-01", Sample.Trust) with
            {
                Scope = Concerning.System,
            },
            SampleRecovery.Joined("2024-05-01", Sample.OtherIcb) with
            {
                Scope = Concerning.System,
            }
        );
        yield return new(
            "system-named-by-icb",
            "published of a trust with its system",
            SampleRecovery.Organisations(),
            SubjectId.Of(Sample.Trust),
            Published(RecoveryPosition.InProgramme) with
            {
                Scope = Concerning.System,
            },
            Published(RecoveryPosition.InProgramme) with
            {
                Scope = Concerning.Organisation,
            }
        );
    }

    private static IEnumerable<RuleBreach> StocktakesAndPlans()
    {
        var left = SampleRecovery.UnderWay().Told(Engagement, SampleRecovery.Exited("2024-04-01", Sample.Icb));
        (string Which, Func<string, Event> Of)[] kinds =
        [
            ("a letter of entry", on => new EntryLetterIssued(Sample.Decision(on), Members: [Sample.Icb])),
            ("a stocktake", on => new StocktakeReported(Sample.Decision(on), ["It is so."], Members: [Sample.Icb])),
            (
                "a support package",
                on => new SupportPackageAgreed(Sample.Decision(on), ["Two days a week."], Members: [Sample.Icb])
            ),
            (
                "an improvement plan",
                on => new ImprovementPlanAgreed(Sample.Decision(on), "Three phases.", Members: [Sample.Icb])
            ),
        ];
        foreach (var (which, of) in kinds)
        {
            yield return new(
                "names-members",
                $"{which} of one that has left",
                left,
                Engagement,
                of("2024-04-02"),
                of("2024-04-01")
            );
        }

        yield return new(
            "while-under-way",
            "the improvement board met before it began; it may go on after exit",
            SampleRecovery.UnderWay().Told(Engagement, SampleRecovery.Exit("2024-03-01")),
            Engagement,
            new ImprovementBoardMet(Sample.Decision("2023-04-02"), "On course."),
            new ImprovementBoardMet(Sample.Decision("2024-04-02"), "On course.")
        );
    }

    private static RecoveryPublished Published(RecoveryPosition position) =>
        SampleRecovery.Published(position, "2023/24");
}

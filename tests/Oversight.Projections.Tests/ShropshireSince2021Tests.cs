using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>
/// Shropshire, Telford and Wrekin entered Recovery Support in August 2021, eleven months before there were ICBs: under the System Oversight Framework
/// 2021/22, decided by NHS England and NHS Improvement together, about the clinical commissioning group that the ICB followed. Told as it was, and
/// imported, nothing in it is wrong.
/// </summary>
public sealed class ShropshireSince2021Tests
{
    private static readonly SubjectId Engagement = SubjectId.OfRecovery("qoc-2021");

    // NHS Shropshire, Telford and Wrekin CCG, April 2021 to June 2022.
    private static readonly OdsCode Ccg = OdsCode.Parse("M2L0M");

    [Theory]
    [InlineData("nhs-england")]
    [InlineData("nhs-improvement")]
    public void Nothing_in_it_is_a_finding(string by)
    {
        var record = Tell(by).At();
        Assert.Equal(
            [],
            record.Subjects.SelectMany(s => record.FindingsOf(s).Select(f => $"{s} {f.Rule}: {f.Breach}"))
        );
    }

    [Fact]
    public void In_the_name_of_nhs_improvement_nothing_is_decided_after_it_was_abolished()
    {
        var record = Tell("nhs-improvement");
        record.Told(
            Engagement,
            new TargetExitRevised(
                Imported("2022-09-01", "nhs-improvement") with
                {
                    Rationale = "More time is needed.",
                },
                Sample.Date("Q4 2023/24")
            )
        );
        Assert.Contains(record.At().FindingsOf(Engagement), f => f.Rule == "decided-by-existing-body");
    }

    [Theory]
    [InlineData("2021-07-31", "no", "not-yet")]
    [InlineData("2021-08-15", "uncertain", "not-yet")]
    [InlineData("2021-09-01", "yes", "not-yet")]
    [InlineData("2022-06-30", "yes", "not-yet")]
    [InlineData("2022-07-01", "yes", "exists")]
    [InlineData("2024-03-31", "yes", "exists")]
    public void It_is_in_the_programme_since_then_whenever_the_board_was_established(
        string on,
        string inRecovery,
        string existence
    )
    {
        var record = Tell("nhs-improvement").At();
        var day = DateOnly.ParseExact(on, "O", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            (inRecovery, existence),
            (
                InWords.Stored(InRecovery.RecoveryStanding.On(record, Sample.Icb, day).InProgramme),
                InWords.Stored(OrganisationStatus.Of(record, Sample.Icb, day)!.Existence.State)
            )
        );
    }

    private static SmallRecord Tell(string by)
    {
        var director = "person:" + new string('1', 64);
        return SmallRecord
            .Empty()
            .Told("sof-2021-22", Sample.Framework("nof-2021-22", "2021-06-24"))
            .Told("nof-2022-23", Sample.Framework("nof-2022-23", "2022-07-01"))
            .Told(Sample.Icb, Sample.Registered(Sample.Icb))
            .Told(
                Sample.Trust,
                Sample
                    .Registered(Sample.Trust, "2003-10-01", OrganisationKind.NhsTrust)
                    .With(d => d with { Decided = Sample.Date("unknown"), Origin = Origin.Imported })
            )
            .Told(
                Sample.Icb,
                new SegmentAssigned(Imported("August 2021", by), 4),
                new SegmentReviewed(Imported("2022-03-15", by), 4, Sample.Date("June 2022"))
            )
            .Told(Sample.Trust, new SegmentAssigned(Imported("August 2021", by), 4))
            .Told(
                Engagement,
                new RecoveryEntered(
                    Imported("August 2021", by),
                    "Shropshire, Telford and Wrekin",
                    [Sample.Icb, Sample.Trust],
                    Sample.Date("2022/23")
                ),
                new EntryLetterIssued(Imported("August 2021", by)),
                new StocktakeReported(Imported("November 2021", by), ["No financial recovery plan is agreed."]),
                new ImprovementDirectorAppointed(Imported("October 2021", by), director),
                new SupportPackageAgreed(Imported("December 2021", by), ["An improvement director."]),
                new ImprovementPlanAgreed(Imported("January 2022", by), "Finance, quality and governance."),
                new ExitCriteriaAgreed(
                    Imported("March 2022", by),
                    CriteriaPurpose.Exit,
                    [new("EC1", "Finance", "The system meets its plan.")]
                ),
                new ImprovementBoardMet(Imported("2022-05-10", by), "Behind plan.", Sample.Date("June 2022")),
                new RecoveryReviewed(Imported("2022-06-20", by), "Goes on as agreed.", Sample.Date("Q2 2022/23"))
            )
            .Told(
                Engagement,
                new TargetExitRevised(
                    Imported("2022-11-01", "nhs-england") with
                    {
                        Rationale = "The criteria are not met.",
                    },
                    Sample.Date("2024/25")
                )
            )
            .Told(SampleUndertakings.OfIcb, SampleUndertakings.AcceptedFromIcb("2023-10-02"))
            .Told(
                Sample.Icb,
                Published(Sample.Published(4, "2023/24")),
                Published(
                    SampleRecovery.Published(RecoveryPosition.InProgramme, "2023/24") with
                    {
                        Entered = Sample.Date("August 2021"),
                    }
                )
            );
    }

    private static T Published<T>(T content)
        where T : Event => (T)content.From(Origin.Imported);

    private static Decision Imported(string on, string by) =>
        new(Sample.Date(on), Sample.Date(on), new(by))
        {
            Origin = Origin.Imported,
            Predecessor = Ccg,
            Source = new Source("Board papers", on),
        };
}

using Oversight.Projections.Why;
using Oversight.Record;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests;

/// <summary>What an explanation says of a part: no more than the record does, and all that the entries behind it say.</summary>
public sealed class ExplanationWordsTests
{
    private static readonly SubjectId Recovery = SubjectId.OfRecovery("r");

    [Theory]
    [InlineData("2022-12-01", null, "no member on this day", true)]
    [InlineData("2024-02-01", null, "0 of 1 exit criteria satisfied; not yet EC1; target exit 30 June 2024", true)]
    [InlineData("2024-05-10", "2024-05-01", "left 1 May 2024", true)]
    [InlineData(
        "2024-05-10",
        "2024-05",
        "perhaps left, May 2024; 0 of 1 exit criteria satisfied; not yet EC1; target exit 30 June 2024",
        true
    )]
    [InlineData(
        "2023-01-10",
        null,
        "not stated: no exit criteria are recorded for it on this day; target exit 30 June 2024",
        false
    )]
    public void Of_the_way_out_it_says_whether_it_is_a_member_before_what_it_still_has_to_meet(
        string on,
        string? exit,
        string says,
        bool stated
    )
    {
        var record = Entered();
        if (exit is not null)
        {
            record.Told(Recovery, new ExitAgreed(Sample.Decision(exit)));
        }

        var part = Part(record, Sample.Icb, on, "exit");

        Assert.Equal((says, stated), (part.Says, part.Stated));
    }

    [Fact]
    public void Of_a_target_that_is_uncertain_it_says_all_that_may_hold_and_cites_what_says_so()
    {
        var record = Entered()
            .Told(
                Recovery,
                new TargetExitRevised(Sample.Decision("2024-02"), DateWithPrecision.Parse("2024-12-31"), null)
            );

        var part = Part(record, Sample.Icb, "2024-02-10", "exit");

        Assert.Equal(
            "0 of 1 exit criteria satisfied; not yet EC1; target exit 30 June 2024 or 31 December 2024 (uncertain)",
            part.Says
        );
        Assert.Contains(part.RestsOn, cited => cited.Entry.Kind == "target_exit_revised");
    }

    [Fact]
    public void Of_a_membership_that_ended_with_the_body_it_says_that_it_is_no_member_any_more()
    {
        var record = Entered()
            .Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.OtherIcb))
            .Told(
                Recovery,
                new OpenItemsDisposed(
                    Sample.Decision("2024-04-01"),
                    Sample.Icb,
                    [new(OpenItemKind.Membership, Disposition.Ended)]
                )
            );

        var part = Part(record, Sample.Icb, "2024-05-10", "exit");

        Assert.Equal(
            ("no member any more: its membership ended with it, 1 April 2024", true),
            (part.Says, part.Stated)
        );
        Assert.Contains(part.RestsOn, cited => cited.Entry.Kind == "open_items_disposed");
    }

    [Fact]
    public void Whatever_the_pages_show_of_undertakings_and_directions_is_cited()
    {
        var record = SampleUndertakings
            .Applied()
            .Told(
                SampleUndertakings.Subject,
                SampleUndertakings.Refused("2024-04-05", SmallRecord.IdAt(5)),
                new UndertakingsBreached(SampleRecovery.Because("2024-04-10"), ["1.1"])
            );
        var set = Part(record, Sample.Trust, "2024-05-10", "undertakings-set");
        string[] wanted =
        [
            "undertakings_accepted",
            "certificate_applied_for",
            "certificate_refused",
            "undertakings_breached",
        ];
        Assert.Empty(wanted.Except(set.RestsOn.Select(cited => cited.Entry.Kind)));

        // A variation that leaves the date as it is.
        record.Told(Sample.Icb, SampleUndertakings.OrganisationDirected("2024-04-01") with { Penalty = 5000 });
        record.Told(
            Sample.Icb,
            new DirectionVaried(SampleRecovery.Because("2024-04-20"), record.Last, Due: Sample.Date("2024-06-30"))
        );
        var directions = Part(record, Sample.Icb, "2024-05-10", "directions");
        Assert.Contains("£5,000", directions.Says, StringComparison.Ordinal);
        Assert.Contains(directions.RestsOn, cited => cited.Entry.Kind == "direction_varied");
    }

    [Fact]
    public void Of_undertakings_that_are_known_by_report_only_what_was_undertaken_is_not_stated()
    {
        var record = SampleUndertakings
            .Organisations()
            .Told(SampleUndertakings.Subject, new UndertakingsReported(Sample.Decision("2024-01-10"), [Sample.Trust]));

        var part = Part(record, Sample.Trust, "2024-05-10", "undertakings-set");

        Assert.EndsWith("what was undertaken is not stated", part.Says, StringComparison.Ordinal);
        Assert.False(part.Stated);
    }

    [Fact]
    public void Who_left_stops_it() =>
        Assert.Throws<OperationCanceledException>(() =>
            Explanation.Of(Entered().At(), Sample.Icb, new(2024, 5, 10), null, new CancellationToken(canceled: true))
        );

    private static SmallRecord Entered() =>
        SmallRecord
            .OfAnIcb()
            .Told(
                Recovery,
                new RecoveryEntered(Sample.Decision("2023-01-01"), "A system", [Sample.Icb], Sample.Date("2024-06-30")),
                new ExitCriteriaAgreed(
                    Sample.Decision("2023-02-01"),
                    CriteriaPurpose.Exit,
                    [new Criterion("EC1", "Finance", "It breaks even.")]
                )
            );

    private static ExplainedPart Part(SmallRecord record, OdsCode ods, string on, string name) =>
        Assert.Single(
            Explanation
                .Of(record.At(), ods, Sample.Date(on).Earliest, null, TestContext.Current.CancellationToken)!
                .Parts,
            part => part.Part == name
        );
}

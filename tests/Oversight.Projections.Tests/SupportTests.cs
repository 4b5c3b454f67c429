using System.Globalization;
using Oversight.Projections.Notices;
using Oversight.Projections.Questions;
using Oversight.Projections.Support;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Support;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests;

/// <summary>Which support is in place on a day, which notices are open, where independent reviews stand.</summary>
public sealed class SupportTests
{
    private static readonly Guid Set = SmallRecord.IdAt(4);

    [Fact]
    public void Support_is_in_place_from_the_day_on_which_it_was_set_until_it_is_withdrawn()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-01"),
                SampleSupport.SteppedDown("2023-09-01", Set),
                SampleSupport.Withdrawn("2024-02-01", Set)
            );

        Assert.Null(Only(record, "2023-05-31"));
        Assert.Equal((SupportState.InPlace, 1, "tier 1, since 1 June 2023"), Said(record, "2023-06-01"));
        Assert.Equal((SupportState.InPlace, 1, "tier 1, since 1 June 2023"), Said(record, "2023-08-31"));
        Assert.Equal((SupportState.InPlace, 2, "tier 2, since 1 June 2023"), Said(record, "2023-09-01"));
        Assert.Equal((SupportState.Withdrawn, null, "withdrawn 1 February 2024"), Said(record, "2024-02-01"));
    }

    [Fact]
    public void What_is_withdrawn_by_the_day_is_over_however_vague_its_beginning_was()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-01").With(d => d with { Effective = Sample.Date("2023/24") }),
                SampleSupport.Withdrawn("2023-12-01", Set)
            );

        Assert.Equal(SupportState.Uncertain, Only(record, "2023-11-30")!.State);
        Assert.Equal(SupportState.Withdrawn, Only(record, "2023-12-01")!.State);
        Assert.Equal(SupportState.Withdrawn, Only(record, "2024-05-01")!.State);
    }

    [Fact]
    public void Support_that_is_set_anew_takes_the_place_of_the_same_and_not_of_another_programme()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-01", 2),
                SampleSupport.Set("2023-06-01") with
                {
                    Programme = SupportProgramme.Cancer,
                },
                SampleSupport.Set("2023-09-01", 1),
                // The first is over: what is said of it says nothing of the one that took its place.
                SampleSupport.Withdrawn("2023-10-01", Set)
            );

        Assert.Equal(
            ["tier 1, since 1 September 2023", "tier 1, since 1 June 2023"],
            record.At().Support(Sample.Icb, "2024-05-01").Select(s => s.Text)
        );
    }

    [Fact]
    public void A_lower_tier_that_is_not_stated_is_not_the_one_before_nor_made_up()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-01", 1),
                SampleSupport.SteppedDown("2023-09-01", Set, null),
                SampleSupport.ExitExpected("2023-10-01", Set, "Q4 2023/24")
            );

        var support = Only(record, "2024-01-01")!;
        Assert.Null(support.Tier);
        Assert.Equal("a lower tier, which is not stated, since 1 June 2023", support.Text);
        Assert.Equal((Sample.Date("Q4 2023/24"), 90), (support.ExpectedExit!.By, support.ExpectedExit.DaysLeft));
        Assert.Null(Only(record, "2023-09-30")!.ExpectedExit);
    }

    [Fact]
    public void Withdrawn_for_one_trust_it_goes_on_for_the_other()
    {
        var record = SampleSupport
            .WithSupport()
            .Told(Sample.Icb, SampleSupport.Withdrawn("2024-01-01", Set, Sample.Trust));

        Assert.Equal(
            [(Sample.OtherIcb, SupportState.InPlace), (Sample.Trust, SupportState.Withdrawn)],
            record.At().Support(Sample.Icb, "2024-05-01").Select(s => (s.For!.Value, s.State))
        );
        Assert.Equal(SupportState.Withdrawn, Assert.Single(record.At().Support(Sample.Trust, "2024-05-01")).State);
        Assert.Equal(SupportState.InPlace, Assert.Single(record.At().Support(Sample.OtherIcb, "2024-05-01")).State);
    }

    [Fact]
    public void What_is_for_a_system_is_told_of_a_trust_while_it_belongs_to_that_system()
    {
        var record = SampleSupport
            .Organisations()
            .Told(Sample.Icb, SampleSupport.Set("2023-06-01"))
            .Told(
                Sample.Trust,
                new SystemJoined(Sample.Decision("2023-07-01"), Sample.Icb),
                new SystemJoined(Sample.Decision("March 2024"), Sample.OtherIcb)
            );

        OrganisationSupport On(string day) => OrganisationSupport.Of(record.At(), Sample.Trust, Day(day));
        Assert.Empty(On("2023-06-30").Support);
        Assert.Equal(
            (true, Sample.Icb),
            (On("2023-07-01").SystemIsCertain, On("2023-07-01").Support.Single().RecordedAbout)
        );
        Assert.Equal(
            (false, 2, 1),
            (On("2024-03-01").SystemIsCertain, On("2024-03-01").Systems.Count, On("2024-03-01").Support.Count)
        );
        Assert.Empty(On("2024-03-31").Support);
        Assert.Equal(
            [Sample.OtherIcb.Value, Sample.Trust.Value],
            Question
                .Of("R11")
                .Ask(record.At(), Day("2024-03-31"), new Dictionary<string, string?>())
                .NotStated.Single()
                .About
        );
    }

    [Fact]
    public void What_passed_to_a_successor_stands_with_it_and_what_ended_with_the_body_stands_with_nobody()
    {
        var record = SampleSupport
            .Organisations()
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-04-01"))
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-01"),
                SampleSupport.Set("2023-06-01") with
                {
                    Programme = SupportProgramme.Cancer,
                },
                Sample.Succeeded("2024-04-01", Sample.NewIcb),
                new OpenItemsDisposed(
                    SampleRecovery.Because("2024-04-01"),
                    Sample.Icb,
                    [
                        new(OpenItemKind.Support, Disposition.Passes, Sample.NewIcb, $"{SmallRecord.IdAt(5)}"),
                        new(OpenItemKind.Support, Disposition.Ended),
                    ]
                )
            );

        Assert.Equal(2, record.At().Support(Sample.Icb, "2024-03-31").Count);
        Assert.Empty(record.At().Support(Sample.NewIcb, "2024-03-31"));
        var passed = Assert.Single(record.At().Support(Sample.NewIcb, "2024-04-01"));
        Assert.Equal(
            (SupportProgramme.Elective, Sample.NewIcb, Sample.Icb),
            (passed.Programme, passed.HeldBy, passed.RecordedAbout)
        );
        // In the list it stands once, with the successor.
        var row = Assert.Single(
            Question.Of("R11").Ask(record.At(), Day("2024-04-01"), new Dictionary<string, string?>()).Cells()
        );
        Assert.Equal(Sample.NewIcb.Value, row[2]!.ToString());
    }

    [Fact]
    public void Where_dates_leave_open_with_whom_it_stands_it_is_said_of_each_as_uncertain()
    {
        // The first passed to nobody and the second to the successor; "June 2023" leaves open which of them holds.
        var record = SampleSupport
            .Organisations()
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2023-06-15"))
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-02"),
                SampleSupport.Set("June 2023"),
                new OpenItemsDisposed(
                    SampleRecovery.Because("2023-06-15"),
                    Sample.Icb,
                    [new(OpenItemKind.Support, Disposition.Passes, Sample.NewIcb, $"{SmallRecord.IdAt(6)}")]
                )
            );

        foreach (var icb in new[] { Sample.Icb, Sample.NewIcb })
        {
            var support = record.At().Support(icb, "2023-06-20").Where(s => s.HeldBy == icb);
            var (state, text) = support.Select(s => (s.State, s.Text)).Single();
            Assert.Equal(SupportState.Uncertain, state);
            Assert.EndsWith($"it stands with {Sample.Icb} or {Sample.NewIcb}", text, StringComparison.Ordinal);
        }

        var rows = Question
            .Of("R11")
            .Ask(record.At(), Day("2023-06-20"), new Dictionary<string, string?>())
            .Cells()
            .Select(row => row[2]!.ToString());
        Assert.Equal([Sample.Icb.Value, Sample.NewIcb.Value], rows.Order());
    }

    [Fact]
    public void What_was_published_for_a_year_is_certain_for_it_and_afterwards_the_last_that_was_published()
    {
        var record = SampleSupport.Organisations().Told(Sample.Icb, SampleSupport.Published("2023/24"));

        Assert.Null(Only(record, "2023-03-31"));
        Assert.Equal(
            (SupportState.InPlace, null, "tier not stated, published for 2023/24"),
            Said(record, "2023-04-01")
        );
        Assert.Equal(
            (SupportState.InPlace, null, "tier not stated, published for 2023/24"),
            Said(record, "2024-03-31")
        );
        Assert.Equal(
            (SupportState.LastPublished, null, "last published for 2023/24: tier not stated"),
            Said(record, "2024-04-01")
        );

        record.Told(Sample.Icb, SampleSupport.Published("2024/25", SupportStanding.Withdrawn));
        Assert.Equal((SupportState.Withdrawn, null, "published as withdrawn for 2024/25"), Said(record, "2024-04-01"));
        Assert.True(Only(record, "2025-04-01")!.IsOver);
    }

    [Fact]
    public void Where_a_decision_and_a_publication_contradict_each_other_it_is_uncertain()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Set("2023-06-01", 1),
                SampleSupport.Published("2023/24", SupportStanding.Withdrawn)
            );

        var support = Only(record, "2023-07-01")!;
        Assert.Equal(SupportState.Uncertain, support.State);
        Assert.Equal("uncertain: set in tier 1, from 1 June 2023; published as withdrawn, for 2023/24", support.Text);
    }

    [Fact]
    public void What_the_assessment_of_2023_24_states_of_tiers_is_answered_by_programme_on_its_last_day()
    {
        var (devon, cheshire, staffordshire, other) = (Ods("QJK"), Ods("QYG"), Ods("QNC"), Ods("QUA"));
        OdsCode[] trusts = [Ods("RH8"), Ods("RK9"), Ods("RA9")];
        var record = SmallRecord.Empty().Told("nof-2022-23", Sample.Framework("nof-2022-23", "2022-06-29"));
        foreach (var icb in new[] { devon, cheshire, staffordshire, other })
        {
            record.Told(icb, Sample.Registered(icb));
        }

        foreach (var trust in trusts)
        {
            record.Told(trust, Sample.Registered(trust, "2019-04-01", OrganisationKind.NhsFoundationTrust));
        }

        SupportPublished Tier(
            SupportProgramme? programme,
            int? tier,
            SupportStanding standing = SupportStanding.InPlace
        ) => SampleSupport.Published("2023/24", standing, tier) with { Programme = programme };

        record.Told(
            devon,
            [
                .. new[]
                {
                    SupportProgramme.UrgentAndEmergencyCare,
                    SupportProgramme.Elective,
                    SupportProgramme.Diagnostics,
                }.Select(programme => Tier(programme, 1) with { Organisations = trusts }),
            ]
        );
        record.Told(cheshire, Tier(SupportProgramme.UrgentAndEmergencyCare, 1));
        record.Told(staffordshire, Tier(SupportProgramme.Cancer, 1));
        // Withdrawn, of programmes that are not stated.
        record.Told(other, Tier(null, null, SupportStanding.Withdrawn));

        var answer = Question.Of("R11").Ask(record.At(), Day("2024-03-31"), new Dictionary<string, string?>());
        Assert.Equal(
            [
                "cancer 1 QNC system in-place",
                "diagnostics 1 RA9 organisation in-place",
                "diagnostics 1 RH8 organisation in-place",
                "diagnostics 1 RK9 organisation in-place",
                "elective 1 RA9 organisation in-place",
                "elective 1 RH8 organisation in-place",
                "elective 1 RK9 organisation in-place",
                "urgent-and-emergency-care 1 QYG system in-place",
                "urgent-and-emergency-care 1 RA9 organisation in-place",
                "urgent-and-emergency-care 1 RH8 organisation in-place",
                "urgent-and-emergency-care 1 RK9 organisation in-place",
            ],
            answer.Cells().Select(cells => string.Join(' ', cells[..3].Append(cells[4]).Append(cells[5])))
        );

        // Of Devon itself nothing is stated: three of its trusts are named.
        Assert.Equal(["QJK"], Assert.Single(answer.NotStated).About);
        Assert.Contains("No support of", answer.NotStated[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(3, record.At().Support(Ods("RH8"), "2024-03-31").Count);
        Assert.All(record.At().Support(Ods("RH8"), "2024-03-31"), s => Assert.Equal(devon, s.RecordedAbout));

        // A year later the document only says what was last published.
        var later = Question.Of("R11").Ask(record.At(), Day("2025-03-31"), new Dictionary<string, string?>());
        Assert.Equal(11, later.Rows.Count);
        Assert.All(later.Cells(), cells => Assert.Equal("last-published", cells[5]));
    }

    [Fact]
    public void A_notice_is_open_until_it_is_closed_and_stands_with_the_trust_that_it_names()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Warned("2024-02-01", Sample.Trust),
                SampleSupport.Closed("2024-04-01", Set)
            );

        NoticeState? On(string day) =>
            OrganisationSupport.Of(record.At(), Sample.Trust, Day(day)).Notices.SingleOrDefault()?.State;
        Assert.Null(On("2024-01-31"));
        Assert.Equal(NoticeState.Open, On("2024-02-01"));
        Assert.Equal(NoticeState.Open, On("2024-03-31"));
        Assert.Equal(NoticeState.Closed, On("2024-04-01"));
        Assert.Empty(OrganisationSupport.Of(record.At(), Sample.OtherIcb, Day("2024-02-01")).Notices);
    }

    [Fact]
    public void An_independent_review_stands_where_its_last_step_puts_it()
    {
        var record = SampleSupport
            .Organisations()
            .Told(
                Sample.Icb,
                SampleSupport.Commissioned("2024-01-01", "Q1 2024/25"),
                SampleSupport.Reported("2024-02-01", Set) with
                {
                    Decision = Sample.Decision("February 2024"),
                },
                SampleSupport.Answered("2024-04-01", Set)
            );

        IndependentReviewState? On(string day) =>
            OrganisationSupport.Of(record.At(), Sample.Icb, Day(day)).IndependentReviews.SingleOrDefault()?.State;
        Assert.Null(On("2023-12-31"));
        Assert.Equal(IndependentReviewState.Commissioned, On("2024-01-01"));
        Assert.Equal(IndependentReviewState.Uncertain, On("2024-02-01"));
        Assert.Equal(IndependentReviewState.Reported, On("2024-02-29"));
        Assert.Equal(IndependentReviewState.Answered, On("2024-04-01"));
    }

    private static OdsCode Ods(string code) => OdsCode.Parse(code);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture);

    private static SupportOnDay? Only(SmallRecord record, string day) =>
        record.At().Support(Sample.Icb, day).SingleOrDefault();

    private static (SupportState, int?, string) Said(SmallRecord record, string day) =>
        Only(record, day) is { } support ? (support.State, support.Tier, support.Text) : default;
}

using System.Globalization;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Undertakings;

public sealed class AcceptedUndertakingsTests
{
    private static readonly SubjectId Subject = SampleUndertakings.Subject;

    [Fact]
    public void There_are_none_before_they_were_accepted_or_when_that_was_retracted()
    {
        Assert.Null(AcceptedUndertakings.Of(null));
        Assert.Null(AcceptedUndertakings.Of(SmallRecord.Empty().Timeline(Subject)));
        var record = SampleUndertakings.Given();
        Assert.Equal(Sample.Trust, Of(record).Organisation);
        record.Told(Subject, Sample.Retracted(SmallRecord.IdAt(4)));
        Assert.Null(AcceptedUndertakings.Of(record.Timeline(Subject)));
    }

    [Fact]
    public void An_organisations_sets_are_those_that_it_is_believed_to_have_given()
    {
        var record = SampleUndertakings.Given();
        Assert.Equal([Subject], AcceptedUndertakings.AllOf(record, Sample.Trust).Select(u => u.Subject));
        record.Told(Subject, Sample.Corrected(SmallRecord.IdAt(4), SampleUndertakings.AcceptedFromIcb("2024-01-10")));
        Assert.Empty(AcceptedUndertakings.AllOf(record, Sample.Trust));
    }

    [Fact]
    public void An_item_is_as_the_last_variation_of_its_date_and_the_last_of_its_wording_say()
    {
        var given = Given(
            SampleUndertakings.Varied("2024-03-01", due: "2024-06-30"),
            SampleUndertakings.Varied("2024-04-01", due: null),
            SampleUndertakings.Varied("May 2024", due: "Q3 2024/25")
        );
        (string Due, string Wording, int RestsOn) On(string day)
        {
            var (item, rests) = given.ItemOn(given.ItemOf("1.1")!, Day(day));
            return (item.Due.ToString()!, item.Wording, rests.Count);
        }

        Assert.Equal(("31 March 2024", "A plan is sent.", 1), On("2024-02-29"));
        Assert.Equal(("30 June 2024", "A plan is sent.", 2), On("2024-03-01"));
        Assert.Equal(("30 June 2024", "A better plan is sent.", 3), On("2024-04-30"));
        Assert.Equal(("Q3 2024/25", "A better plan is sent.", 4), On("2024-05-01"));
        Assert.Equal("A board is appointed.", given.ItemOn(given.ItemOf("1.2")!, Day("2024-05-01")).Item.Wording);
    }

    [Fact]
    public void An_item_is_open_from_acceptance_until_it_is_judged_complied_with()
    {
        var given = Given(
            SampleUndertakings.Judged("2024-03-01", judgement: ComplianceJudgement.PartlyComplied),
            SampleUndertakings.Judged("2024-04-01"),
            SampleUndertakings.Judged("2024-05-01", judgement: ComplianceJudgement.NotComplied)
        );
        Assert.Equal(
            [false, true, true, false, true],
            new[] { "2024-01-09", "2024-01-10", "2024-03-31", "2024-04-01", "2024-05-01" }.Select(d =>
                given.IsOpen("1.1", Day(d))
            )
        );
        Assert.True(given.IsOpen("1.2", Day("2024-04-01")));
    }

    [Fact]
    public void While_it_is_uncertain_whether_it_was_judged_or_discharged_an_item_is_open()
    {
        Assert.True(Given(SampleUndertakings.Judged("April 2024")).IsOpen("1.1", Day("2024-04-29")));
        Assert.False(Given(SampleUndertakings.Judged("April 2024")).IsOpen("1.1", Day("2024-04-30")));
        Assert.True(Given(SampleUndertakings.Discharged("April 2024")).IsOpen("1.1", Day("2024-04-29")));
        Assert.False(Given(SampleUndertakings.Discharged("April 2024")).IsOpen("1.1", Day("2024-04-30")));
    }

    [Fact]
    public void A_discharge_of_one_item_leaves_the_others_and_one_that_was_retracted_leaves_all()
    {
        var record = SampleUndertakings.Given().Told(Subject, SampleUndertakings.Discharged("2024-04-01", "1.1"));
        Assert.False(Of(record).IsOpen("1.1", Day("2024-04-01")));
        Assert.True(Of(record).IsOpen("1.2", Day("2024-04-01")));
        record.Told(Subject, Sample.Retracted(record.Last));
        Assert.True(Of(record).IsOpen("1.1", Day("2024-04-01")));
    }

    [Fact]
    public void A_certificate_closes_the_items_that_it_was_applied_for_until_it_is_revoked()
    {
        var record = SampleUndertakings.Certified();
        Assert.True(Of(record).IsOpen("1.1", Day("2024-04-04")));
        Assert.False(Of(record).IsOpen("1.1", Day("2024-04-05")));
        Assert.True(Of(record).IsOpen("1.2", Day("2024-04-05")));
        record.Told(Subject, SampleUndertakings.Revoked("2024-05-01", SmallRecord.IdAt(6)));
        Assert.False(Of(record).IsOpen("1.1", Day("2024-04-30")));
        Assert.True(Of(record).IsOpen("1.1", Day("2024-05-01")));
    }

    [Fact]
    public void An_application_is_answered_also_when_the_answer_names_a_correction_of_it()
    {
        var record = SampleUndertakings
            .Applied()
            .Told(
                Subject,
                SampleUndertakings.AppliedFor("2024-04-02", "1.2"),
                Sample.Corrected(SmallRecord.IdAt(5), SampleUndertakings.AppliedFor("2024-04-03", "1.1")),
                SampleUndertakings.Refused("2024-04-10", SmallRecord.IdAt(7))
            );
        Assert.Equal(
            [(SmallRecord.IdAt(5), SmallRecord.IdAt(8)), (SmallRecord.IdAt(6), (Guid?)null)],
            Of(record).Applications().Select(a => (a.Application.Id, a.Answer?.Id))
        );
    }

    [Theory]
    [InlineData("2024-02-20", "2024-03-05")]
    [InlineData("2023-02-20", "2023-03-06")]
    [InlineData("February 2024", "2024-03-14")]
    [InlineData("unknown", null)]
    public void An_application_is_to_be_decided_fourteen_days_after_the_latest_day_over_leap_days(
        string received,
        string? due
    )
    {
        var given = Given(SampleUndertakings.AppliedFor(received));
        Assert.Equal(due is null ? null : Day(due), given.CertificateDue(given.Applications()[0].Application));
    }

    [Fact]
    public void Where_the_law_knows_no_certificates_no_day_is_due()
    {
        var record = SampleUndertakings
            .GivenByIcb()
            .Told(SampleUndertakings.OfIcb, SampleUndertakings.AppliedFor("2024-04-01"));
        var given = AcceptedUndertakings.Of(record.Timeline(SampleUndertakings.OfIcb))!;
        Assert.Null(given.CertificateDue(given.Applications()[0].Application));
    }

    [Fact]
    public void Where_they_are_published_is_what_was_said_last()
    {
        var record = SampleUndertakings
            .Organisations()
            .Told(
                Subject,
                SampleUndertakings.Accepted("2024-01-10") with
                {
                    Publication = new(WithheldBecause: "Commercial."),
                },
                SampleUndertakings.Published("2024-03-01", "https://example.invalid/2")
            );
        Assert.Null(Of(record).PublicationOn(Day("2024-01-09")));
        Assert.Equal("Commercial.", Of(record).PublicationOn(Day("2024-02-29"))!.Value.Publication.WithheldBecause);
        Assert.Equal(
            "https://example.invalid/2",
            Of(record).PublicationOn(Day("2024-03-01"))!.Value.Publication.Address
        );
        Assert.Null(Given().PublicationOn(Day("2024-05-01")));
    }

    [Fact]
    public void Each_legal_basis_has_an_id_of_its_own_and_only_one_knows_certificates()
    {
        Assert.Distinct(LegalBasis.All.Select(b => b.Id));
        Assert.Equal(["hsc-act-2012-s106"], LegalBasis.All.Where(b => b.CertificateDays == 14).Select(b => b.Id));
        Assert.All(LegalBasis.All, b => Assert.Equal(b.IsDirection, b.Test == LegalTest.Satisfied));
        Assert.Equal("legalBasis", Assert.Throws<BadInputException>(() => LegalBasis.Of("magna-carta")).Field);
    }

    private static AcceptedUndertakings Given(params Event[] contents) =>
        Of(SampleUndertakings.Given().Told(Subject, contents));

    private static AcceptedUndertakings Of(SmallRecord record) => AcceptedUndertakings.Of(record.Timeline(Subject))!;

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}

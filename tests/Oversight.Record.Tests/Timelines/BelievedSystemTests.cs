using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Timelines;

public sealed class BelievedSystemTests
{
    [Theory]
    [InlineData("2022-06-30", "not stated")]
    [InlineData("2022-07-01", "QOC")]
    [InlineData("2024-04-30", "QOC")]
    [InlineData("2024-05-01", "QUA")]
    [InlineData("2030-01-01", "QUA")]
    public void A_trust_belongs_to_the_system_that_it_joined_last(string day, string system) =>
        Assert.Equal(system, On(day, OfATrust().Told(Sample.Trust, Sample.Joined("2024-05-01", Sample.OtherIcb))));

    [Theory]
    [InlineData("2026-03-31", "QOC")]
    [InlineData("2026-04-01", "not stated")]
    public void Once_the_ICB_has_ended_nothing_is_said_until_the_trust_joins_another(string day, string system) =>
        Assert.Equal(system, On(day, OfATrust().Told(Sample.Icb, Sample.Succeeded("2026-04-01", Sample.NewIcb))));

    [Theory]
    [InlineData("2024-03-31", "QOC")]
    [InlineData("2024-04-01", "QOC or not stated")]
    [InlineData("2024-06-30", "not stated")]
    public void An_end_on_a_vague_day_makes_it_uncertain_until_it_is_certain(string day, string system) =>
        Assert.Equal(system, On(day, OfATrust().Told(Sample.Trust, Sample.Succeeded("Q1 2024/25", Sample.OtherIcb))));

    [Theory]
    [InlineData("2024-05-01", "QOC or QUA")]
    [InlineData("2024-05-31", "QOC or QUA")]
    [InlineData("2024-06-01", "QOC or QUA")]
    public void Of_two_that_it_may_have_joined_last_both_are_named(string day, string system) =>
        Assert.Equal(
            system,
            On(
                day,
                OfATrust()
                    .Told(
                        Sample.Trust,
                        Sample.Joined("May 2024", Sample.OtherIcb),
                        Sample.Joined("May 2024", Sample.Icb)
                    )
            )
        );

    [Fact]
    public void An_ICB_has_its_own_system_while_it_exists()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Succeeded("2026-04-01", Sample.NewIcb));
        Assert.Equal("not stated", On("2022-06-30", record, Sample.Icb));
        Assert.Equal("QOC", On("2022-07-01", record, Sample.Icb));
        Assert.Equal("not stated", On("2026-04-01", record, Sample.Icb));
    }

    [Fact]
    public void A_name_holds_from_its_day_on_and_every_name_is_kept()
    {
        var trust = OfATrust().Told(Sample.Trust, Sample.Renamed("2024-05-01", "New")).Timeline(Sample.Trust);
        Assert.Equal("NHS RXW Integrated Care Board", BelievedNames.NameOn(trust, new(2024, 4, 30)));
        Assert.Equal("New", BelievedNames.NameOn(trust, new(2024, 5, 1)));
        Assert.Equal(["NHS RXW Integrated Care Board", "New"], BelievedNames.All(trust));
    }

    [Fact]
    public void Who_followed_may_be_unknown_of_what_is_imported_only()
    {
        var succession = Sample.Succeeded("2024-04-01");
        Assert.Throws<BadInputException>(succession.CheckInput);
        var imported = (OrganisationSucceeded)succession.From(Origin.Imported);
        imported.CheckInput();
        Assert.Equal("Ended 1 April 2024; who follows it is not stated", imported.Says());
    }

    private static SmallRecord OfATrust() =>
        SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Trust,
                Sample.Registered(Sample.Trust, "2021-04-01", OrganisationKind.NhsTrust),
                Sample.Joined("2022-07-01")
            );

    private static string On(string day, SmallRecord record, OdsCode? of = null)
    {
        var system = BelievedSystem.On(
            record.Timeline(of ?? Sample.Trust),
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
            ods => record.TimelineOf(SubjectId.Of(ods))
        );
        return string.Join(
            " or ",
            system.Systems.Select(s => s.Value).Concat(system.PerhapsNotStated ? ["not stated"] : [])
        );
    }
}

using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

public sealed class OrganisationSearchTests
{
    private static readonly Timelines.RecordAt Record = SmallRecord
        .OfAnIcb()
        .Told(Sample.Trust, Trust(Sample.Trust, "The Shrewsbury and Telford Hospital NHS Trust", "SaTH"))
        .Told(OdsCode.Parse("RBN"), Trust(OdsCode.Parse("RBN"), "St Helen\u2019s & Knowsley NHS Trust"))
        .Told(OdsCode.Parse("RXX"), Trust(OdsCode.Parse("RXX"), "Zo\u00eb Caf\u00e9 NHS Trust"))
        .Told(OdsCode.Parse("RXX"), Sample.Renamed("2024-05-01", "Shrewsbury Elsewhere NHS Trust"))
        .Told(
            OdsCode.Parse("QJK"),
            Sample.Registered(OdsCode.Parse("QJK")) with
            {
                Name = "NHS Devon ICB",
                AlsoKnownAs = ["Devon"],
            }
        )
        .Told(OdsCode.Parse("RA9"), Trust(OdsCode.Parse("RA9"), "Torbay and South Devon NHS Foundation Trust"))
        .At();

    [Theory]
    [InlineData("shrewsbury", "RXX RXW")]
    [InlineData("Shrewsbury & Telford Hospital", "RXW")]
    [InlineData("telford shrewsbury", "RXW")]
    [InlineData("SATH", "RXW")]
    [InlineData("rxw", "RXW")]
    [InlineData("RX", "RXW RXX")]
    [InlineData("St. Helens and Knowsley", "RBN")]
    [InlineData("zoe cafe", "RXX")]
    [InlineData("ZO\u00cb", "RXX")]
    [InlineData("devon", "QJK RA9")]
    [InlineData("cornwall", "")]
    [InlineData(" - ", "")]
    public void An_organisation_is_found_by_a_part_of_any_name_or_of_its_code(string text, string found) =>
        Assert.Equal(
            found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            OrganisationSearch.Find(Record, text).Select(ods => ods.Value).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Who_is_named_whole_comes_first_and_alone_is_meant()
    {
        Assert.Equal("QJK", OrganisationSearch.Find(Record, "Devon")[0].Value);
        Assert.Equal(["QJK"], OrganisationSearch.Meant(Record, "Devon").Select(ods => ods.Value));
        Assert.Equal(2, OrganisationSearch.Meant(Record, "Devo").Count);
        Assert.Empty(OrganisationSearch.Meant(Record, "Cornwall"));
    }

    private static Oversight.Record.Organisations.OrganisationRegistered Trust(
        OdsCode ods,
        string name,
        params string[] others
    ) => Sample.Registered(ods, "2021-04-01", OrganisationKind.NhsTrust) with { Name = name, AlsoKnownAs = others };
}

using Oversight.Desk.Imports;

namespace Oversight.Desk.Tests;

public sealed class OrganisationNamesTests
{
    private static readonly OrganisationNames Names = new([
        new NamedOrganisation("QNC", "NHS Staffordshire and Stoke-on-Trent ICB", ["Staffordshire and Stoke on Trent"]),
        new NamedOrganisation("QRL", "NHS Hampshire and Isle of Wight ICB", []),
        new NamedOrganisation("QK1", "NHS Leicester, Leicestershire and Rutland ICB", []),
        new NamedOrganisation("QNX", "NHS Sussex ICB", ["Sussex Health and Care"]),
        new NamedOrganisation("RBN", "St Helen's NHS Trust", []),
        new NamedOrganisation("S9B9J", "NHS Surrey and Sussex ICB", []),
    ]);

    [Theory]
    [InlineData("NHS Staffordshire and Stoke-on-Trent ICB", "QNC")]
    [InlineData("Staffordshire and Stoke on Trent", "QNC")]
    [InlineData("STAFFORDSHIRE & STOKE\u2011ON\u2013TRENT", "QNC")]
    [InlineData("Hampshire and the Isle of Wight", "QRL")]
    [InlineData("  The NHS\u00A0Hampshire  &  Isle of Wight Integrated Care Board (ICB) ", "QRL")]
    [InlineData("Leicester, Leicestershire, and Rutland", "QK1")]
    [InlineData("leicester leicestershire and rutland integrated care board", "QK1")]
    [InlineData("Sussex", "QNX")]
    [InlineData("Sussex Health & Care", "QNX")]
    [InlineData("Surrey and Sussex", "S9B9J")]
    [InlineData("St Helens NHS Trust", "RBN")]
    [InlineData("St Helen\u2019s NHS Trust", "RBN")]
    public void A_name_is_found_in_any_of_its_printed_forms(string printed, string ods) =>
        Assert.Equal(ods, Names.Find(printed)?.Ods);

    [Theory]
    [InlineData("Susex")]
    [InlineData("Surrey")]
    [InlineData("East Sussex")]
    [InlineData("Isle of Wight and Hampshire")]
    [InlineData("NHS")]
    [InlineData("NHS ICB")]
    [InlineData("")]
    public void A_name_that_only_resembles_another_is_unknown(string printed) => Assert.Null(Names.Find(printed)?.Ods);

    [Fact]
    public void Two_organisations_with_one_name_are_refused_and_both_named()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            new OrganisationNames([
                new NamedOrganisation("QT6", "NHS Cornwall and the Isles of Scilly ICB", []),
                new NamedOrganisation("AAA", "Another body", ["Cornwall & Isles-of-Scilly"]),
            ])
        );
        Assert.Contains("QT6 (NHS Cornwall and the Isles of Scilly ICB)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AAA (Another body)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_code_for_two_organisations_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            new OrganisationNames([
                new NamedOrganisation("QJK", "NHS Devon ICB", []),
                new NamedOrganisation("QJK", "NHS Dorset ICB", []),
            ])
        );
        Assert.Contains("QJK", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_without_words_of_its_own_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            new OrganisationNames([new NamedOrganisation("QJK", "NHS ICB", [])])
        );
        Assert.Contains("'NHS ICB' of QJK", exception.Message, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Oversight.Record.Entries;

namespace Oversight.Record.Tests;

public sealed class NamesAndCodesTests
{
    [Theory]
    [InlineData("QYG", "QYG")]
    [InlineData(" qyg ", "QYG")]
    [InlineData("s1y5d", "S1Y5D")]
    [InlineData("123", "123")]
    public void An_ods_code_has_three_or_five_letters_and_digits(string text, string code)
    {
        Assert.Equal(code, OdsCode.Parse(text).Value);
        Assert.Equal(OdsCode.Parse(text), JsonSerializer.Deserialize<OdsCode>($"\"{text}\""));
        Assert.Equal($"\"{code}\"", JsonSerializer.Serialize(OdsCode.Parse(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("QY")]
    [InlineData("QYGX")]
    [InlineData("S1Y5DX")]
    [InlineData("Q-G")]
    [InlineData("Q G")]
    [InlineData("QÝG")]
    [InlineData("Q١G")]
    [InlineData("Q\u017FG")] // the long s, whose capital is S
    [InlineData("QG\0")]
    public void What_is_no_ods_code_is_bad_input(string? text)
    {
        Assert.False(OdsCode.TryParse(text, out _));
        Assert.Equal("board", Assert.Throws<BadInputException>(() => OdsCode.Parse(text, "board")).Field);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("123")]
    [InlineData("\"QYGX\"")]
    [InlineData("\"\\ud800QG\"")]
    public void Json_that_is_no_ods_code_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OdsCode>(json));

    [Fact]
    public void Ods_codes_are_in_the_order_of_their_characters()
    {
        var (a, b) = (OdsCode.Parse("Q9G"), OdsCode.Parse("QAG"));
        Assert.True(a < b && b > a && a <= b && b >= a && a.CompareTo(a) == 0);
    }

    [Fact]
    public void There_are_seven_regions_found_by_code_in_any_letter_case()
    {
        Assert.Equal(7, Region.All.Count);
        Assert.Equal("Midlands", Region.Of(" y60 ").Name);
        Assert.All(Region.All, r => Assert.Same(r, Region.Of(r.Code)));
    }

    [Theory]
    [InlineData("Y57")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Midlands")]
    public void What_is_no_region_is_bad_input_and_the_message_lists_them(string? code)
    {
        var fault = Assert.Throws<BadInputException>(() => Region.Of(code, "region"));
        Assert.Equal("region", fault.Field);
        Assert.All(Region.All, r => Assert.Contains($"{r.Code} {r.Name}", fault.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_subject_is_its_stream()
    {
        var icb = SubjectId.Of(OdsCode.Parse("QYG"));
        Assert.Equal("organisation-QYG", icb.Value);
        Assert.Equal(icb, SubjectId.FromStream("organisation-QYG"));
        Assert.Equal(OdsCode.Parse("QYG"), icb.Organisation);
        Assert.Null(icb.Framework);

        var framework = SubjectId.OfFramework("nof-2022-23");
        Assert.Equal("framework-nof-2022-23", framework.Value);
        Assert.Equal(framework, SubjectId.FromStream("framework-nof-2022-23"));
        Assert.Equal("nof-2022-23", framework.Framework);
        Assert.Null(framework.Organisation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("organisation-")]
    [InlineData("organisation-qyg")]
    [InlineData("organisation- QYG")]
    [InlineData("organisation-QYGX")]
    [InlineData("framework-")]
    [InlineData("framework-NOF")]
    [InlineData("framework-nof-2022-23\n")]
    [InlineData("mt_tombstone")]
    [InlineData("Organisation-QYG")]
    public void A_stream_that_is_no_subjects_is_refused(string stream) =>
        Assert.Throws<FormatException>(() => SubjectId.FromStream(stream));

    [Fact]
    public void A_person_is_a_commitment_that_salt_and_name_can_be_checked_against()
    {
        var salt = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        var person = PersonCommitment.To("Zoë Smith", salt);

        // printf of the salt's bytes and the name's UTF-8, through sha256sum.
        Assert.Equal("person:d5fa2f2a50e7e238b345321da24b65f2808c3ad5e3f9ae60ec35f1b2d7325262", person.Id);
        Assert.True(person.Holds);
        Assert.False((person with { Name = "Zoe Smith" }).Holds);
        Assert.False((person with { Salt = new byte[16] }).Holds);
        Assert.NotEqual(person.Id, PersonCommitment.To("Zoë Smith", new byte[16]).Id);
    }

    [Fact]
    public void A_commitment_cannot_be_opened_to_another_name_by_moving_a_letter_into_the_salt()
    {
        var salt = new byte[16];
        var person = PersonCommitment.To("Ann", salt);
        Assert.False(new PersonCommitment(person.Id, [.. salt, (byte)'A'], "nn").Holds);
        Assert.Throws<ArgumentException>(() => PersonCommitment.To("nn", [.. salt, (byte)'A']));
    }

    [Fact]
    public void Only_a_commitment_has_the_form_of_one()
    {
        Assert.True(PersonCommitment.IsId("person:" + new string('0', 64)));
        Assert.False(PersonCommitment.IsId("Jo Bloggs"));
        Assert.False(PersonCommitment.IsId("person:" + new string('0', 63)));
        Assert.False(PersonCommitment.IsId("person:" + new string('0', 65)));
        Assert.False(PersonCommitment.IsId("person:" + new string('A', 64)));
        Assert.False(PersonCommitment.IsId("Person:" + new string('0', 64)));
        Assert.False(PersonCommitment.IsId(""));
    }
}

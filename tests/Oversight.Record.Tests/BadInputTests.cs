namespace Oversight.Record.Tests;

public sealed class BadInputTests
{
    [Fact]
    public void Text_is_trimmed_and_otherwise_kept() =>
        Assert.Equal("Zoë 🏥 said: \"so\"", BadInputException.Text("  Zoë 🏥 said: \"so\"\n", "rationale", 20));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n\u00a0")]
    public void Text_that_says_nothing_is_bad_input_unless_it_is_optional(string? text)
    {
        Assert.Equal("label", Assert.Throws<BadInputException>(() => BadInputException.Text(text, "label", 5)).Field);
        Assert.Null(BadInputException.OptionalText(text, "label", 5));
    }

    [Fact]
    public void Text_has_a_greatest_length()
    {
        Assert.Equal("12345", BadInputException.Text(" 12345 ", "label", 5));
        Assert.Throws<BadInputException>(() => BadInputException.Text("123456", "label", 5));
        Assert.Throws<BadInputException>(() => BadInputException.OptionalText("123456", "label", 5));
    }

    [Fact]
    public void A_nul_or_half_a_character_is_bad_input()
    {
        // Not inline data: an attribute cannot hold half a character.
        string[] texts =
        [
            "\0",
            "a\0b",
            "\ud83c", // the first half alone
            "a\ud83cb",
            "ends in half\ud83c",
            "\udfe5", // the second half alone
            "\udfe5\ud83c", // the two in the wrong order
            "\ud83c\ud83c\udfe5",
            "\ud83c\udfe5\udfe5",
        ];
        Assert.All(
            texts,
            text =>
            {
                var fault = Assert.Throws<BadInputException>(() => BadInputException.Text(text, "rationale", 100));
                Assert.Equal("rationale", fault.Field);
                Assert.StartsWith("rationale: ", fault.Message, StringComparison.Ordinal);
                Assert.Contains("position", fault.Problem, StringComparison.Ordinal);
            }
        );
    }
}

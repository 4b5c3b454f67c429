namespace Oversight.Record.Tests;

public sealed class NearestWordTests
{
    private static readonly string[] Known = ["status", "history", "register", "registers", "replay", "run"];

    [Theory]
    [InlineData("staus", "status")]
    [InlineData("STATUS", "status")]
    [InlineData("registrs", "registers")]
    [InlineData("registe", "register")]
    public void The_nearest_known_word_is_found(string given, string meant) =>
        Assert.Equal([meant], NearestWord.To(given, Known));

    [Theory]
    [InlineData("xyzzy")]
    [InlineData("")]
    [InlineData("x")]
    public void A_word_near_to_none_means_none(string given)
    {
        Assert.Empty(NearestWord.To(given, Known));
        Assert.Equal("", NearestWord.Question(given, Known));
        Assert.Empty(NearestWord.To(given, []));
    }

    [Fact]
    public void Words_equally_near_are_all_named() =>
        Assert.Equal(" Did you mean cat or car?", NearestWord.Question("cax", ["cat", "car", "dog"]));
}

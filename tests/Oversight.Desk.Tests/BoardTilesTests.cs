using Oversight.Desk.Reference;
using Oversight.Record;

namespace Oversight.Desk.Tests;

/// <summary>Where boards stand in the picture of England.</summary>
public sealed class BoardTilesTests
{
    [Theory]
    [InlineData("2022-07-01", 42)]
    [InlineData("2026-04-01", 36)]
    public void Each_board_of_a_time_has_a_place_of_its_own(string from, int boards)
    {
        var layout = ReferenceData.Tiles.Layouts.Single(l => l.From == DateOnly.Parse(from));
        var ended = ReferenceData.Successions.Where(s => s.On.Latest <= layout.From).Select(s => s.Predecessor);

        Assert.Equal(boards, layout.Tiles.Count);
        Assert.Equal(
            ReferenceData
                .Organisations.Where(o => o.Established.Latest <= layout.From)
                .Select(o => o.Ods)
                .Except(ended)
                .Order(),
            layout.Tiles.Select(tile => tile.Ods).Order()
        );
        Assert.Equal(boards, layout.Tiles.Select(tile => (tile.Column, tile.Row)).Distinct().Count());
        Assert.Equal(boards, layout.Tiles.Select(tile => tile.Short).Distinct().Count());
    }

    [Fact]
    public void A_board_that_no_layout_knows_stands_beneath()
    {
        var other = OdsCode.Parse("X7X7X");
        var tiles = ReferenceData.Tiles.For([other, OdsCode.Parse("QOC")], new DateOnly(2030, 1, 1));

        Assert.Equal(2, tiles.Count);
        Assert.True(tiles.Single(tile => tile.Ods == other).Row > tiles.Max(tile => tile.Ods == other ? 0 : tile.Row));
    }
}

namespace Oversight.Desk.Reference;

/// <summary>Where boards stand in the picture of England, as infra/reference/board-tiles.json has it.</summary>
/// <param name="About">What the picture is.</param>
/// <param name="Source">Whose it is.</param>
/// <param name="Layouts">The layouts, by the day from which each holds.</param>
public sealed record BoardTiles(string About, string Source, IReadOnlyList<BoardLayout> Layouts)
{
    /// <summary>
    /// A place for each of some boards on a day, each place once: that of the layout of the day; boards that it does not know stand in rows of
    /// their own beneath.
    /// </summary>
    public IReadOnlyList<BoardTile> For(IReadOnlyCollection<OdsCode> boards, DateOnly on)
    {
        var layout = Layouts.LastOrDefault(l => l.From <= on) ?? Layouts[0];
        var known = layout.Tiles.Where(tile => boards.Contains(tile.Ods)).ToArray();
        var width = layout.Tiles.Max(tile => tile.Column) + 1;
        var below = layout.Tiles.Max(tile => tile.Row) + 1;
        return
        [
            .. known,
            .. boards
                .Except(known.Select(tile => tile.Ods))
                .Order()
                .Select((ods, number) => new BoardTile(ods, ods.Value, number % width, below + (number / width))),
        ];
    }
}

/// <summary>Where boards stand from a day on.</summary>
public sealed record BoardLayout(DateOnly From, IReadOnlyList<BoardTile> Tiles);

/// <summary>Where one stands, and what it is called there: columns from west to east, rows from north to south.</summary>
public sealed record BoardTile(OdsCode Ods, string Short, int Column, int Row);

using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Some rows of a list, in whatever order, are those of the whole list.</summary>
public sealed class SomeOfAListTests
{
    private static readonly DateOnly On = new(2023, 6, 1);

    [Fact]
    public void A_page_of_a_sorted_list_holds_the_rows_that_stand_there_in_all_of_it()
    {
        var moved = 0;
        foreach (var seed in new[] { 2, 5 })
        {
            var timelines = new RecordTimelines();
            timelines.Apply(RandomHistory.Of(seed));
            var record = timelines.At(timelines.Place);
            foreach (var register in Register.All)
            {
                foreach (var column in register.Columns)
                {
                    foreach (var descending in new[] { false, true })
                    {
                        // A second column that often ties, so that the register's own order decides.
                        Sort[] sorts = [new(column.Name, descending), .. Tie(register, column)];
                        var all = Texts(register, record, sorts, null);
                        foreach (
                            var some in new[] { 0..0, 0..3, 2..5, 0..(all.Length + 1), all.Length..(all.Length + 2) }
                        )
                        {
                            Assert.Equal(all.Take(some), Texts(register, record, sorts, some));
                        }

                        moved += all.SequenceEqual(Texts(register, record, [], null)) ? 0 : 1;
                    }
                }
            }
        }

        Assert.True(moved > 40, $"{moved} lists were in another order than their own.");
    }

    [Fact]
    public void A_list_of_entries_of_some_kinds_holds_those_of_the_whole_list()
    {
        var timelines = new RecordTimelines();
        timelines.Apply(RandomReviews.Of(7));
        var record = timelines.At(timelines.Place);
        var history = Register.Of("history");
        var all = history.Ask(record, On, [], [], ["kind", "entry"]).Cells().ToArray();
        var kinds = all.Select(cells => (string)cells[0]!).Distinct().ToArray();
        Assert.True(kinds.Length > 3);
        foreach (
            var wanted in new[] { kinds[0], kinds[1].ToUpperInvariant(), $"{kinds[0]}, {kinds[2]}", "no_such_kind" }
        )
        {
            var words = wanted.Split(", ");
            Assert.Equal(
                all.Where(cells => words.Contains((string)cells[0]!, StringComparer.OrdinalIgnoreCase))
                    .Select(c => c[1]),
                history
                    .Ask(record, On, [Filter.Parse("kind", wanted)], [], ["kind", "entry"])
                    .Cells()
                    .Select(cells => cells[1])
            );
        }
    }

    private static IEnumerable<Sort> Tie(Register register, Column column) =>
        register.Columns.Where(c => c != column && c.Words is not null).Take(1).Select(c => new Sort(c.Name));

    private static string[] Texts(Register register, RecordAt record, IReadOnlyList<Sort> sorts, Range? among)
    {
        var answer = register.Ask(record, On, [], sorts, [], among: among);
        var people = new Dictionary<string, string>();
        return [.. answer.Rows.Select(row => string.Join('|', answer.Columns.Select(c => c.Text(c.Of(row), people))))];
    }
}

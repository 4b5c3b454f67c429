using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.People;

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

    [Fact]
    public void A_history_that_is_kept_as_it_is_asked_for_is_that_which_is_filtered_and_sorted_at_every_place_for_everybody()
    {
        var history = Register.Of("history");
        string[] columns = ["entry", "kind", "origin", "recorded"];
        var (compared, seenLess) = (0, 0);
        History.Repeat(15, () => compared > 500 && seenLess > 20, CompareOne);
        Assert.True(compared > 500, $"{compared} lists were compared.");
        Assert.True(seenLess > 20, $"{seenLess} lists were of who does not see everything.");

        void CompareOne()
        {
            var seed = Random.Shared.Next(1, int.MaxValue);
            var random = new Random(seed);
            var entries = RandomRights.Of(seed);
            Sight[] people = [new(new([new Grant(Role.Auditor)]), On), .. RandomRights.People(entries, random).Take(3)];
            // Asked all along, while entries come.
            var timelines = new RecordTimelines();
            foreach (var entry in entries)
            {
                timelines.Apply([entry]);
                if (random.Next(3) > 0)
                {
                    continue;
                }

                foreach (var sight in people)
                {
                    // Of the newest place, and of one before.
                    var at = random.Next(2) == 0 ? timelines.Place : random.NextInt64(timelines.Place + 1);
                    var record = timelines.At(at).AsSeenBy(sight);
                    var all = history.Ask(record, On, [], [], columns).Cells().ToArray();
                    seenLess += all.Length <= at ? 1 : 0;
                    var kinds = all.Select(Kind).Distinct().ToArray();
                    foreach (var (filters, sorts) in Asked(random, kinds))
                    {
                        var expected = Sorted(all.Where(cells => filters.All(f => IsWanted(cells, f))), sorts);
                        var from = random.Next(expected.Length + 2);
                        foreach (var some in new Range?[] { null, from..(from + 1 + random.Next(4)) })
                        {
                            var answer = history.Ask(record, On, filters, sorts, columns, among: some);
                            Assert.True(
                                expected.Length == answer.Total
                                    && (some is { } page ? expected.Take(page) : expected)
                                        .Select(Id)
                                        .SequenceEqual(answer.Cells().Select(Id)),
                                $"Seed {seed}, place {at}, {sight.Grants.All[0].Role}: {string.Join('&', filters)} {string.Join(',', sorts)} {some}"
                            );
                            compared += expected.Length > 1 ? 1 : 0;
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(IReadOnlyList<Filter> Filters, IReadOnlyList<Sort> Sorts)> Asked(
        Random random,
        string[] kinds
    )
    {
        string[] origins = ["live", "back-dated", "imported"];
        string[] orders =
        [
            "",
            "place",
            "-place",
            "origin",
            "-origin",
            "origin,place",
            "-origin,-place",
            "origin,-place",
        ];
        foreach (var order in random.GetItems(orders, 4))
        {
            List<Filter> filters = [];
            if (kinds.Length > 0 && random.Next(2) == 0)
            {
                filters.Add(new("kind", Comparison.Is, string.Join(',', random.GetItems(kinds, random.Next(1, 4)))));
            }

            if (random.Next(2) == 0)
            {
                filters.Add(
                    new("origin", Comparison.Is, string.Join(", ", random.GetItems(origins, random.Next(1, 3))))
                );
            }

            yield return (filters, order.Length == 0 ? [] : Sort.Parse(order));
        }
    }

    private static string Id(object?[] cells) => ((Guid[])cells[0]!)[0].ToString();

    private static string Kind(object?[] cells) => (string)cells[1]!;

    private static bool IsWanted(object?[] cells, Filter filter) =>
        filter.Value.Split(',', StringSplitOptions.TrimEntries).Contains(cells[filter.Column == "kind" ? 1 : 2]);

    // The whole list is by place.
    private static object?[][] Sorted(IEnumerable<object?[]> byPlace, IReadOnlyList<Sort> sorts)
    {
        object?[][] rows =
        [
            .. sorts.Any(s => s is { Column: "place", Descending: true }) ? byPlace.Reverse() : byPlace,
        ];
        return sorts.FirstOrDefault(s => s.Column == "origin") is not { } origin ? rows
            : origin.Descending ? [.. rows.OrderByDescending(cells => (string)cells[2]!, StringComparer.Ordinal)]
            : [.. rows.OrderBy(cells => (string)cells[2]!, StringComparer.Ordinal)];
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

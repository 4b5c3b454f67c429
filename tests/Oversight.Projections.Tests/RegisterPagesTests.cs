using Oversight.Projections.Registers;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>Measures the memory of the process, which others would use meanwhile.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>What a list costs.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class RegisterPagesTests
{
    [Fact]
    public void A_page_of_a_long_history_keeps_no_cells_of_the_rows_that_are_not_on_it()
    {
        var record = SmallRecord.OfAnIcb();
        for (var day = 0; day < 3000; day++)
        {
            record.Told(
                Sample.Icb,
                Sample.Assigned(1 + (day % 4), new DateOnly(2022, 7, 2).AddDays(day / 3).ToString("O"))
            );
        }

        var at = record.At();
        Register.Of("history").Ask(at, new(2024, 1, 1), [], [], []);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var answer = Register.Of("history").Ask(at, new(2024, 1, 1), [], [], []);
        var page = answer with { Rows = [.. answer.Rows.Take(100)] };
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(100, page.Cells().Count(cells => cells.Length == answer.Columns.Count));
        Assert.True(kept / answer.Rows.Count < 2_000, $"{kept / answer.Rows.Count} bytes are kept for each row.");
        GC.KeepAlive(answer);
    }
}

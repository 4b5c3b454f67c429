using System.Globalization;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Web.Design;

namespace Oversight.Web.Pages;

/// <summary>Which rows of an answer a page shows.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="After">How many are passed over.</param>
/// <param name="Next">The address of the page with those that follow; null when none do.</param>
public sealed record RowsOf(int Total, int After, string? Next);

/// <summary>A page that shows rows of a register, some at a time.</summary>
public abstract class RowsPage : AskingPage
{
    /// <summary>How many rows a page shows.</summary>
    private const int RowsOnAPage = 500;

    /// <summary>The answer, with the rows shown; null when there is none.</summary>
    protected RegisterAnswer? Answer { get; private set; }

    /// <summary>Which of its rows are shown.</summary>
    protected RowsOf? Rows { get; private set; }

    /// <summary>The register itself refuses what it does not know.</summary>
    protected override IReadOnlyList<string>? Takes => null;

    /// <summary>The whole answer.</summary>
    protected abstract RegisterAnswer AnswerAt(RecordAt at);

    /// <inheritdoc/>
    protected override async Task AskAsync(RecordAt at)
    {
        var answer = AnswerAt(at);
        var after = int.TryParse(Asked.GetValueOrDefault("after"), NumberStyles.None, null, out var passed)
            ? passed
            : 0;
        var shown = answer with { Rows = [.. answer.Rows.Skip(after).Take(RowsOnAPage)] };
        var next = after + shown.Rows.Count;
        People = await RegisterTable.PeopleInAsync(shown, Record, Context.RequestAborted);
        Rows = new(answer.Rows.Count, after, next < answer.Rows.Count ? AddressAfter(next) : null);
        Answer = shown;
    }

    private string AddressAfter(int rows) =>
        Context.Request.Path
        + QueryString.Create(
            Asked
                .Where(a => a.Key != "after")
                .Append(new("after", rows.ToString(CultureInfo.InvariantCulture)))
                .Select(a => KeyValuePair.Create(a.Key, (string?)a.Value))
        );
}

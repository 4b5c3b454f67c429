using Microsoft.AspNetCore.Components;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Web.Design;

namespace Oversight.Web.Lists;

/// <summary>A page that shows rows of a register, some at a time.</summary>
public abstract class RowsPage : AskingPage
{
    /// <summary>How many rows a page shows.</summary>
    public const int RowsOnAPage = 50;

    private static readonly string[] NoFilters = ["on", "known", "sort", "columns", "after"];

    /// <summary>The answer, with the rows shown; null when there is none.</summary>
    protected RegisterAnswer? Answer { get; private set; }

    /// <summary>How many rows there are.</summary>
    public int Total { get; private set; }

    /// <summary>How many of them come before those that are shown.</summary>
    public int After { get; private set; }

    /// <summary>What codes and ids are called.</summary>
    internal NamesInRows? Names { get; private set; }

    /// <summary>The register itself refuses what it does not know.</summary>
    protected override IReadOnlyList<string>? Takes => null;

    /// <summary>What stands in the fields by which it is asked, and what is wrong with it.</summary>
    protected Submitted Form
    {
        get
        {
            var form = new Submitted();
            foreach (var (name, value) in Asked)
            {
                form.With(name, name == "columns" ? value.Split(',') : [value]);
            }

            form.With("on", Unread("on") ?? Question.OnField).With("known", Unread("known") ?? Question.KnownField);
            if (Fault is { } fault)
            {
                form.Fail(fault.Field, fault.Message);
            }

            return form;
        }
    }

    /// <summary>What was asked besides the times, the order and the columns.</summary>
    protected IEnumerable<KeyValuePair<string, string>> Filters => Asked.Where(a => !NoFilters.Contains(a.Key));

    /// <summary>The answer with some of its rows.</summary>
    protected abstract RegisterAnswer AnswerAt(RecordAt at, Range among);

    /// <inheritdoc/>
    protected override async Task AskAsync(RecordAt at)
    {
        Names = new(at, Question.On);
        After = int.TryParse(Given("after"), NumberStyles.None, CultureInfo.InvariantCulture, out var passed)
            ? Math.Min(passed, int.MaxValue - RowsOnAPage)
            : 0;
        Answer = AnswerAt(at, After..(After + RowsOnAPage));
        if (After > 0 && After >= Answer.Total)
        {
            // From an address that was right when there were more.
            After = Math.Max(0, Answer.Total - 1);
            Answer = AnswerAt(at, After..(After + RowsOnAPage));
        }

        Total = Answer.Total;
        People = await RegisterTable.PeopleInAsync(Answer, Record, at, Context.RequestAborted);
        await NameLoggersAsync(
            Answer
                .Columns.Where(column => column.Name is "loggedBy" or "proposedBy")
                .SelectMany(column => Answer.Rows.Select(row => column.Of(row)).OfType<string>())
        );
    }

    /// <summary>What was asked under a name; null where nothing was.</summary>
    protected string? Given(string name) => Asked.GetValueOrDefault(name);

    /// <summary>This page with something else asked, from its first row on.</summary>
    internal string With(string name, string value) =>
        Context.Request.Path
        + QueryString.Create(
            Asked
                .Where(a => a.Key != name && a.Key != "after")
                .Select(a => KeyValuePair.Create(a.Key, (string?)a.Value))
                .Append(KeyValuePair.Create(name, (string?)value))
        );

    /// <summary>A file of all rows: of the same day and instant as they were read.</summary>
    protected string FileOf(string path, string format) =>
        Question.At(
            path,
            [
                .. Asked
                    .Where(a => a.Key is not ("on" or "known" or "columns" or "after"))
                    .Select(a => KeyValuePair.Create(a.Key, (string?)a.Value)),
                new("format", format),
            ]
        );
}

using Oversight.Projections.Registers;

namespace Oversight.Projections.Questions;

/// <summary>Who asks.</summary>
public enum Role
{
    /// <summary>A regional oversight lead.</summary>
    Region,

    /// <summary>An auditor.</summary>
    Auditor,

    /// <summary>The lead of an ICB.</summary>
    Icb,
}

/// <summary>Something that a question may be asked with: one more filter on its register.</summary>
/// <param name="Name">Its name in addresses and on the command line.</param>
/// <param name="Filter">The name of the filter that it gives a value to: ods, recorded.atLeast.</param>
/// <param name="Description">What it means, in one line.</param>
/// <param name="Default">The value when none is given; null: no filter then.</param>
/// <param name="Before">What stands before the value in the filter, such as system:; empty for nothing.</param>
public sealed record QuestionParameter(
    string Name,
    string Filter,
    string Description,
    string? Default = null,
    string Before = ""
);

/// <summary>A question of somebody's daily work: a register with filters, an order and columns that answer it.</summary>
/// <param name="Id">Its id, such as R5.</param>
/// <param name="Role">Who asks.</param>
/// <param name="Text">The question.</param>
/// <param name="Register">The register that answers it.</param>
/// <param name="Filters">Which rows answer it.</param>
/// <param name="Sorts">In which order.</param>
/// <param name="Columns">The names of the columns that say the answer.</param>
/// <param name="Parameters">What it may be asked with, besides the day and the instant.</param>
/// <param name="Missing">What of the record is told where it is missing, by name; null for all that the register asks for.</param>
public sealed record Question(
    string Id,
    Role Role,
    string Text,
    Register Register,
    IReadOnlyList<Filter> Filters,
    IReadOnlyList<Sort> Sorts,
    IReadOnlyList<string> Columns,
    IReadOnlyList<QuestionParameter> Parameters,
    IReadOnlyList<string>? Missing = null
)
{
    /// <summary>The question of that id; letter case does not matter.</summary>
    /// <exception cref="BadInputException">There is none; the message lists them.</exception>
    public static Question Of(string? id, string field = "id") =>
        QuestionList.All.FirstOrDefault(q => q.Id.Equals(id?.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException(
            field,
            QuestionList.Elsewhere.FirstOrDefault(q => q.Id.Equals(id?.Trim(), StringComparison.OrdinalIgnoreCase))
                is { Id: { } known } elsewhere
                ? $"{known} is answered elsewhere: {elsewhere.Where}."
                : $"\"{id}\" is not a question: the questions are {string.Join(", ", QuestionList.All.Select(q => q.Id))}."
        );

    /// <summary>The answer from the record at a place, for a day.</summary>
    /// <param name="record">The record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="given">Values of parameters, by their names; those that are null or empty are not given.</param>
    /// <param name="among">Which of the rows, counted from the first; null: all.</param>
    /// <exception cref="BadInputException">The question takes no such parameter, or its value cannot be read.</exception>
    public RegisterAnswer Ask(
        RecordAt record,
        DateOnly on,
        IReadOnlyDictionary<string, string?> given,
        Range? among = null
    )
    {
        var unknown = given.FirstOrDefault(g =>
            !string.IsNullOrWhiteSpace(g.Value) && Parameters.All(p => p.Name != g.Key)
        );
        if (unknown.Key is not null)
        {
            throw new BadInputException(
                unknown.Key,
                $"is not a parameter of {Id}, which takes {string.Join(", ", Parameters.Select(p => p.Name))}."
            );
        }

        foreach (var parameter in Parameters)
        {
            NamedBy(
                parameter,
                () => AskedScope.CheckNames(record, SystemScope.Expand(record, on, [.. Chosen(parameter, given)]))
            );
        }

        return Register.Ask(record, on, FiltersFor(given), Sorts, Columns, Missing, among);
    }

    /// <summary>The filters on its register for values of its parameters.</summary>
    /// <exception cref="BadInputException">A value cannot be read; the field is the parameter.</exception>
    public IReadOnlyList<Filter> FiltersFor(IReadOnlyDictionary<string, string?> given) =>
        [.. Filters, .. Parameters.SelectMany(p => Chosen(p, given))];

    // A value that cannot be read is the parameter's fault, not that of the filter behind it.
    private IEnumerable<Filter> Chosen(QuestionParameter parameter, IReadOnlyDictionary<string, string?> given)
    {
        var value =
            given.GetValueOrDefault(parameter.Name) is { } text && !string.IsNullOrWhiteSpace(text)
                ? text.Trim()
                : parameter.Default;
        if (value is null)
        {
            yield break;
        }

        var filter = Filter.Parse(parameter.Filter, parameter.Before + value);
        NamedBy(parameter, () => filter.In(Register.Columns));
        yield return filter;
    }

    private static void NamedBy(QuestionParameter parameter, Action check)
    {
        try
        {
            check();
        }
        catch (BadInputException e)
        {
            throw new BadInputException(parameter.Name, e.Problem);
        }
    }
}

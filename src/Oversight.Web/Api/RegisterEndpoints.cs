using Oversight.Projections.Registers;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Which rows of a register are asked for; any column is a filter besides.</summary>
internal sealed record RowsAsked : IAsksMore
{
    [Step("The name of a register; /api/registers lists them.", "organisations")]
    public required string Name { get; init; }

    /// <summary>Columns to sort by, with commas between, a hyphen before one that descends: -due,ods. Empty cells come last.</summary>
    public string? Sort { get; init; }

    /// <summary>The columns wanted, with commas between; without it all.</summary>
    public string? Columns { get; init; }

    /// <summary>At most so many rows, 1 to 10000; without it 1000 in JSON, and all in a file.</summary>
    public string? Limit { get; init; }

    /// <summary>Rows to pass over, as "next" of an earlier answer says; give the same known, so that both are of one place.</summary>
    public string? After { get; init; }
}

/// <summary>The registers.</summary>
internal static class RegisterEndpoints
{
    /// <summary>The parameters that are not filters; no column is called so.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
    [.. QueryParameters.Of(typeof(AsOf), typeof(RowsAsked), typeof(TableFormAsked))];

    private const string Filters =
        "Any column of the register as a filter: column=value (one of several with commas), column.not, column.atLeast, "
        + "column.atMost (numbers, dates, instants), column.contains (texts, lists), column.empty=true.";

    private const int MostRows = 10_000;

    /// <summary>How many rows there are in JSON where nobody says how many are wanted.</summary>
    private const int UsualRows = 1_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var registers = api.MapGroup("").WithTags("Registers");
        registers.MapGet("/registers", List).WithName("ListRegisters");
        registers.MapGet("/registers/{name}", GetAsync).WithName("GetRegister").WithMetadata(new AnswersInCsv(Filters));
    }

    /// <summary>Every register with its columns.</summary>
    public static Answered<IReadOnlyList<RegisterDescription>> List() =>
        // The program says so, not the record: no place contributes.
        new(RegisterDescription.All, Contributing: -1);

    /// <summary>The rows of a register on a day.</summary>
    public static async Task<Answered<RegisterTable>> GetAsync(
        [AsParameters] RowsAsked asked,
        [AsParameters] AsOf asOf,
        [AsParameters] TableFormAsked form
    )
    {
        var register =
            Register.All.FirstOrDefault(r => r.Name == asked.Name)
            ?? throw ProblemException.NoSuchAddress(
                $"There is no register \"{asked.Name}\": the registers are {string.Join(", ", Register.All.Select(r => r.Name))}."
            );
        Filter[] filters = [.. FiltersIn(asOf.Context.Request)];
        var day = asOf.Day;
        var limit = Number(asked.Limit, "limit", 1, MostRows);
        var after = Number(asked.After, "after", 0, int.MaxValue) ?? 0;
        var wanted = form.Of(asOf.Context);
        var sorts = asked.Sort is null ? [] : Sort.Parse(asked.Sort);
        var at = await asOf.AtAsync();
        return await AnswerAsync(
            register.Name,
            register.Ask(at, day, filters, sorts, asked.Columns?.Split(',') ?? []),
            table => table,
            wanted,
            AboutTable.Of(register.Title, register, at, asOf.Instant, filters, sorts),
            after,
            // A file has all of them, and is written as it is computed.
            limit ?? (wanted == TableForm.Json ? UsualRows : int.MaxValue),
            asOf
        );
    }

    /// <summary>The filters in a query: whatever is no other parameter.</summary>
    public static IEnumerable<Filter> FiltersIn(HttpRequest request)
    {
        foreach (var (name, values) in request.Query)
        {
            if (values.Count != 1)
            {
                throw ProblemException.BadInput(name, $"\"{name}\" is given {values.Count} times; give it once.");
            }

            if (!Reserved.Contains(name))
            {
                yield return Filter.Parse(name, values[0] ?? "");
            }
        }
    }

    /// <summary>An answer in the form that is wanted.</summary>
    public static async Task<Answered<T>> AnswerAsync<T>(
        string what,
        RegisterAnswer answer,
        Func<RegisterTable, T> body,
        TableForm form,
        AboutTable about,
        int after,
        int limit,
        AsOf asOf
    )
        where T : class
    {
        var page = answer with { Rows = [.. answer.Rows.Skip(after).Take(limit)] };
        var people = await RegisterTable.PeopleInAsync(page, asOf.Record, asOf.Context.Seen(), asOf.Aborted);
        string[] asked =
        [
            $"{answer.On:O}",
            $"{form}",
            .. asOf
                .Context.Request.Query.Where(q => q.Key is not "on" and not "known" and not "format")
                .OrderBy(q => q.Key, StringComparer.Ordinal)
                .Select(q => $"{q.Key}={q.Value}"),
            .. PeopleNames.Shown(people),
        ];
        return new(
            form == TableForm.Json
                ? body(RegisterTable.Of(answer, asOf.Context.Seen().KnownTold(asOf.Instant), people, after, limit))
                : null,
            answer.Place,
            asked
        )
        {
            AsFile = form == TableForm.Json ? null : new TableFile(form, about, what, page, people),
        };
    }

    private static int? Number(string? text, string field, int least, int most) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw new BadInputException(field, $"must be a whole number from {least} to {most}.");
}

using System.ComponentModel;
using Oversight.Projections.Registers;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>The registers.</summary>
internal static class RegisterEndpoints
{
    /// <summary>The parameters that are not filters; no column is called so.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
    ["on", "known", "sort", "columns", "limit", "after", "format"];

    private const int MostRows = 10_000;

    /// <summary>How many rows there are in JSON where nobody says how many are wanted.</summary>
    private const int UsualRows = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/registers", List)
            .Reads<IReadOnlyList<RegisterDescription>>("ListRegisters", "Registers", "Every register with its columns");
        routes
            .MapGet("/api/registers/{name}", GetAsync)
            .Reads<RegisterTable>("GetRegister", "Registers", "The rows of a register on a day")
            .AlsoInCsv(Parameters.Filters);
    }

    private static Answer<IReadOnlyList<RegisterDescription>> List(HttpContext context, OpenRecord record)
    {
        Coordinates.OnlyTakes(context.Request);
        // The program says so, not the record: no place contributes.
        return new(RegisterDescription.All, record.SeenToday(context).Place, contributing: -1);
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.Register)] string name,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        [Description(Parameters.Sort)] string? sort,
        [Description(Parameters.Columns)] string? columns,
        [Description(Parameters.Limit)] string? limit,
        [Description(Parameters.After)] string? after,
        [Description(Parameters.Format)] string? format,
        HttpContext context,
        OpenRecord record
    )
    {
        var register =
            Register.All.FirstOrDefault(r => r.Name == name)
            ?? throw ProblemException.NoSuchAddress(
                $"There is no register \"{name}\": the registers are {string.Join(", ", Register.All.Select(r => r.Name))}."
            );
        Filter[] filters = [.. FiltersIn(context.Request)];
        var day = Coordinates.Day(on, record.Clock);
        var most = Number(limit, "limit", 1, MostRows) ?? int.MaxValue;
        var skip = Number(after, "after", 0, int.MaxValue) ?? 0;
        var inCsv = WantsCsv(context, format);
        // A file has all of them, and is written as it is computed.
        most = limit is null && !inCsv ? UsualRows : most;
        var sorts = sort is null ? [] : Sort.Parse(sort);
        var at = await record.AtAsync(known, context);
        var answer = register.Ask(at, day, filters, sorts, columns is null ? [] : columns.Split(','));
        return await AnswerAsync(
            register.Name,
            answer,
            table => table,
            inCsv,
            skip,
            most,
            Coordinates.Known(known),
            context,
            record
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

    /// <summary>Whether CSV is wanted: the parameter decides, without it the header.</summary>
    public static bool WantsCsv(HttpContext context, string? format)
    {
        context.Response.Headers.Append("Vary", "Accept");
        return format switch
        {
            null => CsvAnswer.IsPreferredBy(context.Request),
            "csv" => true,
            "json" => false,
            _ => throw ProblemException.BadInput("format", $"\"{format}\" is not a format; it is json or csv."),
        };
    }

    /// <summary>An answer in the form that is wanted.</summary>
    public static async Task<IResult> AnswerAsync<T>(
        string what,
        RegisterAnswer answer,
        Func<RegisterTable, T> body,
        bool inCsv,
        int after,
        int limit,
        DateTimeOffset? known,
        HttpContext context,
        OpenRecord record
    )
    {
        var page = answer with { Rows = [.. answer.Rows.Skip(after).Take(limit)] };
        var people = await RegisterTable.PeopleInAsync(page, record, context.RequestAborted);
        string[] coordinates =
        [
            $"{answer.On:O}",
            inCsv ? "csv" : "json",
            .. context
                .Request.Query.Where(q => q.Key is not "on" and not "known" and not "format")
                .OrderBy(q => q.Key, StringComparer.Ordinal)
                .Select(q => $"{q.Key}={q.Value}"),
            .. people.Keys,
        ];
        return inCsv
            ? new CsvAnswer(what, page, people, coordinates)
            : new Answer<T>(
                body(RegisterTable.Of(answer, known, people, after, limit)),
                answer.Place,
                answer.Place,
                coordinates
            );
    }

    private static int? Number(string? text, string field, int least, int most) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw new BadInputException(field, $"must be a whole number from {least} to {most}.");
}

using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>What a question to the record is as known at.</summary>
internal interface IAsksAsKnown
{
    /// <summary>The instant, as it was sent; null for now.</summary>
    string? Known { get; }

    /// <summary>The request.</summary>
    HttpContext Context { get; }

    /// <summary>What is asked.</summary>
    OpenRecord Record { get; }
}

/// <summary>What is read of every question that is asked as known at an instant.</summary>
internal static class AskedAsKnown
{
    extension(IAsksAsKnown asked)
    {
        /// <summary>The instant; null for now.</summary>
        public DateTimeOffset? Instant => Coordinates.Known(asked.Known);

        /// <summary>Ends when whoever asks no longer waits.</summary>
        public CancellationToken Aborted => asked.Context.RequestAborted;

        /// <summary>The record as asked for, and as whoever asks may see it.</summary>
        public Task<Projections.Timelines.RecordAt> AtAsync() =>
            asked.Record.AtInstantAsync(asked.Instant, asked.Context);
    }
}

/// <summary>A question to the record as known at an instant.</summary>
internal sealed record AsKnown : IAsksAsKnown
{
    /// <summary>
    /// As known when: an instant with its offset (2026-11-21T12:00:00Z), not in the future; without it now. What was recorded later is left out.
    /// </summary>
    public string? Known { get; init; }

    public required HttpContext Context { get; init; }

    [FromServices]
    public required OpenRecord Record { get; init; }
}

/// <summary>The two times of a question: the day it is about, and as known when.</summary>
internal sealed record AsOf : IAsksAsKnown
{
    /// <summary>The day that is asked about, exact (2024-03-31 or 31 March 2024); without it today in London.</summary>
    /// <example>2024-03-31</example>
    public string? On { get; init; }

    /// <inheritdoc cref="AsKnown.Known"/>
    public string? Known { get; init; }

    public required HttpContext Context { get; init; }

    [FromServices]
    public required OpenRecord Record { get; init; }

    /// <summary>The day; today in London when none is given.</summary>
    public DateOnly Day => Coordinates.Day(On, Record.Clock);
}

/// <summary>In which form rows are asked for that are had as JSON or CSV.</summary>
internal sealed record FormAsked
{
    /// <summary>
    /// json or csv; without it what the header Accept asks for. CSV is UTF-8 with a row of column names (RFC 4180); a text that a spreadsheet
    /// would take for a formula (it begins with = + - @, a tab or a carriage return) has an apostrophe before it.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>Whether CSV is wanted.</summary>
    public bool IsCsv(HttpContext context) => TableFile.Asked(Format, context, inXlsx: false) == TableForm.Csv;
}

/// <summary>In which form a table is asked for.</summary>
internal sealed record TableFormAsked
{
    /// <summary>
    /// json, csv or xlsx; without it what the header Accept asks for. CSV is UTF-8 with a row of column names (RFC 4180); a text that a spreadsheet
    /// would take for a formula (it begins with = + - @, a tab or a carriage return) has an apostrophe before it. A workbook (xlsx) has a sheet
    /// that says what was asked, and a sheet of the rows, with dates and numbers as such; no cell of it is a formula.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The form that is wanted.</summary>
    public TableForm Of(HttpContext context) => TableFile.Asked(Format, context, inXlsx: true);
}

/// <summary>A step of an address; its description stands here, for comments are not found by the names of steps.</summary>
/// <param name="description">What it names.</param>
/// <param name="example">An example.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StepAttribute(string description, string example)
    : DescriptionAttribute(description),
        IFromRouteMetadata
{
    public string? Name => null;

    public string Example { get; } = example;
}

/// <summary>An organisation that an address names.</summary>
internal sealed record OfOrganisation
{
    public static SubjectKind Kind => SubjectKind.Organisation;

    public static string Form => "/organisations/{ods}";

    [Step("The organisation's ODS code: 3 or 5 letters and digits.", "QYG")]
    public required string Ods { get; init; }

    public OdsCode Code => OdsCode.Parse(Ods);

    public SubjectId Subject => SubjectId.Of(Kind, Ods);
}

/// <summary>A framework version that an address names.</summary>
internal sealed record OfFramework
{
    public static SubjectKind Kind => SubjectKind.Framework;

    public static string Form => "/frameworks/{id}";

    [Step("The id of a framework version; /api/frameworks lists them.", "nof-2022-23")]
    public required string Id { get; init; }

    public SubjectId Subject => SubjectId.Of(Kind, Id);
}

/// <summary>An engagement that an address names.</summary>
internal sealed record OfRecovery
{
    public static SubjectKind Kind => SubjectKind.Recovery;

    public static string Form => "/recoveries/{id}";

    [Step("The id: small letters, digits and hyphens, such as qoc-2021.", "qoc-2021")]
    public required string Id { get; init; }

    public SubjectId Subject => SubjectId.Of(Kind, Id);
}

/// <summary>Undertakings that an address names.</summary>
internal sealed record OfUndertakings
{
    public static SubjectKind Kind => SubjectKind.Undertakings;

    public static string Form => "/undertakings/{id}";

    [Step("The id: small letters, digits and hyphens, such as rxw-2023.", "rxw-2023")]
    public required string Id { get; init; }

    public SubjectId Subject => SubjectId.Of(Kind, Id);
}

/// <summary>Marks what is asked where more may be asked than its members say; the endpoint checks that.</summary>
internal interface IAsksMore;

/// <summary>The query parameters that an address takes: the members of what it is asked.</summary>
internal static class QueryParameters
{
    /// <summary>The names of those that a record of what is asked stands for.</summary>
    public static IEnumerable<string> Of(params IEnumerable<Type> asked) =>
        asked
            .SelectMany(type => type.GetProperties())
            .Where(member => member.CanWrite && member.PropertyType == typeof(string))
            .Where(member => !member.IsDefined(typeof(StepAttribute)))
            .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name));

    /// <summary>Refuses others, and those that are given twice, before the endpoint is called.</summary>
    public static EndpointFilterDelegate Check(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        Type[] asked =
        [
            .. endpoint
                .MethodInfo.GetParameters()
                .Where(parameter => parameter.IsDefined(typeof(AsParametersAttribute)))
                .Select(parameter => parameter.ParameterType),
        ];
        if (asked.Any(type => type.IsAssignableTo(typeof(IAsksMore))))
        {
            return next;
        }

        string[] names = [.. Of(asked)];
        return call =>
        {
            Coordinates.OnlyTakes(call.HttpContext.Request, names);
            return next(call);
        };
    }
}

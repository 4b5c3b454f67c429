using System.CommandLine.Parsing;
using Oversight.Projections.Answers;

namespace Oversight.Cli;

/// <summary>Arguments and options in the words of the field: each says what it cannot read, and what would be right.</summary>
internal static class Inputs
{
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mmzzz",
    ];

    /// <summary>The day that a status is about; today in London when it is not given.</summary>
    public static Option<DateOnly?> On() =>
        Parsed<DateOnly?>(
            "--on",
            "DATE",
            "The day asked about, such as 2024-03-31. Default: today.",
            text => Day(text)
        );

    /// <summary>As known at an instant.</summary>
    public static Option<DateTimeOffset?> Known() =>
        Parsed<DateTimeOffset?>(
            "--known",
            "INSTANT",
            "As the record was known then, such as 2026-11-21T12:00:00Z. Default: now.",
            text => Instant(text)
        );

    /// <summary>An organisation's code.</summary>
    public static Argument<OdsCode> Ods() =>
        Argument("ODS", "The organisation's ODS code, such as QOC.", text => OdsCode.Parse(text, "ODS"));

    /// <summary>Only one region's organisations.</summary>
    public static Option<Region?> InRegion(string description) =>
        Parsed<Region?>("--region", "CODE", description, text => Region.Of(text));

    /// <summary>Only one organisation.</summary>
    public static Option<OdsCode?> OfOrganisation(string description, string name = "--organisation") =>
        Parsed<OdsCode?>(name, "ODS", description, text => OdsCode.Parse(text, name));

    /// <summary>An option that is given or not.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>An argument that is read by a function which throws a sentence.</summary>
    public static Argument<T> Argument<T>(string name, string description, Func<string, T> read) =>
        new(name) { Description = description, CustomParser = result => Try(result, name, read) };

    /// <summary>An argument that may be left out.</summary>
    public static Argument<T?> Optional<T>(string name, string description, Func<string, T?> read) =>
        new(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens.Count == 0 ? default : Try(result, name, read),
        };

    /// <summary>An option that is read by a function which throws a sentence.</summary>
    public static Option<T> Parsed<T>(string name, string helpName, string description, Func<string, T> read) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Try(result, name, read),
        };

    /// <summary>An option that may be given more than once.</summary>
    public static Option<T[]> ParsedEach<T>(string name, string helpName, string description, Func<string, T> read) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                try
                {
                    return [.. result.Tokens.Select(token => read(token.Value))];
                }
                catch (Exception e) when (e is FormatException or BadInputException)
                {
                    result.AddError(WithName(name, e));
                    return [];
                }
            },
        };

    /// <summary>A text option.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>A date as precise as it is known.</summary>
    public static Option<DateWithPrecision?> Date(string name, string description) =>
        Parsed<DateWithPrecision?>(name, "DATE", description, text => DateWithPrecision.Parse(text));

    /// <summary>One exact day.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DateOnly Day(string text) =>
        DateWithPrecision.Parse(text) is { Precision: DatePrecision.Day } day
            ? day.Earliest
            : throw new FormatException($"\"{text}\" is not an exact day: write 2024-03-31 or 31 March 2024.");

    /// <summary>An instant with its offset from UTC.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParseExact(
            text.EndsWith('Z') ? text[..^1] + "+00:00" : text,
            InstantFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var instant
        )
            ? instant
            : throw new FormatException(
                $"\"{text}\" is not an instant: write it with its offset, such as 2026-11-21T12:00:00Z."
            );

    /// <summary>
    /// An instant as it is shown: London time for people, and UTC to the microsecond, so that it can be asked for again
    /// exactly.
    /// </summary>
    public static string Shown(this DateTimeOffset instant)
    {
        var london = London.At(instant);
        return $"{DateWithPrecision.Day(London.DayOf(instant))}, {london:HH:mm:ss} ({AnswerJson.Instant(instant)})";
    }

    /// <summary>A long text's beginning, for a line on a screen; a pipe and JSON have it whole.</summary>
    public static string Shortened(this string text) =>
        text.Length <= 100 || Shell.Current.OutIsRedirected ? text : text[..99] + "…";

    /// <summary>How many there are of something: "1 row", "2 rows", "1,500 entries".</summary>
    public static string Of(this int number, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : several ?? one + "s")}");

    /// <summary>A file's bytes.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(Shell.Current.PathOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads an argument by a function which throws a sentence.</summary>
    public static T Try<T>(ArgumentResult result, string name, Func<string, T> read)
    {
        try
        {
            return read(result.Tokens.Single().Value);
        }
        catch (Exception e) when (e is FormatException or BadInputException)
        {
            result.AddError(WithName(name, e));
            return default!;
        }
    }

    /// <summary>What is wrong with the value of an input.</summary>
    public static string WithName(string name, Exception e) => $"{name}: {Problem(e)}";

    /// <summary>What is wrong, without the field: the input has a name of its own.</summary>
    public static string Problem(Exception e) => e is BadInputException bad ? bad.Problem : e.Message;
}

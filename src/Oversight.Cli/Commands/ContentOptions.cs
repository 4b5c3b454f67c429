using System.CommandLine;
using System.Text;
using System.Text.Json;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Cli.Commands;

/// <summary>The options for what single kinds of events say.</summary>
internal static class ContentOptions
{
    public static readonly Option<string?> Label = Inputs.Text("--label", "TEXT", "The label exactly as printed.");

    public static readonly Option<DateWithPrecision?> NextReviewDue = Inputs.Date(
        "--next-review-due",
        "When it is to be looked at next."
    );

    public static readonly Option<Successor[]> Successors = Inputs.ParsedEach(
        "--successor",
        "ODS:KIND",
        "One that follows, and how: merger, split or boundary-extension, such as S1Y5D:merger; may be given several times.",
        text =>
        {
            var parts = text.Split(':');
            return parts.Length == 2
                ? new Successor(OdsCode.Parse(parts[0], "--successor"), Word<SuccessionKind>(parts[1]))
                : throw new FormatException($"\"{text}\" is not ODS:KIND, such as S1Y5D:merger.");
        }
    );

    public static readonly Option<string?> Name = Inputs.Text("--name", "NAME", "The official name.");

    public static readonly Option<Region?> InRegion = Inputs.Parsed<Region?>(
        "--region",
        "CODE",
        "The region that oversees it, such as Y60.",
        text => Region.Of(text)
    );

    public static readonly Option<OrganisationKind?> Kind = Inputs.Parsed<OrganisationKind?>(
        "--kind",
        "KIND",
        "What it is: icb, nhs-trust or nhs-foundation-trust.",
        text => Word<OrganisationKind>(text)
    );

    public static readonly Option<string[]> AlsoKnownAs = Inputs.ParsedEach(
        "--also-known-as",
        "NAME",
        "Another name under which documents print it; may be given several times.",
        text => text
    );

    /// <summary>An event from a file, in the shape in which it is stored.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or has not that shape.</exception>
    public static T FromFile<T>(string path)
        where T : Event
    {
        var bytes = Inputs.ReadFile(path);
        try
        {
            return (T)EventCatalogue.Read(EventCatalogue.NameOf(typeof(T)), Encoding.UTF8.GetString(bytes));
        }
        catch (JsonException e)
        {
            throw new BadInputException(path, $"has not the shape of {EventCatalogue.NameOf(typeof(T))}: {e.Message}");
        }
    }

    private static T Word<T>(string text)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));
        return words.TryGetValue(text, out var value)
            ? value
            : throw new FormatException($"\"{text}\" is none of {string.Join(", ", words.Keys)}.");
    }
}

using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Oversight.Desk;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;

namespace Oversight.Cli.Commands;

/// <summary>
/// One member of what an event says, as an option of the command line (or as an argument). The shape of the event tells
/// how it is read, its documentation what it means.
/// </summary>
internal sealed class ContentMember
{
    private readonly Option<JsonNode?>? option;
    private readonly Argument<JsonNode?>? argument;

    private ContentMember(DecisionMember shape, bool asArgument, IReadOnlySet<string> taken)
    {
        Shape = shape;
        var name = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(Name);
        InputName =
            asArgument ? Name.ToUpperInvariant()
            : taken.Contains(name) ? name + "-entry"
            : name;
        if (asArgument)
        {
            argument = new(InputName)
            {
                Description = shape.Help,
                Arity = ArgumentArity.ZeroOrOne,
                CustomParser = Parse,
            };
        }
        else
        {
            option = new(InputName)
            {
                Description = (shape.Help + MemberText.Note(shape)).Trim(),
                HelpName = MemberText.HelpName(shape),
                Arity = shape.IsList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
                CustomParser = Parse,
            };
        }
    }

    /// <summary>What it says, and in which shape.</summary>
    public DecisionMember Shape { get; }

    /// <summary>Its name in the stored event.</summary>
    public string Name => Shape.Name;

    /// <summary>Its type.</summary>
    public Type Type => Shape.Type;

    /// <summary>True when it must be given, unless something holds without it.</summary>
    public bool IsRequired => Shape.IsRequired;

    /// <summary>The name of its option or argument.</summary>
    public string InputName { get; }

    /// <summary>How a text is read in place of the way that the type alone would have it.</summary>
    public Func<string, JsonNode>? Reading { get; init; }

    /// <summary>What holds when it is not given.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Another option by which it can be given; null when there is none.</summary>
    public Option<JsonNode?>? Compact { get; init; }

    /// <summary>One member of a type of events.</summary>
    /// <param name="owner">The event's type.</param>
    /// <param name="name">The member's name in the stored event.</param>
    /// <param name="asArgument">True for an argument in place of an option.</param>
    /// <param name="taken">Names of options that mean something else already.</param>
    public static ContentMember Of(Type owner, string name, bool asArgument, IReadOnlySet<string> taken)
    {
        var shape = DecisionShape.Of(owner, name);
        return (owner.Name, name) switch
        {
            (nameof(OrganisationRegistered), "region") => new(shape, asArgument, taken)
            {
                Reading = text => Region.Of(text).Code,
            },
            (nameof(OrganisationRegistered), "kind") => new(shape, asArgument, taken) { Default = "icb" },
            (nameof(OrganisationSucceeded), "successors") => new(shape, asArgument, taken)
            {
                Compact = ContentOptions.Successor(),
            },
            _ => new(shape, asArgument, taken),
        };
    }

    /// <summary>Adds its inputs to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isNew">True where something new is said, so that what must be said is marked.</param>
    public void AddTo(Command command, bool isNew)
    {
        if (isNew && Shape.MayBeLeftOpen)
        {
            option!.Description += " Left out: the only one that is open.";
        }

        if (isNew && IsRequired && Default is null && Compact is null && option is not null)
        {
            option.Description += " Required.";
        }

        if (argument is not null)
        {
            command.Arguments.Add(argument);
        }

        foreach (var one in new[] { option, Compact })
        {
            if (one is not null)
            {
                command.Options.Add(one);
            }
        }
    }

    /// <summary>True when something was given for it.</summary>
    public bool IsGiven(SymbolResult result) =>
        (argument is not null && result.GetResult(argument) is { Implicit: false, Tokens.Count: > 0 })
        || (option is not null && result.GetResult(option) is { Implicit: false })
        || (Compact is not null && result.GetResult(Compact) is { Implicit: false });

    /// <summary>What was given for it, as it is stored; null when nothing was and nothing holds then.</summary>
    public JsonNode? Read(ParseResult parsed)
    {
        var compact = Compact is null ? null : parsed.GetValue(Compact);
        var given = argument is not null ? parsed.GetValue(argument) : parsed.GetValue(option!);
        return (given, compact) switch
        {
            (null, null) => Default?.DeepClone(),
            (JsonArray some, JsonArray more) => new JsonArray([.. some.Concat(more).Select(item => item!.DeepClone())]),
            _ => (given ?? compact)!.DeepClone(),
        };
    }

    /// <summary>The field of an error in the words of the command line; null when it is not about this member.</summary>
    public string? FieldOf(string field) =>
        field == Name || (field.StartsWith(Name, StringComparison.Ordinal) && field[Name.Length] is '.' or '[')
            ? InputName + field[Name.Length..]
            : null;

    private JsonNode? Parse(ArgumentResult result) =>
        MemberText.Read(
            result,
            Shape,
            InputName,
            texts => Reading is null ? MemberText.Written(Type, texts) : Reading(texts.Single())
        );
}

/// <summary>Members of events as a person writes them on the command line.</summary>
internal static class MemberText
{
    private const string AsJson = "JSON|@FILE.json";

    /// <summary>What was given for an input, as JSON of a type; null, and an error that names its place, where it is not that.</summary>
    public static JsonNode? Read(
        ArgumentResult result,
        DecisionMember shape,
        string input,
        Func<IReadOnlyList<string>, JsonNode> write
    )
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        try
        {
            var said = write([.. result.Tokens.Select(token => token.Value)]);
            StrictJson.Read(JsonSerializer.SerializeToElement(said), shape.Type, input);
            return said;
        }
        catch (Exception e) when (e is FormatException or BadInputException)
        {
            result.AddError(
                // The reader has named the place inside what was given; it names no value, and a line has many words.
                e is BadInputException bad
                && bad.Field.StartsWith(input, StringComparison.Ordinal)
                    ? $"{bad.Field}: {Quoted(result, shape)}{bad.Problem}"
                    : Inputs.WithName(input, e)
            );
            return null;
        }
    }

    /// <summary>
    /// What texts say, written as JSON for <see cref="StrictJson"/> to read: lists take several, and each text may be JSON where
    /// the shape is not plain.
    /// </summary>
    /// <exception cref="FormatException">JSON is wanted, and it is none.</exception>
    /// <exception cref="BadInputException">A file cannot be read.</exception>
    public static JsonNode Written(Type type, params IReadOnlyList<string> texts) =>
        Shape(type) is { Kind: JsonTypeInfoKind.Enumerable } list
            ? new JsonArray([.. texts.SelectMany(text => Items(text, list.ElementType!))])
            : One(texts.Single(), type);

    /// <summary>How a value of that member is called in help.</summary>
    public static string HelpName(DecisionMember shape) =>
        shape.Kind switch
        {
            ValueKind.Object or ValueKind.Document or ValueKind.Content => AsJson,
            ValueKind.Number => "NUMBER",
            ValueKind.YesOrNo => "true|false",
            ValueKind.Date or ValueKind.Day => "DATE",
            ValueKind.Entry => "ENTRY-ID",
            ValueKind.Organisation => "ODS",
            ValueKind.Choice when shape.Enumeration is not null => string.Join(
                '|',
                shape.Words!.Words.Select(word => word.Value)
            ),
            _ => "TEXT",
        };

    /// <summary>What else is to be known of a value of that member.</summary>
    public static string Note(DecisionMember shape) =>
        (
            shape.Members.Count == 0
                ? ""
                : $" Members: {string.Join(", ", shape.Members.Select(m => m.IsRequired ? m.Name : $"[{m.Name}]"))}."
        ) + (shape.IsList ? " May be given several times." : "");

    /// <summary>A value of that member in an example.</summary>
    public static string ExampleOf(DecisionMember shape) =>
        shape.Kind switch
        {
            ValueKind.Object or ValueKind.Document or ValueKind.Content => "@FILE.json",
            ValueKind.Date => "\"Q1 2025/26\"",
            ValueKind.Organisation => "RXW",
            ValueKind.YesOrNo => "true",
            ValueKind.Entry => "0193500e-…",
            ValueKind.Choice when shape.Enumeration is not null => shape.Words!.Words[0].Value,
            _ => "\"…\"",
        };

    private static string Quoted(ArgumentResult result, DecisionMember shape) =>
        result.Tokens is [var only] && HelpName(shape) != AsJson ? $"\"{only.Value.Shortened()}\" " : "";

    private static JsonTypeInfo Shape(Type type) =>
        EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    // A list of texts may be one JSON list, and so may a list of objects, which may also come one by one.
    private static IEnumerable<JsonNode?> Items(string text, Type item)
    {
        if (Shape(item).Kind == JsonTypeInfoKind.Object || text.StartsWith("[\"", StringComparison.Ordinal))
        {
            return Json(text) is JsonArray items ? items.Select(i => i?.DeepClone()) : [Json(text)];
        }

        return [One(text, item)];
    }

    // What is not as it must be is left as it is: the reader says what is wrong with it.
    private static JsonNode One(string text, Type type)
    {
        var shape = Shape(type);
        return shape switch
        {
            { Kind: not JsonTypeInfoKind.None } => Json(text),
            _ when shape.Type == typeof(int)
                    && int.TryParse(
                        text,
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var number
                    ) => number,
            _ when shape.Type == typeof(bool) && bool.TryParse(text, out var isSo) => isSo,
            _ when shape.Type == typeof(OdsCode) && OdsCode.TryParse(text, out var code) => code.Value,
            _ => text,
        };
    }

    private static JsonNode Json(string text)
    {
        var json = text is ['@', .. var path] ? System.Text.Encoding.UTF8.GetString(Inputs.ReadFile(path)) : text;
        try
        {
            return JsonNode.Parse(json) ?? throw new FormatException("null says nothing.");
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"\"{text.Shortened()}\" is neither JSON nor @FILE.json with JSON in it: {e.Message}",
                e
            );
        }
    }
}

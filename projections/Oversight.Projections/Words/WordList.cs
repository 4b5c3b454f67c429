using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oversight.Record.Authority;
using Oversight.Record.Catalogue;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Words;

/// <summary>One word that somebody can choose.</summary>
/// <param name="Value">The word, as it is stored and sent.</param>
/// <param name="Help">What it means, in a sentence.</param>
public sealed record Word(string Value, string? Help);

/// <summary>
/// The words among which somebody chooses, each with its help: the one place from which the description of the API, the help of the
/// command line and the page of words take them. Of enumerations the help is what their documentation says.
/// </summary>
/// <param name="Name">Its name, such as support-kind.</param>
/// <param name="Says">What is chosen by it.</param>
/// <param name="Words">The words, in order.</param>
public sealed record WordList(string Name, string? Says, IReadOnlyList<Word> Words)
{
    /// <summary>The name of the list of bodies.</summary>
    public const string Bodies = "bodies";

    /// <summary>The name of the list of legal bases.</summary>
    public const string LegalBases = "legal-bases";

    /// <summary>Every list: kinds of entries, bodies, legal bases, regions, and each enumeration that an event uses.</summary>
    public static IReadOnlyList<WordList> All { get; } =
    [
        new(
            "kinds",
            "The kinds of entries, by the word under which they are logged.",
            [.. EventCatalogue.Kinds.Select(kind => new Word(kind.Word, Documentation.Of(kind.Type)))]
        ),
        new(
            Bodies,
            "The bodies that decide; an organisation decides in its own name under its ODS code.",
            [.. DecidingBody.All.Select(body => new Word(body.Id, $"{body.Name}. {body.Help}"))]
        ),
        new(
            LegalBases,
            "What undertakings and directions rest on in law.",
            [.. LegalBasis.All.Select(basis => new Word(basis.Id, $"{basis.Title}. {basis.Help}"))]
        ),
        new(
            "regions",
            "The regions of NHS England.",
            [.. Region.All.Select(region => new Word(region.Code, $"{region.Name}."))]
        ),
        .. EnumerationsOfEvents().Select(Of).OrderBy(list => list.Name, StringComparer.Ordinal),
    ];

    /// <summary>The words of an enumeration.</summary>
    public static WordList Of(Type enumeration) =>
        new(
            JsonNamingPolicy.KebabCaseLower.ConvertName(enumeration.Name),
            Documentation.Of(enumeration),
            [
                .. Enum.GetNames(enumeration)
                    .Select(name => new Word(
                        JsonNamingPolicy.KebabCaseLower.ConvertName(name),
                        Documentation.OfValue(enumeration, name)
                    )),
            ]
        );

    /// <summary>
    /// The words that a member of an event can hold, or the items of its list; null where it is no choice.
    /// </summary>
    /// <param name="member">The member's name in JSON.</param>
    /// <param name="type">Its type.</param>
    public static WordList? ForMember(string member, Type type)
    {
        var shape = ShapeOf(type);
        var item = shape.Kind == JsonTypeInfoKind.Enumerable ? ShapeOf(shape.ElementType!).Type : shape.Type;
        return item.IsEnum ? Of(item)
            : item == typeof(string) && member == "legalBasis" ? All.First(list => list.Name == LegalBases)
            : null;
    }

    /// <summary>The enumerations that events use, wherever in them.</summary>
    internal static IReadOnlyCollection<Type> EnumerationsOfEvents()
    {
        var (found, seen) = (new HashSet<Type>(), new HashSet<Type>());
        var open = new Stack<Type>(EventCatalogue.Kinds.Select(kind => kind.Type));
        while (open.TryPop(out var next))
        {
            var shape = ShapeOf(next);
            if (!seen.Add(shape.Type))
            {
                continue;
            }

            if (shape.Type.IsEnum)
            {
                found.Add(shape.Type);
            }
            else if (shape.Kind == JsonTypeInfoKind.Enumerable)
            {
                open.Push(shape.ElementType!);
            }
            else if (shape.Kind == JsonTypeInfoKind.Object)
            {
                foreach (var property in shape.Properties)
                {
                    open.Push(property.PropertyType);
                }
            }
        }

        return found;
    }

    private static JsonTypeInfo ShapeOf(Type type) =>
        EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Oversight.Projections.Answers;

/// <summary>
/// What the documentation of types says of them and of their members, in plain words: of events for the help of the
/// command line and the page of events, of the rows of registers for those who read them. It is read from the file that
/// the compiler writes beside the assembly; without that file there are no descriptions.
/// </summary>
public static partial class Documentation
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Members = new();

    /// <summary>What a type is; null when nothing is said.</summary>
    public static string? Of(Type type) => Words(Find('T', type, type.FullName)?.Element("summary"));

    /// <summary>What a member of a record is, by its name in C# or in JSON; null when nothing is said.</summary>
    public static string? Of(Type type, string member)
    {
        var parameter = Find('T', type, type.FullName)
            ?.Elements("param")
            .FirstOrDefault(p => JsonName(p.Attribute("name")?.Value ?? "") == JsonName(member));
        if (parameter is not null)
        {
            return Words(parameter);
        }

        var property = type.GetProperty(member, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        return Words(Find('P', type, $"{property?.DeclaringType?.FullName}.{property?.Name}")?.Element("summary"));
    }

    /// <summary>What a value of an enumeration means, by its name in C#; null when nothing is said.</summary>
    public static string? OfValue(Type enumeration, string name) =>
        Words(Find('F', enumeration, $"{enumeration.FullName}.{name}")?.Element("summary"));

    private static string JsonName(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static XElement? Find(char kind, Type of, string? name) =>
        Members.GetOrAdd(of.Assembly, ReadFile).GetValueOrDefault($"{kind}:{name}");

    private static Dictionary<string, XElement> ReadFile(Assembly assembly)
    {
        try
        {
            return XDocument
                .Load(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml"))
                .Descendants("member")
                .ToDictionary(m => m.Attribute("name")!.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }

    private static string? Words(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            text.Append(
                node switch
                {
                    XText plain => plain.Value,
                    XElement { Name.LocalName: "see" } see => Spoken(see.Attribute("cref")?.Value ?? ""),
                    _ => "",
                }
            );
        }

        return Spaces().Replace(text.ToString(), " ").Trim() is { Length: > 0 } words ? words : null;
    }

    // T:Oversight.Record.Entries.PersonCommitment is a person commitment.
    private static string Spoken(string reference) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(reference.Split('.')[^1]).Replace('-', ' ');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

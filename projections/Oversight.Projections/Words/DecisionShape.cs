using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Oversight.Record.Catalogue;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Words;

/// <summary>What kind of value a member holds, or each item of its list.</summary>
public enum ValueKind
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A text of several lines.</summary>
    LongText,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    YesOrNo,

    /// <summary>A date as precisely as it is known.</summary>
    Date,

    /// <summary>A day.</summary>
    Day,

    /// <summary>The id of an entry.</summary>
    Entry,

    /// <summary>The code of an organisation.</summary>
    Organisation,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>A document that is handed in.</summary>
    Document,

    /// <summary>Something with members of its own.</summary>
    Object,

    /// <summary>The whole content of an entry.</summary>
    Content,
}

/// <summary>One member of what is said.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">Its type.</param>
/// <param name="Help">What it says, in a sentence.</param>
/// <param name="Kind">What it holds, or each item of it.</param>
/// <param name="IsList">Whether it holds several.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="MayBeLeftOpen">Whether it names an entry that need not be named where only one is open.</param>
/// <param name="Words">The words to choose among; null where it is no choice.</param>
/// <param name="Members">The members of what it holds, or of each item; empty where that has none.</param>
public sealed partial record DecisionMember(
    string Name,
    Type Type,
    string Help,
    ValueKind Kind,
    bool IsList,
    bool IsRequired,
    bool MayBeLeftOpen,
    WordList? Words,
    IReadOnlyList<DecisionMember> Members
)
{
    /// <summary>What people call it, such as Next review due.</summary>
    public string Label { get; init; } =
        JsonNamingPolicy.KebabCaseLower.ConvertName(Name).Replace('-', ' ') is var words
            ? char.ToUpperInvariant(words[0]) + words[1..]
            : "";

    /// <summary>
    /// What it says, for people: without what stands in brackets, which is how it is written in JSON, and without what the label says already.
    /// </summary>
    public string HelpForPeople
    {
        get
        {
            var said = InBrackets().Replace(IfLeftOut().Replace(Help, "."), "");
            return
                said.TrimEnd('.') is var words
                && (words == Label || words.Equals($"The {Label}", StringComparison.OrdinalIgnoreCase))
                ? ""
                : said;
        }
    }

    /// <summary>What it means that nothing is said, such as "for all"; null where that is not stated.</summary>
    public string? LeftOut => IfLeftOut().Match(Help) is { Success: true } found ? found.Groups["means"].Value : null;

    /// <summary>The enumeration whose words are chosen among; null where it is none.</summary>
    public Type? Enumeration { get; init; }

    /// <summary>Whether each thing that it holds has members that are plain values, or lists of them: it can be asked for in a row of fields.</summary>
    public bool IsFlat => Members.All(member => member.Members.Count == 0);

    [GeneratedRegex(@"; left out: (?<means>[^.]*)\.")]
    private static partial Regex IfLeftOut();

    [GeneratedRegex(@" \([^()]*\)")]
    private static partial Regex InBrackets();
}

/// <summary>
/// What a kind of decision says, as a person is asked for it: the one description from which the command line and the forms of pages are made.
/// The event's type gives it, and its documentation the sentences.
/// </summary>
public static class DecisionShape
{
    // Texts for which a line is too short.
    private static readonly HashSet<string> Long =
    [
        "rationale",
        "wording",
        "outcome",
        "summary",
        "text",
        "directed",
        "wrong",
        "wanted",
        "reason",
        "plan",
        "monitoring",
        "criteriaText",
        "withheldBecause",
        "fields",
    ];

    /// <summary>The members of a kind besides its decision, without the one that is nothing but its subject's code.</summary>
    public static IReadOnlyList<DecisionMember> Of(EventKind kind) =>
        [
            .. from property in Shape(kind.Type).Properties
            where property.Name != "decision" && property.Name != FilledBySubject(kind)
            select Of(kind.Type, property),
        ];

    /// <summary>What all decisions have in common.</summary>
    public static IReadOnlyList<DecisionMember> OfDecision { get; } = MembersOf(typeof(Decision));

    /// <summary>One member of a type of event.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="name">The member's name in JSON.</param>
    public static DecisionMember Of(Type type, string name) =>
        Of(type, Shape(type).Properties.Single(property => property.Name == name));

    /// <summary>The member that is nothing but the subject's code; null when there is none.</summary>
    public static string? FilledBySubject(EventKind kind) =>
        kind.Type == typeof(OrganisationRegistered) ? "organisation" : null;

    private static IReadOnlyList<DecisionMember> MembersOf(Type type) =>
        [.. Shape(type).Properties.Select(property => Of(type, property))];

    private static DecisionMember Of(Type owner, JsonPropertyInfo property)
    {
        var shape = Shape(property.PropertyType);
        var isList = shape.Kind == JsonTypeInfoKind.Enumerable;
        var item = isList ? Shape(shape.ElementType!) : shape;
        var mayBeLeftOpen = EventCatalogue.OpenEntryOf(owner) == property.Name;
        var kind = KindOf(property.Name, item);
        var member = new DecisionMember(
            property.Name,
            property.PropertyType,
            Documentation.Of(owner, property.Name) ?? "",
            kind,
            isList,
            property.IsRequired && !mayBeLeftOpen,
            mayBeLeftOpen,
            WordList.ForMember(property.Name, property.PropertyType),
            item.Kind == JsonTypeInfoKind.Object && kind != ValueKind.Content ? MembersOf(item.Type) : []
        )
        {
            Enumeration = item.Type.IsEnum ? item.Type : null,
        };
        return CalledOtherwise(owner, member) is { } label ? member with { Label = label } : member;
    }

    // Where the name in JSON, said in words, is not what people call it.
    private static string? CalledOtherwise(Type owner, DecisionMember member) =>
        (member.Name, member.Kind) switch
        {
            ("for", _) => "What it is for",
            ("by", ValueKind.Date) => "By when",
            ("to", _) => "To whom",
            ("about", _) => "What it is about",
            ("sha256", _) => "Document",
            ("document", ValueKind.Text) when owner == typeof(Source) => "Publication",
            ("fact", _) when owner == typeof(Source) => "Place in it",
            ("isMeeting", _) => "An oversight meeting",
            ("present", _) => "Who took part",
            ("scope", _) when owner == typeof(OversightReviewed) => "What was reviewed",
            ("level", _) => "Who judges",
            ("wording", ValueKind.Entry) => "Wording that was judged",
            ("expected", _) when owner == typeof(ExitRecommended) => "When the decision is expected",
            ("sustainedMonths", _) => "Months for which it has to stay met",
            ("unmet", _) => "Criteria that are not met, and accepted so",
            ("item", _) when typeof(Event).IsAssignableFrom(owner) => "Undertaking",
            ("items", _) when owner == typeof(UndertakingsAccepted) => "What is undertaken",
            ("due", _) when owner == typeof(UndertakingVaried) => "Due now",
            ("wording", _) when owner == typeof(UndertakingVaried) => "Wording now",
            ("agreedBy", _) => "Who agreed",
            ("jointlyWith", _) => "Given jointly with",
            ("supplements", _) => "The earlier set beside which it goes on",
            ("supersedes", _) => "The earlier set in whose place it stands",
            _ => null,
        };

    private static ValueKind KindOf(string name, JsonTypeInfo item) =>
        item switch
        {
            _ when item.Type == typeof(Event) => ValueKind.Content,
            _ when item.Type == typeof(EvidenceDocument) => ValueKind.Document,
            { Kind: JsonTypeInfoKind.Object } => ValueKind.Object,
            _ when item.Type.IsEnum || WordList.ForMember(name, item.Type) is not null => ValueKind.Choice,
            _ when item.Type == typeof(int) || item.Type == typeof(long) => ValueKind.Number,
            _ when item.Type == typeof(bool) => ValueKind.YesOrNo,
            _ when item.Type == typeof(DateWithPrecision) => ValueKind.Date,
            _ when item.Type == typeof(DateOnly) => ValueKind.Day,
            _ when item.Type == typeof(Guid) => ValueKind.Entry,
            _ when item.Type == typeof(OdsCode) => ValueKind.Organisation,
            _ when Long.Contains(name) => ValueKind.LongText,
            _ => ValueKind.Text,
        };

    private static JsonTypeInfo Shape(Type type) =>
        EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
}

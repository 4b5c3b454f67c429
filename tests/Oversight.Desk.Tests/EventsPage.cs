using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oversight.Projections.Answers;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>
/// The page that lists every event with its fields and rules: the catalogue, the shapes, what the types' documentation
/// says of them, and the rules that have something to say of an example in which every field is filled.
/// </summary>
internal static class EventsPage
{
    private static readonly (SubjectKind Kind, string Words)[] Subjects =
    [
        (SubjectKind.Organisation, "an organisation"),
        (SubjectKind.Framework, "a version of the oversight framework"),
        (SubjectKind.Recovery, "an engagement of the Recovery Support Programme"),
        (SubjectKind.Undertakings, "a set of undertakings"),
    ];

    /// <summary>The page as it should be.</summary>
    /// <param name="command">How it is written anew.</param>
    public static string Write(string command)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Events

            <!-- Written by a test, from the code: {command} -->

            Every kind of entry that the record can hold: {EventCatalogue.Kinds.Count} kinds. The *word* stands in addresses of the API
            (`POST /api/recoveries/qoc-2021/milestone`) and on the command line (`./oversight log milestone qoc-2021 …`). An event that
            *begins* a subject is logged as something new; every other needs a subject that has begun. A rule *refuses* a live decision
            that breaks it, and reports a *finding* on what is back-dated, imported or corrected.

            ## What every event has

            {Documentation.Of(typeof(Decision))}


            """
        );
        AppendFields(page, Fields("decision", typeof(Decision)));
        AppendRules(page, RuleCatalogue.General);
        foreach (var about in EventCatalogue.Kinds.GroupBy(kind => kind.About))
        {
            page.Append($"## About {AboutWords(about.Key)}\n\n");
            foreach (var kind in about)
            {
                Append(page, kind);
            }
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder page, EventKind kind)
    {
        page.Append($"### {kind.Name}\n\n{Documentation.Of(kind.Type)}\n\n");
        page.Append($"Word `{kind.Word}`{(kind.Begins ? "; begins its subject" : "")}. ");
        page.Append($"{Documentation.Of(kind.Type, "decision")}\n\n");
        AppendFields(
            page,
            Properties(kind.Type).Where(p => p.Name != "decision").SelectMany(p => Fields(kind.Type, p, ""))
        );
        AppendRules(page, RuleCatalogue.Of(kind.Example()).Except(RuleCatalogue.General));
    }

    private static void AppendFields(StringBuilder page, IEnumerable<Field> fields)
    {
        var rows = fields.ToArray();
        if (rows.Length == 0)
        {
            return;
        }

        page.Append("| Field | Shape | Required | What it says |\n|---|---|---|---|\n");
        foreach (var (name, shape, required, says) in rows)
        {
            page.Append($"| `{name}` | {Cell(shape)} | {(required ? "yes" : "")} | {Cell(says ?? "")} |\n");
        }

        page.Append('\n');
    }

    private static void AppendRules(StringBuilder page, IEnumerable<Rule> rules)
    {
        var all = rules.ToArray();
        foreach (var rule in all)
        {
            var strength =
                rule.Force == RuleForce.Reports ? " (only ever a finding)"
                : rule.Force == RuleForce.RefusesAlways ? " (refuses whatever the origin)"
                : "";
            page.Append($"- Rule **{rule.Name}**{strength}: {rule.Sentence}\n");
        }

        if (all.Length > 0)
        {
            page.Append('\n');
        }
    }

    private static IEnumerable<Field> Fields(string prefix, Type owner) =>
        Properties(owner).SelectMany(property => Fields(owner, property, prefix + "."));

    // The field itself, and what is in it.
    private static IEnumerable<Field> Fields(Type owner, JsonPropertyInfo property, string prefix)
    {
        var shape = Shape(property.PropertyType);
        var isList = shape.Kind == JsonTypeInfoKind.Enumerable;
        var item = isList ? Shape(shape.ElementType!) : shape;
        var name = prefix + property.Name;
        yield return new(
            name,
            isList ? $"list of {Words(item.Type)}" : Words(item.Type),
            property.IsRequired,
            Documentation.Of(owner, property.Name)
        );
        if (item.Kind == JsonTypeInfoKind.Object && item.Type != typeof(Event))
        {
            foreach (var field in Fields(name + (isList ? "[]" : ""), item.Type))
            {
                yield return field;
            }
        }
    }

    private static IList<JsonPropertyInfo> Properties(Type type) => Shape(type).Properties;

    private static JsonTypeInfo Shape(Type type) =>
        EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static string Words(Type type) =>
        type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) || type == typeof(bool?) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "whole number",
            _ when type == typeof(Guid) => "entry id",
            _ when type == typeof(DateOnly) => "day",
            _ when type == typeof(DateWithPrecision) => "date",
            _ when type == typeof(OdsCode) => "ODS code",
            _ when type == typeof(Event) => "event, as `{\"type\", \"data\"}`",
            { IsEnum: true } => string.Join(
                ", ",
                Enum.GetNames(type).Select(name => $"`{JsonNamingPolicy.KebabCaseLower.ConvertName(name)}`")
            ),
            _ => "object",
        };

    private static string AboutWords(SubjectKind about) =>
        string.Join(" or ", Subjects.Where(subject => about.HasFlag(subject.Kind)).Select(subject => subject.Words));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private sealed record Field(string Name, string Shape, bool Required, string? Says);
}

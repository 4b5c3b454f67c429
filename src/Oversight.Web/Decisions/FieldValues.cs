using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Web.Design;

namespace Oversight.Web.Decisions;

/// <summary>
/// What stands in the fields of a form as JSON in the shape in which it is stored, and back. A field is called as its member, dotted: due,
/// decision.decidedBy.body, items.0.wording.
/// </summary>
internal static class FieldValues
{
    /// <summary>How many rows of fields a list may have.</summary>
    public const int MostRows = 60;

    /// <summary>What a member's field holds; null when it holds nothing, or what it holds is none, which is said at the field.</summary>
    /// <param name="member">The member.</param>
    /// <param name="field">The name of its field.</param>
    /// <param name="form">The form.</param>
    public static JsonNode? Read(DecisionMember member, string field, Submitted form)
    {
        if (member is { IsList: true, Kind: ValueKind.Object, IsFlat: true })
        {
            JsonNode?[] rows =
            [
                .. Enumerable.Range(0, Rows(field, form)).Select(row => Members(member, $"{field}.{row}", form)),
            ];
            return rows.OfType<JsonNode>().ToArray() is { Length: > 0 } said ? new JsonArray(said) : null;
        }

        if (
            member.Kind is ValueKind.Object or ValueKind.Document
            && (member.Kind == ValueKind.Document || !member.IsFlat || member.IsList)
        )
        {
            return form[field] is { } json ? Json(json, field, form) : null;
        }

        if (member.Kind == ValueKind.Object)
        {
            return Members(member, field, form);
        }

        if (!member.IsList)
        {
            return One(member, field, form[field], form);
        }

        JsonNode?[] items = [.. Lines(field, form).Select(line => One(member, field, line, form))];
        return items.Length == 0 ? null : new JsonArray(items);
    }

    /// <summary>Puts what a member says into its field.</summary>
    /// <param name="member">The member.</param>
    /// <param name="field">The name of its field.</param>
    /// <param name="value">What it says.</param>
    /// <param name="form">The form.</param>
    public static void Write(DecisionMember member, string field, JsonNode value, Submitted form)
    {
        if (member is { IsList: true, Kind: ValueKind.Object, IsFlat: true })
        {
            foreach (var (row, item) in value.AsArray().Index())
            {
                WriteMembers(member, $"{field}.{row}", item!, form);
            }
        }
        else if (member is { Kind: ValueKind.Object, IsList: false, IsFlat: true })
        {
            WriteMembers(member, field, value, form);
        }
        else if (member.Kind is ValueKind.Object or ValueKind.Document or ValueKind.Content)
        {
            form.With(field, value.ToJsonString(Indented));
        }
        else if (member.IsList)
        {
            form.With(field, value.AsArray().Select(item => Text(item!)));
        }
        else if (
            member.Kind is ValueKind.Date or ValueKind.Day
            && DateWithPrecision.TryParse(Text(value), out var date)
        )
        {
            form.With(field, date);
        }
        else
        {
            form.With(field, Text(value));
        }
    }

    /// <summary>How many rows of fields something was written in.</summary>
    public static int Rows(string field, Submitted form) =>
        Math.Min(
            MostRows,
            form.Fields.Where(name => name.StartsWith($"{field}.", StringComparison.Ordinal) && form[name] is not null)
                .Select(name => name[(field.Length + 1)..].Split('.')[0])
                .Select(row =>
                    int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at + 1 : 0
                )
                .DefaultIfEmpty(0)
                .Max()
        );

    /// <summary>What was chosen or written in a field that takes several: in boxes, a line each, in rows, and what is written beside the boxes.</summary>
    public static IReadOnlyList<string> Lines(string field, Submitted form) =>
        [
            .. form.All(field)
                .Concat(form.All(Others(field)))
                .Concat(Enumerable.Range(0, Rows(field, form)).Select(row => form[$"{field}.{row}"]).OfType<string>())
                .SelectMany(value =>
                    value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                )
                .Distinct(),
        ];

    /// <summary>The field for what is written beside what was chosen.</summary>
    public static string Others(string field) => $"{field}-others";

    /// <summary>Puts what a list says in its boxes, and what has none in the field beside them.</summary>
    public static void InBoxes(string field, IReadOnlyList<Choice> choices, Submitted form)
    {
        var said = Lines(field, form).ToLookup(line => choices.Any(choice => choice.Value == line));
        form.With(field, said[true]).With(Others(field), string.Join('\n', said[false]));
    }

    /// <summary>Puts what a list says in lines, one on each.</summary>
    public static void InLines(string field, Submitted form) => form.With(field, string.Join('\n', Lines(field, form)));

    /// <summary>Puts what a list says in rows, one in each.</summary>
    public static void InRows(string field, Submitted form)
    {
        var lines = Lines(field, form);
        foreach (var row in Enumerable.Range(0, Math.Max(lines.Count, Rows(field, form))))
        {
            form.With($"{field}.{row}", lines.ElementAtOrDefault(row));
        }

        form.With(field);
    }

    /// <summary>What a form offers of a shape that is too deep for fields: an example of it.</summary>
    /// <param name="kind">The kind of decision.</param>
    /// <param name="member">The member.</param>
    public static string ExampleOf(EventKind kind, DecisionMember member) =>
        JsonNode.Parse(EventCatalogue.Write(kind.Example()))![member.Name]?.ToJsonString(Indented) ?? "";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static JsonObject? Members(DecisionMember member, string field, Submitted form)
    {
        var said = new JsonObject();
        foreach (var inner in member.Members)
        {
            if (Read(inner, $"{field}.{inner.Name}", form) is { } value)
            {
                said[inner.Name] = value;
            }
        }

        if (said.Count == 0)
        {
            return null;
        }

        foreach (var missing in member.Members.Where(inner => inner.IsRequired && !said.ContainsKey(inner.Name)))
        {
            form.Fail($"{field}.{missing.Name}", $"{missing.Label} is missing.");
        }

        return said;
    }

    private static void WriteMembers(DecisionMember member, string field, JsonNode value, Submitted form)
    {
        foreach (var inner in member.Members)
        {
            if (value[inner.Name] is { } said)
            {
                Write(inner, $"{field}.{inner.Name}", said, form);
            }
        }
    }

    private static JsonNode? One(DecisionMember member, string field, string? text, Submitted form)
    {
        switch (member.Kind)
        {
            case ValueKind.Date:
                return form.Date(field) is { } date ? date.Stored : null;
            case ValueKind.Day:
                return form.Day(field) is { } day ? day.ToString("O", CultureInfo.InvariantCulture) : null;
            case var _ when text is null:
                return null;
            case ValueKind.Number:
                if (
                    long.TryParse(
                        text.Replace(",", "", StringComparison.Ordinal),
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                )
                {
                    return number;
                }

                form.Fail(field, $"{member.Label} must be a whole number, such as 4.");
                return null;
            case ValueKind.YesOrNo:
                return text == "true";
            case ValueKind.Organisation:
                return OdsCode.TryParse(text, out var code) ? code.Value : text;
            default:
                return text;
        }
    }

    private static JsonNode? Json(string text, string field, Submitted form)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new() { MaxDepth = 30, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            form.Fail(
                field,
                $"This is no JSON: line {e.LineNumber + 1}, character {e.BytePositionInLine + 1} is not as it must be."
            );
            return null;
        }
    }

    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}

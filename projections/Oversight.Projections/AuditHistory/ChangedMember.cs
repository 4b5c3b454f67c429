using System.Text.Json;
using Oversight.Record.Catalogue;

namespace Oversight.Projections.AuditHistory;

/// <summary>A member of what an entry says that a correction or retraction changed.</summary>
/// <param name="Member">Which, in words: rationale, criteria EC1 threshold.</param>
/// <param name="Old">What was believed before; null where it was not stated.</param>
/// <param name="New">What is believed after; null where it is not stated any more.</param>
public sealed record ChangedMember(string Member, string? Old, string? New)
{
    /// <summary>In one line: rationale: "Deficit." is now "Waits."</summary>
    public string Words => $"{Member}: {Said(Old)} is now {Said(New)}";

    /// <summary>What is different between two contents of one kind, member by member, in the order in which they are stored.</summary>
    public static IReadOnlyList<ChangedMember> Between(Event before, Event after)
    {
        var (old, @new) = (MembersOf(before), MembersOf(after));
        return
        [
            .. from member in old.Keys.Concat(@new.Keys).Distinct()
            let one = old.GetValueOrDefault(member)
            let other = @new.GetValueOrDefault(member)
            where one != other
            select new ChangedMember(member, one, other),
        ];
    }

    private static string Said(string? value) => value is null ? "not stated" : $"“{value}”";

    private static Dictionary<string, string> MembersOf(Event content)
    {
        using var json = JsonDocument.Parse(EventCatalogue.Write(content));
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(json.RootElement, "", members);
        return members;
    }

    private static void Add(JsonElement value, string name, Dictionary<string, string> members)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    // What is common to all decisions needs no word of its own.
                    Add(member.Value, member.Name == "decision" ? name : Join(name, InWords(member.Name)), members);
                }

                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Object):
                var number = 0;
                foreach (var item in value.EnumerateArray())
                {
                    number++;
                    // Two of one name are told apart: nothing may fall out because of what it is called.
                    var told =
                        NameOf(item) is { } own
                        && !members.Keys.Any(k => k.StartsWith(Join(name, own) + " ", StringComparison.Ordinal))
                            ? own
                            : $"{number}";
                    Add(item, Join(name, told), members);
                }

                break;
            case JsonValueKind.Array:
                members[name] = string.Join("; ", value.EnumerateArray().Select(Text));
                break;
            default:
                members[name] = Text(value);
                break;
        }
    }

    // By what people know one of several: a criterion's or undertaking's reference, a code, a heading.
    private static string? NameOf(JsonElement item) =>
        new[] { "reference", "organisation", "heading", "number", "criterion" }
            .Where(name => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out _))
            .Select(name => Text(item.GetProperty(name)))
            .FirstOrDefault();

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()! is var text
            && DateWithPrecision.TryParse(text, out var date)
            && date.Stored == text
                ? date.ToString()
                : text,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => value.GetRawText(),
        };

    private static string Join(string name, string part) => name.Length == 0 ? part : $"{name} {part}";

    private static string InWords(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');
}

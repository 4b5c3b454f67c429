using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Projections.Timelines;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Web.Design;

namespace Oversight.Web.Decisions;

/// <summary>A line of what an entry says: words, and where they lead; no address where they lead nowhere.</summary>
public sealed record StatedLine(string Text, string? Address = null);

/// <summary>A member of what an entry says, for people.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Lines">What is said.</param>
public sealed record StatedMember(string Label, IReadOnlyList<StatedLine> Lines)
{
    /// <summary>All that an event says besides its decision.</summary>
    /// <param name="content">The event.</param>
    /// <param name="record">The record, as somebody sees it.</param>
    /// <param name="day">The day whose names are used.</param>
    /// <param name="people">The names behind people's ids.</param>
    public static IReadOnlyList<StatedMember> Of(
        Event content,
        RecordAt record,
        DateOnly day,
        IReadOnlyDictionary<string, string> people
    )
    {
        var written = JsonNode.Parse(EventCatalogue.Write(content))!;
        return
        [
            .. from member in DecisionShape.Of(content.KindOfEvent())
            where member.Kind != ValueKind.Content && written[member.Name] is not null
            select new StatedMember(
                member.Label,
                [.. LinesOf(member, written[member.Name]!, written, record, day, people)]
            ),
        ];
    }

    private static IEnumerable<StatedLine> LinesOf(
        DecisionMember member,
        JsonNode value,
        JsonNode whole,
        RecordAt record,
        DateOnly day,
        IReadOnlyDictionary<string, string> people
    )
    {
        if (value is JsonArray items)
        {
            return items.SelectMany(item => LinesOf(member with { IsList = false }, item!, whole, record, day, people));
        }

        if (member.Kind == ValueKind.Document)
        {
            return
            [
                new(
                    value["fileName"]!.GetValue<string>(),
                    $"/api/organisations/{whole["organisation"]}/documents/{value["sha256"]}"
                ),
            ];
        }

        if (value is JsonObject)
        {
            var parts = member
                .Members.Where(inner => value[inner.Name] is not null)
                .Select(inner =>
                    $"{inner.Label}: {string.Join(", ", LinesOf(inner, value[inner.Name]!, whole, record, day, people).Select(line => line.Text))}"
                );
            return [new(string.Join('\n', parts) + (member.Members.Count > 2 ? "\n" : ""))];
        }

        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return
        [
            member.Kind switch
            {
                ValueKind.Date when DateWithPrecision.TryParse(text, out var date) => new(
                    Words.Begun(Words.Date(date))
                ),
                ValueKind.Day when DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var on) => new(
                    Words.Day(on)
                ),
                ValueKind.YesOrNo => new(text == "true" ? "Yes" : "No"),
                ValueKind.Text
                or ValueKind.Choice
                    when OdsCode.TryParse(text, out var ods) && record.RegistrationOf(ods) is not null => new(
                    $"{record.NameOf(ods, day)} ({ods})",
                    $"/organisations/{ods}"
                ),
                ValueKind.Choice => new(
                    FormChoices
                        .Of(member, member.Words?.Words.FirstOrDefault(word => word.Value == text) ?? new(text, null))
                        .Text
                ),
                ValueKind.Organisation when OdsCode.TryParse(text, out var ods) => new(
                    $"{record.NameOf(ods, day)} ({ods})",
                    $"/organisations/{ods}"
                ),
                ValueKind.Entry when Guid.TryParse(text, out var id) => record.EntryOf(id) is { } entry
                    ? new(EntryWords.Sentence(entry.Event, record, day), $"/entries/{id}")
                    : new("An entry that is not shown here"),
                _ when member.Name == "sha256" => new(
                    $"the file whose SHA-256 begins with {text[..Math.Min(8, text.Length)]}"
                ),
                _ when PersonCommitment.IsId(text) => new(people.GetValueOrDefault(text, InWords.NoNameKept)),
                _ when member.Name is "supplements" or "supersedes" => new(
                    SubjectName.Of(record, SubjectId.OfUndertakings(text), day).Text,
                    $"/undertakings/{text}"
                ),
                ValueKind.Text => new(Words.Body(text)),
                _ => new(text),
            },
        ];
    }
}

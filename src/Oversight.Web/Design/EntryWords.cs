using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Undertakings;

namespace Oversight.Web.Design;

/// <summary>What entries and rules say, for people: other entries by what they say, organisations by name, and never an id.</summary>
internal static partial class EntryWords
{
    /// <summary>What an event says, in a sentence.</summary>
    /// <param name="content">The event.</param>
    /// <param name="record">The record, as somebody sees it.</param>
    /// <param name="day">The day whose names are used.</param>
    public static string Sentence(Event content, RecordAt record, DateOnly day) =>
        content.Says(new NamesInRecord(record, day));

    /// <summary>
    /// A sentence of an answer, in which some entries say what they say: that is put with names where it names something, and what people wrote
    /// in it stays as it is.
    /// </summary>
    /// <param name="said">The sentence.</param>
    /// <param name="by">The entries that may say it.</param>
    /// <param name="record">The record, as somebody sees it.</param>
    /// <param name="day">The day whose names are used.</param>
    /// <param name="loggedBy">What people are called who signed in; null where the sentence names none.</param>
    public static string Sentence(
        string said,
        IEnumerable<Guid> by,
        RecordAt record,
        DateOnly day,
        Func<string, string>? loggedBy = null
    )
    {
        Event[] contents = [.. by.SelectMany(id => Contents(id, record))];
        foreach (var content in contents)
        {
            var words = content.Says();
            var at = said.IndexOf(words, StringComparison.Ordinal);
            if (at >= 0)
            {
                return ForPeople(said[..at], record, day, loggedBy)
                    + Sentence(content, record, day)
                    + ForPeople(said[(at + words.Length)..], record, day, loggedBy);
            }
        }

        return ForPeople(said, record, day, loggedBy, contents);
    }

    // What an entry said when it was recorded, and what it was corrected to say; of a correction and a retraction what they change too.
    private static IEnumerable<Event> Contents(Guid id, RecordAt record)
    {
        if (record.EntryOf(id) is not { } entry)
        {
            yield break;
        }

        yield return entry.Event;
        var changed = entry.Event switch
        {
            ICorrects { Target: var target } => target,
            IRetracts { Target: var target } => target,
            _ => id,
        };
        if (changed != id && record.EntryOf(changed) is { } other)
        {
            yield return other.Event;
        }

        if (record.TimelineOf(entry.Subject)?.StandsFor(changed) is { } believed)
        {
            yield return believed.Content;
            foreach (var correction in believed.Corrections.Select(one => one.Event).OfType<ICorrects>())
            {
                yield return correction.Replacement;
            }
        }

        if (entry.Event is ICorrects { Replacement: var replacement })
        {
            yield return replacement;
        }
    }

    /// <summary>A sentence of the record with names in it. What stands in quotation marks was written by somebody, and stays as it is.</summary>
    /// <param name="said">The sentence.</param>
    /// <param name="record">The record, as somebody sees it.</param>
    /// <param name="day">The day whose names are used.</param>
    /// <param name="loggedBy">What people are called who signed in; null where the sentence names none.</param>
    /// <param name="about">What it is said of: what people wrote there, and the references they gave, stay as they are.</param>
    public static string ForPeople(
        string said,
        RecordAt record,
        DateOnly day,
        Func<string, string>? loggedBy = null,
        params IEnumerable<Event> about
    )
    {
        // Most sentences name nothing: what was written in them is not asked then.
        (int From, int To)[]? written = null;
        return NotForPeople()
            .Replace(
                said,
                found =>
                    found.Groups["asIs"].Success
                    || (written ??= Written(said, about)).Any(part =>
                        part.From <= found.Index && found.Index + found.Length <= part.To
                    )
                        ? found.Value
                    : found.Groups["who"] is { Success: true, Value: var who } ? (loggedBy ?? Words.LoggedBy)(who)
                    : found.Groups["entry"].Success ? Earlier(Guid.Parse(found.Groups["entry"].Value), record, day)
                    : found.Groups["id"].Success ? OfId(found.Value)
                    : found.Groups["ods"].Success
                    && OdsCode.TryParse(found.Value, out var ods)
                    && record.RegistrationOf(ods) is not null
                        ? record.NameOf(ods, day)
                    : found.Value
            );
    }

    // Where what people wrote in some events stands in a sentence.
    private static (int From, int To)[] Written(string said, IEnumerable<Event> events)
    {
        var parts = new List<(int, int)>();
        foreach (var content in events)
        {
            HashSet<string> organisations = [.. content.OrganisationsNamed().Select(ods => ods.Value)];
            foreach (var text in Texts(JsonNode.Parse(EventCatalogue.Write(content))).Distinct())
            {
                var words = text.ReplaceLineEndings(" ");
                for (
                    var at = organisations.Contains(text) ? -1 : said.IndexOf(words, StringComparison.Ordinal);
                    at >= 0;
                    at = said.IndexOf(words, at + words.Length, StringComparison.Ordinal)
                )
                {
                    parts.Add((at, at + words.Length));
                }
            }
        }

        return [.. parts];
    }

    // A body may be an organisation, by its code.
    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject members => members
                .Where(member => member.Key is not ("body" or "to" or "agreedBy"))
                .SelectMany(member => Texts(member.Value)),
            JsonArray items => items.SelectMany(Texts),
            JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text =>
                text.Length > 0 && !Guid.TryParse(text, out _) ? [text] : [],
            _ => [],
        };

    // Of a legal basis, or of a body.
    private static string OfId(string id) =>
        LegalBasis.All.Any(basis => basis.Id == id) ? $"“{LegalBasis.InWords(id)}”" : Words.Body(id);

    private static string Earlier(Guid id, RecordAt record, DateOnly day) =>
        record.EntryOf(id) is { } named
            ? new NamesInRecord(record, day).OfEntry("entry", named.Id)
            : "an earlier entry";

    // A code that stands in brackets stands behind its name.
    [GeneratedRegex(
        """(?<asIs>"[^"]*"|“[^”]*”|\([A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?\))|(?<who>user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?:[Ee]ntry )?(?<entry>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<![-\w])(?<id>(?:hsc|nhs|icb)-[A-Za-z0-9-]*[A-Za-z0-9])(?![-\w])|(?<!\w)(?<ods>[A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?)(?!\w)"""
    )]
    private static partial Regex NotForPeople();
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.Imports;

/// <summary>One fact of a tracker beside the record.</summary>
/// <param name="Rows">The rows that say it.</param>
/// <param name="Subject">What it is about: the stream.</param>
/// <param name="Kind">The kind of fact, as its entry would be stored.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Tracker">What the tracker says.</param>
/// <param name="Recorded">What the record says, on a conflict, and where it differs.</param>
/// <param name="Entry">The entry that says so.</param>
public sealed record TrackerFact(
    IReadOnlyList<int> Rows,
    string Subject,
    string Kind,
    ImportOutcome Outcome,
    string Tracker,
    string? Recorded,
    Guid? Entry
);

/// <summary>
/// A tracker beside the record: each row taken, or refused with the reason. What belongs together (the rows of an engagement,
/// of a set of undertakings) is taken together: half a set would be something that nobody agreed.
/// </summary>
/// <param name="File">The file's name.</param>
/// <param name="Sheet">The sheet; null for CSV.</param>
/// <param name="Rows">How many rows it has below its headings.</param>
/// <param name="HiddenRows">Rows that the spreadsheet does not show; they are read like the others.</param>
/// <param name="UnreadColumns">The headings of columns that no field of the map, or none of that name, is read from.</param>
/// <param name="Facts">What was taken.</param>
/// <param name="Refused">Every reason for which a row was refused, by row.</param>
/// <param name="Draft">What is to be stored.</param>
public sealed partial record TrackerImport(
    string File,
    string? Sheet,
    int Rows,
    IReadOnlyList<int> HiddenRows,
    IReadOnlyList<string> UnreadColumns,
    IReadOnlyList<TrackerFact> Facts,
    IReadOnlyList<RefusedRow> Refused,
    [property: JsonIgnore] Draft Draft
)
{
    /// <summary>Holds a tracker against the record. Stores nothing.</summary>
    /// <param name="record">The record.</param>
    /// <param name="sheet">The tracker.</param>
    /// <param name="kind">What its rows are about.</param>
    /// <param name="map">How its columns are to be read.</param>
    /// <param name="now">When it is logged.</param>
    /// <param name="loggedBy">The signed-in subject that logs it.</param>
    /// <exception cref="DocumentNotUnderstoodException">A column is missing.</exception>
    public static TrackerImport Prepare(
        RecordAt record,
        TrackerSheet sheet,
        TrackerKind kind,
        TrackerMap map,
        DateTimeOffset now,
        string loggedBy
    )
    {
        var columns = new TrackerColumns(sheet, kind, map);
        var below = sheet.Rows.Where(r => r.Number > columns.HeaderRow);
        var rows = below.Select(row => new TrackerRowReading(row, columns)).Where(row => !row.IsEmpty).ToArray();
        foreach (var row in rows)
        {
            row.CheckWidth();
        }

        var groups = new TrackerFacts(sheet, record).Of(kind, rows);

        // A group that is refused may have been what another stands on: again without it, until nothing more is refused.
        while (true)
        {
            var draft = new Draft(record, now, loggedBy);
            var facts = new List<TrackerFact>();
            var before = Refusals(groups).Count;
            foreach (var group in groups.Where(g => !g.IsRefused))
            {
                facts.AddRange(group.Facts.Select(fact => Place(fact, draft, record)).OfType<TrackerFact>());
            }

            if (Refusals(groups).Count == before)
            {
                foreach (var group in groups)
                {
                    group.RefuseRest();
                }

                return new(
                    sheet.File,
                    sheet.Sheet,
                    rows.Length,
                    [.. rows.Where(r => r.IsHidden).Select(r => r.Number)],
                    columns.Unread,
                    facts,
                    [.. Refusals(groups).OrderBy(r => r.Row)],
                    draft
                );
            }
        }
    }

    private static List<RefusedRow> Refusals(IEnumerable<TrackerGroup> groups) =>
        [.. groups.SelectMany(g => g.Rows).SelectMany(r => r.Refused)];

    // Null when it is refused.
    private static TrackerFact? Place(StatedFact fact, Draft draft, RecordAt record)
    {
        var (outcome, recorded) = FactBesideRecord.Of(
            draft.TimelineOf(fact.Subject),
            fact.Content,
            other => fact.Beside(other) is var (stated, counterpart) && Written(stated) == Written(counterpart)
        );
        if (recorded is not null && recorded.Place > record.Place)
        {
            fact.Rows[0]
                .Refuse(
                    null,
                    $"says {(outcome == ImportOutcome.Same ? "the same as" : "otherwise than")} {recorded.Content.Decision.Source?.Fact} "
                        + "about the same matter and date"
                );
            return null;
        }

        try
        {
            if (outcome == ImportOutcome.New)
            {
                draft.Take(new LogDecision(fact.Subject, fact.Content));
            }
        }
        catch (Exception e) when (e is BadInputException or UnknownSubjectException or RuleRefusedException)
        {
            Refuse(fact, e);
            return null;
        }

        return new(
            [.. fact.Rows.Select(r => r.Number)],
            fact.Subject.Value,
            EventCatalogue.NameOf(fact.Content),
            outcome,
            fact.Content.Says(),
            outcome != ImportOutcome.Conflict ? null
                : !recorded!.Counts ? "retracted: " + recorded.Content.Says()
                : $"{recorded.Content.Says()}; differs in {Differences(fact.Beside(recorded.Content))}",
            recorded?.Id
        );
    }

    private static void Refuse(StatedFact fact, Exception exception)
    {
        if (exception is not BadInputException bad)
        {
            fact.Rows[0].Refuse(null, exception.Message);
            return;
        }

        // criteria[2].wording is the third row of the set.
        var item = ItemField().Match(bad.Field);
        var row = item.Success
            ? fact.Rows[int.Parse(item.Groups["index"].ValueSpan, CultureInfo.InvariantCulture)]
            : fact.Rows[0];
        var field = (item.Success ? item.Groups["field"].Value : bad.Field.Split('.')[^1]) switch
        {
            "evidenceWanted" => "evidence",
            "members" when item.Success => "concerns",
            "criterion" or "item" => "reference",
            var name => name,
        };
        row.Refuse(field, bad.Problem);
    }

    private static string Written(Event content) => EventCatalogue.Write(content);

    private static string Differences((Event Stated, Event Recorded) facts)
    {
        using var one = JsonDocument.Parse(Written(facts.Recorded));
        using var other = JsonDocument.Parse(Written(facts.Stated));
        var paths = Differing(one.RootElement, other.RootElement, "").Take(6).ToArray();
        return string.Join(", ", paths.Take(5)) + (paths.Length > 5 ? ", …" : "");
    }

    private static IEnumerable<string> Differing(JsonElement one, JsonElement other, string path)
    {
        if (one.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object)
        {
            var names = one.EnumerateObject().Concat(other.EnumerateObject()).Select(m => m.Name).Distinct();
            return names.SelectMany(name =>
                one.TryGetProperty(name, out var a) && other.TryGetProperty(name, out var b)
                    ? Differing(a, b, path.Length == 0 ? name : $"{path}.{name}")
                    : [path.Length == 0 ? name : $"{path}.{name}"]
            );
        }

        if (
            one.ValueKind == JsonValueKind.Array
            && other.ValueKind == JsonValueKind.Array
            && one.GetArrayLength() == other.GetArrayLength()
        )
        {
            return one.EnumerateArray()
                .Zip(other.EnumerateArray())
                .SelectMany((pair, i) => Differing(pair.First, pair.Second, $"{path}[{i}]"));
        }

        return JsonElement.DeepEquals(one, other) ? [] : [path];
    }

    [GeneratedRegex(
        @"^(criteria|items)\[(?<index>[0-9]+)\]\.(?<field>[A-Za-z]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex ItemField();
}

using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;

namespace Oversight.Projections.Reports;

/// <summary>
/// What a run of entries changed in all tables, as the database takes it (<c>report.take</c>): a row that began and ended in the run is written
/// as it was, from when and until when it was believed.
/// </summary>
/// <param name="periods">What the tables say before the run.</param>
/// <param name="after">The place of the last entry before the run; -1 for none.</param>
public sealed class ReportPage(ReportPeriods periods, long after)
{
    private readonly Dictionary<string, Changes> tables = new(StringComparer.Ordinal);
    private (long Place, DateTimeOffset Recorded) last = (after, default);

    /// <summary>Takes the next entry.</summary>
    /// <exception cref="InvalidOperationException">It is not the one after the last.</exception>
    public void Take(Entry entry)
    {
        if (entry.Place != last.Place + 1)
        {
            throw new InvalidOperationException(
                $"Entry {entry.Place} came after {last.Place}: the record has no gaps."
            );
        }

        last = (entry.Place, entry.Recorded);
        foreach (var change in periods.Take(entry))
        {
            var changes = tables.TryGetValue(change.Table.Name, out var known)
                ? known
                : tables[change.Table.Name] = new();
            foreach (var ended in change.Ended)
            {
                var row = (change.Subject, ended.Cells.Key, ended.From);
                if (changes.Open.Remove(row, out var here))
                {
                    changes.Begun[here] = changes.Begun[here] with { Until = last };
                }
                else
                {
                    changes.Ended.Add((row, last));
                }
            }

            foreach (var begun in change.Begun)
            {
                changes.Open[(change.Subject, begun.Cells.Key, begun.From)] = changes.Begun.Count;
                changes.Begun.Add(new(change.Table, change.Subject, begun, last, null));
            }
        }
    }

    /// <summary>All of it in JSON.</summary>
    public string Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("after", after);
            json.WriteNumber("place", last.Place);
            json.WriteString("recorded", Instant(last.Recorded));
            json.WriteStartObject("tables");
            foreach (var (name, changes) in tables)
            {
                json.WriteStartObject(name);
                json.WriteStartArray("ended");
                foreach (var ((subject, key, from), at) in changes.Ended)
                {
                    json.WriteStartObject();
                    json.WriteString("subject", subject.Value);
                    json.WriteString("key", key);
                    json.WriteString("valid_from", from == ReportPeriods.FirstDay ? null : $"{from:O}");
                    json.WriteNumber("place", at.Place);
                    json.WriteString("recorded", Instant(at.Recorded));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("begun");
                foreach (var row in changes.Begun)
                {
                    Write(json, row);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Rows of a day in JSON, by subject: what the table has to hold for it, without the ranges.</summary>
    public static string Json(ReportTable table, IEnumerable<(SubjectId Subject, ReportCells Row)> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (subject, row) in rows)
            {
                json.WriteStartObject();
                Write(json, table, subject, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ReportTable table, SubjectId subject, ReportCells row)
    {
        json.WriteString("subject", subject.Value);
        json.WriteString("key", row.Key);
        foreach (var (column, cell) in table.Columns.Zip(row.Cells))
        {
            json.WritePropertyName(column.Name);
            Write(json, cell);
        }
    }

    private static void Write(Utf8JsonWriter json, BelievedRow row)
    {
        var (from, until) = (row.Period.From, row.Period.Until);
        json.WriteStartObject();
        json.WriteString("valid", $"{(from == ReportPeriods.FirstDay ? "(" : $"[{from:O}")},{until:O})");
        json.WriteString("known_places", $"[{row.From.Place},{row.Until?.Place})");
        json.WriteString(
            "known",
            $"[{Instant(row.From.Recorded)},{(row.Until is { } ended ? Instant(ended.Recorded) : null)})"
        );
        Write(json, row.Table, row.Subject, row.Period.Cells);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day:
                json.WriteStringValue(day == DateOnly.MinValue ? "-infinity" : $"{day:O}");
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(Instant(instant));
                break;
            case IEnumerable list and not string:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(cell.ToString());
                break;
        }
    }

    private static string Instant(DateTimeOffset instant) => $"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z";

    private sealed class Changes
    {
        public List<(
            (SubjectId Subject, string Key, DateOnly From) Row,
            (long Place, DateTimeOffset Recorded) At
        )> Ended { get; } = [];

        public List<BelievedRow> Begun { get; } = [];

        // Those begun here that have not ended, by where they stand in Begun.
        public Dictionary<(SubjectId Subject, string Key, DateOnly From), int> Open { get; } = [];
    }

    private sealed record BelievedRow(
        ReportTable Table,
        SubjectId Subject,
        ReportPeriod Period,
        (long Place, DateTimeOffset Recorded) From,
        (long Place, DateTimeOffset Recorded)? Until
    );
}

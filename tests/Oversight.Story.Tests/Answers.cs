using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Oversight.Story.Tests;

/// <summary>Every question of the story's people, at three dates and as known at two moments, as text to read and compare.</summary>
internal static partial class Answers
{
    /// <summary>What people may ask at this stage; a test holds it against the questions that there are.</summary>
    public static readonly IReadOnlyList<string> Questions =
    [
        .. "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15 A1 A2 A3 A4 A5 A7 A8 A9 A10 A11 A12 A13 A14 A16 A17".Split(
            ' '
        ),
        .. "L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L15".Split(' '),
    ];

    /// <summary>Before Recovery Support, in the middle of it, and after it.</summary>
    public static readonly IReadOnlyList<string> Days = ["2023-06-30", "2024-06-30", "2025-12-31"];

    private static readonly string[] Organisations = ["QZZ", "RZZ"];

    // They differ from run to run: ids are random, times the clock's, places depend on the reference data.
    private static readonly HashSet<string> OfTheRun = ["recorded", "place", "daysToRecord", "loggedBy", "version"];

    /// <summary>Asks them all.</summary>
    public static async Task<string> OfAsync(ToldOverHttp told)
    {
        var text = new StringBuilder();
        var listed = await told.GetAsync("/api/questions");
        foreach (var question in Questions)
        {
            var description = listed.EnumerateArray().Single(q => q.GetProperty("id").GetString() == question);
            var parameters = description
                .GetProperty("parameters")
                .EnumerateArray()
                .Select(p => p.GetProperty("name").GetString());
            string[] about = parameters.Contains("organisation") ? Organisations : [""];
            text.Append(CultureInfo.InvariantCulture, $"{question} {description.GetProperty("text").GetString()}\n");
            var seen = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (moment, known) in told.Moments)
            {
                foreach (var day in Days)
                {
                    var rows = new StringBuilder();
                    foreach (var organisation in about)
                    {
                        var parameter = organisation.Length == 0 ? "" : $"&organisation={organisation}";
                        var instant = Uri.EscapeDataString(known.ToString("O", CultureInfo.InvariantCulture));
                        var reply = await told.GetAsync(
                            $"/api/questions/{question}?on={day}&known={instant}{parameter}"
                        );
                        Rows(reply.GetProperty("answer"), told, rows);
                    }

                    var answer = rows.ToString();
                    var when = $"on {day}, as known {moment}";
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"  {when}{(answer.Length == 0 ? ": none" : seen.TryGetValue(answer, out var same) ? $": as {same}" : "")}\n"
                    );
                    if (answer.Length > 0 && seen.TryAdd(answer, when))
                    {
                        text.Append(answer);
                    }
                }
            }
        }

        return text.ToString();
    }

    private static void Rows(JsonElement table, ToldOverHttp told, StringBuilder text)
    {
        foreach (var missing in table.GetProperty("notStated").EnumerateArray())
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"    not stated: {missing.GetProperty("what")}, {missing.GetProperty("about").GetArrayLength()} of {missing.GetProperty("of")}\n"
            );
        }

        // A long answer is a part of the record's history: which entries, in which order.
        if (table.GetProperty("rows").GetArrayLength() > 12)
        {
            var entries = table.GetProperty("rows").EnumerateArray().Select(row => RestsOn(row, told)[0]);
            text.Append(CultureInfo.InvariantCulture, $"    rows for {string.Join(", ", entries)}\n");
            return;
        }

        var people = table.GetProperty("people");
        foreach (var row in table.GetProperty("rows").EnumerateArray())
        {
            var cells = row.GetProperty("cells")
                .EnumerateObject()
                .Where(c => !OfTheRun.Contains(c.Name) && c.Value.ValueKind != JsonValueKind.Null)
                .Select(c => $"{c.Name} {Named(Words(c.Value), told, people)}");
            text.Append(CultureInfo.InvariantCulture, $"    {string.Join("; ", cells)}\n");
            text.Append(CultureInfo.InvariantCulture, $"      rests on {string.Join(", ", RestsOn(row, told))}\n");
        }
    }

    private static string[] RestsOn(JsonElement row, ToldOverHttp told) =>
        [
            .. row.GetProperty("restsOn")
                .EnumerateArray()
                .Select(e => told.NameOf.GetValueOrDefault(e.GetProperty("id").GetGuid(), "reference data"))
                .Distinct(),
        ];

    private static string Words(JsonElement cell) =>
        cell.ValueKind == JsonValueKind.Array
            ? string.Join(" / ", cell.EnumerateArray().Select(Words))
            : cell.ToString();

    private static string Named(string text, ToldOverHttp told, JsonElement people)
    {
        text = Ids()
            .Replace(text, id => told.NameOf.TryGetValue(Guid.Parse(id.Value), out var name) ? $"<{name}>" : id.Value);
        return Person()
            .Replace(text, id => people.TryGetProperty(id.Value, out var name) ? name.GetString()! : id.Value);
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("person:[0-9a-f]{64}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Person();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;

namespace Oversight.Ledger.Tests;

/// <summary>What a record answers, as text to compare.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions Json = new(EventCatalogue.Json)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The status of every organisation on some days, and the history of every subject.</summary>
    public static string Of(RecordAt record)
    {
        DateOnly[] days = [new(2022, 8, 1), new(2024, 3, 31), new(2024, 5, 15), new(2026, 4, 1)];
        return JsonSerializer
            .Serialize(
                new
                {
                    record.Place,
                    Status = days.Select(on => new { On = on, Picture = OrganisationStatus.All(record, on) }),
                    History = record.Subjects.Select(subject => AuditHistory.Of(record, subject)),
                },
                Json
            )
            .ReplaceLineEndings("\n");
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Replay;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Organisations;
using Oversight.Web.Api;

namespace Oversight.Cli;

/// <summary>What a running Oversight answers over HTTP, held against the timelines here.</summary>
/// <param name="Address">Where it answers; null when none runs, or it does not answer yet.</param>
/// <param name="Compared">How many answers were compared.</param>
/// <param name="Differences">What differs.</param>
internal sealed record ServedAnswers(Uri? Address, int Compared, IReadOnlyList<ReplayDifference> Differences)
{
    private const int MostOrganisations = 12;
    private static readonly DateOnly EndOf202324 = new(2024, 3, 31);

    /// <summary>Asks about a sample of organisations: today and on 31 March 2024, now and as known half-way through the record.</summary>
    public static async Task<ServedAnswers> CompareAsync(
        Uri address,
        RecordAccess access,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        var record = await access.Record.Live.AtAsync(known: null, cancellation);
        var step = Math.Max(1, record.Organisations.Count / MostOrganisations);
        var halfWay = record
            .Subjects.SelectMany(subject => record.TimelineOf(subject)!.Recorded)
            .FirstOrDefault(entry => entry.Place == record.Place / 2);
        var differences = new List<ReplayDifference>();
        var compared = 0;
        try
        {
            foreach (var ods in record.Organisations.Where((_, i) => i % step == 0))
            {
                foreach (var known in halfWay is null ? [""] : new[] { "", AnswerJson.Instant(halfWay.Recorded) })
                {
                    var at = known.Length == 0 ? "" : $"known={Uri.EscapeDataString(known)}";
                    foreach (var day in new[] { today, EndOf202324 })
                    {
                        await CompareAsync($"/api/organisations/{ods}?on={day:yyyy-MM-dd}&{at}", ods, day);
                    }

                    await CompareAsync($"/api/organisations/{ods}/history?{at}", ods, day: null);
                }
            }
        }
        catch (HttpRequestException e) when (compared == 0)
        {
            Terminal.Say($"{address} does not answer ({e.Message}): its answers are not compared.");
            return new(null, 0, []);
        }

        return new(address, compared, differences);

        async Task CompareAsync(string question, OdsCode ods, DateOnly? day)
        {
            question = question.TrimEnd('&', '?');
            using var response = await client.GetAsync(new Uri(question, UriKind.Relative), cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            compared++;
            JsonObject? answer = null;
            try
            {
                answer = response.IsSuccessStatusCode ? JsonNode.Parse(text) as JsonObject : null;
            }
            catch (JsonException)
            {
                // Named below, by its status.
            }

            // Somebody may be logging meanwhile: what was answered says at which place.
            if (answer?["place"]?.GetValue<long>() is not { } place)
            {
                // Not registered yet at that place, for example: then nothing is known here either.
                if ((int)response.StatusCode != 404 || !question.Contains("known=", StringComparison.Ordinal))
                {
                    differences.Add(new(question, $"HTTP {(int)response.StatusCode}", "an answer with its place"));
                }

                return;
            }

            await access.Record.Live.CatchUpAsync(cancellation);
            var here = access.Record.Live.Timelines.At(place);
            var (found, expected) = day is { } on
                ? (answer["status"], Node(OrganisationStatus.Of(here, ods, on)))
                : (answer["entries"], Node(AuditHistory.Of(here, SubjectId.Of(ods))?.Entries));
            if (!JsonNode.DeepEquals(found, expected))
            {
                differences.Add(new($"{question} at place {place}", Short(found), Short(expected)));
            }
        }
    }

    private static JsonNode? Node<T>(T answer) => JsonSerializer.SerializeToNode(answer, AnswerJson.Options);

    private static string Short(JsonNode? node) =>
        (node?["segment"]?["text"] ?? node)?.ToJsonString() is { } text
            ? text.Length > 200
                ? text[..200] + "…"
                : text
            : "nothing";
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Answers;
using Oversight.Desk.Replay;
using Oversight.Projections.Answers;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;

namespace Oversight.Cli;

/// <summary>What a running Oversight answers over HTTP, held against the timelines here.</summary>
/// <param name="Address">Where it answers; null when none runs, or it does not answer yet.</param>
/// <param name="Compared">How many answers were compared.</param>
/// <param name="Differences">What differs.</param>
internal sealed record ServedAnswers(Uri? Address, int Compared, IReadOnlyList<ReplayDifference> Differences)
{
    private const int MostOfAKind = 12;
    private static readonly DateOnly EndOf202324 = new(2024, 3, 31);

    /// <summary>
    /// Asks every question, for the deadlines, and about a sample of organisations, engagements and undertakings: today and on
    /// 31 March 2024, now and as known half-way through the record.
    /// </summary>
    public static async Task<ServedAnswers> CompareAsync(
        Uri address,
        RecordAccess access,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", access.Token());
        var record = await access.WholeAtAsync(place: null, cancellation);
        var halfWay = record
            .Subjects.SelectMany(subject => record.TimelineOf(subject)!.Recorded)
            .FirstOrDefault(entry => entry.Place == record.Place / 2);
        var differences = new List<ReplayDifference>();
        var compared = 0;
        try
        {
            foreach (var known in halfWay is null ? [""] : new[] { "", AnswerJson.Instant(halfWay.Recorded) })
            {
                var at = known.Length == 0 ? "" : $"known={Uri.EscapeDataString(known)}";
                foreach (var (path, day, found, here) in Asked(record, today))
                {
                    await CompareAsync($"{path}?{(day is { } on ? $"on={on:yyyy-MM-dd}&" : "")}{at}", found, here);
                }
            }
        }
        catch (HttpRequestException e) when (compared == 0)
        {
            Terminal.Say($"{address} does not answer ({e.Message}): its answers are not compared.");
            return new(null, 0, []);
        }

        return new(address, compared, differences);

        async Task CompareAsync(string question, string part, Func<RecordAt, object?> expectedFrom)
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
            answer = answer?["answer"] as JsonObject ?? answer;
            if (answer?["place"]?.GetValue<long>() is not { } place)
            {
                // Not begun yet at that place, for example: then nothing is known here either.
                if ((int)response.StatusCode != 404 || !question.Contains("known=", StringComparison.Ordinal))
                {
                    differences.Add(new(question, $"HTTP {(int)response.StatusCode}", "an answer with its place"));
                }

                return;
            }

            var here = await access.WholeAtAsync(place, cancellation);
            var (found, expected) = (answer[part], Node(expectedFrom(here)));
            if (!JsonNode.DeepEquals(found, expected))
            {
                differences.Add(new($"{question} at place {place}", Short(found), Short(expected)));
            }
        }
    }

    // What is asked: the path, the day, the part of the answer that is compared, and the same from the timelines here.
    private static IEnumerable<(string Path, DateOnly? Day, string Part, Func<RecordAt, object?> Here)> Asked(
        RecordAt record,
        DateOnly today
    )
    {
        var none = new Dictionary<string, string?>();
        var names = new Dictionary<string, string>();
        SubjectId[] subjects =
        [
            .. record
                .Subjects.GroupBy(subject => subject.Kind)
                .SelectMany(kind => kind.Where((_, i) => i % Math.Max(1, kind.Count() / MostOfAKind) == 0)),
        ];
        foreach (var day in new[] { today, EndOf202324 })
        {
            yield return ("/api/deadlines", day, "deadlines", at => Deadlines.On(at, day).All);
            foreach (var question in QuestionList.All)
            {
                yield return (
                    $"/api/questions/{question.Id}",
                    day,
                    "rows",
                    at => RegisterTable.Of(question.Ask(at, day, none), known: null, names).Rows
                );
            }

            foreach (var subject in subjects)
            {
                if (subject.Organisation is { } ods)
                {
                    yield return (
                        $"/api/organisations/{ods}",
                        day,
                        "status",
                        at => OrganisationStatus.Of(at, ods, day)
                    );
                }
                else if (subject.Kind == SubjectKind.Recovery)
                {
                    yield return (
                        $"/api/recoveries/{subject.Id}",
                        day,
                        "readiness",
                        at => EngagementReadiness.Of(at, subject, day)
                    );
                }
                else if (subject.Kind == SubjectKind.Undertakings)
                {
                    yield return (
                        $"/api/undertakings/{subject.Id}",
                        day,
                        "undertakings",
                        at => UndertakingsStanding.Of(at, subject, day)
                    );
                }
            }
        }

        foreach (var ods in subjects.Select(s => s.Organisation).OfType<OdsCode>())
        {
            yield return (
                $"/api/organisations/{ods}/history",
                null,
                "entries",
                at => AuditHistory.Of(at, SubjectId.Of(ods))?.Entries
            );
        }
    }

    private static JsonNode? Node<T>(T answer) => JsonSerializer.SerializeToNode(answer, AnswerJson.Options);

    private static string Short(JsonNode? node) =>
        ((node as JsonObject)?["segment"]?["text"] ?? node)?.ToJsonString() is { } text
            ? text.Length > 200
                ? text[..200] + "…"
                : text
            : "nothing";
}

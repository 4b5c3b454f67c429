using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Web;

namespace Oversight.Benchmarks;

/// <summary>
/// How long what is kept from somebody takes to be answered, beside what is not there: an organisation's lead asks for both in turns, at
/// addresses of one shape.
/// </summary>
internal static class ForbiddenAndAbsent
{
    private static readonly OdsCode Own = OdsCode.Parse("QOC");
    private static readonly OdsCode Other = OdsCode.Parse("QJK");

    public static async Task RunAsync(int rounds)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("kept");
        await using var server = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null) { RequestsAMinute = int.MaxValue },
            new LedgerDatabase(database.Program),
            TimeProvider.System
        );
        var record = server.Services.GetRequiredService<OpenRecord>();
        await record.LoadAsync(_ => { }, CancellationToken.None);
        await record.LoadReferenceDataAsync(CancellationToken.None);
        var (entry, recovery) = await KeepAsync(record);
        var document = await StoreAsync(record);
        var token = await SignUpAsync(record, cluster.Folder);
        await server.StartAsync();
        using var client = new HttpClient
        {
            BaseAddress = new Uri(server.Urls.Single()),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        Console.WriteLine($"{"", -34} {"forbidden", 12} {"absent", 12} {"ratio", 8}   (median of {rounds} each, ms)");
        foreach (
            var (form, kept, absent) in new[]
            {
                ("/api/entries/{0}", $"{entry}", $"{Guid.CreateVersion7()}"),
                ("/api/entries/{0}/letter", $"{entry}", $"{Guid.CreateVersion7()}"),
                ("/api/recoveries/{0}", recovery, "of-nobody"),
                ("/api/recoveries/{0}/history", recovery, "of-nobody"),
                ("/recoveries/{0}", recovery, "of-nobody"),
                ($"/api/organisations/{Own}/documents/{{0}}", document, new string('a', 64)),
                ("POST /api/recoveries/{0}/evidence", recovery, "of-nobody"),
            }
        )
        {
            await MeasureAsync(client, form, kept, absent, rounds / 10);
            var (forbidden, notThere) = await MeasureAsync(client, form, kept, absent, rounds);
            Console.WriteLine($"{form, -34} {forbidden, 12:N3} {notThere, 12:N3} {forbidden / notThere, 8:N2}");
        }
    }

    private static async Task<(double Forbidden, double Absent)> MeasureAsync(
        HttpClient client,
        string form,
        string kept,
        string absent,
        int rounds
    )
    {
        var (forbidden, notThere) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            // Who is first changes, so that neither has the warmer cache.
            foreach (var isKept in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                using var request = RequestOf(form.Replace("{0}", isKept ? kept : absent, StringComparison.Ordinal));
                var clock = Stopwatch.GetTimestamp();
                using var answer = await client.SendAsync(request);
                _ = await answer.Content.ReadAsByteArrayAsync();
                (isKept ? forbidden : notThere).Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                if ((int)answer.StatusCode != 404)
                {
                    throw new InvalidOperationException($"{request.RequestUri}: {answer.StatusCode}");
                }
            }
        }

        return (forbidden.Order().ElementAt(rounds / 2), notThere.Order().ElementAt(rounds / 2));
    }

    private static HttpRequestMessage RequestOf(string form) =>
        form.Split(' ') is not ["POST", var path]
            ? new HttpRequestMessage(HttpMethod.Get, form)
            : new HttpRequestMessage(HttpMethod.Post, path)
            {
                Headers = { IfMatch = { new EntityTagHeaderValue("\"2\"") } },
                Content = new StringContent(
                    $$"""
                    {"decision": {"effective": "2024-11-25", "decided": "2024-11-25", "decidedBy": {"body": "{{Own}}"} },
                     "organisation": "{{Own}}", "title": "Return", "for": ["EC1"]}
                    """,
                    Encoding.UTF8,
                    "application/json"
                ),
            };

    private static async Task<(Guid Entry, string Recovery)> KeepAsync(OpenRecord record)
    {
        var decided = Example.Decided with { Origin = Origin.BackDated };
        var kept = SubjectId.Of(SubjectKind.Recovery, "kept-back");
        var draft = new Draft(
            await record.Live.AtAsync(known: null, CancellationToken.None),
            TimeProvider.System.GetUtcNow(),
            "user:benchmark"
        );
        draft.Take(new LogDecision(SubjectId.Of(Other), new SegmentAssigned(decided, 3)));
        draft.Take(new LogDecision(kept, new RecoveryEntered(decided, "Kept back", [Other])));
        await record.Desk.LogAsync(draft, new LoggedBy("user:benchmark", Grants.OfTheProgram));
        return (draft.Entries[0].Id, kept.Id);
    }

    private static async Task<string> StoreAsync(OpenRecord record)
    {
        using var content = new MemoryStream("Kept back."u8.ToArray());
        var (document, _) = await record.Documents.StoreAsync(
            Own,
            DocumentType.Of("text/plain"),
            "kept.txt",
            content,
            new LoggedBy("user:benchmark", Grants.OfTheProgram),
            expectedSha256: null,
            CancellationToken.None
        );
        return document.Sha256;
    }

    private static async Task<string> SignUpAsync(OpenRecord record, string folder)
    {
        var first = await LocalAccess.EnsureAsync(record, folder, "benchmark", CancellationToken.None);
        var file = LocalAccess.TokenFile(folder, "lead");
        Grant[] grants = [new(Role.Lead, Organisation: Own)];
        await LocalAccess.AddAsync(record, file, "lead", grants, first.Subject, CancellationToken.None);
        return (await File.ReadAllTextAsync(file)).Trim();
    }
}

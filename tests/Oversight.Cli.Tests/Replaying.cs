using Npgsql;
using Oversight.Desk;
using Oversight.Desk.Replay;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Cli.Tests;

public sealed class Replaying(DatabaseServer server) : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_sound_record_has_no_difference_and_a_tampered_row_is_found_with_exit_code_6()
    {
        var database = await server.CreateDatabaseAsync();
        var program = new TheProgram(folder, database);
        var sound = (await program.RunAsync("replay")).Gives(ExitCode.Done);

        await TamperAsync(
            database,
            "update oversight.mt_events set data = jsonb_set(data, '{segment}', '1') where stream_id = 'organisation-QOC' and version = 2"
        );
        var tampered = (await program.RunAsync("replay", "--json")).Gives(ExitCode.Differences);

        Assert.Contains("No difference.", sound.Output, StringComparison.Ordinal);
        Assert.Contains("entries/s", sound.Error, StringComparison.Ordinal);
        var difference = Assert.Single(tampered.Json.GetProperty("replay").GetProperty("differences").EnumerateArray());
        Assert.StartsWith(
            "hash of the entry at place",
            difference.GetProperty("what").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_gap_and_times_that_run_backwards_are_found()
    {
        var database = await server.CreateDatabaseAsync();
        await using var record = await OpenAsync(database);
        await TamperAsync(
            database,
            "update ledger.place set recorded = recorded - interval '1 day' where place = 7; delete from ledger.place where place = 50"
        );

        var report = await ReplayAsync(record, database);

        Assert.Contains(report.Differences, d => d.What == "recorded at place 7");
        Assert.Contains(report.Differences, d => d is { What: "places without a gap", Found: "place 51" });
    }

    [Fact]
    public async Task A_wrong_fold_is_found_by_the_live_answers_and_by_the_reference()
    {
        var database = await server.CreateDatabaseAsync();
        await using var record = await OpenAsync(database);
        var frimley = OdsCode.Parse("QNQ");

        var report = await new RecordReplay(record.Store, record.Live.Timelines, database.Program, Today)
        {
            StatusOf = (at, ods, on) =>
                OrganisationStatus.Of(at, ods, on) is { } status && ods == frimley && on == new DateOnly(2024, 3, 31)
                    ? status with
                    {
                        Segment = status.Segment with { Number = 2 },
                    }
                    : OrganisationStatus.Of(at, ods, on),
        }.RunAsync(null, new NoProgress(), TestContext.Current.CancellationToken);

        Assert.Contains(
            report.Differences,
            d => d.What.StartsWith("status of QNQ on 2024-03-31", StringComparison.Ordinal)
        );
        Assert.Contains(
            report.Differences,
            d =>
                d.What.EndsWith("by the reference in SQL", StringComparison.Ordinal)
                && d.Found.Contains("certain 2", StringComparison.Ordinal)
        );
        Assert.All(report.Differences, d => Assert.Contains("QNQ", d.What, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Fold_and_reference_agree_on_tangled_histories(int seed)
    {
        var database = await server.CreateDatabaseAsync();
        await using var record = await OpenAsync(database);
        await new Tangle(new Random(seed)).AppendAsync(record.Store);
        await record.Live.CatchUpAsync(TestContext.Current.CancellationToken);

        var report = await ReplayAsync(record, database);

        Assert.Empty(report.Differences);
        Assert.True(report.Entries > 250);
    }

    private static Task<OpenRecord> OpenAsync(DatabaseSettings database) =>
        OpenAsync(database, loadReferenceData: true);

    private static async Task<OpenRecord> OpenAsync(DatabaseSettings database, bool loadReferenceData)
    {
        var record = await OpenRecord.OpenAsync(
            database.Owner,
            database.Program,
            TimeProvider.System,
            _ => { },
            TestContext.Current.CancellationToken
        );
        if (loadReferenceData)
        {
            await record.LoadReferenceDataAsync(TestContext.Current.CancellationToken);
        }

        return record;
    }

    private static Task<ReplayReport> ReplayAsync(OpenRecord record, DatabaseSettings database) =>
        new RecordReplay(record.Store, record.Live.Timelines, database.Program, Today).RunAsync(
            null,
            new NoProgress(),
            TestContext.Current.CancellationToken
        );

    // As somebody with the superuser's password could: what cannot be prevented has to be found.
    private static async Task TamperAsync(DatabaseSettings database, string change)
    {
        await using var connection = new NpgsqlConnection(database.Owner + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            alter event trigger oversight_ddl disable;
            alter table oversight.mt_events disable trigger all;
            alter table ledger.place disable trigger all;
            {change}
            """;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => folder.Dispose();

    private sealed class NoProgress : IProgress<ReplayProgress>
    {
        public void Report(ReplayProgress value) { }
    }

    /// <summary>
    /// Entries as no rule would let them be: imprecise dates, orders settled by "after" or contradicting it, corrections
    /// of corrections, retractions of retractions, targets that are elsewhere or nowhere.
    /// </summary>
    private sealed class Tangle(Random random)
    {
        private static readonly string[] Streams =
        [
            "organisation-QOC",
            "organisation-QJK",
            "organisation-QNQ",
            "organisation-QH8",
            "framework-nof-2022-23",
            "organisation-RZ7",
        ];

        private readonly List<(string Stream, Guid Id, Event Event)> made = [];

        public async Task AppendAsync(RecordStore store)
        {
            for (var i = 0; i < 200; i++)
            {
                var stream = Streams[random.Next(Streams.Length)];
                made.Add((stream, Guid.CreateVersion7(), Make(stream)));
            }

            // In a few requests, so that places of streams are mixed.
            foreach (var part in made.Chunk(15))
            {
                var recorded = await store.ReadAfterAsync(-1, 100_000);
                await store.AppendAsync(
                    new AppendRequest(
                        [
                            .. part.GroupBy(e => e.Stream)
                                .Select(stream => new StreamAppend(
                                    stream.Key,
                                    recorded.Count(e => e.Stream == stream.Key),
                                    [
                                        .. stream.Select(e => new NewEntry(
                                            e.Id,
                                            EventCatalogue.NameOf(e.Event),
                                            EventCatalogue.DotnetTypeOf(e.Event),
                                            EventCatalogue.Write(e.Event)
                                        )),
                                    ]
                                )),
                        ],
                        "test"
                    )
                );
            }
        }

        private Event Make(string stream) =>
            random.Next(10) switch
            {
                < 4 => Statement(stream),
                < 7 => new EntryCorrected(Decision(stream), Target(stream), Statement(stream)),
                _ => new EntryRetracted(Decision(stream), Target(stream)),
            };

        private Event Statement(string stream)
        {
            var decision = Decision(stream);
            if (stream.StartsWith("framework-", StringComparison.Ordinal))
            {
                return new FrameworkPublished(
                    decision,
                    new(
                        "nof-2022-23",
                        "A framework",
                        "2022/23",
                        [new(1, "One"), new(2, "Two"), new(3, "Three")],
                        random.Next(3) == 0 ? [OrganisationKind.NhsTrust] : [OrganisationKind.Icb],
                        3,
                        "Programme",
                        ["nhs-england"],
                        InForceUntil: random.Next(2) == 0 ? Date() : null
                    )
                );
            }

            var ods = OdsCode.Parse(stream["organisation-".Length..]);
            return random.Next(16) switch
            {
                12 => new SegmentProposed(decision, random.Next(1, 4)),
                13 or 14 => new SegmentAgreed(decision, Target(stream), random.Next(1, 4)),
                15 => new SegmentDeclined(decision, Target(stream)),
                0 => new OrganisationRegistered(decision, ods, OrganisationKind.NhsTrust, "A trust", "Y60"),
                1 => new OrganisationSucceeded(decision, [new(OdsCode.Parse("QHL"), SuccessionKind.Merger)]),
                2 => new SegmentReviewed(decision, random.Next(1, 4)),
                < 8 => new SegmentAssigned(decision, random.Next(1, 4)),
                _ => new SegmentPublished(decision with { Source = new("PRN00003") }, random.Next(1, 4), "Printed"),
            };
        }

        private Decision Decision(string stream) =>
            new(Date(), DateWithPrecision.Unknown, new("nhs-england"))
            {
                Origin = Origin.Imported,
                After = random.Next(4) == 0 ? Target(stream) : null,
            };

        private DateWithPrecision Date()
        {
            var year = random.Next(2021, 2027);
            return random.Next(12) switch
            {
                0 => DateWithPrecision.Unknown,
                1 or 2 => DateWithPrecision.FinancialYear(year),
                3 or 4 => DateWithPrecision.Quarter(year, random.Next(1, 5)),
                5 or 6 => DateWithPrecision.Month(year, random.Next(1, 13)),
                _ => DateWithPrecision.Day(new DateOnly(2024, random.Next(1, 5), random.Next(1, 4))),
            };
        }

        // Mostly an entry of the same stream; sometimes another's, or none at all.
        private Guid Target(string stream)
        {
            var own = made.Where(e => e.Stream == stream || random.Next(15) == 0).ToArray();
            return own.Length == 0 || random.Next(20) == 0 ? Guid.NewGuid() : own[random.Next(own.Length)].Id;
        }
    }
}

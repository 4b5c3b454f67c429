using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Oversight.Cli.Tests.Witnessing;
using Oversight.Proofs.Checkpoints;

namespace Oversight.Cli.Tests.Crashing;

/// <summary>
/// Program, sessions and server are killed while decisions are logged. <c>OVERSIGHT_KILLS=60</c> kills so many times, through all moments and
/// victims, <c>OVERSIGHT_SEED</c> in the same order as before; otherwise it is three times.
/// </summary>
public sealed class KilledAtAnyMoment
{
    // From when it serves again.
    private static readonly TimeSpan ToCatchUp = TimeSpan.FromSeconds(10);

    private static readonly int? Kills = Environment.GetEnvironmentVariable("OVERSIGHT_KILLS") is { Length: > 0 } kills
        ? int.Parse(kills, CultureInfo.InvariantCulture)
        : null;

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("OVERSIGHT_SEED") ?? $"{Environment.TickCount & 0xffff}",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task Nothing_is_lost_nothing_is_there_twice_and_what_was_signed_holds()
    {
        Tell($"OVERSIGHT_SEED={Seed}");
        var random = new Random(Seed);
        await using var record = await KilledRecord.StartAsync();
        var logging = new Logging(record, await OrganisationsAsync(record));
        logging.Start();
        foreach (var (moment, victim) in Kills is { } many ? Rounds(random).Take(many) : FewRounds(random))
        {
            await RoundAsync(record, moment, victim, random);
        }

        await logging.StopAsync();
        // What is outside is told a moment later, and tried again after a second or two where it was not reached.
        await EverybodyHasTheNewestAsync(record);
        await Judging.JudgeAsync(record, logging);
        await AnsweredOnceMoreAsync(logging);
        Tell(
            $"{logging.Answered.Count} decisions answered, asked for {logging.Asked} times, {logging.Repeated} stored though the first answer was lost; "
                + $"{logging.Receipts.Count} receipts, {logging.Checkpoints.Count} checkpoints seen"
        );
    }

    private static async Task RoundAsync(KilledRecord record, Moment moment, Victim victim, Random random)
    {
        var (endsServer, endsProgram) = (
            victim is Victim.Server or Victim.Both,
            victim is Victim.Program or Victim.Both
        );
        await using var held = await HeldAt.ReachAsync(record, moment, random);
        await record.KillAsync(victim, held.Session);
        // A server that was killed with the program is started by the next one.
        await held.LetGoAsync(isServerUp: !endsServer || !endsProgram);
        var down = Stopwatch.StartNew();
        if (endsProgram)
        {
            await record.StartProgramAsync();
        }

        await ServedRecord.UntilAsync(
            () => record.AskAsync("/checkpoint"),
            answer => answer is (200, _),
            60,
            () => $"{moment}, {victim}: {record.WhyUnanswered()}"
        );
        var recorded = await record.ScalarAsync<long>("select max(place) + 1 from ledger.place");
        var served = down.Elapsed;
        await ServedRecord.UntilAsync(
            () => record.ScalarAsync<long>("select max(size) from ledger.checkpoint"),
            size => size >= recorded,
            (int)ToCatchUp.TotalSeconds
        );
        Tell(
            $"{moment}{(held.IsReached ? "" : " (not reached)")}, {victim}: back after {served.TotalSeconds:f1} s, {recorded} entries in the tree after "
                + $"{(down.Elapsed - served).TotalSeconds:f1} s more"
        );
    }

    // A start of the program takes the most time: one.
    private static IEnumerable<(Moment Moment, Victim Victim)> FewRounds(Random random)
    {
        var all = Rounds(random).Take(32).ToLookup(round => round.Victim is Victim.Program or Victim.Both);
        return [.. all[false].Take(2), .. all[true].Take(1)];
    }

    // All pairs, in an order of the seed's; who has killed with all begins again.
    private static IEnumerable<(Moment Moment, Victim Victim)> Rounds(Random random)
    {
        while (true)
        {
            var pairs =
                from moment in Enum.GetValues<Moment>()
                from victim in Enum.GetValues<Victim>()
                // What the program does by itself is not interrupted by the server's end.
                where moment is not (Moment.NotInFile or Moment.NotOutside) || victim is Victim.Program or Victim.Both
                select (moment, victim);
            var shuffled = pairs.ToArray();
            random.Shuffle(shuffled);
            foreach (var pair in shuffled)
            {
                yield return pair;
            }
        }
    }

    private static async Task EverybodyHasTheNewestAsync(KilledRecord record)
    {
        var recorded = await record.ScalarAsync<long>("select max(place) + 1 from ledger.place");
        var origin = Checkpoint.Parse(KilledRecord.KeptIn(record.OwnFile)!.Text).Origin;
        await ServedRecord.UntilAsync(
            async () =>
            {
                var each = Directory
                    .GetFiles(record.Each, "*.checkpoint")
                    .Order(StringComparer.Ordinal)
                    .LastOrDefault();
                var kept = new[]
                {
                    KilledRecord.KeptIn(record.OwnFile),
                    KilledRecord.KeptIn(record.Newest),
                    each is null ? null : KilledRecord.KeptIn(each),
                    await record.WitnessedAsync(origin),
                };
                return kept.Select(note => note is null ? 0 : Checkpoint.Parse(note.Text).Size).ToList();
            },
            sizes => sizes.TrueForAll(size => size == recorded),
            60
        );
    }

    // By its key, whatever its subject's version is now: with the answer of then.
    private static async Task AnsweredOnceMoreAsync(Logging logging)
    {
        foreach (var (key, before) in logging.Answered.Take(10))
        {
            var (logged, isRepeated) = await logging.LogAsync(key, before.Organisation, before.DecidedOn);
            Assert.Equal((before, true), (logged, isRepeated));
        }
    }

    private static async Task<List<(string Organisation, long Version)>> OrganisationsAsync(KilledRecord record)
    {
        await using var connection = await record.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select substr(id, 14), version::bigint from oversight.mt_streams
            where id in (select stream_id from oversight.mt_events where type like 'segment%')
            order by id limit 42
            """,
            connection
        );
        await using var rows = await command.ExecuteReaderAsync();
        var organisations = new List<(string, long)>();
        while (await rows.ReadAsync())
        {
            organisations.Add((rows.GetString(0), rows.GetInt64(1)));
        }

        return organisations;
    }

    private static void Tell(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}

using System.Text;
using Npgsql;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;

namespace Oversight.Cli.Tests.Crashing;

/// <summary>Whether the record is what everybody was told of it.</summary>
internal static class Judging
{
    /// <summary>Judges it; nobody logs meanwhile, and it has caught up.</summary>
    public static async Task JudgeAsync(KilledRecord record, Logging logging)
    {
        await using var connection = await record.OpenAsync();
        var entries = await EntriesAsync(connection);
        NothingIsLostAndNothingTwice(entries, logging);
        var roots = Roots(entries);

        var seen = logging.Checkpoints.Values.ToList();
        seen.Add(KilledRecord.KeptIn(record.OwnFile)!);
        seen.Add(KilledRecord.KeptIn(record.Newest)!);
        seen.AddRange(Directory.GetFiles(record.Each).Select(file => KilledRecord.KeptIn(file)!));
        var origin = Checkpoint.Parse(seen[0].Text).Origin;
        seen.Add((await record.WitnessedAsync(origin))!);
        await using var command = new NpgsqlCommand("select note from ledger.checkpoint", connection);
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                seen.Add(SignedNote.Parse(rows.GetString(0)));
            }
        }

        foreach (var checkpoint in seen.Select(note => record.Policy.Verify(note).Checkpoint))
        {
            Assert.InRange(checkpoint.Size, 1, entries.Count);
            Assert.Equal((checkpoint.Size, roots[(int)checkpoint.Size]), (checkpoint.Size, checkpoint.Root));
        }

        foreach (var receipt in logging.Receipts.Select(text => Receipt.Parse(Encoding.UTF8.GetBytes(text))))
        {
            receipt.VerifyEntry(record.Policy);
            Assert.Equal(entries[(int)receipt.Index].Leaf, TreeHash.OfLeaf(receipt.Extra!.Value.Span));
        }

        await OldReceiptsLeadToTheNewestCheckpointAsync(record, logging);
        var verified = await record.Program.RunProcessAsync(
            "verify",
            "--anchor",
            record.Newest,
            "--anchor",
            record.Each
        );
        Assert.Contains("No fault.", verified.Gives(ExitCode.Done).Output, StringComparison.Ordinal);
    }

    private static void NothingIsLostAndNothingTwice(IReadOnlyList<Entry> entries, Logging logging)
    {
        var twice = entries
            .Where(entry => entry.Key is not null)
            .GroupBy(entry => entry.Key)
            .Where(one => one.Count() > 1);
        Assert.Empty(twice.Select(one => one.Key));
        foreach (var (key, told) in logging.Answered)
        {
            var entry = entries[(int)told.Place];
            Assert.Equal((key, told.Id, told.Leaf), (entry.Key, entry.Id, Convert.ToHexStringLower(entry.Leaf.Bytes)));
        }

        Assert.Equal(logging.Answered.Count, entries.Count(entry => entry.Key is not null));
    }

    // As somebody checks it who kept a receipt, with nothing of the server's but a proof.
    private static async Task OldReceiptsLeadToTheNewestCheckpointAsync(KilledRecord record, Logging logging)
    {
        var kept = logging.Receipts.ToList();
        foreach (var receipt in kept.Where((_, at) => at % Math.Max(1, kept.Count / 20) == 0))
        {
            var earlier = Receipt.Parse(Encoding.UTF8.GetBytes(receipt)).VerifyEntry(record.Policy).Checkpoint;
            var (status, text) = (await record.AskAsync($"/api/checkpoints/{earlier.Size}/extension"))!.Value;
            Assert.Equal(200, status);
            var extension = AddCheckpoint.Parse(Encoding.UTF8.GetBytes(text));
            record.Policy.Verify(extension.Note);
            extension.RequireExtends(earlier);
        }

        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("kept.tlog-proof"), kept[0]);
        var alone = new TheProgram(folder);
        (
            await alone.RunAsync("verify", "receipt", folder.File("kept.tlog-proof"), "--policy", record.PolicyFile)
        ).Gives(ExitCode.Done);
    }

    private static TreeHash[] Roots(IReadOnlyList<Entry> entries)
    {
        var (tree, roots) = (new TreeEdge(), new TreeHash[entries.Count + 1]);
        roots[0] = TreeHash.OfEmptyTree;
        foreach (var (place, entry) in entries.Index())
        {
            tree.Append(entry.Leaf);
            roots[place + 1] = tree.Root();
        }

        return roots;
    }

    private static async Task<List<Entry>> EntriesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """
            select place.place, place.id, place.leaf,
                case when event.data -> 'decision' ->> 'rationale' ~ '^[0-9]+-[0-9]+$' then event.data -> 'decision' ->> 'rationale' end
            from ledger.place place
            left join oversight.mt_events event using (id)
            order by place
            """,
            connection
        );
        await using var rows = await command.ExecuteReaderAsync();
        var entries = new List<Entry>();
        while (await rows.ReadAsync())
        {
            Assert.Equal(entries.Count, rows.GetInt64(0));
            entries.Add(
                new(
                    rows.IsDBNull(3) ? null : rows.GetString(3),
                    rows.GetGuid(1),
                    TreeHash.From(rows.GetFieldValue<byte[]>(2))
                )
            );
        }

        return entries;
    }

    private sealed record Entry(string? Key, Guid Id, TreeHash Leaf);
}

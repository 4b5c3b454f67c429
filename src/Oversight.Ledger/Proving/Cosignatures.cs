using System.Text;
using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Ledger.Proving;

/// <summary>What witnesses said of this record's checkpoints, as its tables keep it.</summary>
internal static class Cosignatures
{
    private const int AtOnce = 200;

    /// <summary>Keeps a witness's signature of the checkpoint at a size; one of its that is kept already stays.</summary>
    public static Task KeepAsync(
        NpgsqlDataSource connections,
        long size,
        VerifierKey witness,
        NoteSignature signature,
        CancellationToken cancellation
    ) =>
        connections
            .Ask(
                $"""
                insert into ledger.cosignature (size, verifier, line)
                values ({size}, {witness.ToString()}, {signature.Line.TrimEnd('\n')})
                on conflict (size, verifier) do nothing
                """
            )
            .DoAsync(cancellation);

    /// <summary>How many entries the last checkpoint covers that a witness has cosigned; 0 for none.</summary>
    public static Task<long> LastOfAsync(
        NpgsqlDataSource connections,
        VerifierKey witness,
        CancellationToken cancellation
    ) =>
        connections
            .Ask($"select coalesce(max(size), 0) from ledger.cosignature where verifier = {witness.ToString()}")
            .ValueAsync<long>(cancellation);

    /// <summary>A checkpoint with the cosignatures that are known for its size.</summary>
    /// <exception cref="ProofException">One of these does not hold: it was changed, or the checkpoint was.</exception>
    public static async Task<SignedNote> AddToAsync(
        NpgsqlConnection connection,
        SignedNote note,
        CancellationToken cancellation
    )
    {
        var size = Checkpoint.Parse(note.Text).Size;
        var known = await connection
            .Ask($"select verifier, line from ledger.cosignature where size = {size} order by kept, verifier")
            .RowsAsync(row => (Key: VerifierKey.Parse(row.GetString(0)), Line: row.GetString(1)), cancellation);
        return known.Count == 0
            ? note
            : note.WithAnswer(
                Encoding.UTF8.GetBytes(string.Concat(known.Select(one => $"{one.Line}\n"))),
                known.ConvertAll(one => one.Key)
            );
    }

    /// <summary>
    /// The size of the newest checkpoint that covers a place and was seen by as many witnesses as a policy asks for; null when there is none.
    /// </summary>
    public static async Task<long?> SeenAsync(
        NpgsqlConnection connection,
        long place,
        TrustPolicy policy,
        CancellationToken cancellation
    )
    {
        for (var below = long.MaxValue; ; )
        {
            var seen = await connection
                .Ask(
                    $"""
                    select size, array_agg(verifier) from ledger.cosignature where size > {place} and size < {below}
                    group by size order by size desc limit {AtOnce}
                    """
                )
                .RowsAsync(row => (Size: row.GetInt64(0), By: row.GetFieldValue<string[]>(1)), cancellation);
            foreach (var (size, by) in seen)
            {
                if (policy.IsMetBy(by))
                {
                    return size;
                }
            }

            if (seen.Count < AtOnce)
            {
                return null;
            }

            below = seen[^1].Size;
        }
    }
}

using System.Net;
using System.Text;
using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Witnesses;

namespace Oversight.Ledger.Proving;

/// <summary>A witness that is asked to cosign what was signed, over HTTP (C2SP tlog-witness); what it answers is checked, and kept.</summary>
/// <param name="connections">The program's connections.</param>
/// <param name="proofs">The record's proofs.</param>
/// <param name="witness">Its key, and where it is asked.</param>
/// <param name="client">Asks it.</param>
internal sealed class AskedWitness(
    NpgsqlDataSource connections,
    RecordProofs proofs,
    TrustedKey witness,
    HttpClient client
) : CheckpointKeeper($"The witness {witness.Key.Name}")
{
    // Each answer but the last names another size: others may ask it for this record too.
    private const int Tries = 4;

    private readonly Uri address = new($"{witness.Url!.TrimEnd('/')}/add-checkpoint");
    private bool wasAsked;

    public override async Task TellAsync(CancellationToken cancellation)
    {
        var cosigned = await Cosignatures.LastOfAsync(connections, witness.Key, cancellation);
        var from = cosigned;
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await proofs.CheckpointAsync(cancellation) is not { } note)
            {
                return;
            }

            // Once in any case: whether it saw more than this record has.
            var size = Checkpoint.Parse(note.Text).Size;
            if (wasAsked && size == cosigned)
            {
                return;
            }

            var (status, body) = await AskAsync(await proofs.ExtensionAsync(from, note, cancellation), cancellation);
            switch ((WitnessVerdict)(int)status)
            {
                case WitnessVerdict.Accepted:
                    var signature = SignatureIn(body, note);
                    await Cosignatures.KeepAsync(connections, size, witness.Key, signature, cancellation);
                    wasAsked = true;
                    return;
                case WitnessVerdict.OtherSize:
                    // One that has another root for this very size need not say which.
                    from = await BeginAsync(
                        body.Length == 0 && from == size ? size : SizeIn(body),
                        from,
                        cosigned,
                        cancellation
                    );
                    break;
                case WitnessVerdict.DoesNotExtend:
                    throw new KeeperDisagreesException(
                        $"it cosigned {from} entries, and they are not the first {from} of what the record holds now: something of the record was "
                            + "changed since, or another record goes by its name. Compare it with a backup. (It answers 422.)"
                    );
                default:
                    throw new KeeperAwayException(Words((int)status, body));
            }
        }

        throw new KeeperAwayException("it named another size each time that it was asked.");
    }

    // From which size it is to be shown that the record goes on: what it says that it saw last.
    private async Task<long> BeginAsync(long saw, long asked, long cosigned, CancellationToken cancellation)
    {
        // Asked for after its answer: another server may have signed meanwhile.
        var newest = await proofs.CheckpointAsync(cancellation) is { } note ? Checkpoint.Parse(note.Text).Size : 0;
        if (saw > newest)
        {
            throw new KeeperDisagreesException(
                $"it cosigned {saw} entries, and the record's newest checkpoint covers {newest}: the record was cut off or put back to an older "
                    + "state. Restore the newer one. (It answers 409.)"
            );
        }

        if (saw == asked)
        {
            throw new KeeperDisagreesException(
                $"it says that it saw {saw} entries last, and that they are not the first {saw} of what the record holds now: something of the record was "
                    + "changed since, or another record goes by its name. Compare it with a backup. (It answers 409.)"
            );
        }

        if (saw < cosigned)
        {
            Remark =
                $"it saw {saw} entries last, and had cosigned {cosigned} before: its folder was lost or put back to an older state, so that it would "
                + "have cosigned another record from there. Ask whoever runs it.";
        }

        return saw;
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(
        AddCheckpoint request,
        CancellationToken cancellation
    )
    {
        try
        {
            using var content = new StringContent(request.ToString(), Encoding.UTF8, "text/plain");
            using var answer = await client.PostAsync(address, content, cancellation);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            throw new KeeperAwayException($"it does not answer at {Place} ({e.Message}).", e);
        }
    }

    private string Place => $"{address.Scheme}://{address.Authority}";

    private NoteSignature SignatureIn(byte[] body, SignedNote note)
    {
        try
        {
            return note.WithAnswer(body, [witness.Key]).SignatureBy(witness.Key);
        }
        catch (ProofException e)
        {
            throw new KeeperAwayException(
                $"what it answers is no cosignature by the key in the file of witnesses ({e.Message}): ask whoever runs it for its key.",
                e
            );
        }
    }

    private static long SizeIn(byte[] body)
    {
        try
        {
            return Witness.ParseSize(Encoding.UTF8.GetString(body));
        }
        catch (ProofException e)
        {
            throw new KeeperAwayException($"it answers 409, and no size with it ({e.Message}).", e);
        }
    }

    private string Words(int status, byte[] body)
    {
        var said = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200))).ReplaceLineEndings(" ").Trim();
        return (WitnessVerdict)status switch
        {
            WitnessVerdict.UnknownLog or WitnessVerdict.NotSignedByTheLog =>
                $"it does not watch this record, or not the key that signs now: have whoever runs it add the newest key that /keys shows. (It answers {status}: {said})",
            _ => $"it answers {status} at {Place}: {said}",
        };
    }
}

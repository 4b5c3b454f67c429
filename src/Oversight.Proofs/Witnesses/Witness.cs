using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Witnesses;

/// <summary>What a witness makes of a request; the value is the HTTP status that C2SP tlog-witness gives it.</summary>
public enum WitnessVerdict
{
    /// <summary>No verdict.</summary>
    None = 0,

    /// <summary>The checkpoint extends the last one: to be kept, then cosigned.</summary>
    Accepted = 200,

    /// <summary>The body is not a request.</summary>
    Malformed = 400,

    /// <summary>No known key of the log has signed the checkpoint.</summary>
    NotSignedByTheLog = 403,

    /// <summary>The log is not one that this witness watches.</summary>
    UnknownLog = 404,

    /// <summary>The proof begins at another size than that of the last checkpoint cosigned, or the checkpoint is of that size and has another root.</summary>
    OtherSize = 409,

    /// <summary>The checkpoint does not extend the last one: the log has rewritten something, or the proof is no proof.</summary>
    DoesNotExtend = 422,
}

/// <summary>A log that a witness watches.</summary>
/// <param name="Keys">The log's keys.</param>
/// <param name="Last">The last checkpoint that the witness has cosigned, if any.</param>
/// <param name="Rotations">Which keys gave way to which, and when, as far as that was told.</param>
public sealed record WatchedLog(
    IReadOnlyCollection<VerifierKey> Keys,
    Checkpoint? Last,
    IReadOnlyList<KeyRotation>? Rotations = null
)
{
    /// <summary>Whether what a key signs is believed at a size: beyond its rotation's size it is not, whoever has the key.</summary>
    internal bool Believes(VerifierKey key, long size) =>
        Rotations?.Any(rotation => rotation.From.ToString() == key.ToString() && rotation.Size < size) != true;
}

/// <summary>What a witness decided.</summary>
/// <param name="Verdict">The decision.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="Request">The request, unless it could not be read.</param>
/// <param name="KnownSize">The size of the last checkpoint cosigned, for a verdict of <see cref="WitnessVerdict.OtherSize"/>.</param>
public sealed record WitnessDecision(
    WitnessVerdict Verdict,
    string Reason,
    AddCheckpoint? Request = null,
    long? KnownSize = null
);

/// <summary>Decides for a witness, from what it was sent and what it last saw, and nothing else.</summary>
public static class Witness
{
    /// <summary>How the body of an answer of <see cref="WitnessVerdict.OtherSize"/> is typed.</summary>
    public const string SizeContentType = "text/x.tlog.size";

    /// <summary>
    /// Decides about the body of an add-checkpoint request. Whoever calls this must keep an accepted checkpoint before it cosigns, and let nobody
    /// decide about the same log between the two.
    /// </summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="watched">Gives the log with an origin, or null when the witness does not watch it.</param>
    public static WitnessDecision Decide(ReadOnlySpan<byte> body, Func<string, WatchedLog?> watched)
    {
        AddCheckpoint request;
        try
        {
            request = AddCheckpoint.Parse(body);
        }
        catch (ProofException refusal)
        {
            return new WitnessDecision(WitnessVerdict.Malformed, refusal.Message);
        }

        var checkpoint = request.Checkpoint;
        if (watched(checkpoint.Origin) is not { } log)
        {
            return Refused(WitnessVerdict.UnknownLog, $"The log {checkpoint.Origin} is not watched here.");
        }
        try
        {
            if (!request.Note.Verify(log.Keys).Any(by => log.Believes(by.Key, checkpoint.Size)))
            {
                return Refused(
                    WitnessVerdict.NotSignedByTheLog,
                    $"It is signed by a key of {checkpoint.Origin} alone whose place another had taken before {checkpoint.Size} entries were there."
                );
            }
        }
        catch (ProofException refusal)
        {
            return Refused(WitnessVerdict.NotSignedByTheLog, refusal.Message);
        }
        if (request.OldSize > checkpoint.Size)
        {
            return Refused(
                WitnessVerdict.Malformed,
                $"The proof begins at {request.OldSize} leaves, the checkpoint has only {checkpoint.Size}."
            );
        }
        var last = log.Last ?? new Checkpoint(checkpoint.Origin, 0, TreeHash.OfEmptyTree);
        if (request.OldSize != last.Size)
        {
            var reason = $"The proof begins at {request.OldSize} leaves, the last checkpoint seen has {last.Size}.";
            return new WitnessDecision(WitnessVerdict.OtherSize, reason, request, last.Size);
        }
        if (checkpoint.Size == last.Size && checkpoint.Root != last.Root)
        {
            var reason = $"The checkpoint has another root than the one of {last.Size} leaves that was seen before.";
            return new WitnessDecision(WitnessVerdict.OtherSize, reason, request, last.Size);
        }
        try
        {
            request.RequireExtends(last);
        }
        catch (ProofException refusal)
        {
            return Refused(WitnessVerdict.DoesNotExtend, refusal.Message);
        }
        return new WitnessDecision(
            WitnessVerdict.Accepted,
            $"The record's {checkpoint.Size} entries begin with the {last.Size} seen before.",
            request
        );

        WitnessDecision Refused(WitnessVerdict verdict, string reason) => new(verdict, reason, request);
    }

    /// <summary>The body of an answer of <see cref="WitnessVerdict.OtherSize"/>.</summary>
    public static string WriteSize(long size) => $"{size}\n";

    /// <summary>The size in the body of such an answer.</summary>
    /// <exception cref="ProofException">The body is not a size.</exception>
    public static long ParseSize(string body) =>
        body.EndsWith('\n') && StrictText.TryNumber(body.AsSpan(0, body.Length - 1), out var size)
            ? size
            : throw new ProofException("The witness did not answer with a size.");
}

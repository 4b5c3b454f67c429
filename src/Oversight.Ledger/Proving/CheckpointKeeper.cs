namespace Oversight.Ledger.Proving;

/// <summary>Somebody or some place outside that has each checkpoint as soon as it can: a witness that is asked, an anchor that is written.</summary>
/// <param name="name">What it is and which, as it is shown.</param>
internal abstract class CheckpointKeeper(string name)
{
    /// <summary>What it is and which, as it is shown; nothing secret.</summary>
    public string Name { get; } = name;

    /// <summary>What is to be said of it although it has the newest checkpoint; null for nothing.</summary>
    public string? Remark { get; protected set; }

    /// <summary>Whether nothing is signed while it disagrees: it has something that the record's own key has signed.</summary>
    public virtual bool HasProof => false;

    /// <summary>Looks whether it agrees with the record, and lets it have what was signed; nothing when it has.</summary>
    /// <exception cref="KeeperAwayException">It cannot have it now.</exception>
    /// <exception cref="KeeperDisagreesException">What it saw of the record is not what the record has.</exception>
    public abstract Task TellAsync(CancellationToken cancellation);
}

/// <summary>A witness or an anchor has not got the newest checkpoint. The message says why; it is tried again.</summary>
internal sealed class KeeperAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a witness or an anchor saw of this record is not what the record has: one of them was changed. The message says what and what to do.</summary>
internal sealed class KeeperDisagreesException(string message) : Exception(message);

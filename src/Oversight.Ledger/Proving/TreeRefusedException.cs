namespace Oversight.Ledger.Proving;

/// <summary>
/// What the database holds does not go on from what was signed: entries, tiles or checkpoints were changed or taken away, or it was put back to
/// an older state. Nothing is signed then. The message says what was found, and what to do.
/// </summary>
public sealed class TreeRefusedException(string message) : Exception(message);

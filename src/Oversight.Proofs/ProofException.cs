namespace Oversight.Proofs;

/// <summary>
/// A proof, note, checkpoint, receipt or tile does not hold, or is not one. The message says why, for a person. Whatever a stranger hands in,
/// nothing here throws anything else.
/// </summary>
public sealed class ProofException(string message) : Exception(message);

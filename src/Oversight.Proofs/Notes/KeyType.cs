namespace Oversight.Proofs.Notes;

/// <summary>What a key signs with: the byte that C2SP signed-note gives the kind of signature.</summary>
public enum KeyType : byte
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>Ed25519 over the note's text.</summary>
    Ed25519 = 1,

    /// <summary>Ed25519 over a time and the text of a checkpoint (C2SP tlog-cosignature, cosignature/v1): what witnesses sign with.</summary>
    Cosignature = 4,
}

namespace Oversight.Ledger;

/// <summary>A document as an entry of the record names it.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Organisation">To whom the document belongs.</param>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="MediaType">What kind of file it is.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record NamedDocument(Guid Entry, OdsCode Organisation, string Sha256, string MediaType, long Length);

/// <summary>What can be wrong with a document.</summary>
public enum DocumentFaultKind
{
    /// <summary>An entry names it, or parts of it are there, but no such document is kept.</summary>
    Missing,

    /// <summary>Some of its bytes are missing.</summary>
    Truncated,

    /// <summary>Its bytes are others than those that were stored.</summary>
    Changed,

    /// <summary>An entry says another length or media type than it has.</summary>
    NotAsNamed,

    /// <summary>An entry says that it was disposed of, and its bytes are still there.</summary>
    NotRemoved,
}

/// <summary>Something wrong with a document.</summary>
/// <param name="Organisation">To whom it belongs.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Says">The same in a sentence, with what was found.</param>
/// <param name="Entry">The entry that names it, where the fault is between the two.</param>
public sealed record DocumentFault(
    OdsCode Organisation,
    string Sha256,
    DocumentFaultKind Kind,
    string Says,
    Guid? Entry = null
);

/// <summary>How far a check of the documents is.</summary>
/// <param name="Documents">How many were read.</param>
/// <param name="Bytes">How many bytes they have.</param>
/// <param name="Disposed">How many were passed over, because they were disposed of.</param>
public sealed record DocumentsChecked(long Documents, long Bytes, long Disposed);

/// <summary>A document's bytes are not those that were stored. Nobody was handed it as a whole; restore it from a backup.</summary>
public sealed class DocumentDamagedException(DocumentFault fault)
    : Exception($"Document {fault.Sha256} of {fault.Organisation} is damaged: {fault.Says}")
{
    /// <summary>What is wrong with it.</summary>
    public DocumentFault Fault => fault;
}

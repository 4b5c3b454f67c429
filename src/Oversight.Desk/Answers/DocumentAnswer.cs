namespace Oversight.Desk.Answers;

/// <summary>A document that is kept: what evidence says of it, and whether it was there before.</summary>
/// <param name="Organisation">To whom it belongs.</param>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="FileName">The name under which it was handed in.</param>
/// <param name="MediaType">What kind of file it is, as it was declared and checked.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="AlreadyStored">True when the organisation had it already.</param>
public sealed record DocumentAnswer(
    OdsCode Organisation,
    string Sha256,
    string FileName,
    string MediaType,
    long Length,
    bool AlreadyStored
);

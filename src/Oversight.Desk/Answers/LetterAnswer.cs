namespace Oversight.Desk.Answers;

/// <summary>A draft of a letter that was written.</summary>
/// <param name="Entry">The decision's entry.</param>
/// <param name="Subject">The stream that it is in.</param>
/// <param name="Place">The place of the record from which it was made.</param>
/// <param name="Title">What it is about.</param>
/// <param name="To">The organisations to whom it goes.</param>
/// <param name="NotStated">What the record does not state and the letter needs.</param>
/// <param name="File">Where it was written.</param>
/// <param name="Kept">The document that is kept of it; absent when none is.</param>
public sealed record LetterAnswer(
    Guid Entry,
    string Subject,
    long? Place,
    string Title,
    IReadOnlyList<OdsCode> To,
    IReadOnlyList<string> NotStated,
    string File,
    DocumentAnswer? Kept
);

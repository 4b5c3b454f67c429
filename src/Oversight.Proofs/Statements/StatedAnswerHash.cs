namespace Oversight.Proofs.Statements;

/// <summary>An answer that a statement is about.</summary>
/// <param name="Name">What was asked, in one line: status QOC.</param>
/// <param name="Sha256">The SHA-256 of the answer's canonical JSON, in 64 hexadecimal digits in small letters.</param>
public sealed record StatedAnswerHash(string Name, string Sha256);

using System.Security.Cryptography;
using System.Text;

namespace Oversight.Record.Entries;

/// <summary>
/// A person in the record: the hash of a random salt and the name. The event holds only the id; salt and name are kept
/// in a table of their own, can be checked against the id, and can be erased while the id and the record's proofs stay.
/// </summary>
/// <param name="Id">"person:" and the SHA-256 of salt and UTF-8 name in 64 hexadecimal digits.</param>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Name">The name as written.</param>
public sealed record PersonCommitment(string Id, byte[] Salt, string Name)
{
    private const string Prefix = "person:";

    private const int SaltLength = 16;

    /// <summary>Commits to a name under that salt.</summary>
    /// <exception cref="ArgumentException">
    /// The salt has not 16 bytes: of a longer one the end could be passed off as the beginning of another name.
    /// </exception>
    public static PersonCommitment To(string name, byte[] salt) =>
        salt.Length == SaltLength
            ? new(
                Prefix + Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(name)])),
                salt,
                name
            )
            : throw new ArgumentException(
                $"The salt has {salt.Length} bytes; it must have {SaltLength}.",
                nameof(salt)
            );

    /// <summary>True when salt and name are those that the id commits to.</summary>
    public bool Holds => Salt.Length == SaltLength && To(Name, Salt).Id == Id;

    /// <summary>True when the text has the form of a commitment's id.</summary>
    public static bool IsId(string text) =>
        text.Length == Prefix.Length + 64
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Oversight.Ledger.People;

/// <summary>Secrets that sign in: told once to whom they are for, and kept by their hash only.</summary>
public static class Secret
{
    /// <summary>What tokens begin with.</summary>
    public const string TokenPrefix = "ovs_";

    // 256 bits: nobody finds one by trying.
    private const int Bytes = 32;

    /// <summary>A new one.</summary>
    /// <param name="prefix">What it begins with, so that a scanner for leaked secrets knows it.</param>
    public static string New(string prefix = "") =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Its SHA-256, by which it is looked up.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

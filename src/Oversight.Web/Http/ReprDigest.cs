using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The header Repr-Digest of RFC 9530, as far as it says SHA-256: <c>sha-256=:…base64…:</c>.</summary>
internal static class ReprDigest
{
    public const string Header = "Repr-Digest";

    private const string Key = "sha-256=";
    private const int Sha256Length = 32;

    /// <summary>The header that says a hash.</summary>
    public static string Of(string sha256) => $"{Key}:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";

    /// <summary>
    /// The hash that a request says its body has, in hexadecimal digits in small letters; null when it says none. Digests by other
    /// algorithms may stand beside it.
    /// </summary>
    public static string? Sha256In(HttpRequest request)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
        {
            return null;
        }

        // A value of bytes holds no comma.
        var digests = header
            .ToString()
            .Split(',', StringSplitOptions.TrimEntries)
            .Where(d => d.StartsWith(Key, StringComparison.Ordinal));
        Span<byte> hash = stackalloc byte[Sha256Length];
        return
            digests.ToArray() is [var digest]
            && digest[Key.Length..] is [':', .. var base64, ':']
            && Convert.TryFromBase64String(base64, hash, out var length)
            && length == Sha256Length
            ? Convert.ToHexStringLower(hash)
            : throw ProblemException.BadInput(
                Header,
                $"{Header} must hold one digest sha-256=:…:, with the 32 bytes of the hash in base64 between the colons."
            );
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Oversight.Proofs.Trees;

/// <summary>A hash of RFC 9162's tree: SHA-256, of a leaf or of the two nodes below. 32 bytes held in place, so that an array of them is a tile.</summary>
public readonly record struct TreeHash
{
    /// <summary>How many bytes a hash has.</summary>
    public const int Length = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _last;

    private TreeHash(ReadOnlySpan<ulong> words)
    {
        _first = words[0];
        _second = words[1];
        _third = words[2];
        _last = words[3];
    }

    /// <summary>The root of the tree that has no leaf.</summary>
    public static TreeHash OfEmptyTree { get; } = From(SHA256.HashData([]));

    /// <summary>The bytes of the hash.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<TreeHash>(in this));

    /// <summary>The hash that these bytes are.</summary>
    /// <exception cref="ProofException">They are not 32.</exception>
    public static TreeHash From(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length
            ? new TreeHash(MemoryMarshal.Cast<byte, ulong>(bytes))
            : throw new ProofException($"A hash has 32 bytes, not {bytes.Length}.");

    /// <summary>The hash that this base64 is.</summary>
    /// <exception cref="ProofException">It is not the base64 of 32 bytes.</exception>
    public static TreeHash Parse(string base64) =>
        TryParse(base64, out var hash)
            ? hash
            : throw new ProofException("A hash is written as the base64 of 32 bytes.");

    /// <summary>The leaf of an entry: SHA-256 of a zero byte and the entry.</summary>
    public static TreeHash OfLeaf(ReadOnlySpan<byte> entry)
    {
        const int onTheStack = 1024;
        byte[]? rented = null;
        var bytes =
            entry.Length < onTheStack
                ? stackalloc byte[onTheStack]
                : (rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1));
        bytes[0] = 0;
        entry.CopyTo(bytes[1..]);
        var hash = Of(bytes[..(entry.Length + 1)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        return hash;
    }

    /// <summary>The node over two nodes: SHA-256 of a one byte, the left and the right.</summary>
    public static TreeHash OfNode(in TreeHash left, in TreeHash right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Length)];
        bytes[0] = 1;
        left.Bytes.CopyTo(bytes[1..]);
        right.Bytes.CopyTo(bytes[(1 + Length)..]);
        return Of(bytes);
    }

    /// <summary>The base64 of the hash.</summary>
    public override string ToString() => Convert.ToBase64String(Bytes);

    internal static bool TryParse(ReadOnlySpan<char> base64, out TreeHash hash)
    {
        hash = default;
        if (!StrictText.TryBase64(base64, out var bytes) || bytes.Length != Length)
        {
            return false;
        }
        hash = From(bytes);
        return true;
    }

    private static TreeHash Of(ReadOnlySpan<byte> bytes)
    {
        Span<ulong> words = stackalloc ulong[Length / sizeof(ulong)];
        SHA256.HashData(bytes, MemoryMarshal.AsBytes(words));
        return new TreeHash(words);
    }
}

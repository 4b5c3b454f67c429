namespace Oversight.Proofs.Exports;

/// <summary>The members of an export, one behind the other, strictly: every byte that is no content is what it must be.</summary>
/// <param name="stream">The export; only ever read forward.</param>
internal sealed class ArchiveReader(Stream stream)
{
    private readonly byte[] _block = new byte[MemberHeader.End];
    private MemberHeader _member;
    private long _left;

    /// <summary>How many bytes were read.</summary>
    public long Read { get; private set; }

    /// <summary>The next member, of which all content must have been taken; null at the end of the export.</summary>
    /// <exception cref="ProofException">There is something else.</exception>
    public MemberHeader? Next()
    {
        Require(_left == 0, "something of it was left unread");
        Fill(_block.AsSpan(0, _member.Padding));
        Require(!_block.AsSpan(0, _member.Padding).ContainsAnyExcept((byte)0), "what stands behind it is not zero");
        Fill(_block.AsSpan(0, MemberHeader.Block));
        if (!_block.AsSpan(0, MemberHeader.Block).ContainsAnyExcept((byte)0))
        {
            Fill(_block.AsSpan(0, MemberHeader.Block));
            Require(
                !_block.AsSpan(0, MemberHeader.Block).ContainsAnyExcept((byte)0) && stream.ReadByte() < 0,
                "the export does not end behind it as it must"
            );
            return null;
        }

        try
        {
            _member = MemberHeader.Parse(_block.AsSpan(0, MemberHeader.Block));
        }
        catch (ProofException e)
        {
            throw new ProofException(
                $"{(_member.Name is null ? "At the beginning" : $"Behind {_member.Name}")}: {e.Message}."
            );
        }
        _left = _member.Length;
        return _member;
    }

    /// <summary>Takes as much of the content as there is and has room.</summary>
    /// <returns>How many bytes; 0 at the end of the content.</returns>
    public int Take(Span<byte> bytes)
    {
        var some = bytes[..(int)Math.Min(bytes.Length, _left)];
        Fill(some);
        _left -= some.Length;
        return some.Length;
    }

    /// <summary>Takes the whole content of a member that is not long.</summary>
    public byte[] TakeAll(int longest)
    {
        Require(_member.Length <= longest, $"it has {_member.Length} bytes; at most {longest} are read");
        var content = new byte[_member.Length];
        Take(content);
        return content;
    }

    private void Fill(Span<byte> bytes)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Read += read;
        Require(read == bytes.Length, "the export ends in the middle");
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ProofException($"{_member.Name ?? "The beginning"}: {otherwise}.");
        }
    }
}

namespace Oversight.Proofs.Exports;

/// <summary>The members of an export, one behind the other, strictly: every byte that is no content is what it must be.</summary>
/// <param name="stream">The export; only ever read forward.</param>
internal sealed class ArchiveReader(Stream stream)
{
    private readonly byte[] _block = new byte[MemberHeader.End];
    private string _name = "";
    private int _padding;

    /// <summary>How many bytes were read.</summary>
    public long Read { get; private set; }

    /// <summary>How many bytes of the member's content were not taken yet.</summary>
    public long Left { get; private set; }

    /// <summary>Opens the next member, which must be this one; all content of the one before must have been taken.</summary>
    /// <returns>How many bytes its content has.</returns>
    /// <exception cref="ProofException">Something else stands there.</exception>
    public long Open(string member)
    {
        Leave();
        _name = member;
        Fill(_block.AsSpan(0, MemberHeader.Block));
        try
        {
            var header = MemberHeader.Parse(_block.AsSpan(0, MemberHeader.Block));
            Require(header.Name == member, $"{header.Name} stands in its place");
            (Left, _padding) = (header.Length, header.Padding);
            return header.Length;
        }
        catch (ProofException e) when (!e.Message.StartsWith(member, StringComparison.Ordinal))
        {
            throw new ProofException($"{member}: {e.Message}.");
        }
    }

    /// <summary>Comes to the end of the export.</summary>
    /// <exception cref="ProofException">Something else stands there.</exception>
    public void End()
    {
        Leave();
        _name = "the end";
        Fill(_block);
        Require(!_block.AsSpan().ContainsAnyExcept((byte)0), "something stands behind the last member");
        Require(stream.ReadByte() < 0, "the file goes on behind it");
    }

    /// <summary>Takes as much of the content as there is and has room.</summary>
    /// <returns>How many bytes; 0 at the end of the content.</returns>
    public int Take(Span<byte> bytes)
    {
        var some = bytes[..(int)Math.Min(bytes.Length, Left)];
        Fill(some);
        Left -= some.Length;
        return some.Length;
    }

    /// <summary>Takes the whole content of a member that is not long.</summary>
    public byte[] TakeAll(long longest)
    {
        Require(Left <= longest, $"it has {Left} bytes; at most {longest} are read");
        var content = new byte[Left];
        Take(content);
        return content;
    }

    private void Leave()
    {
        Require(Left == 0, "something of it was left unread");
        Fill(_block.AsSpan(0, _padding));
        Require(!_block.AsSpan(0, _padding).ContainsAnyExcept((byte)0), "what stands behind it is not zero");
    }

    private void Fill(Span<byte> bytes)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Read += read;
        Require(read == bytes.Length, "the file ends in the middle");
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ProofException($"{_name}: {otherwise}.");
        }
    }
}

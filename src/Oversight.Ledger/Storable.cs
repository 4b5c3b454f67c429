using System.Buffers;
using System.Text;

namespace Oversight.Ledger;

/// <summary>What can be refused before the database is asked: texts beside the entries that PostgreSQL cannot hold, and requests of no good shape.</summary>
internal static class Storable
{
    /// <summary>Checks a request but for its key and its streams' ids, which were checked when the transaction was begun with them.</summary>
    /// <exception cref="BadEntryException">Says which part of it the record cannot hold, and why.</exception>
    public static void Check(AppendRequest request)
    {
        if (request.Streams.Count == 0)
        {
            throw new BadEntryException("A request to record something names at least one stream.");
        }

        Check(request.LoggedBy, "Who logged it");
        Check(request.CorrelationId, "The correlation id");
        Check(request.CausationId, "The causation id");
        foreach (var person in request.People)
        {
            Check(person.Name, $"The name of {person.Id}");
        }

        var named = new HashSet<string>();
        foreach (var (stream, expectedVersion, entries) in request.Streams)
        {
            if (!named.Add(stream) || entries.Count == 0 || expectedVersion < 0)
            {
                throw new BadEntryException(
                    $"Stream {stream} is refused: a stream is named once, with at least one entry and an expected version from 0."
                );
            }
        }
    }

    /// <summary>Checks a text.</summary>
    /// <exception cref="BadEntryException">It holds U+0000, or a surrogate without a partner.</exception>
    public static void Check(string? text, string what)
    {
        if (text is null)
        {
            return;
        }

        // A rune that cannot be read is a surrogate without a partner.
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest[0] == '\0' || Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                throw new BadEntryException(
                    $"{what} is refused: it holds the character U+0000, or a surrogate without a partner."
                );
            }

            rest = rest[length..];
        }
    }
}

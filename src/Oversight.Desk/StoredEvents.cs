using System.Text.Json;
using Oversight.Ledger;
using Oversight.Record;

namespace Oversight.Desk;

/// <summary>From what the ledger stores to what the record means.</summary>
public static class StoredEvents
{
    /// <summary>The entry that a stored row is.</summary>
    /// <exception cref="UnreadableEntryException">The row is not one that this program can read; says which and why.</exception>
    public static Entry Read(StoredEntry stored)
    {
        try
        {
            return new(
                stored.Place,
                stored.Id,
                SubjectId.FromStream(stored.Stream),
                stored.Version,
                stored.Recorded,
                stored.LoggedBy,
                EventCatalogue.Read(stored.Type, stored.Data)
            );
        }
        catch (Exception e) when (e is JsonException or UnknownEventException or FormatException or BadInputException)
        {
            throw new UnreadableEntryException(stored.Place, stored.Id, e);
        }
    }
}

/// <summary>An entry of the record cannot be read by this program: nothing is answered rather than something wrong.</summary>
/// <param name="place">The entry's place.</param>
/// <param name="id">The entry's id.</param>
/// <param name="why">What is wrong with it.</param>
public sealed class UnreadableEntryException(long place, Guid id, Exception why)
    : Exception($"Entry {id} at place {place} cannot be read: {why.Message}", why);

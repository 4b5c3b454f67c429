using System.Text.Json;
using Oversight.Ledger;
using Oversight.Record.Catalogue;

namespace Oversight.Desk;

/// <summary>From what the ledger stores to what the record means.</summary>
public static class StoredEvents
{
    /// <summary>
    /// The entry that a stored row is. One that this program does not understand keeps its place, and says nothing
    /// (<see cref="NotReadable"/>).
    /// </summary>
    public static Entry Read(StoredEntry stored)
    {
        var (subject, content) = (SubjectId.NotKnown(stored.Stream), default(Event));
        try
        {
            subject = SubjectId.FromStream(stored.Stream);
            content = EventCatalogue.Read(stored.Type, stored.Data);
        }
        catch (Exception e) when (e is JsonException or UnknownEventException or FormatException or BadInputException)
        {
            content = new NotReadable(stored.Type, stored.Data, e.Message);
        }

        return new(stored.Place, stored.Id, subject, stored.Version, stored.Recorded, stored.LoggedBy, content);
    }
}

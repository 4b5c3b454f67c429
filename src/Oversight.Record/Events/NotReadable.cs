using Oversight.Record.Time;

namespace Oversight.Record.Events;

/// <summary>
/// What an entry says that this program cannot read: of a kind, or a shape, that a newer version writes. It keeps its place in the
/// record and in its stream, says nothing to any answer, and is never written.
/// </summary>
/// <param name="Kind">The kind under which it is stored.</param>
/// <param name="Data">Its data as stored, JSON.</param>
/// <param name="Why">What is not understood.</param>
public sealed record NotReadable(string Kind, string Data, string Why) : Event(Nothing)
{
    private static Decision Nothing { get; } =
        new(DateWithPrecision.Unknown, DateWithPrecision.Unknown, new DecidedBy("")) { Origin = Origin.Imported };
}

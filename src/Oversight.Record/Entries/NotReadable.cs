namespace Oversight.Record.Entries;

/// <summary>
/// What an entry says that this program cannot read: of a kind, or a shape, that a newer version writes. It keeps its place in the
/// record and in its stream, says nothing to any answer, and is never written.
/// </summary>
/// <param name="Name">The kind under which it is stored.</param>
/// <param name="Data">Its data as stored, JSON.</param>
/// <param name="Why">What is not understood.</param>
public sealed record NotReadable(string Name, string Data, string Why) : Event(Nothing)
{
    private static Decision Nothing { get; } =
        new(DateWithPrecision.Unknown, DateWithPrecision.Unknown, new DecidedBy("")) { Origin = Origin.Imported };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() =>
        new(Name, "not-readable", typeof(NotReadable), SubjectKind.None, "Recorded by a newer version")
        {
            Example = () => this,
        };

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Not readable by this version of Oversight: {Name}";
}

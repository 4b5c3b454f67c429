using Oversight.Record.Events;

namespace Oversight.Record.Decisions;

/// <summary>An earlier entry no longer counts.</summary>
/// <param name="About">What the earlier entry is about.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record RetractEntry(SubjectId About, EntryRetracted Content) : Command(About)
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="RetractEntry"/>. Nothing is refused because of what it does to later entries.</summary>
public static class RetractEntryHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(RetractEntry command, Situation situation) =>
        [situation.Accept(command.Content)];
}

using Oversight.Record.Events;
using Oversight.Record.Organisations;

namespace Oversight.Record.Decisions;

/// <summary>An organisation ended and others follow it.</summary>
/// <param name="Organisation">The organisation that it is about.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record RecordSuccession(OdsCode Organisation, OrganisationSucceeded Content)
    : Command(SubjectId.Of(Organisation))
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="RecordSuccession"/>.</summary>
public static class RecordSuccessionHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(RecordSuccession command, Situation situation)
    {
        situation.MustBeRegistered();
        return [situation.Accept(command.Content)];
    }
}

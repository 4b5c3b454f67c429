using Oversight.Record.Events;
using Oversight.Record.Organisations;

namespace Oversight.Record.Decisions;

/// <summary>An organisation comes into the record.</summary>
/// <param name="Organisation">The organisation that it is about.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record RegisterOrganisation(OdsCode Organisation, OrganisationRegistered Content)
    : Command(SubjectId.Of(Organisation))
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="RegisterOrganisation"/>.</summary>
public static class RegisterOrganisationHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(RegisterOrganisation command, Situation situation)
    {
        if (command.Organisation != command.Content.Organisation)
        {
            throw new BadInputException("organisation", $"must be {command.Organisation}, the organisation addressed.");
        }

        return [situation.Accept(command.Content)];
    }
}

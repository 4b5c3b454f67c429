using Oversight.Record.Events;

namespace Oversight.Record.Decisions;

/// <summary>An earlier entry was wrong; another content stands in its place.</summary>
/// <param name="About">What the earlier entry is about.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record CorrectEntry(SubjectId About, EntryCorrected Content) : Command(About)
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="CorrectEntry"/>. Nothing is refused because of what it does to later entries.</summary>
public static class CorrectEntryHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(CorrectEntry command, Situation situation)
    {
        switch (command.Content.Replacement)
        {
            case OrganisationRegistered e when command.About.Organisation is { } own && e.Organisation != own:
                throw new BadInputException("organisation", $"must stay {own}, the one corrected.");
            case FrameworkPublished e when command.About.Framework is { } own && e.Framework.Id != own:
                throw new BadInputException("framework.id", $"must stay {own}, the one corrected.");
            default:
                return [situation.Accept(command.Content)];
        }
    }
}

using Oversight.Record.Events;

namespace Oversight.Record.Decisions;

/// <summary>A version of the oversight framework was published.</summary>
/// <param name="Id">The version's id.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record PublishFramework(string Id, FrameworkPublished Content) : Command(SubjectId.OfFramework(Id))
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="PublishFramework"/>.</summary>
public static class PublishFrameworkHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(PublishFramework command, Situation situation)
    {
        if (command.Id != command.Content.Framework.Id)
        {
            throw new BadInputException("framework.id", $"must be {command.Id}, the framework addressed.");
        }

        return [situation.Accept(command.Content)];
    }
}

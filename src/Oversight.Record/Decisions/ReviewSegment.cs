using Oversight.Record.Events;
using Oversight.Record.Organisations;

namespace Oversight.Record.Decisions;

/// <summary>A segment was looked at and left as it is.</summary>
/// <param name="Organisation">The organisation that it is about.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record ReviewSegment(OdsCode Organisation, SegmentReviewed Content) : Command(SubjectId.Of(Organisation))
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="ReviewSegment"/>.</summary>
public static class ReviewSegmentHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(ReviewSegment command, Situation situation)
    {
        situation.MustBeRegistered();
        return [situation.Accept(command.Content)];
    }
}

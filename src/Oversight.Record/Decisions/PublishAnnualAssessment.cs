using Oversight.Record.Events;
using Oversight.Record.Organisations;

namespace Oversight.Record.Decisions;

/// <summary>An annual assessment was published.</summary>
/// <param name="Organisation">The organisation that it is about.</param>
/// <param name="Content">What is to be recorded.</param>
public sealed record PublishAnnualAssessment(OdsCode Organisation, AnnualAssessmentPublished Content)
    : Command(SubjectId.Of(Organisation))
{
    /// <inheritdoc/>
    public override Event Asked => Content;
}

/// <summary>Decides <see cref="PublishAnnualAssessment"/>.</summary>
public static class PublishAnnualAssessmentHandler
{
    /// <summary>Gives the events to record.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Handle(PublishAnnualAssessment command, Situation situation)
    {
        situation.MustBeRegistered();
        return [situation.Accept(command.Content)];
    }
}

using Oversight.Record.Events;

namespace Oversight.Record.Decisions;

/// <summary>Marks the member that names the stream which a command writes. Command buses know it by this name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IdentityAttribute : Attribute;

/// <summary>A decision that somebody asks to have logged.</summary>
/// <param name="Subject">What it is about, and so the stream that it writes.</param>
public abstract record Command([property: Identity] SubjectId Subject)
{
    /// <summary>What the caller asks to have recorded.</summary>
    public abstract Event Asked { get; }

    /// <summary>The events to record in this situation.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    /// <exception cref="Rules.RuleRefusedException">A rule refuses it.</exception>
    public static IReadOnlyList<Event> Decide(Command command, Situation situation) =>
        command switch
        {
            RegisterOrganisation register => RegisterOrganisationHandler.Handle(register, situation),
            RecordSuccession succession => RecordSuccessionHandler.Handle(succession, situation),
            PublishFramework framework => PublishFrameworkHandler.Handle(framework, situation),
            PublishSegment published => PublishSegmentHandler.Handle(published, situation),
            AssignSegment assigned => AssignSegmentHandler.Handle(assigned, situation),
            ReviewSegment review => ReviewSegmentHandler.Handle(review, situation),
            PublishAnnualAssessment assessment => PublishAnnualAssessmentHandler.Handle(assessment, situation),
            CorrectEntry correction => CorrectEntryHandler.Handle(correction, situation),
            RetractEntry retraction => RetractEntryHandler.Handle(retraction, situation),
            _ => throw new ArgumentException($"There is no handler for {command.GetType().Name}.", nameof(command)),
        };
}

/// <summary>A decision is about something that is not in the record.</summary>
/// <param name="subject">What was not found.</param>
public sealed class UnknownSubjectException(SubjectId subject)
    : Exception($"{subject} is not in the record: register it first, or check the code.")
{
    /// <summary>What was not found.</summary>
    public SubjectId Subject { get; } = subject;
}

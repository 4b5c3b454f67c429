using Oversight.Record.Authority;
using Oversight.Record.Corrections;

namespace Oversight.Record.Catalogue;

/// <summary>A decision that somebody asks to have logged. What there is to decide about it, the rules say.</summary>
/// <param name="Subject">What it is about, and so the stream that it writes.</param>
/// <param name="Asked">What is to be recorded.</param>
public sealed record LogDecision(SubjectId Subject, Event Asked)
{
    /// <summary>The event to record in this situation.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    /// <exception cref="RuleRefusedException">A rule refuses it.</exception>
    public Event Decide(Situation situation)
    {
        var (subject, content) = (Subject, Asked);
        var kind = content.KindOfEvent();
        if (!kind.About.HasFlag(subject.Kind))
        {
            throw new BadInputException("subject", $"{kind.Name} cannot be recorded about {subject}.");
        }

        content.CheckInput();
        // An entry that began its subject may be corrected even after it was retracted.
        if (!kind.Begins && content is not (EntryCorrected or EntryRetracted))
        {
            situation.MustHaveBegun();
        }

        content = INamesOpenEntry.NameIn(situation.Timeline, content);
        var stated = content is EntryCorrected correction ? correction.Replacement : content;
        if (stated is IBeginsNamed named && named.Begins() is var (begun, field) && begun != subject)
        {
            throw new BadInputException(field, $"must be {subject.Id}, as in the subject that it is about.");
        }

        KnownToTheRecord.Check(content, situation);
        situation.Accept(content);
        return content;
    }
}

/// <summary>A decision is about something that is not in the record.</summary>
/// <param name="subject">What was not found.</param>
public sealed class UnknownSubjectException(SubjectId subject)
    : Exception($"{subject} is not in the record: register it first, or check the code.")
{
    /// <summary>What was not found.</summary>
    public SubjectId Subject { get; } = subject;
}

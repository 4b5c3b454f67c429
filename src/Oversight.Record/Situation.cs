using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Rules;
using Oversight.Record.Timelines;

namespace Oversight.Record;

/// <summary>What a decision about a subject is judged by: the record as believed at a place, and the moment of logging.</summary>
/// <param name="Timeline">The subject's own timeline; empty when nothing is recorded about it.</param>
/// <param name="Record">The rest of the record.</param>
/// <param name="Now">When it is logged; passed in, never read from a clock here.</param>
/// <param name="LoggedBy">The signed-in subject that logs it.</param>
public sealed record Situation(Timeline Timeline, IBelievedRecord Record, DateTimeOffset Now, string LoggedBy)
{
    /// <summary>The framework versions.</summary>
    public FrameworksInForce Frameworks => Record.Frameworks;

    /// <summary>The timeline of any organisation; null when it is not in the record.</summary>
    public Timeline? Organisation(OdsCode ods) => Record.TimelineOf(SubjectId.Of(ods));

    /// <summary>Checks that the subject has begun: was registered, entered, accepted (and that was not retracted).</summary>
    /// <exception cref="UnknownSubjectException">It has not.</exception>
    public void MustHaveBegun()
    {
        if (!Timeline.Entries.Any(e => e.Counts && EventCatalogue.KindOf(e.Content).Begins))
        {
            throw new UnknownSubjectException(Timeline.Subject);
        }
    }

    /// <summary>Judges a new event in the timeline as it would be with it, and gives it back.</summary>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="RuleRefusedException">A rule refuses it.</exception>
    public Event Accept(Event content)
    {
        content.CheckInput();
        var entry = new Entry(
            long.MaxValue,
            Guid.Empty,
            Timeline.Subject,
            Timeline.Version + 1,
            Now,
            LoggedBy,
            content
        );
        var judged = this with { Timeline = Timeline.With(entry) };
        foreach (var rule in Rule.All)
        {
            if (rule.AppliesTo(content) && (rule.RefusesAlways || content.Decision.Origin == Origin.Live))
            {
                if (rule.Refuses && rule.Breach(content, entry, judged) is { } breach)
                {
                    throw new RuleRefusedException(rule, breach);
                }
            }
        }

        return content;
    }

    /// <summary>What in the subject's timeline should not be so, by entry and rule.</summary>
    public IReadOnlyList<Finding> Findings() =>
        [
            .. from entry in Timeline.Recorded
            where Timeline.RetractionOf(entry.Id) is null
            let content = Timeline.Believed(entry)
            from rule in Rule.All
            where rule.AppliesTo(content) && (content is not NotReadable || rule is ReadableByThisVersion)
            let breach = rule.Breach(content, entry, this)
            where breach is not null
            select new Finding(rule.Name, rule.Sentence, breach, entry.Id),
        ];
}

namespace Oversight.Record.Catalogue;

/// <summary>How every rule is asked: of a decision before it is recorded, and of what is in the record.</summary>
public static class Judging
{
    /// <summary>Checks that the subject has begun: was registered, entered, accepted (and that was not retracted).</summary>
    /// <exception cref="UnknownSubjectException">It has not.</exception>
    public static void MustHaveBegun(this Situation situation)
    {
        if (!situation.Timeline.Entries.Any(e => e.Counts && e.Content.KindOfEvent().Begins))
        {
            throw new UnknownSubjectException(situation.Timeline.Subject);
        }
    }

    /// <summary>Judges a new event in the timeline as it would be with it.</summary>
    /// <exception cref="RuleRefusedException">A rule refuses it.</exception>
    public static void Accept(this Situation situation, Event content)
    {
        if (situation.Breaches(content, refusing: true).FirstOrDefault() is { } refused)
        {
            throw new RuleRefusedException(refused.Rule, refused.Words);
        }
    }

    /// <summary>What the rules say of a new event, in the timeline as it would be with it: the rules are asked one by one as this is read.</summary>
    /// <param name="situation">The timeline without it, and the record around it.</param>
    /// <param name="content">The event.</param>
    /// <param name="refusing">True for what refuses it alone.</param>
    public static IEnumerable<Breach> Breaches(this Situation situation, Event content, bool refusing = false)
    {
        var entry = new Entry(
            long.MaxValue,
            Guid.Empty,
            situation.Timeline.Subject,
            situation.Timeline.Version + 1,
            situation.Now,
            situation.LoggedBy,
            content
        );
        var judged = new Judged(content, entry, situation with { Timeline = situation.Timeline.With(entry) });
        foreach (var rule in RuleCatalogue.Of(content))
        {
            var refuses =
                rule.Force == RuleForce.RefusesAlways
                || (rule.Force == RuleForce.Refuses && content.Decision.Origin == Origin.Live);
            if ((refuses || !refusing) && rule.Breach(judged) is { } breach)
            {
                yield return new(rule, breach, refuses);
            }
        }

        if (content is ICorrects or IRetracts && content.Decision.Origin == Origin.Live)
        {
            foreach (var breach in BreachesOfChange(situation, judged.Situation))
            {
                yield return breach;
            }
        }
    }

    // Four eyes hold over what is believed, by whatever change it came to be so.
    private static IEnumerable<Breach> BreachesOfChange(Situation before, Situation after)
    {
        foreach (var entry in after.Timeline.Entries.Where(e => e.Counts))
        {
            foreach (var rule in RuleCatalogue.Of(entry.Content).Where(rule => rule.HoldsThroughChanges))
            {
                if (
                    rule.Breach(new(entry.Content, entry.Original, after)) is { } breach
                    && (
                        before.Timeline.StandsFor(entry.Id) is not { Counts: true } earlier
                        || rule.Breach(new(earlier.Content, earlier.Original, before)) is null
                    )
                )
                {
                    yield return new(rule, breach, Refuses: true);
                }
            }
        }
    }

    /// <summary>What in the subject's timeline should not be so, by entry and rule.</summary>
    /// <param name="situation">The timeline, and the record around it.</param>
    /// <param name="among">Which entries are judged, by what they are believed to say; null: all.</param>
    public static IReadOnlyList<Finding> Findings(this Situation situation, Func<Event, bool>? among = null) =>
        [.. situation.Timeline.Recorded.SelectMany(entry => situation.FindingsOf(entry, among))];

    /// <summary>The same of one entry of the timeline alone, by rule.</summary>
    /// <param name="situation">The timeline, and the record around it.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="among">Whether it is judged, by what it is believed to say; null: it is.</param>
    public static IEnumerable<Finding> FindingsOf(
        this Situation situation,
        Entry entry,
        Func<Event, bool>? among = null
    )
    {
        if (situation.Timeline.RetractionOf(entry.Id) is not null)
        {
            yield break;
        }

        var content = situation.Timeline.Believed(entry);
        if (among?.Invoke(content) == false)
        {
            yield break;
        }

        foreach (var rule in RuleCatalogue.Of(content))
        {
            if (rule.Breach(new(content, entry, situation)) is { } breach)
            {
                yield return new(rule.Name, rule.Sentence, breach, entry.Id);
            }
        }
    }
}

using Oversight.Record.Frameworks;

namespace Oversight.Record.Deciding;

/// <summary>What becomes of a decision that breaks a rule.</summary>
public enum RuleForce
{
    /// <summary>A live decision is refused; of anything else it is a finding.</summary>
    Refuses,

    /// <summary>It is only ever a finding.</summary>
    Reports,

    /// <summary>It is refused whatever its origin, because it makes no sense: a correction of nothing.</summary>
    RefusesAlways,
}

/// <summary>
/// Something that should hold of every entry of some kinds. It refuses a live decision that breaks it; on a back-dated, imported or
/// corrected entry it is reported as a finding, because what really happened must be recordable.
/// </summary>
/// <param name="name">Its name, such as national-agreement; stable, shown with refusals and findings.</param>
/// <param name="sentence">The rule in a sentence that a person understands.</param>
/// <param name="force">What becomes of a decision that breaks it.</param>
public abstract class Rule(string name, string sentence, RuleForce force)
{
    /// <summary>Its name, such as national-agreement; stable, shown with refusals and findings.</summary>
    public string Name { get; } = name;

    /// <summary>The rule in a sentence that a person understands.</summary>
    public string Sentence { get; } = sentence;

    /// <summary>What becomes of a decision that breaks it.</summary>
    public RuleForce Force { get; } = force;

    /// <summary>
    /// True where no later change may break it either: a live correction or retraction after which an entry breaks it, and did not before, is
    /// refused by it too.
    /// </summary>
    public bool HoldsThroughChanges { get; init; }

    /// <summary>True where what it asks for is the decision's rationale: whoever is asked for a decision is asked for that too.</summary>
    public bool AsksWhy { get; init; }

    /// <summary>How the entry breaks the rule; null when it does not.</summary>
    public abstract string? Breach(Judged judged);
}

/// <summary>A rule about events of one type, or of those that share an interface.</summary>
/// <param name="name">Its name.</param>
/// <param name="sentence">The rule.</param>
/// <param name="breach">How what is said breaks it; null when it does not.</param>
/// <param name="force">What becomes of a decision that breaks it.</param>
public sealed class Rule<TEvent>(
    string name,
    string sentence,
    Func<TEvent, Judged, string?> breach,
    RuleForce force = RuleForce.Refuses
) : Rule(name, sentence, force)
    where TEvent : class
{
    /// <inheritdoc/>
    public override string? Breach(Judged judged) => breach((TEvent)(object)judged.Content, judged);
}

/// <summary>An entry that is judged, in the record with it in it.</summary>
/// <param name="Content">What the entry is believed to say.</param>
/// <param name="Entry">The entry as recorded, or as it would be.</param>
/// <param name="Situation">The record with the entry in it.</param>
public sealed record Judged(Event Content, Entry Entry, Situation Situation)
{
    /// <summary>What all decisions have in common.</summary>
    public Decision Decision => Content.Decision;

    /// <summary>When it takes effect.</summary>
    public DateWithPrecision Effective => Content.Decision.Effective;

    /// <summary>The timeline of what it is about.</summary>
    public Timeline Timeline => Situation.Timeline;

    /// <summary>The framework versions.</summary>
    public FrameworksInForce Frameworks => Situation.Frameworks;

    /// <summary>The whole record.</summary>
    public IBelievedRecord Record => Situation.Record;

    /// <summary>The timeline of any organisation; null when it is not in the record.</summary>
    public Timeline? Organisation(OdsCode ods) => Situation.Organisation(ods);
}

/// <summary>A rule refused a decision. Never worth retrying: the decision or the record has to change.</summary>
/// <param name="rule">The rule that refused it.</param>
/// <param name="breach">How it is broken.</param>
public sealed class RuleRefusedException(Rule rule, string breach)
    : Exception($"{breach} Rule {rule.Name}: {rule.Sentence}")
{
    /// <summary>The rule that refused it.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>How it is broken.</summary>
    public string Breach { get; } = breach;
}

/// <summary>A rule that a decision would break.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Words">How it is broken.</param>
/// <param name="Refuses">Whether the decision is refused because of it; else it is recorded, and this is reported of it.</param>
public sealed record Breach(Rule Rule, string Words, bool Refuses);

/// <summary>Something in the record that a rule says should not be so.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Sentence">The rule.</param>
/// <param name="Breach">How it is broken.</param>
/// <param name="Entry">The entry that breaks it.</param>
public sealed record Finding(string Rule, string Sentence, string Breach, Guid Entry);

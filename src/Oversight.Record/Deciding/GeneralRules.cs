using Oversight.Record.Frameworks;

namespace Oversight.Record.Deciding;

/// <summary>What holds of decisions whatever they are about.</summary>
public static class GeneralRules
{
    /// <summary>
    /// What a newer version recorded about a subject may change what is believed of it: this version goes on showing the rest, says so, and
    /// decides nothing about that subject.
    /// </summary>
    public static Rule<Event> ReadableByThisVersion { get; } =
        new(
            "readable-by-this-version",
            "About a subject that a newer version of Oversight has recorded something of, only that version decides.",
            (said, judged) =>
                said is NotReadable own ? Words(judged.Entry, own)
                : judged.Timeline.Recorded.FirstOrDefault(e => e.Event is NotReadable && e.Place < judged.Entry.Place)
                    is { Event: NotReadable other } before
                    ? Words(before, other)
                : null,
            RuleForce.RefusesAlways
        );

    private static string Words(Entry entry, NotReadable content) =>
        $"Entry {entry.Id} at place {entry.Place} is of the kind \"{content.Name}\" and not readable by this version of Oversight: use "
        + "a newer one.";

    /// <summary>An organisation, or a framework version, comes into the record once.</summary>
    public static Rule<Event> RegisteredOnce { get; } =
        new(
            "registered-once",
            "An organisation, a framework version, an engagement or a set of undertakings begins once; later changes correct the entry.",
            (said, judged) =>
            {
                if (!said.KindOfEvent().Begins)
                {
                    return null;
                }

                var first = judged.Timeline.Entries.FirstOrDefault(e =>
                    e.Counts
                    && e.Id != judged.Entry.Id
                    && e.Place < judged.Entry.Place
                    && e.Content.GetType() == said.GetType()
                );
                return first is null
                    ? null
                    : $"{judged.Timeline.Subject} is in the record already, since entry {first.Id}.";
            },
            RuleForce.RefusesAlways
        );

    /// <summary>A live decision says the day on which it was decided.</summary>
    public static Rule<Event> LiveDecisionNeedsADay { get; } =
        new(
            "live-decision-needs-a-day",
            "A live decision says the exact day on which it was decided.",
            (said, judged) =>
                said.Decision is { Origin: not Origin.Live } or { Decided.Precision: DatePrecision.Day }
                    ? null
                    : $"The decision was decided on \"{judged.Decision.Decided}\", which is not a day: "
                        + "say the day, or log it as back-dated."
        );

    /// <summary>What is logged has been decided: a decision is not dated later than the day of its logging.</summary>
    public static Rule<Event> DecidedBeforeLogged { get; } =
        new(
            "decided-before-logged",
            "A decision is logged on or after the day on which it was decided.",
            (_, judged) =>
            {
                var logged = London.DayOf(judged.Entry.Recorded);
                return
                    judged.Decision.Decided is { Precision: DatePrecision.Unknown }
                    || judged.Decision.Decided.Earliest <= logged
                    ? null
                    : $"The decision is dated {judged.Decision.Decided}, after the day of its logging, "
                        + $"{DateWithPrecision.Day(logged)}.";
            },
            RuleForce.RefusesAlways
        );

    /// <summary>Whoever hears no also hears why.</summary>
    public static Rule<Event> ReasonForDeclining { get; } =
        new(
            "reason-for-declining",
            "Who declines, returns, refuses or revokes something says why, in the decision's rationale.",
            (_, judged) => string.IsNullOrWhiteSpace(judged.Decision.Rationale) ? "It has no rationale." : null
        )
        {
            AsksWhy = true,
        };

    /// <summary>What changes the course of things, or judges them, has a reason that can be read later.</summary>
    public static Rule<Event> DecisionSaysWhy { get; } =
        new(
            "decision-says-why",
            "Who judges, recommends, revises, varies or ends something says why, in the decision's rationale.",
            (_, judged) => string.IsNullOrWhiteSpace(judged.Decision.Rationale) ? "It has no rationale." : null
        )
        {
            AsksWhy = true,
        };

    /// <summary>
    /// Work goes on when a framework's term has passed and no later one has been recorded; what is decided meanwhile says so.
    /// </summary>
    public static Rule<Event> FrameworkCarriedOn { get; } =
        new(
            "framework-carried-on",
            "What an oversight framework judges is decided within the term of one; past it, the last one is carried on until a later one is recorded.",
            (_, judged) =>
            {
                var effective = judged.Effective;
                return
                    effective.Precision != DatePrecision.Unknown
                    && judged.Frameworks.On(effective.Latest) is { State: FrameworkState.Lapsed, Version: { } version }
                    ? $"{version.Title} was published until {version.InForceUntil}, and no later framework is in the record."
                    : null;
            },
            RuleForce.Reports
        );
}

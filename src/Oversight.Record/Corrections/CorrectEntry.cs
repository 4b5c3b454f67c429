using Oversight.Record.Organisations;

namespace Oversight.Record.Corrections;

/// <summary>
/// An earlier entry of the same stream was wrong: the replacement stands in place of its whole content, effective date
/// included. Of several corrections the latest place wins; the entry itself stays as it was.
/// </summary>
/// <param name="Decision">Who corrected and why; effective is the day on which the correction was decided.</param>
/// <param name="Target">The entry that was wrong.</param>
/// <param name="Replacement">What it should have said; of the same kind.</param>
public sealed record EntryCorrected(Decision Decision, Guid Target, Event Replacement) : Event(Decision), ICorrects
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Replacement.CheckInput();
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Replacement.OrganisationsNamed();

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        (EntryCorrected)base.WithPeople(change) with
        {
            Replacement = Replacement.WithPeople((person, field) => change(person, "replacement." + field)),
        };

    /// <inheritdoc/>
    public override IReadOnlyList<string> People() => [.. base.People().Union(Replacement.People())];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{names.OfEntry("Entry", Target)} corrected to: {Replacement.Says(names)}";

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => CorrectEntry.Kind;
}

/// <summary>How <see cref="EntryCorrected"/> is called, and the rules that say when it may be recorded.</summary>
public static class CorrectEntry
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "entry_corrected",
            "correction",
            typeof(EntryCorrected),
            SubjectKind.Organisation | SubjectKind.Framework | SubjectKind.Recovery | SubjectKind.Undertakings,
            "An earlier entry was wrong"
        )
        {
            Example = () => new EntryCorrected(Example.Decided, Example.Entry, RegisterOrganisation.Kind.Example()),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [CorrectionFitsTarget, ReasonForChangingTheRecord];

    /// <summary>A correction replaces an earlier entry of the same stream by one of the same kind.</summary>
    public static Rule<EntryCorrected> CorrectionFitsTarget { get; } =
        new(
            "correction-fits-target",
            "A correction names an earlier entry about the same subject, and replaces it by one of the same kind.",
            (correction, judged) =>
            {
                if (judged.Timeline.Misdirected.All(e => e.Id != judged.Entry.Id || e.Place != judged.Entry.Place))
                {
                    return null;
                }

                var target = judged.Timeline.Recorded.FirstOrDefault(e => e.Id == correction.Target);

                // Of a correction the kind is that of the entry for which it stands.
                while (target?.Event is EntryCorrected { Target: var next })
                {
                    target = judged.Timeline.Recorded.FirstOrDefault(e => e.Id == next && e.Place < target.Place);
                }

                return target is null
                    ? $"What is corrected, entry {correction.Target}, is not one about {judged.Timeline.Subject}."
                    : $"Entry {target.Id} is of the kind {target.Event.KindOfEvent().Name}; "
                        + $"it cannot be replaced by {correction.Replacement.KindOfEvent().Name}.";
            },
            RuleForce.RefusesAlways
        );

    /// <summary>A correction or retraction says why.</summary>
    public static Rule<Event> ReasonForChangingTheRecord { get; } =
        new(
            "reason-for-changing-the-record",
            "A correction or retraction says why, in its rationale.",
            (_, judged) => string.IsNullOrWhiteSpace(judged.Decision.Rationale) ? "It has no rationale." : null,
            RuleForce.RefusesAlways
        )
        {
            AsksWhy = true,
        };
}

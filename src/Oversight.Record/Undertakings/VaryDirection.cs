namespace Oversight.Record.Undertakings;

/// <summary>A direction to an organisation was varied.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Direction">The direction; may be left out where only one is in force.</param>
/// <param name="Directed">What is directed now; left out: as before.</param>
/// <param name="Due">By when now; left out: as before.</param>
public sealed record DirectionVaried(
    Decision Decision,
    Guid Direction,
    string? Directed = null,
    DateWithPrecision? Due = null
) : Event(Decision), IAboutDirection
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.OptionalText(Directed, "directed", 20_000);
        if (Due is null && string.IsNullOrWhiteSpace(Directed))
        {
            throw new BadInputException("due", "a variation must change the date, what is directed or both.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Direction varied from {When}: "
        + string.Join(
            " and ",
            new[] { Due is { } due ? $"due {due}" : null, Directed is null ? null : "new wording" }.OfType<string>()
        );

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. Stated.Maybe("directed", Directed), .. Stated.Maybe("direction due", Due)];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Direction = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => VaryDirection.Kind;
}

/// <summary>An event about a direction to an organisation.</summary>
public interface IAboutDirection : INamesOpenEntry
{
    /// <summary>The direction.</summary>
    Guid Direction { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "direction";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Direction;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<OrganisationDirected, DirectionRevoked>(revoked => revoked.Direction);
}

/// <summary>How <see cref="DirectionVaried"/> is called, and the rules that say when it may be recorded.</summary>
public static class VaryDirection
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "direction_varied",
            "direction-variation",
            typeof(DirectionVaried),
            SubjectKind.Organisation,
            "A direction to an organisation was varied"
        )
        {
            Provision = Provision.LegalBasis,
            IsRegulatoryAction = true,
            Example = () => new DirectionVaried(Example.Decided, Example.Entry, Due: Example.Date("2025-06-30")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [GeneralRules.DecisionSaysWhy, DirectionInForce];

    /// <summary>What was revoked is gone; another direction may follow.</summary>
    public static Rule<IAboutDirection> DirectionInForce { get; } =
        new(
            "direction-in-force",
            "A direction is varied or revoked after it was issued, and while nobody has revoked it.",
            (about, judged) =>
            {
                if (
                    judged.Timeline.StandsFor(about.Direction)
                    is not { Counts: true, Content: OrganisationDirected } direction
                )
                {
                    return $"No direction was issued by entry {about.Direction}, or it was retracted.";
                }

                if (judged.Effective.Latest < direction.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the direction was issued ({direction.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<DirectionRevoked>()
                        .FirstOrDefault(e =>
                            e.ComesBefore(judged.Entry, judged.Content)
                            && judged.Timeline.StandsFor(e.Content.Direction)?.Id == direction.Id
                        )
                        is { } earlier
                    ? $"The direction was revoked already, by entry {earlier.Id} ({earlier.Effective})."
                    : null;
            }
        );
}

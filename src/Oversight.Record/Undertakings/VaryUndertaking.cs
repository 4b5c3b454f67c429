using Oversight.Record.Authority;

namespace Oversight.Record.Undertakings;

/// <summary>An undertaking was varied by both parties.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Item">The undertaking (by its reference).</param>
/// <param name="AgreedBy">The bodies that agreed: the one that accepted the undertakings, and each organisation that gave them (by its ODS code).</param>
/// <param name="Due">By when it is to be done now; left out: as before.</param>
/// <param name="Wording">What is undertaken now; left out: as before.</param>
public sealed record UndertakingVaried(
    Decision Decision,
    string Item,
    IReadOnlyList<string> AgreedBy,
    DateWithPrecision? Due = null,
    string? Wording = null
) : Event(Decision), IAgreedByBothParties
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Item, "item");
        Check.Texts(AgreedBy, "agreedBy", 100, atLeast: 1);
        BadInputException.OptionalText(Wording, "wording", 5000);
        if (Due is null && string.IsNullOrWhiteSpace(Wording))
        {
            throw new BadInputException("due", "a variation must change the due date, the wording or both.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Undertaking {Item} varied from {When} by {names.ListedBodies(AgreedBy)}: "
        + string.Join(
            " and ",
            new[] { Due is { } due ? $"due {due}" : null, Wording is null ? null : "new wording" }.OfType<string>()
        );

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.Maybe($"{Item} due", Due),
            .. Stated.Maybe($"{Item} wording", Wording),
            .. Stated.Each($"{Item} variation agreed by", AgreedBy),
        ];

    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => AgreedBy.Contains(organisation.Value);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => VaryUndertaking.Kind;
}

/// <summary>An event about one undertaking.</summary>
public interface IAboutUndertaking
{
    /// <summary>The undertaking's reference.</summary>
    string Item { get; }
}

/// <summary>How <see cref="UndertakingVaried"/> is called, and the rules that say when it may be recorded.</summary>
public static class VaryUndertaking
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertaking_varied",
            "undertaking-variation",
            typeof(UndertakingVaried),
            SubjectKind.Undertakings,
            "An undertaking was varied by both parties"
        )
        {
            IsRegulatoryAction = true,
            Example = () =>
                new UndertakingVaried(Example.Decided, "1.1", ["nhs-england", "RXW"], Example.Date("2025-03-31")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            UndertakingsRules.AfterAcceptance,
            UndertakingsRules.NamesItemsGiven,
            VariedByBothParties,
            UndertakingsRules.NotAfterDischarge,
        ];

    /// <summary>
    /// NHS England, its regional teams and those whose functions it took over on 1 July 2022 are one party (Health and Care Act 2022,
    /// sections 33 and 36).
    /// </summary>
    public static Rule<IAgreedByBothParties> VariedByBothParties { get; } =
        new(
            "varied-by-both-parties",
            "A variation is agreed by the body that accepted the undertakings and by every organisation that gave them.",
            (varied, judged) =>
            {
                if (AcceptedUndertakings.Of(judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                var agreed = varied.AgreedBy;
                var body = undertakings.Accepted.Content.Decision.DecidedBy.Body;
                if (!agreed.Any(a => PartyOf(a) == PartyOf(body)))
                {
                    return $"{body}, which accepted the undertakings, is not among those that agreed ({string.Join(", ", agreed)}).";
                }

                OdsCode[] missing =
                [
                    .. undertakings.GivenBy.Where(o => !agreed.Any(a => PartyOf(a) == PartyOf(o.Value))),
                ];
                return missing.Length == 0
                    ? null
                    : $"{InWords.Listed(missing)}, which gave the undertakings, {(missing.Length == 1 ? "is" : "are")} not among "
                        + $"those that agreed ({string.Join(", ", agreed)}).";
            }
        );

    private static string PartyOf(string body)
    {
        var party = body.Trim();
        return
            DecidingBody.Of(party.ToLowerInvariant()) is { Kind: BodyKind.National }
            || party.StartsWith("nhs-england-", StringComparison.OrdinalIgnoreCase)
            ? "nhs-england"
            : party.ToUpperInvariant();
    }
}

using Oversight.Record.Organisations;

namespace Oversight.Record.Support;

/// <summary>
/// A document states for a period where support stands, as the annual assessment does: a position, not a decision. Many such
/// documents say neither the tier nor the programme.
/// </summary>
/// <param name="Decision">Effective: the period, such as 2023/24. Source: the publication.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Scope">Whom it is for: the organisation itself, or its system.</param>
/// <param name="Programme">Of which programme, of a tier or of targeted support; left out where that is not stated.</param>
/// <param name="Tier">1, the most intensive, or 2, as it stands; left out where that is not stated.</param>
/// <param name="Called">What it is called, where it is of another kind.</param>
/// <param name="Organisations">The trusts of the system that it is for; left out where it is for the whole system, or for the organisation.</param>
/// <param name="By">By when it is expected to end, where that is expected; left out where it is not stated.</param>
public sealed record SupportPublished(
    Decision Decision,
    SupportKind Kind,
    SupportStanding Standing,
    Concerning Scope,
    SupportProgramme? Programme = null,
    int? Tier = null,
    string? Called = null,
    IReadOnlyList<OdsCode>? Organisations = null,
    DateWithPrecision? By = null
) : Event(Decision), INamesSupport, IStatedForPeriod
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        NamedSupport.CheckInput(this);
        if (By is not null && Standing != SupportStanding.ExitExpected)
        {
            throw new BadInputException(
                "by",
                "is when the end is expected: leave it out, or say that the exit is expected."
            );
        }

        if (Tier is not null && Standing == SupportStanding.Withdrawn)
        {
            throw new BadInputException("tier", "is the one in which support stands: what is withdrawn has none.");
        }

        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the publication that states it.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        NamedSupport.InWords(this, isInTier: Standing != SupportStanding.Withdrawn)
        + $" published as {InWords.Of(Standing)} for {When}{TrustsOfSystem.InWords(this, names)}"
        + (By is { } by ? $", by {by}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. NamedSupport.States(this), ("standing", InWords.Of(Standing)), .. Stated.Maybe("expected exit", By)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PublishSupport.Kind;
}

/// <summary>Where support stands.</summary>
public enum SupportStanding
{
    /// <summary>It is in place.</summary>
    InPlace,

    /// <summary>It is in place, and less intensive than before.</summary>
    SteppedDown,

    /// <summary>It is over.</summary>
    Withdrawn,

    /// <summary>It is in place, and expected to end.</summary>
    ExitExpected,
}

/// <summary>How <see cref="SupportPublished"/> is called, and the rules that say when it may be recorded.</summary>
public static class PublishSupport
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "support_published",
            "published-support",
            typeof(SupportPublished),
            SubjectKind.Organisation,
            "A document states where support stands for a period"
        )
        {
            IsPublic = true,
            Decides = false,
            Example = () =>
                new SupportPublished(
                    Example.Published,
                    SupportKind.Tier,
                    SupportStanding.InPlace,
                    Concerning.System,
                    SupportProgramme.Elective
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SystemRules.SystemIsOfAnIcb,
            TrustsOfSystem.NamedByIcb,
            TrustsOfSystem.OfOwnSystem,
            OrganisationRules.NamesExistingOrganisations,
        ];
}

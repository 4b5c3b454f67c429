using Oversight.Record.Organisations;

namespace Oversight.Record.Support;

/// <summary>An event that states whether support is in place, and in which tier.</summary>
public interface IStatesSupport;

/// <summary>An event that says of which kind and programme support is, and for whom.</summary>
public interface INamesSupport : IStatesSupport, IConcerns, INamesTrustsOfSystem
{
    /// <summary>What it is.</summary>
    SupportKind Kind { get; }

    /// <summary>Of which programme; null where that is not stated.</summary>
    SupportProgramme? Programme { get; }

    /// <summary>In which tier; null where that is not stated.</summary>
    int? Tier { get; }

    /// <summary>What it is called, where it is of another kind.</summary>
    string? Called { get; }
}

/// <summary>
/// Support of one kind and programme for one of those concerned: what is stated of the same is held against each other.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Programme">Of which programme; null where that is not stated.</param>
/// <param name="Called">What it is called, where it is of another kind.</param>
/// <param name="For">The organisation that it is for; left out: the whole system of the ICB.</param>
public sealed record NamedSupport(SupportKind Kind, SupportProgramme? Programme, string? Called, OdsCode? For)
{
    /// <summary>In words: "Tier 1 support, elective".</summary>
    /// <param name="tier">The tier; null where it is not stated.</param>
    public string Words(int? tier) => InWords(Kind, Programme, Called, tier, isInTier: true);

    /// <summary>What an event about an organisation names, once for each of those that it is for.</summary>
    public static IEnumerable<NamedSupport> In(INamesSupport said, OdsCode subject) =>
        Those(said, subject).Select(one => new NamedSupport(said.Kind, said.Programme, Normal(said.Called), one));

    // Null stands for the whole system.
    private static IEnumerable<OdsCode?> Those(INamesSupport said, OdsCode subject) =>
        said.Organisations?.Cast<OdsCode?>() ?? [said.Scope == Concerning.System ? null : subject];

    private static string? Normal(string? called) =>
        called?.Trim().ToUpperInvariant() is { Length: > 0 } text ? text : null;

    internal static void CheckInput(INamesSupport said)
    {
        TrustsOfSystem.CheckInput(said);
        if (said.Programme is not null && said.Kind is not (SupportKind.Tier or SupportKind.TargetedSupport))
        {
            throw new BadInputException("programme", "is that of a tier or of targeted support: leave it out.");
        }

        if (said.Tier is { } tier)
        {
            CheckTier(tier);
            if (said.Kind != SupportKind.Tier)
            {
                throw new BadInputException("tier", "is a tier's: leave it out, or say that the kind is tier.");
            }
        }

        BadInputException.OptionalText(said.Called, "called", 200);
        if (string.IsNullOrWhiteSpace(said.Called) != (said.Kind != SupportKind.Other))
        {
            throw new BadInputException(
                "called",
                said.Kind == SupportKind.Other
                    ? "must say what the support is called, as it is of another kind."
                    : "is for support of another kind: leave it out."
            );
        }
    }

    internal static void CheckTier(int tier)
    {
        if (tier is not (1 or 2))
        {
            throw new BadInputException(
                "tier",
                "must be 1, the most intensive, or 2; leave it out where it is not stated."
            );
        }
    }

    internal static string InWords(INamesSupport said, bool isInTier = true) =>
        InWords(said.Kind, said.Programme, said.Called, said.Tier, isInTier);

    private static string InWords(
        SupportKind kind,
        SupportProgramme? programme,
        string? called,
        int? tier,
        bool isInTier
    ) =>
        (
            kind switch
            {
                SupportKind.Tier when tier is null => isInTier ? "Tier support (tier not stated)" : "Tier support",
                SupportKind.Tier => $"Tier {tier} support",
                SupportKind.MandatedFinancialSupport => "Mandated financial support",
                SupportKind.EnhancedOversight => "Enhanced oversight",
                SupportKind.ImprovementBoard => "Improvement board",
                SupportKind.MaternitySafetySupport => "Maternity Safety Support Programme",
                SupportKind.TargetedSupport => "Targeted support",
                _ => Entries.InWords.OneLine(called ?? "Other support"),
            }
        )
        + (
            programme is { } some ? $", {Entries.InWords.Of(some)}"
            : kind == SupportKind.Tier ? ", programme not stated"
            : ""
        );

    internal static IEnumerable<(string, string)> States(INamesSupport said) =>
        [
            ("support", said.Kind == SupportKind.Other ? said.Called! : Entries.InWords.Of(said.Kind)),
            .. Stated.Maybe("programme", said.Programme is { } programme ? Entries.InWords.Of(programme) : null),
            .. Stated.Maybe("tier", said.Tier),
            .. TrustsOfSystem.States(said),
        ];
}

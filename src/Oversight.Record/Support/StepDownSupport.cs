namespace Oversight.Record.Support;

/// <summary>Support that was set goes on less intensively.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Support">The entry by which it was set.</param>
/// <param name="Tier">The lower tier; left out where it is not stated.</param>
/// <param name="Organisations">Those of the trusts that it was set for; left out for all.</param>
public sealed record SupportSteppedDown(
    Decision Decision,
    Guid Support,
    int? Tier = null,
    IReadOnlyList<OdsCode>? Organisations = null
) : Event(Decision), IAboutSupport, IStatesSupport
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        SupportThatWasSet.CheckInput(this);
        if (Tier is { } tier)
        {
            NamedSupport.CheckTier(tier);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Support stepped down {(Tier is { } tier ? $"to tier {tier} " : "")}{When}{names.For(Organisations)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ($"support {Support}", "stepped down"),
            .. Stated.Maybe("tier", Tier),
            .. Stated.Each("organisation", Organisations ?? []),
        ];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Support = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => StepDownSupport.Kind;
}

/// <summary>How <see cref="SupportSteppedDown"/> is called, and the rules that say when it may be recorded.</summary>
public static class StepDownSupport
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "support_stepped_down",
            "support-stepped-down",
            typeof(SupportSteppedDown),
            SubjectKind.Organisation,
            "Support was stepped down"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new SupportSteppedDown(Example.Decided, Example.Entry, 2),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            Organisations.OrganisationRules.WithinExistence,
            SupportThatWasSet.SupportStillInPlace,
            StepsDownToLowerTier,
        ];

    /// <summary>A lower tier has a greater number. Where no tier is stated there is nothing to compare.</summary>
    public static Rule<SupportSteppedDown> StepsDownToLowerTier { get; } =
        new(
            "steps-down-to-lower-tier",
            "Support is stepped down from tier 1 to tier 2; to make it more intensive it is set anew.",
            (stepped, judged) =>
            {
                if (
                    stepped.Tier is not { } lower
                    || SupportThatWasSet.Of(judged.Timeline, stepped.Support) is not { } support
                )
                {
                    return null;
                }

                var before = Candidates.On(
                    judged.Effective.Latest,
                    support.Steps.Where(e => !Sequence.NotBefore(judged.Entry, judged.Content)(e)).Append(support.Set)
                );
                int[] tiers = [.. before.Entries.Select(TierOf).OfType<int>().Distinct().Order()];
                return tiers.Length > 0 && tiers.All(tier => tier >= lower)
                    ? $"It steps down to tier {lower}, and the support is in tier {string.Join(" or ", tiers)} {judged.Effective}."
                    : null;
            }
        );

    private static int? TierOf(BelievedEntry entry) =>
        entry.Content switch
        {
            SupportSet set => set.Tier,
            SupportSteppedDown stepped => stepped.Tier,
            _ => null,
        };
}

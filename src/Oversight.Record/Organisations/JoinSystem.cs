namespace Oversight.Record.Organisations;

/// <summary>
/// A trust belongs to the system of an ICB from the effective date on, until it joins another one or either of them ends. In the
/// stream of the trust.
/// </summary>
/// <param name="Decision">Effective: the first day on which it belongs to it.</param>
/// <param name="System">The ICB whose system it joined (by its ODS code).</param>
public sealed record SystemJoined(Decision Decision, OdsCode System) : Event(Decision)
{
    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [System];

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Belongs to the system of {names.Of(System)} from {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("system", System.Value)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => JoinSystem.Kind;
}

/// <summary>How <see cref="SystemJoined"/> is called, and the rules that say when it may be recorded.</summary>
public static class JoinSystem
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "system_joined",
            "system",
            typeof(SystemJoined),
            SubjectKind.Organisation,
            "A trust belongs to the system of an ICB"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Government,
            IsPublic = true,
            Decides = false,
            Provision = Provision.Establishment,
            Example = () => new SystemJoined(Example.Decided, Example.Icb),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [OrganisationRules.WithinExistence, TrustJoinsSystem, SystemOfAnIcb];

    /// <summary>Systems are led by ICBs (Health and Care Act 2022, part 1); what belongs to one besides is a trust.</summary>
    public static Rule<SystemJoined> TrustJoinsSystem { get; } =
        new(
            "trust-joins-system",
            "A trust joins a system. An ICB joins none: it has its own.",
            (_, judged) =>
                judged.Timeline.Of<OrganisationRegistered>().FirstOrDefault()
                    is { Content.Kind: OrganisationKind.Icb } registered
                    ? $"{registered.Content.Name} is an ICB."
                    : null
        );

    /// <summary>There are systems only where there are ICBs: since 1 July 2022.</summary>
    public static Rule<SystemJoined> SystemOfAnIcb { get; } =
        new(
            "system-of-an-icb",
            "The system that a trust joins is that of an ICB that exists on the day.",
            (joined, judged) =>
                ExistingOrganisation.Breach(joined.System, judged.Decision, judged.Situation) is { } breach ? breach
                : judged.Organisation(joined.System)!.Of<OrganisationRegistered>().First().Content
                    is { Kind: not OrganisationKind.Icb } other
                    ? $"{other.Name} ({joined.System}) is no ICB: name the ICB whose system it is."
                : null
        );
}

namespace Oversight.Record.Organisations;

/// <summary>An event that says whether it concerns an organisation alone or its whole system.</summary>
public interface IConcerns
{
    /// <summary>Whom it concerns.</summary>
    Concerning Scope { get; }
}

/// <summary>What holds of entries about a whole system.</summary>
public static class SystemRules
{
    /// <summary>A system is that of an ICB (National Health Service Act 2006, section 14Z25; Health and Care Act 2022, section 19).</summary>
    public static Rule<IConcerns> SystemIsOfAnIcb { get; } =
        new(
            "system-is-of-an-icb",
            "What concerns a whole system is recorded about its ICB; about a trust only what concerns that trust.",
            (said, judged) =>
                said.Scope == Concerning.System
                && judged.Timeline.Of<OrganisationRegistered>().FirstOrDefault() is { } registered
                && registered.Content.Kind != OrganisationKind.Icb
                    ? $"{registered.Content.Organisation} is no ICB: it has no system of its own. Record it about the ICB, or about the organisation alone."
                    : null
        );
}

using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Record.Recovery;

/// <summary>The framework that judges is the one in force on the latest effective day, as for segments.</summary>
public sealed class ProgrammeOfFramework : Rule
{
    /// <inheritdoc/>
    public override string Name => "programme-of-framework";

    /// <inheritdoc/>
    public override string Sentence =>
        "Recovery Support is entered under an oversight framework that is in force on the latest effective day, or carried on until it, and places "
        + "that kind of organisation in segments.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is RecoveryEntered or RecoveryMemberJoined;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        if (effective.Precision == DatePrecision.Unknown)
        {
            return "Its effective date is unknown, so no framework version can be said to judge it.";
        }

        if (situation.Frameworks.Judging(effective.Latest) is null)
        {
            return $"No framework version certainly holds on {DateWithPrecision.Day(effective.Latest)}, "
                + "so there is no programme to enter.";
        }

        foreach (var member in content.OrganisationsNamed())
        {
            var registered = situation.Organisation(member)?.Of<OrganisationRegistered>().FirstOrDefault();
            if (
                registered?.Content is OrganisationRegistered { Kind: var kind }
                && situation.Frameworks.Judging(effective.Latest, kind) is { } version
                && !version.Segmented(kind)
            )
            {
                return $"{version.Title} places no organisation of the kind of {member} in segments, "
                    + $"so {member} cannot enter its {version.Programme}.";
            }
        }

        return null;
    }
}

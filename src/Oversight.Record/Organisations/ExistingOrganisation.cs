namespace Oversight.Record.Organisations;

/// <summary>Whether an organisation that an entry names exists when the entry takes effect; several rules ask that.</summary>
internal static class ExistingOrganisation
{
    /// <summary>
    /// What is wrong: it is not registered, not yet established and no predecessor named, or ended; null when nothing is.
    /// An unknown date is not held against an establishment or an end.
    /// </summary>
    public static string? Breach(OdsCode organisation, Decision decision, Situation situation)
    {
        var timeline = situation.Organisation(organisation);
        if (timeline?.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered)
        {
            return $"{organisation} is not in the record: register it first.";
        }

        var effective = decision.Effective;
        if (effective.Precision == DatePrecision.Unknown)
        {
            return null;
        }

        if (effective.Latest < registered.Effective.Earliest && decision.Predecessor is null)
        {
            return $"It takes effect {effective}, before {organisation} was established ({registered.Effective}), "
                + "and names no predecessor.";
        }

        return
            timeline.Of<OrganisationSucceeded>().FirstOrDefault() is { } ended
            && effective.Earliest >= ended.Effective.Latest
            ? $"It takes effect {effective}, after {organisation} had ended ({ended.Effective})."
            : null;
    }
}

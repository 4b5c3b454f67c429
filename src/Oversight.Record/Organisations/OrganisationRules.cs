namespace Oversight.Record.Organisations;

/// <summary>Whether organisations exist when something is decided about them.</summary>
public static class OrganisationRules
{
    /// <summary>Nothing takes effect before an organisation existed, unless a predecessor is named, or after it ended.</summary>
    public static Rule<Event> WithinExistence { get; } =
        new(
            "within-existence",
            "A decision about an organisation takes effect while it exists; before that only with its predecessor named, after it only about what passed to a successor.",
            (said, judged) =>
            {
                var effective = judged.Effective;
                if (effective.Precision == Time.DatePrecision.Unknown)
                {
                    return null;
                }

                var registered = judged.Timeline.Of<OrganisationRegistered>().FirstOrDefault();
                if (registered is null)
                {
                    return $"{judged.Timeline.Subject} is not registered.";
                }

                if (effective.Latest < registered.Effective.Earliest && judged.Decision.Predecessor is null)
                {
                    return $"It takes effect {effective}, before the organisation was established ({registered.Effective}), "
                        + "and names no predecessor.";
                }

                var ended = judged.Timeline.Of<OrganisationSucceeded>().FirstOrDefault(e => e.Id != judged.Entry.Id);
                return
                    ended is not null
                    && effective.Earliest >= ended.Effective.Latest
                    && !(
                        said is INamesOpenEntry { Named: { } entry }
                        && Passing.HasPassed(judged.Timeline, entry, effective.Latest)
                    )
                    ? $"It takes effect {effective}, after the organisation had ended ({ended.Effective})."
                    : null;
            }
        );

    /// <summary>Single organisations that an entry about another names, such as trusts of a system, are in the record and exist.</summary>
    public static Rule<Event> NamesExistingOrganisations { get; } =
        new(
            "names-existing-organisations",
            "An organisation that an entry names is in the record, and exists when the entry takes effect.",
            (said, judged) =>
                said.OrganisationsNamed()
                    .Select(organisation =>
                        ExistingOrganisation.Breach(organisation, judged.Decision, judged.Situation)
                    )
                    .FirstOrDefault(breach => breach is not null)
        );
}

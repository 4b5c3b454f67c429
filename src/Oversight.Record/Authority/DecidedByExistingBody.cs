using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Record.Authority;

/// <summary>Nobody decides in the name of a body that is not there yet, or no longer.</summary>
public sealed class DecidedByExistingBody : Rule
{
    /// <inheritdoc/>
    public override string Name => "decided-by-existing-body";

    /// <inheritdoc/>
    public override string Sentence => "The body that decides exists on the day of the decision.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content.Decision.Decided.Precision != DatePrecision.Unknown;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var (id, decided) = (content.Decision.DecidedBy.Body, content.Decision.Decided);
        if (DecidingBody.Of(id) is { } body)
        {
            return body.MayHaveExisted(decided) ? null
                : body.Until is { } until && decided.Earliest > until
                    ? $"{body.Name} existed until {DateWithPrecision.Day(until)}; the decision is dated {decided}."
                : $"{body.Name} exists since {DateWithPrecision.Day(body.From!.Value)}; the decision is dated {decided}.";
        }

        if (
            !OdsCode.TryParse(id, out var ods)
            || situation.Organisation(ods) is not { } timeline
            || timeline.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered
        )
        {
            return $"{id} is no body that the record knows.";
        }

        return decided.Latest < registered.Effective.Earliest
                ? $"{ods} was established {registered.Effective}; the decision is dated {decided}."
            : timeline.Of<OrganisationSucceeded>().FirstOrDefault() is { } ended
            && decided.Earliest >= ended.Effective.Latest
                ? $"{ods} had ended {ended.Effective}; the decision is dated {decided}."
            : null;
    }
}

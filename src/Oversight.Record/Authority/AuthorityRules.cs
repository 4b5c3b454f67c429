using Oversight.Record.Organisations;

namespace Oversight.Record.Authority;

/// <summary>Who may decide.</summary>
public static class AuthorityRules
{
    /// <summary>Nobody decides in the name of a body that is not there yet, or no longer.</summary>
    public static Rule<Event> DecidedByExistingBody { get; } =
        new(
            "decided-by-existing-body",
            "The body that decides exists on the day of the decision.",
            (_, judged) =>
            {
                var (id, decided) = (judged.Decision.DecidedBy.Body, judged.Decision.Decided);
                if (decided.Precision == DatePrecision.Unknown)
                {
                    return null;
                }

                if (DecidingBody.Of(id) is { } body)
                {
                    return body.MayHaveExisted(decided) ? null
                        : body.Until is { } until && decided.Earliest > until
                            ? $"{body.Name} existed until {DateWithPrecision.Day(until)}; the decision is dated {decided}."
                        : $"{body.Name} exists since {DateWithPrecision.Day(body.From!.Value)}; the decision is dated {decided}.";
                }

                if (
                    !OdsCode.TryParse(id, out var ods)
                    || judged.Organisation(ods) is not { } timeline
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
        );

    /// <summary>
    /// Which bodies take which kind of decision, and about whom (NHS oversight frameworks; Health and Social Care Act 2012,
    /// sections 105 and 106; National Health Service Act 2006, sections 14Z25, 14Z59 and 14Z61). Who corrects or retracts a
    /// decision is whoever could take it.
    /// </summary>
    public static Rule<Event> DecidedWithAuthority { get; } =
        new(
            "decided-with-authority",
            "A decision is taken by a body that may take that kind of decision, about an organisation that it oversees.",
            (said, judged) =>
            {
                var decided = said switch
                {
                    ICorrects correction => correction.Replacement,
                    IRetracts retraction => judged.Timeline.StandsFor(retraction.Target)?.Content,
                    _ => said,
                };
                var body = judged.Decision.DecidedBy.Body;
                if (decided is null || IsNamedByFramework(body, decided, judged.Situation))
                {
                    return null;
                }

                var who = decided.WhoMayDecide();
                if (DecidingBody.Of(body) is not { } known)
                {
                    return who.HasFlag(Deciders.Own) && About(judged.Situation).Any(o => o.Value == body)
                        ? null
                        : Cannot(body, decided, who, judged.Situation);
                }

                return known.Kind switch
                {
                    BodyKind.National when who.HasFlag(Deciders.National) => null,
                    BodyKind.Government when who.HasFlag(Deciders.Government) => null,
                    BodyKind.Inspector when who.HasFlag(Deciders.Inspector) => null,
                    BodyKind.Region when who.HasFlag(Deciders.Region) && Oversees(known, judged.Situation) => null,
                    _ => Cannot(body, decided, who, judged.Situation),
                };
            }
        );

    // A framework may let others agree to what needs national agreement.
    private static bool IsNamedByFramework(string body, Event decided, Situation situation) =>
        decided.KindOfEvent().ByBodiesOfFramework
        && situation.Frameworks.Judging(decided.Decision.Effective.Latest)?.NationalBodies.Contains(body) == true;

    // What passed from a body that ended, its successors act for.
    private static IEnumerable<OdsCode> About(Situation situation) => ThoseConcerned.ByOrAfter(situation.Timeline);

    private static IEnumerable<Region> RegionsOf(Situation situation) =>
        About(situation)
            .Select(o => situation.Organisation(o)?.Of<OrganisationRegistered>().FirstOrDefault()?.Content)
            .OfType<OrganisationRegistered>()
            .Select(registered => Region.Of(registered.Region))
            .Distinct();

    // Of whom nothing is registered it is not known who oversees them.
    private static bool Oversees(DecidingBody team, Situation situation)
    {
        var regions = RegionsOf(situation).ToArray();
        return regions.Length == 0 || regions.Contains(team.Region);
    }

    private static string Cannot(string body, Event decided, Deciders who, Situation situation)
    {
        var may = new List<string>();
        if (who.HasFlag(Deciders.National))
        {
            may.Add("nhs-england");
        }

        if (who.HasFlag(Deciders.Region))
        {
            may.AddRange(RegionsOf(situation).Select(DecidingBody.IdOf));
        }

        if (who.HasFlag(Deciders.Government))
        {
            may.Add("dhsc");
        }

        if (who.HasFlag(Deciders.Inspector))
        {
            may.Add("cqc");
        }

        if (who.HasFlag(Deciders.Own))
        {
            may.AddRange(About(situation).Select(o => o.Value));
        }

        return $"{body} cannot decide this about {situation.Timeline.Subject.Id} (“{decided.KindOfEvent().Says}”): "
            + $"it takes {string.Join(" or ", may)}.";
    }
}

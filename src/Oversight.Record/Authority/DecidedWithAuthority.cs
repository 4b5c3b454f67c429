using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Authority;

/// <summary>
/// Which bodies take which kind of decision, and about whom (NHS oversight frameworks; Health and Social Care Act 2012,
/// sections 105 and 106; National Health Service Act 2006, sections 14Z25, 14Z59 and 14Z61). Who corrects or retracts a
/// decision is whoever could take it.
/// </summary>
public sealed class DecidedWithAuthority : Rule
{
    [Flags]
    private enum Deciders
    {
        National = 1,
        Region = 2,
        Government = 4,

        /// <summary>The organisation that it is about.</summary>
        Own = 8,
    }

    /// <inheritdoc/>
    public override string Name => "decided-with-authority";

    /// <inheritdoc/>
    public override string Sentence =>
        "A decision is taken by a body that may take that kind of decision, about an organisation that it oversees.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => true;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var decided = content switch
        {
            EntryCorrected correction => correction.Replacement,
            EntryRetracted retraction => situation.Timeline.StandsFor(retraction.Target)?.Content,
            _ => content,
        };
        var body = content.Decision.DecidedBy.Body;
        if (decided is null || IsNamedByFramework(body, decided, situation))
        {
            return null;
        }

        var who = WhoDecides(decided);
        if (DecidingBody.Of(body) is not { } known)
        {
            return who.HasFlag(Deciders.Own) && About(situation).Any(o => o.Value == body)
                ? null
                : Cannot(body, decided, who, situation);
        }

        return known.Kind switch
        {
            BodyKind.National when who.HasFlag(Deciders.National) => null,
            BodyKind.Government when who.HasFlag(Deciders.Government) => null,
            BodyKind.Region when who.HasFlag(Deciders.Region) && Oversees(known, situation) => null,
            _ => Cannot(body, decided, who, situation),
        };
    }

    private static Deciders WhoDecides(Event decided) =>
        decided switch
        {
            OrganisationRegistered or OrganisationSucceeded or FrameworkPublished or AnnualAssessmentPublished =>
                Deciders.National | Deciders.Government,
            CriterionAssessed { Level: AssessingLevel.National } => Deciders.National,
            DirectionIssued => Deciders.National | Deciders.Region | Deciders.Government,
            EvidenceSubmitted
            or CriterionSelfAssessed
            or MilestoneAchieved
            or MilestoneMissed
            or UndertakingProgressReported
            or CertificateAppliedFor => Deciders.National | Deciders.Region | Deciders.Own,
            _ => Deciders.National | Deciders.Region,
        };

    // A framework may let others agree to what needs national agreement.
    private static bool IsNamedByFramework(string body, Event decided, Situation situation) =>
        decided is IPlacesInSegment or RecoveryEntered or IExit
        && situation.Frameworks.Judging(decided.Decision.Effective.Latest)?.NationalBodies.Contains(body) == true;

    private static IEnumerable<OdsCode> About(Situation situation) =>
        situation.Timeline.Subject.Organisation is { } organisation
            ? [organisation]
            : situation
                .Timeline.Of<RecoveryEntered>()
                .Concat(situation.Timeline.Of<RecoveryMemberJoined>())
                .Concat(situation.Timeline.Of<UndertakingsAccepted>())
                .SelectMany(e => e.Content.OrganisationsNamed());

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

        if (who.HasFlag(Deciders.Own))
        {
            may.AddRange(About(situation).Distinct().Select(o => o.Value));
        }

        return $"{body} cannot decide {decided.KindOfEvent().Word} about {situation.Timeline.Subject.Id}: "
            + $"it takes {string.Join(" or ", may)}.";
    }
}

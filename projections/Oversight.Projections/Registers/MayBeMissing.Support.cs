using Oversight.Projections.Support;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Retention;
using Oversight.Record.Support;

namespace Oversight.Projections.Registers;

internal sealed partial record MayBeMissing
{
    /// <summary>Support of any kind.</summary>
    public static MayBeMissing Support { get; } =
        OfOrganisations(
            "support",
            (scope, o) => !SupportOf(scope, o).Any(),
            (_, whom, one) =>
                $"No support of {whom} has been recorded: whether {(one ? "it has" : "they have")} any is not stated."
        );

    /// <summary>Support in a tier of a programme.</summary>
    public static MayBeMissing TierSupport { get; } =
        OfOrganisations(
            "tier-support",
            (scope, o) => SupportOf(scope, o).All(s => s.Kind != SupportKind.Tier),
            (_, whom, one) =>
                $"No support of {whom} in a tier has been recorded: whether {(one ? "it is" : "they are")} in tier 1 or tier 2 of a programme is not stated."
        );

    /// <summary>A notice of another body.</summary>
    public static MayBeMissing Notice { get; } =
        OfOrganisations(
            "notice",
            (scope, o) =>
                !Recorded(
                        scope,
                        o,
                        timeline => timeline.Of<NoticeGiven>().Where(e => e.Effective.Earliest <= scope.Day)
                    )
                    .Any(),
            (_, whom, one) =>
                $"No notice of another body about {whom} has been recorded: whether there is any is not stated."
        );

    /// <summary>A retention hold or a disposal.</summary>
    public static MayBeMissing Retention { get; } =
        OfOrganisations(
            "retention",
            (scope, o) =>
                !o
                    .Timeline.Of<RetentionHoldPlaced>()
                    .Cast<BelievedEntry>()
                    .Concat(o.Timeline.Of<DocumentsDisposed>())
                    .Any(e => e.Effective.Earliest <= scope.Day),
            (_, whom, _) =>
                $"No retention hold and no disposal of {whom} has been recorded: whether there was any is not stated."
        );

    /// <summary>An independent review.</summary>
    public static MayBeMissing IndependentReview { get; } =
        OfOrganisations(
            "independent-review",
            (scope, o) =>
                !Recorded(
                        scope,
                        o,
                        timeline =>
                            timeline.Of<IndependentReviewCommissioned>().Where(e => e.Effective.Earliest <= scope.Day)
                    )
                    .Any(),
            (_, whom, one) => $"No independent review of {whom} has been recorded: whether there is any is not stated."
        );

    private static IEnumerable<SupportOnDay> SupportOf(AskedScope scope, AskedOrganisation organisation) =>
        OrganisationSupport
            .Of(scope.Record, organisation.Ods, scope.Day)
            .Support.Where(s => s.For is null || s.For == organisation.Ods);

    // About the organisation itself: in its own timeline naming no others, or in another's naming it.
    private static IEnumerable<BelievedEntry> Recorded<T>(
        AskedScope scope,
        AskedOrganisation organisation,
        Func<Timeline, IEnumerable<BelievedEntry<T>>> entries
    )
        where T : class, INamesTrustsOfSystem =>
        scope
            .Record.OrganisationsNaming(organisation.Ods)
            .SelectMany(entries)
            .Where(e => e.Content.Organisations?.Contains(organisation.Ods) == true)
            .Concat(entries(organisation.Timeline).Where(e => e.Content.Organisations is null));
}

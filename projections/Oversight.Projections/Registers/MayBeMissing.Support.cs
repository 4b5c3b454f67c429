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
        OfEachOrganisation(
            "support",
            (record, ods, day) => !SupportOf(record, ods, day).Any(),
            (_, whom, one) =>
                $"No support of {whom} has been recorded: whether {(one ? "it has" : "they have")} any is not stated."
        );

    /// <summary>Support in a tier of a programme.</summary>
    public static MayBeMissing TierSupport { get; } =
        OfEachOrganisation(
            "tier-support",
            (record, ods, day) => SupportOf(record, ods, day).All(s => s.Kind != SupportKind.Tier),
            (_, whom, one) =>
                $"No support of {whom} in a tier has been recorded: whether {(one ? "it is" : "they are")} in tier 1 or tier 2 of a programme is not stated."
        );

    /// <summary>A notice of another body.</summary>
    public static MayBeMissing Notice { get; } =
        OfEachOrganisation(
            "notice",
            (record, ods, day) => !IsRecorded<NoticeGiven>(record, ods, day),
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
        OfEachOrganisation(
            "independent-review",
            (record, ods, day) => !IsRecorded<IndependentReviewCommissioned>(record, ods, day),
            (_, whom, one) => $"No independent review of {whom} has been recorded: whether there is any is not stated."
        );

    private static IEnumerable<SupportOnDay> SupportOf(RecordAt record, OdsCode organisation, DateOnly day) =>
        OrganisationSupport.Of(record, organisation, day).Support.Where(s => s.For is null || s.For == organisation);

    // About the organisation itself: in its own timeline naming no others, or in another's naming it.
    private static bool IsRecorded<T>(RecordAt record, OdsCode organisation, DateOnly day)
        where T : class, INamesTrustsOfSystem =>
        record
            .TimelineOf(organisation)!
            .Of<T>()
            .Where(e => e.Content.Organisations is null)
            .Concat(
                record
                    .OrganisationsNaming(organisation)
                    .SelectMany(timeline => timeline.Of<T>())
                    .Where(e => e.Content.Organisations?.Contains(organisation) == true)
            )
            .Any(e => e.Effective.Earliest <= day);
}

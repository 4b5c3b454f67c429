using Oversight.Projections.AuditHistory;
using Oversight.Projections.Directions;
using Oversight.Projections.Finance;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Timelines;
using Oversight.Record.Segments;

namespace Oversight.Desk.Answers;

/// <summary>An annual assessment as believed.</summary>
/// <param name="Entry">The entry that states it.</param>
/// <param name="Year">The year that was assessed.</param>
/// <param name="DecidedBy">Who assessed.</param>
/// <param name="Source">The publication.</param>
/// <param name="Areas">The areas in the order printed.</param>
public sealed record AssessmentAnswer(
    EntryReference Entry,
    DateWithPrecision Year,
    DecidedBy DecidedBy,
    Source? Source,
    IReadOnlyList<AssessedArea> Areas
);

/// <summary>All about one organisation on a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="Status">Its status.</param>
/// <param name="Recovery">Whether it is in Recovery Support, and what says so.</param>
/// <param name="Oversight">How it is overseen besides its segment: reviews, concerns, actions and commitments.</param>
/// <param name="AnnualAssessments">Its annual assessments, by year.</param>
/// <param name="FinancialPosition">What documents state of it and its system for periods that have begun, the latest first; what is absent is not stated.</param>
/// <param name="Intervention">Support for it, notices of other bodies about it, and independent reviews of it.</param>
/// <param name="Directions">Every direction issued to it by the day, those that are in force no longer too; none recorded is not none.</param>
/// <param name="Mergers">What was open when it or a body that it follows ended, and what became of it.</param>
/// <param name="People">The names behind the people's ids in this answer; of one that was redacted, that it was, and by which entry; of one of which nothing is kept, nothing.</param>
public sealed record OrganisationAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    long Version,
    OrganisationStatus Status,
    RecoveryStanding Recovery,
    OversightAnswer Oversight,
    IReadOnlyList<AssessmentAnswer> AnnualAssessments,
    IReadOnlyList<StatedFigure> FinancialPosition,
    OrganisationSupport Intervention,
    IReadOnlyList<Direction> Directions,
    MergersAnswer Mergers,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>The answer in the record at a place; null when the organisation is not registered by then.</summary>
    public static async Task<OrganisationAnswer?> OfAsync(
        OpenRecord open,
        RecordAt record,
        OdsCode ods,
        DateOnly on,
        DateTimeOffset? known,
        CancellationToken cancellation
    )
    {
        if (OrganisationStatus.Of(record, ods, on) is not { } status)
        {
            return null;
        }

        AssessmentAnswer[] assessments =
        [
            .. record
                .TimelineOf(ods)!
                .Of<AnnualAssessmentPublished>()
                .OrderBy(e => e.Effective.Earliest)
                .ThenBy(e => e.Place)
                .Select(e => new AssessmentAnswer(
                    EntryReference.To(e),
                    e.Effective,
                    e.Content.Decision.DecidedBy,
                    e.Content.Decision.Source,
                    e.Content.Areas
                )),
        ];
        var oversight = OversightAnswer.Of(record, ods, on);
        var intervention = OrganisationSupport.Of(record, ods, on);
        var directions = Direction.To(record, ods, on);
        var mergers = MergersAnswer.Of(record, ods, on);
        var people = await PeopleNames.OfAsync(
            open,
            record,
            [
                .. status.Segment.Candidates.Select(c => c.DecidedBy),
                .. status.Proposals.Select(p => p.DecidedBy),
                .. oversight.Deciders(),
                .. assessments.Select(a => a.DecidedBy),
                .. intervention.DecidedBy,
                .. directions.SelectMany(d => d.Varied.Append(d.Issued).Concat(d.Ended)).Select(said => said.DecidedBy),
                .. mergers.Deciders(),
            ],
            cancellation
        );
        return new(
            record.PlaceTold,
            record.KnownTold(known),
            on,
            status.Version,
            status,
            RecoveryStanding.On(record, ods, on),
            oversight,
            assessments,
            Projections.Finance.FinancialPosition.On(record.TimelineOf(ods)!, on),
            intervention,
            directions,
            mergers,
            people
        );
    }
}

using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Projections.Answers;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Web.Api;

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
/// <param name="AnnualAssessments">Its annual assessments, by year.</param>
/// <param name="People">The names behind the people's ids in this answer; a name that was erased is absent.</param>
public sealed record OrganisationAnswer(
    long Place,
    DateTimeOffset? Known,
    DateOnly On,
    long Version,
    OrganisationStatus Status,
    IReadOnlyList<AssessmentAnswer> AnnualAssessments,
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
                    ((AnnualAssessmentPublished)e.Content).Areas
                )),
        ];
        var people = await PeopleNames.OfAsync(
            open,
            [
                .. status.Segment.Candidates.Select(c => c.DecidedBy),
                .. status.Proposals.Select(p => p.DecidedBy),
                .. assessments.Select(a => a.DecidedBy),
            ],
            cancellation
        );
        return new(record.Place, known, on, status.Version, status, assessments, people);
    }
}

/// <summary>All that was recorded about one subject.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="Subject">The subject's stream.</param>
/// <param name="Version">The version of its stream: send it in If-Match to decide.</param>
/// <param name="Entries">The entries in the order of their places, each explained.</param>
/// <param name="People">The names behind the people's ids in this answer; a name that was erased is absent.</param>
public sealed record HistoryAnswer(
    long Place,
    DateTimeOffset? Known,
    string Subject,
    long Version,
    IReadOnlyList<HistoryEntry> Entries,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>A history with its people's names.</summary>
    public static async Task<HistoryAnswer> OfAsync(
        OpenRecord open,
        AuditHistory history,
        DateTimeOffset? known,
        CancellationToken cancellation
    ) =>
        new(
            history.Place,
            known,
            history.Subject,
            history.Version,
            history.Entries,
            await PeopleNames.OfAsync(open, PeopleNames.In(history.Entries), cancellation)
        );
}

/// <summary>The names behind the people's ids in an answer.</summary>
internal static class PeopleNames
{
    /// <summary>Everybody in entries and in what replaces them, by id.</summary>
    public static IEnumerable<string> In(IEnumerable<HistoryEntry> entries) =>
        entries.SelectMany(e => e.Event.People());

    /// <summary>Everybody in what a subject's entries are believed to say, by id.</summary>
    public static IEnumerable<string> In(Timeline timeline) =>
        timeline.Entries.Where(e => e.Counts).SelectMany(e => e.Content.People());

    /// <summary>The names of those who decided.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        IEnumerable<DecidedBy> deciders,
        CancellationToken cancellation
    ) => OfAsync(open, deciders.Select(d => d.Person).OfType<string>(), cancellation);

    /// <summary>Their names by id, in the order of the ids.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        IEnumerable<string> people,
        CancellationToken cancellation
    )
    {
        string[] ids = [.. people.Distinct()];
        return ids.Length == 0
            ? new SortedDictionary<string, string>(StringComparer.Ordinal)
            : new SortedDictionary<string, string>(
                (await NamesAsync(open, ids, cancellation)).ToDictionary(),
                StringComparer.Ordinal
            );
    }

    // An id without a name says that it was erased: where it cannot be looked up, that is said instead.
    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        OpenRecord open,
        string[] ids,
        CancellationToken cancellation
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LiveRecord.Patience);
        try
        {
            return await open.Store.PersonNamesAsync(ids, patience.Token);
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e))
            )
        {
            return ids.ToDictionary(id => id, _ => "(a name that cannot be read while the database is away)");
        }
    }
}

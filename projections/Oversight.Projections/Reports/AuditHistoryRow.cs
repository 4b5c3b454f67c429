using Oversight.Projections.AuditHistory;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Reports;

/// <summary>
/// An entry of the record and what became of it, as <see cref="AuditHistory.AuditHistory"/> tells it; of all days, for an entry is in the history
/// whatever the day. Who logged it is not in it: the tables hold no names of people.
/// </summary>
/// <param name="Place">Its place in the record.</param>
/// <param name="Entry">Its id.</param>
/// <param name="Version">Its number in its stream.</param>
/// <param name="EventKind">Its stored name, such as segment_published.</param>
/// <param name="Says">What it says, in one line.</param>
/// <param name="Organisations">The codes of the organisations that its stream is about.</param>
/// <param name="Regions">The codes of the regions that oversee them.</param>
/// <param name="Recorded">When it was stored.</param>
/// <param name="Effective">When it takes effect, in the stored form.</param>
/// <param name="EffectiveFrom">The first day of that; null when it is unknown.</param>
/// <param name="EffectiveUntil">The last day of that; null when it is unknown.</param>
/// <param name="Decided">When it was decided, in the stored form.</param>
/// <param name="DecidedBy">The body that decided.</param>
/// <param name="Origin">Whether it was logged when it was decided: live, or taken from elsewhere.</param>
/// <param name="Standing">What became of it: stands, corrected, retracted.</param>
/// <param name="ChangedBy">The id of the correction in force, or of the retraction.</param>
/// <param name="Old">For a correction: what was believed before it.</param>
/// <param name="New">For a correction: what it says instead.</param>
/// <param name="Findings">The names of the rules that it breaks.</param>
public sealed record AuditHistoryRow(
    long Place,
    Guid Entry,
    long Version,
    string EventKind,
    string Says,
    IReadOnlyList<string> Organisations,
    IReadOnlyList<string> Regions,
    DateTimeOffset Recorded,
    string Effective,
    DateOnly? EffectiveFrom,
    DateOnly? EffectiveUntil,
    string Decided,
    string DecidedBy,
    string Origin,
    string Standing,
    Guid? ChangedBy,
    string? Old,
    string? New,
    IReadOnlyList<string> Findings
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => $"{Entry}";

    private static DateOnly? AsRecorded(Event content, OdsCode[] about) =>
        content.IsPublic() || (about.Length > 0 && about.All(o => content.IsSaidBy(o) || content.IsPartyTo(o)))
            ? DateOnly.MinValue
            : content.Decision.Communicated;

    internal static IEnumerable<AuditHistoryRow> Of(RecordAt record, SubjectId subject) =>
        AuditHistory.AuditHistory.Of(record, subject) is { } history ? Of(record, subject, history.Entries) : [];

    internal static IEnumerable<AuditHistoryRow> Of(
        RecordAt record,
        SubjectId subject,
        IEnumerable<HistoryEntry> entries
    )
    {
        var timeline = record.TimelineOf(subject)!;
        OdsCode[] about =
        [
            .. (
                subject.Organisation is { } organisation
                    ? [organisation]
                    : timeline
                        .Of<INamesThoseConcerned>()
                        .SelectMany(e => ((BelievedEntry)e).Content.OrganisationsNamed())
            )
                .Distinct()
                .Order(),
        ];
        string[] organisations = [.. about.Select(o => o.Value)];
        string[] regions =
        [
            .. about
                .Select(o => record.TimelineOf(o)?.Of<OrganisationRegistered>().FirstOrDefault()?.Content.Region)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        foreach (var entry in entries)
        {
            var decision = entry.Event.Decision;
            var known = decision.Effective.Precision != DatePrecision.Unknown;
            yield return new(
                entry.Place,
                entry.Id,
                entry.Version,
                entry.Kind,
                entry.Summary,
                organisations,
                regions,
                entry.Recorded,
                decision.Effective.Stored,
                known ? decision.Effective.Earliest : null,
                known ? decision.Effective.Latest : null,
                decision.Decided.Stored,
                decision.DecidedBy.Body,
                InWords.Stored(decision.Origin),
                InWords.Stored(entry.Standing),
                entry.ChangedBy,
                entry.Old,
                entry.New,
                [.. entry.Findings.Select(f => f.Rule).Distinct()]
            )
            {
                // What was recorded is shown beside what is believed: both have to have been communicated.
                CommunicatedFrom = Communicated.Later(
                    timeline.StandsFor(entry.Id) is { InForce: null } own && own.Id == entry.Id
                        ? DateOnly.MinValue
                        : AsRecorded(entry.Event, about),
                    Communicated.From(record, subject, [entry.Id], about)
                ),
                RestsOn = [entry.Id],
            };
        }
    }
}

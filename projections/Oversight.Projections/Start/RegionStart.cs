using Oversight.Projections.Meetings;
using Oversight.Projections.Registers;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;

namespace Oversight.Projections.Start;

/// <summary>What the team of a region has before it on a day: a pure function of the record as they see it.</summary>
/// <param name="Region">The region.</param>
/// <param name="Organisations">How many organisations of it are in the record.</param>
/// <param name="Overdue">What should have been done by now.</param>
/// <param name="Waiting">What waits for somebody's decision.</param>
/// <param name="Recovery">Who is in Recovery Support.</param>
/// <param name="Members">The same, and how near to exit each is.</param>
/// <param name="Changes">What was recorded since the region met last, or since the day that was named.</param>
/// <param name="NextReviews">The reviews that are due next.</param>
public sealed record RegionStart(
    Region Region,
    int Organisations,
    IReadOnlyList<Counted> Overdue,
    IReadOnlyList<Counted> Waiting,
    Counted Recovery,
    IReadOnlyList<InRecovery> Members,
    ChangesSince Changes,
    Counted NextReviews
)
{
    /// <summary>That of a region on a day.</summary>
    /// <param name="record">The record as whoever looks sees it.</param>
    /// <param name="region">The region.</param>
    /// <param name="on">The day.</param>
    /// <param name="since">
    /// The day from which changes are shown; null: from that of the last meeting before the day, since one that is held on it looks back to it too;
    /// where the record holds none, from that of the last review.
    /// </param>
    public static RegionStart Of(RecordAt record, Region region, DateOnly on, DateOnly? since = null)
    {
        var counting = Counting.Of(record, on, region);
        var organisations = record.OrganisationsOf(region);
        var recovery = counting.Rows("In Recovery Support", InRecovery.Address, "membership, target-exit");
        return new(
            region,
            organisations.Count,
            Cards.Overdue(counting),
            [
                counting.Rows("Segments proposed, to agree or decline", "proposals?sort=proposed"),
                counting.Rows("Evidence to judge", "evidence?waits=yes&sort=waitingSince", "evidence"),
                counting.Rows("Challenges to answer", "challenges?waits=yes&sort=made", "challenge"),
                Cards.ExitsRecommended(counting),
            ],
            recovery,
            InRecovery.In(recovery),
            ChangesSince.Of(
                counting,
                organisations.ToHashSet(),
                since is { } day ? new(day, Chosen: true)
                    : HeldMeeting.LastBefore(record.Noting(null), region, on) is { } met ? new(met, Met: true)
                    : LastReview(counting.Record, organisations, on)
            ),
            Cards.NextReviews(counting)
        );
    }

    // Where no meeting is recorded as such, somebody may have been reviewed at one.
    private static Since LastReview(RecordAt record, IReadOnlyList<OdsCode> organisations, DateOnly on)
    {
        var unnoted = record.Noting(null);
        var own = organisations.ToHashSet();
        return record
                .Subjects.Select(subject => unnoted.TimelineOf(subject)!)
                .SelectMany(timeline =>
                    timeline
                        .Of<SegmentReviewed>()
                        .Concat<BelievedEntry>(timeline.Of<OversightReviewed>())
                        .Concat(timeline.Of<RecoveryReviewed>())
                        .Where(review => review.Effective.IsCertainBy(on) && review.Effective.Latest < on)
                        .Select(review => (Review: review, Timeline: timeline))
                )
                .OrderByDescending(r => r.Review.Effective.Latest)
                .ThenByDescending(r => r.Review.Place)
                .Select(r =>
                    SubjectOrganisations.Of(r.Timeline).Where(own.Contains).Take(1).ToArray() is [var reviewed]
                        ? new Since(r.Review.Effective.Latest, reviewed)
                        : null
                )
                .FirstOrDefault(since => since is not null)
            ?? Since.Before(on);
    }
}

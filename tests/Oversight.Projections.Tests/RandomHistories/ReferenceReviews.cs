using Oversight.Record;
using Oversight.Record.Commitments;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Said = Oversight.Projections.Tests.RandomHistories.ReferenceBelief.Said;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A way in which the reference for reviews, concerns and commitments can be made wrong on purpose.</summary>
public enum ReviewDeviation
{
    None,
    RetractedEntriesCount,
    CorrectionsAreIgnored,
    LaterEntriesAreKnown,
    EveryMeetingReplacesTheDate,
    AnOrganisationIsItsSystem,
    TheEndedAreReviewed,
    EscalationCloses,
    ClosedStaysOpen,
    UncertainEndsEnd,
    MissedIsSettled,
    MovesAreIgnored,
    YearsCountFromTheEarliestDay,
    DueOnTheEarliestDay,
    NoDateIsNotOverdue,
    MetIsStillDue,
    WithdrawnIsStillDue,
    MovesAreCountedTwice,
    ReviewsOwnEverything,
}

/// <summary>
/// Reviews, concerns and commitments once more, written from the words of their documentation. An answer is a line for each fact.
/// </summary>
internal sealed class ReferenceReviews(
    IReadOnlyList<Entry> record,
    long known,
    DateOnly day,
    ReviewDeviation deviation = ReviewDeviation.None
)
{
    private readonly ReferenceBelief belief = new(
        [.. record.Where(e => e.Place <= known + (deviation == ReviewDeviation.LaterEntriesAreKnown ? 3 : 0))],
        day
    )
    {
        RetractedCounts = deviation == ReviewDeviation.RetractedEntriesCount,
        CorrectionsAreIgnored = deviation == ReviewDeviation.CorrectionsAreIgnored,
    };

    /// <summary>Everything that is said of an organisation's reviews, concerns and commitments, a line each.</summary>
    public IReadOnlyList<string> Of(OdsCode organisation)
    {
        var subject = $"organisation-{organisation}";
        var reviews = belief.About<OversightReviewed>(subject);
        return
        [
            .. ByLatest(reviews.Where(r => r.Earliest <= day))
                .Select(r =>
                    $"review {r.Id} from it {string.Join(' ', CameFrom<ConcernRaised>(subject, r).Concat(CameFrom<CommitmentMade>(subject, r)))}"
                ),
            $"last {ByLatest(reviews.Where(r => r.Latest <= day)).LastOrDefault()?.Id.ToString() ?? "-"}",
            .. belief.About<ConcernRaised>(subject).Where(c => c.Earliest <= day).Select(c => Concern(subject, c)),
            .. belief
                .About<CommitmentMade>(subject)
                .Where(c => c.Earliest <= day)
                .Select(c => Commitment(subject, c).Line),
            $"aimed at {string.Join(' ', belief.MayHold(belief.About<SegmentAmbitionStated>(subject)).May.Select(a => a.Place))}",
        ];
    }

    /// <summary>The deadlines of these kinds: what each is known by, its date, and whom it concerns.</summary>
    public IReadOnlyList<string> Deadlines(OdsCode organisation)
    {
        var subject = $"organisation-{organisation}";
        var lines = new List<string>();
        if (
            belief.About<OrganisationRegistered>(subject) is [var registered, ..]
            && registered.Earliest <= day
            && (
                !belief.About<OrganisationSucceeded>(subject).Any(s => s.Latest <= day)
                || deviation == ReviewDeviation.TheEndedAreReviewed
            )
        )
        {
            var held = belief.About<OversightReviewed>(subject).Where(r => r.Latest <= day);
            foreach (var scope in new[] { Concerning.Organisation, Concerning.System })
            {
                Said? stands = null;
                foreach (
                    var review in ByLatest(
                        held.Where(r =>
                            ((OversightReviewed)r.Content).Scope == scope
                            || deviation == ReviewDeviation.AnOrganisationIsItsSystem
                        )
                    )
                )
                {
                    // An extraordinary or other meeting without a date leaves the date that was said before.
                    var said = (OversightReviewed)review.Content;
                    var leaves = said.NextReviewDue is null && said.Meeting >= ReviewMeeting.Extraordinary;
                    stands = leaves && deviation != ReviewDeviation.EveryMeetingReplacesTheDate ? stands : review;
                }

                if (stands?.Content is OversightReviewed { NextReviewDue: { } due })
                {
                    lines.Add(
                        Line(
                            $"{subject}/oversight-review/{(scope == Concerning.System ? "system" : "organisation")}",
                            due,
                            [organisation]
                        )
                    );
                }
            }
        }

        foreach (var made in belief.About<CommitmentMade>(subject).Where(c => c.Earliest <= day))
        {
            var (_, stands, due) = Commitment(subject, made);
            if (stands && due is { } date)
            {
                var content = (CommitmentMade)made.Content;
                lines.Add(
                    Line(
                        $"{subject}/{(content.Kind == CommitmentKind.Action ? "action" : "commitment")}/{made.Id}",
                        date,
                        [organisation, .. content.Organisations ?? []]
                    )
                );
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private string Concern(string subject, Said raised)
    {
        var about = belief
            .About<IAboutConcern>(subject)
            .Where(s => belief.Names(((IAboutConcern)s.Content).Concern, raised.Id))
            .ToArray();
        var (may, perhapsNone) = belief.MayHold(about);
        var words = may.Select(s => s.Content is ConcernClosed ? "Closed" : "Escalated").ToHashSet();
        if (perhapsNone)
        {
            words.Add("Raised");
        }

        var closed =
            deviation != ReviewDeviation.ClosedStaysOpen
            && may.Any(s =>
                (s.Content is ConcernClosed || deviation == ReviewDeviation.EscalationCloses)
                && (s.Latest <= day || deviation == ReviewDeviation.UncertainEndsEnd)
            );
        var state =
            closed ? "Closed"
            : words.Count == 1 ? words.Single()
            : "Uncertain";
        var since = raised.Latest;
        var open = closed || since > day ? "-" : (day.DayNumber - since.DayNumber).ToString();
        var to = ByLatest(about.Where(s => s.Earliest <= day && s.Content is ConcernEscalated))
            .Select(s => ((ConcernEscalated)s.Content).To);
        return $"concern {raised.Id} {state} for {open} to {string.Join(' ', to)}";
    }

    private (string Line, bool Stands, DateWithPrecision? Due) Commitment(string subject, Said made)
    {
        var content = (CommitmentMade)made.Content;
        var about = belief
            .About<IAboutCommitment>(subject)
            .Where(s => belief.Names(((IAboutCommitment)s.Content).Commitment, made.Id))
            .ToArray();
        var (may, perhapsNone) = belief.MayHold(about);

        // "An end that is certain by D ends what it ends."
        var ends = may.Where(s => s.Latest <= day || deviation == ReviewDeviation.UncertainEndsEnd)
            .Select(s => s.Content)
            .Where(c =>
                c is CommitmentMet or CommitmentWithdrawn
                || (c is CommitmentMissed && deviation == ReviewDeviation.MissedIsSettled)
            )
            .Select(Word)
            .Distinct()
            .ToArray();
        var possible =
            ends.Length > 0
                ? ends
                : [.. may.Select(s => Word(s.Content)).Concat(perhapsNone ? ["Open"] : []).Distinct()];
        var state = possible.Length == 1 ? possible[0] : "Uncertain";
        var settled = deviation == ReviewDeviation.MissedIsSettled && state == "Missed";
        var stands =
            !settled
            && (state != "Met" || deviation == ReviewDeviation.MetIsStillDue)
            && (state != "Withdrawn" || deviation == ReviewDeviation.WithdrawnIsStillDue);

        var first = content.WithinYears is { } years
            ? YearsAfter(deviation == ReviewDeviation.YearsCountFromTheEarliestDay ? made.Earliest : made.Latest, years)
            : content.Due;
        var moves =
            deviation == ReviewDeviation.MovesAreIgnored
                ? []
                : about.Where(s => s.Content is CommitmentMoved).ToArray();
        var given = ByLatest(moves.Where(m => m.Earliest <= day))
            .Select(m => (DateWithPrecision?)((CommitmentMoved)m.Content).Due)
            .Prepend(first)
            .ToArray();
        var due = given[^1];
        var dates = given.OfType<DateWithPrecision>().ToArray();
        var moved = 0;
        for (var i = 1; i < dates.Length; i++)
        {
            moved +=
                dates[i] == dates[i - 1] ? 0
                : deviation == ReviewDeviation.MovesAreCountedTwice ? 2
                : 1;
        }

        var (mayMove, noneYet) = belief.MayHold(moves);
        DateWithPrecision?[] candidates =
        [
            .. mayMove.Select(m => (DateWithPrecision?)((CommitmentMoved)m.Content).Due),
            .. noneYet ? new[] { first } : [],
        ];
        var orElse = candidates.OfType<DateWithPrecision>().Where(d => d != due).Distinct().Select(d => d.Stored);
        var last = LastDay(due);
        var line =
            $"commitment {made.Id} {state} due {due?.Stored ?? "-"} or {string.Join(' ', orElse)} left {(last is { } by ? (by.DayNumber - day.DayNumber).ToString() : "-")}"
            + $" overdue {Overdue([.. candidates.Append(due).Select(LastDay)])} moved {moved}";
        return (line, stands, due);

        // Yes and no only where every possibility says so; where no possibility has a date, it is not stated.
        string Overdue(DateOnly?[] lastDays)
        {
            string[] answers =
            [
                .. (
                    from word in possible
                    from lastDay in lastDays
                    let over = word is "Met" or "Withdrawn" || (settled && word == "Missed")
                    select over ? "No"
                    : lastDay is null
                        ? deviation == ReviewDeviation.NoDateIsNotOverdue ? "No"
                            : "NotStated"
                    : lastDay < day ? "Yes"
                    : "No"
                ).Distinct(),
            ];
            var allOver = possible.All(word => word is "Met" or "Withdrawn");
            return allOver ? "No"
                : lastDays.All(d => d is null)
                    ? deviation == ReviewDeviation.NoDateIsNotOverdue ? "No"
                        : "NotStated"
                : answers.Length == 1 ? answers[0]
                : "Uncertain";
        }
    }

    private IEnumerable<Guid> CameFrom<T>(string subject, Said review) =>
        belief
            .About<T>(subject)
            .Where(s => s.Earliest <= day)
            .Where(s =>
                deviation == ReviewDeviation.ReviewsOwnEverything
                || (((IFromReview)s.Content).Review is { } named && belief.Names(named, review.Id))
            )
            .Select(s => s.Id);

    private string Line(string uid, DateWithPrecision due, IEnumerable<OdsCode> concerned) =>
        $"{uid} due {due.Stored}, {(LastDay(due) is { } by ? (by.DayNumber - day.DayNumber).ToString() : "-")} left, {string.Join(' ', concerned.Distinct().Order())}";

    private DateOnly? LastDay(DateWithPrecision? date) =>
        date is not { } some || some.Precision == DatePrecision.Unknown ? null
        : deviation == ReviewDeviation.DueOnTheEarliestDay ? some.Earliest
        : some.Latest;

    private static DateWithPrecision? YearsAfter(DateOnly from, int years) =>
        from == DateOnly.MaxValue || from == DateOnly.MinValue ? null : DateWithPrecision.Day(from.AddYears(years));

    private static string Word(Event said) =>
        said switch
        {
            CommitmentMet => "Met",
            CommitmentWithdrawn => "Withdrawn",
            CommitmentMissed => "Missed",
            _ => "Open",
        };

    private static IEnumerable<Said> ByLatest(IEnumerable<Said> said) =>
        said.OrderBy(s => s.Latest).ThenBy(s => s.Place);
}

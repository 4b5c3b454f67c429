using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A way in which the reference can be made wrong on purpose, to show that the comparison would see it.</summary>
public enum Deviation
{
    None,
    RetractedCorrectionsStayInForce,
    RetractionsCannotBeRetracted,
    RetractedEntriesCount,
    RetractionHitsTheEntryThatACorrectionStandsFor,
    TheEarliestCorrectionWins,
    CorrectionsOfCorrectionsAreIgnored,
    CorrectionsOfAnotherKindStand,
    TargetsMayBeLater,
    TargetsMayBeOfAnotherSubject,
    CorrectionsKeepTheOldDate,
    LaterEntriesAreKnownBefore,
    BeginsOnItsLatestDay,
    CertainOnItsEarliestDay,
    EndedByWhatBeginsOnTheLatestDay,
    OfTheSameDayTheEarlierPlaceWins,
    SameImpreciseDatesAreOrderedByPlace,
    AfterIsIgnored,
    AfterIsTakenTheOtherWayRound,
    ContradictoryAfterIsObeyed,
    AfterDoesNotReachThroughChains,
    NeverPerhapsNone,
    PublishedIsNoStatement,
    TermsOfFrameworksAreIgnored,
    NothingIsCarriedOn,
    EveryKindIsSegmented,
    UncertainFrameworksAreIgnored,
    EndedOnTheEarliestDay,
    NeverEnded,
    AgreedIsNoStatement,
    PublishedHoldsForEver,
    PeriodsAreCertainAtTheirEnd,
    DeclinedIsNoAnswer,
    ProposalsAreOpenFromTheirLatestDay,
    AnswersCountBeforeTheyWereGiven,
    SystemsOutliveTheirIcb,
    EndedTrustsBelongToSystems,
    SystemsAreCertainThoughTheIcbMayHaveEnded,
    NamesAreShownBeforeTheyAreCertain,
}

/// <summary>What the reference says about an organisation on a day; null members where it has nothing to say.</summary>
internal sealed record ReferenceAnswer(
    string Segment,
    int? Number,
    string Candidates,
    bool PerhapsNone,
    string Existence,
    string Proposals,
    string System,
    string Trusts,
    string Name
);

/// <summary>
/// The status of an organisation once more, written from the words of the documentation, with no
/// call into what it is compared with: day numbers instead of dates, all pairs instead of searches, recursion instead
/// of folding. Slow and plain.
/// </summary>
internal sealed partial class ReferenceStatus(
    IReadOnlyList<Entry> record,
    long known,
    Deviation deviation = Deviation.None
)
{
    private readonly Entry[] entries =
    [
        .. record.Where(e => e.Place <= known + (deviation == Deviation.LaterEntriesAreKnownBefore ? 3 : 0)),
    ];

    /// <summary>The answer; null when the organisation is not registered.</summary>
    public ReferenceAnswer? Of(OdsCode organisation, DateOnly on)
    {
        var day = on.DayNumber;
        var own = entries.Where(e => e.Subject.Value == "organisation-" + organisation).ToArray();
        var registered = Believed<OrganisationRegistered>(own).FirstOrDefault();
        if (registered is null)
        {
            return null;
        }

        var statements = Believed<Event>(own)
            .Where(s =>
                s.Content is SegmentAssigned
                || (s.Content is SegmentAgreed && deviation != Deviation.AgreedIsNoStatement)
                || (s.Content is SegmentPublished && deviation != Deviation.PublishedIsNoStatement)
            )
            .ToArray();
        var (may, perhapsNone) = MayHold(statements, day);
        var numbers = may.Select(s => Segment(s.Content)).Distinct().ToArray();
        var state = State(
            ((OrganisationRegistered)registered.Content).Kind,
            numbers,
            perhapsNone,
            may.Select(s => s.Interval.Earliest),
            day
        );
        if (
            state == "Certain"
            && deviation != Deviation.PublishedHoldsForEver
            && may.All(s => IsForPeriod(s) && s.Interval.Latest < day)
        )
        {
            state = "LastPublished";
        }

        return new(
            state,
            state == "Certain" ? numbers[0] : null,
            string.Join(",", may.Select(s => s.Place)),
            perhapsNone,
            Existence(own, registered, day),
            string.Join(",", OpenProposals(own, day).Select(s => s.Place)),
            System(organisation, day) is var (systems, certain) ? Said(systems, certain) : "",
            string.Join(",", TrustsOf(organisation, day)),
            Name(own, registered, day)
        );
    }

    // Decided by the day, from the earliest on, and by no answer that was.
    private IEnumerable<Statement> OpenProposals(Entry[] own, int day)
    {
        bool Decided(Statement s) => Interval(s.Content.Decision.Decided).Earliest <= day;
        return Believed<SegmentProposed>(own)
            .Where(p =>
                deviation == Deviation.ProposalsAreOpenFromTheirLatestDay
                    ? Interval(p.Content.Decision.Decided).Latest <= day
                    : Decided(p)
            )
            .Where(p =>
                !Believed<Event>(own)
                    .Any(a =>
                        (Decided(a) || deviation == Deviation.AnswersCountBeforeTheyWereGiven)
                        && (
                            (a.Content is SegmentAgreed agreed && agreed.Proposal == p.Id)
                            || (
                                a.Content is SegmentDeclined declined
                                && declined.Proposal == p.Id
                                && deviation != Deviation.DeclinedIsNoAnswer
                            )
                        )
                    )
            );
    }

    private string State(OrganisationKind kind, int[] numbers, bool perhapsNone, IEnumerable<int> begins, int day)
    {
        var (frameworks, noneYet) = MayHold([.. Believed<FrameworkPublished>(entries)], day);
        var versions = frameworks.Select(f => ((FrameworkPublished)f.Content).Framework).ToArray();
        var segmentedUnderAll =
            deviation == Deviation.EveryKindIsSegmented || versions.All(v => v.SegmentedKinds.Contains(kind));
        if (versions.Length == 1 && !noneYet)
        {
            // One framework holds, or did until its term was over.
            var over =
                versions[0].InForceUntil is { } until
                && Interval(until).Latest < day
                && deviation != Deviation.TermsOfFrameworksAreIgnored;
            if (over)
            {
                // Carried on: only what was decided since its term ended is known.
                var since =
                    deviation != Deviation.NothingIsCarriedOn
                    && !perhapsNone
                    && begins.All(begin => begin > Interval(versions[0].InForceUntil!.Value).Latest);
                return !since ? "NotKnown"
                    : numbers.Length > 1 ? "Uncertain"
                    : "Certain";
            }

            if (!segmentedUnderAll)
            {
                return "NotSegmented";
            }
        }
        else if (!segmentedUnderAll && deviation != Deviation.UncertainFrameworksAreIgnored)
        {
            // Perhaps one holds that has no segments for this kind.
            return "Uncertain";
        }

        return numbers.Length == 0 ? "NotKnown"
            : numbers.Length > 1 || perhapsNone ? "Uncertain"
            : "Certain";
    }

    private string Existence(Entry[] own, Statement registered, int day)
    {
        var begin = registered.Interval;
        if (Believed<OrganisationSucceeded>(own).FirstOrDefault() is { } end && deviation != Deviation.NeverEnded)
        {
            var ended = deviation == Deviation.EndedOnTheEarliestDay ? end.Interval.Earliest : end.Interval.Latest;
            if (day >= ended)
            {
                return "Ended";
            }

            if (day >= begin.Earliest && day >= end.Interval.Earliest)
            {
                return "Uncertain";
            }
        }

        return day < begin.Earliest ? "NotYet"
            : day < begin.Latest ? "Uncertain"
            : "Exists";
    }

    // "At date D an entry is a candidate if its earliest is on or before D and no other entry that is certain by D
    // begins after this one's latest", with ties and "after" as further reasons to come after.
    private (Statement[] May, bool PerhapsNone) MayHold(Statement[] among, int day)
    {
        var follows = Order(among);
        bool Certain(Statement s) =>
            (
                deviation == Deviation.CertainOnItsEarliestDay
                || (IsForPeriod(s) && deviation != Deviation.PeriodsAreCertainAtTheirEnd)
                    ? s.Interval.Earliest
                    : s.Interval.Latest
            ) <= day;
        bool MayHaveBegun(Statement s) =>
            (deviation == Deviation.BeginsOnItsLatestDay ? s.Interval.Latest : s.Interval.Earliest) <= day;
        Statement[] may =
        [
            .. among
                .Where(MayHaveBegun)
                .Where(s => !among.Where(Certain).Any(o => follows[Array.IndexOf(among, o), Array.IndexOf(among, s)])),
        ];
        return (may, deviation != Deviation.NeverPerhapsNone && !among.Any(Certain));
    }

    // follows[a, b]: a comes after b. All that is known by dates first, then each "after" in place order, and after
    // each everything that follows from it.
    private bool[,] Order(Statement[] among)
    {
        var follows = new bool[among.Length, among.Length];
        for (var a = 0; a < among.Length; a++)
        {
            for (var b = 0; b < among.Length; b++)
            {
                follows[a, b] = a != b && FollowsByDate(among[a], among[b]);
            }
        }

        if (deviation == Deviation.AfterIsIgnored)
        {
            return follows;
        }

        Close(follows);
        for (var a = 0; a < among.Length; a++)
        {
            var b = Array.FindIndex(among, s => s.Id == among[a].Content.Decision.After);
            if (b >= 0 && b != a && (!follows[b, a] || deviation == Deviation.ContradictoryAfterIsObeyed))
            {
                var (later, earlier) = deviation == Deviation.AfterIsTakenTheOtherWayRound ? (b, a) : (a, b);
                follows[later, earlier] = true;
                if (deviation != Deviation.AfterDoesNotReachThroughChains)
                {
                    Close(follows);
                }
            }
        }

        return follows;
    }

    private bool FollowsByDate(Statement a, Statement b)
    {
        if (
            deviation == Deviation.EndedByWhatBeginsOnTheLatestDay
            && a.Interval.Earliest == b.Interval.Latest
            && a.Interval.Earliest > b.Interval.Earliest
        )
        {
            return true;
        }

        var sameDay =
            a.Interval == b.Interval
            && (a.Interval.Earliest == a.Interval.Latest || deviation == Deviation.SameImpreciseDatesAreOrderedByPlace);
        return a.Interval.Earliest > b.Interval.Latest
            || (
                sameDay
                && (deviation == Deviation.OfTheSameDayTheEarlierPlaceWins ? a.Place < b.Place : a.Place > b.Place)
            );
    }

    // Warshall: what follows from what.
    private static void Close(bool[,] follows)
    {
        var n = follows.GetLength(0);
        for (var between = 0; between < n; between++)
        {
            for (var a = 0; a < n; a++)
            {
                for (var b = 0; b < n; b++)
                {
                    follows[a, b] |= a != b && follows[a, between] && follows[between, b];
                }
            }
        }
    }

    // The entries that count and say such a thing, as believed, by place.
    private IEnumerable<Statement> Believed<T>(IEnumerable<Entry> among)
        where T : Event =>
        from entry in among
        where entry.Event is T and not EntryCorrected and not EntryRetracted
        where Counts(entry) || deviation == Deviation.RetractedEntriesCount
        let content = ContentOf(entry)
        let date = deviation == Deviation.CorrectionsKeepTheOldDate
            ? entry.Event.Decision.Effective
            : content.Decision.Effective
        orderby entry.Place
        select new Statement(entry.Id, entry.Place, content, Interval(date));

    // "A retraction counts when no later retraction that counts takes it away"; and so does anything else.
    private bool Counts(Entry entry) =>
        !entries.Any(r =>
            r.Event is EntryRetracted retraction
            && Hits(r, retraction.Target, entry)
            && (deviation == Deviation.RetractionsCannotBeRetracted || Counts(r))
        );

    private bool Hits(Entry from, Guid target, Entry entry) =>
        (
            target == entry.Id
            || (
                deviation == Deviation.RetractionHitsTheEntryThatACorrectionStandsFor
                && entries.Any(c => c.Id == target && c.Event is EntryCorrected e && e.Target == entry.Id)
            )
        )
        && (from.Subject == entry.Subject || deviation == Deviation.TargetsMayBeOfAnotherSubject)
        && (entry.Place < from.Place || (deviation == Deviation.TargetsMayBeLater && entry.Place > from.Place));

    private Event ContentOf(Entry entry)
    {
        var corrections = entries
            .Where(c => c.Event is EntryCorrected && StandsFor(c, entry, 0))
            .Where(c => Counts(c) || deviation == Deviation.RetractedCorrectionsStayInForce)
            .Select(c => ((EntryCorrected)c.Event).Replacement)
            .Where(r =>
                r.GetType() == entry.Event.GetType()
                || (
                    deviation == Deviation.CorrectionsOfAnotherKindStand
                    && r is SegmentAssigned or SegmentPublished
                    && entry.Event is SegmentAssigned or SegmentPublished
                )
            );
        return (
                deviation == Deviation.TheEarliestCorrectionWins
                    ? corrections.FirstOrDefault()
                    : corrections.LastOrDefault()
            ) ?? entry.Event;
    }

    // "A correction stands for the entry at the root of its chain of targets."
    private bool StandsFor(Entry correction, Entry entry, int depth) =>
        correction.Event is EntryCorrected { Target: var target }
        && depth < 50
        && (
            Hits(correction, target, entry)
            || (
                deviation != Deviation.CorrectionsOfCorrectionsAreIgnored
                && entries.Any(c =>
                    c.Event is EntryCorrected && Hits(correction, target, c) && StandsFor(c, entry, depth + 1)
                )
            )
        );

    // Published for a month, a quarter or a year.
    private static bool IsForPeriod(Statement statement) =>
        statement.Content is SegmentPublished
        && statement.Interval is var (earliest, latest)
        && earliest != latest
        && earliest != int.MinValue;

    private static int Segment(Event content) =>
        content switch
        {
            SegmentAssigned assigned => assigned.Segment,
            SegmentAgreed agreed => agreed.Segment,
            _ => ((SegmentPublished)content).Segment,
        };

    // The interval once more, from the words that a date is stored in.
    private static (int Earliest, int Latest) Interval(Record.Time.DateWithPrecision date)
    {
        var text = date.Stored;
        if (text == "unknown")
        {
            return (int.MinValue, int.MaxValue);
        }

        int Year(int at) => int.Parse(text.AsSpan(at, 4));
        static (int, int) Months(int year, int month, int count)
        {
            var first = new DateOnly(year, month, 1);
            return (first.DayNumber, first.AddMonths(count).DayNumber - 1);
        }

        if (text[0] == 'Q')
        {
            var quarter = text[1] - '0';
            return quarter == 4 ? Months(Year(3) + 1, 1, 3) : Months(Year(3), 1 + (3 * quarter), 3);
        }

        if (text[4] == '/')
        {
            return Months(Year(0), 4, 12);
        }

        var month = int.Parse(text.AsSpan(5, 2));
        if (text.Length == 7)
        {
            return Months(Year(0), month, 1);
        }

        var day = new DateOnly(Year(0), month, int.Parse(text.AsSpan(8, 2))).DayNumber;
        return (day, day);
    }

    private sealed record Statement(Guid Id, long Place, Event Content, (int Earliest, int Latest) Interval);
}

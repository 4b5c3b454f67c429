using System.Collections.Concurrent;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Record.Recovery;

/// <summary>Whether something is so on a day.</summary>
public enum Certainty
{
    /// <summary>It is not.</summary>
    No,

    /// <summary>Dates are too imprecise to say.</summary>
    Perhaps,

    /// <summary>It is.</summary>
    Yes,
}

/// <summary>The ratings by one side that may hold on a day.</summary>
/// <param name="Held">Those that may hold.</param>
/// <param name="OfAnotherWording">Those of them that are of another wording than the one in force.</param>
public sealed record RatingsHeld(Candidates Held, IReadOnlyList<BelievedEntry> OfAnotherWording);

/// <summary>
/// One engagement of Recovery Support as believed at a place, to be asked about any day: a pure function of its entries.
/// Rules and answers stand on the same meaning.
/// </summary>
public sealed class Engagement
{
    private readonly Timeline timeline;
    private readonly ConcurrentDictionary<OdsCode, DatedEntries> memberships = new();
    private readonly ConcurrentDictionary<CriteriaPurpose, DatedEntries> criteria = new();
    private readonly Lazy<ILookup<(string Criterion, AssessingLevel Level), BelievedEntry>> judgements;

    private Engagement(Timeline timeline, BelievedEntry entered)
    {
        this.timeline = timeline;
        Entered = entered;
        EverMembers =
        [
            .. ((RecoveryEntered)entered.Content)
                .Members.Concat(
                    timeline.Of<RecoveryMemberJoined>().Select(e => ((RecoveryMemberJoined)e.Content).Organisation)
                )
                .Distinct(),
        ];
        judgements = new(() =>
            timeline
                .Of<CriterionAssessed>()
                .ToLookup(e => (((CriterionAssessed)e.Content).Criterion, ((CriterionAssessed)e.Content).Level))
        );
    }

    /// <summary>The stream that it is.</summary>
    public SubjectId Subject => timeline.Subject;

    /// <summary>Its entries.</summary>
    public Timeline Timeline => timeline;

    /// <summary>The entry by which it began; its content is a <see cref="RecoveryEntered"/>.</summary>
    public BelievedEntry Entered { get; }

    /// <summary>What people call it.</summary>
    public string Title => ((RecoveryEntered)Entered.Content).Title;

    /// <summary>Every organisation that was ever a member, in the order in which they were named.</summary>
    public IReadOnlyList<OdsCode> EverMembers { get; }

    /// <summary>The engagement of a timeline; null when it has not begun, or that was retracted.</summary>
    public static Engagement? Of(Timeline? timeline) =>
        timeline?.As(t =>
            t.Subject.Kind == SubjectKind.Recovery && t.Of<RecoveryEntered>().FirstOrDefault() is { } entered
                ? new Engagement(t, entered)
                : null
        );

    /// <summary>The engagements that ever had the organisation as a member, by stream identity.</summary>
    public static IEnumerable<Engagement> NamingAsMember(IBelievedRecord record, OdsCode organisation) =>
        record.Naming(organisation).Select(Of).OfType<Engagement>().Where(e => e.EverMembers.Contains(organisation));

    /// <summary>The entries that make an organisation a member, or end that, which may hold on a day.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="day">The day.</param>
    /// <param name="except">Entries to leave aside, as if they had not been recorded; null for none.</param>
    public Candidates MembershipEntriesOf(
        OdsCode organisation,
        DateOnly day,
        Func<BelievedEntry, bool>? except = null
    ) => memberships.GetOrAdd(organisation, Memberships).On(day, except);

    /// <summary>
    /// Whether an organisation is a member on a day; see <see cref="MembershipEntriesOf"/>. An end that is certain by the day ends
    /// what it ends, however vague its beginning was: who has as many certain ends as beginnings is no member any more.
    /// </summary>
    public Certainty IsMember(OdsCode organisation, DateOnly day, Func<BelievedEntry, bool>? except = null)
    {
        var (entries, perhapsNone) = MembershipEntriesOf(organisation, day, except);
        var inside = entries.Count(Begins);
        return inside == 0 ? Certainty.No
            : inside == entries.Count && !perhapsNone ? Certainty.Yes
            : HasEndFor(organisation, day, except) ? Certainty.No
            : Certainty.Perhaps;
    }

    // Whether each beginning that may have come by the day has a certain end of its own that does not come before it. The
    // latest beginnings are the hardest to find an end for.
    private bool HasEndFor(OdsCode organisation, DateOnly day, Func<BelievedEntry, bool>? except)
    {
        var all = MembershipEntries(organisation).Where(e => except?.Invoke(e) != true).ToArray();
        var begins = all.Where(e => Begins(e) && e.Effective.Earliest <= day)
            .Select(e => e.Effective.Earliest)
            .OrderDescending()
            .ToArray();
        var ends = all.Where(e => !Begins(e) && e.Effective.IsCertainBy(day))
            .Select(e => e.Effective.Latest)
            .OrderDescending()
            .ToArray();
        return begins.Length <= ends.Length && begins.Zip(ends).All(pair => pair.First <= pair.Second);
    }

    /// <summary>
    /// Whether an organisation may be a member at some time of a date. The day on which it leaves still counts: what is
    /// decided at the same meeting as the exit is decided about a member.
    /// </summary>
    public bool MayBeMember(OdsCode organisation, DateWithPrecision when) =>
        Entered.Effective.Earliest <= when.Latest
        && !WasSaidToHaveLeft(organisation, when.Earliest)
        && timeline
            .Of<RecoveryMemberJoined>()
            .Append(Entered)
            .Select(e => e.Effective.Earliest)
            .Where(day => when.Earliest < day && day < when.Latest)
            .Append(when.Latest)
            .Append(when.Earliest == DateOnly.MinValue ? when.Earliest : when.Earliest.AddDays(-1))
            .Any(day => IsMember(organisation, day) != Certainty.No);

    /// <summary>How often an organisation began to be a member, and how often it ended, among entries up to a place.</summary>
    public (int Begun, int Ended) TurnsOf(OdsCode organisation, long upTo = long.MaxValue)
    {
        var turns = MembershipEntries(organisation).Where(e => e.Place <= upTo).ToArray();
        return (turns.Count(Begins), turns.Count(e => !Begins(e)));
    }

    // An exit of which nobody knows the day had happened by the day on which it was decided, or else recorded.
    private bool WasSaidToHaveLeft(OdsCode organisation, DateOnly before)
    {
        var turns = TurnsOf(organisation);
        return turns.Ended >= turns.Begun
            && MembershipEntries(organisation)
                .Any(e => !Begins(e) && e.Effective.Precision == DatePrecision.Unknown && KnownBy(e) < before);
    }

    private static DateOnly KnownBy(BelievedEntry entry) =>
        entry.Content.Decision.Decided is { Precision: not DatePrecision.Unknown } decided
            ? decided.Latest
            : London.DayOf(entry.Original.Recorded);

    /// <summary>The members on a day, those that only perhaps are included.</summary>
    public IReadOnlyList<OdsCode> MembersOn(DateOnly day, Func<BelievedEntry, bool>? except = null) =>
        [.. EverMembers.Where(member => IsMember(member, day, except) != Certainty.No)];

    /// <summary>Whether the engagement is under way on a day: whether it has a member.</summary>
    public Certainty IsUnderWay(DateOnly day) =>
        EverMembers.Select(member => IsMember(member, day)).DefaultIfEmpty(Certainty.No).Max();

    /// <summary>Whether it may be under way at some time of a date; the day on which it ends still counts.</summary>
    public bool MayBeUnderWay(DateWithPrecision when) => EverMembers.Any(member => MayBeMember(member, when));

    /// <summary>The sets of criteria that may be in force on a day.</summary>
    /// <param name="purpose">What they decide about.</param>
    /// <param name="day">The day.</param>
    /// <param name="except">Entries to leave aside, as if they had not been recorded; null for none.</param>
    public Candidates CriteriaOn(CriteriaPurpose purpose, DateOnly day, Func<BelievedEntry, bool>? except = null) =>
        criteria
            .GetOrAdd(
                purpose,
                p => new(timeline.Of<IStatesCriteria>().Where(e => ((IStatesCriteria)e.Content).Purpose == p))
            )
            .On(day, except);

    /// <summary>The criteria in force on a day; of several sets that may be, the one with the latest place. Empty when there is none.</summary>
    public IReadOnlyList<Criterion> CriteriaInForce(CriteriaPurpose purpose, DateOnly day) =>
        CriteriaOn(purpose, day).Entries is [.., var set] ? ((IStatesCriteria)set.Content).Criteria : [];

    /// <summary>A criterion of any purpose as it is in force on a day, with the entry that puts it in force; null when there is none of that reference.</summary>
    public (Criterion Criterion, BelievedEntry Set)? CriterionOn(string reference, DateOnly day) =>
        WordingsOn(reference, day) is [var first, ..] ? first : null;

    /// <summary>
    /// Every criterion of that reference that may be in force on a day, with the entry that puts it in force: exit
    /// criteria first, of one purpose the latest place first.
    /// </summary>
    public IReadOnlyList<(Criterion Criterion, BelievedEntry Set)> WordingsOn(string reference, DateOnly day) =>
        [
            .. from purpose in Enum.GetValues<CriteriaPurpose>()
            from set in CriteriaOn(purpose, day).Entries.Reverse()
            from criterion in ((IStatesCriteria)set.Content).Criteria
            where criterion.Reference == reference
            select (criterion, set),
        ];

    /// <summary>
    /// The judgements of a criterion for a member that may hold on a day and belong to its wording of that day. One of
    /// an earlier wording does not count for the wording that replaced it; where the wording stayed, it does. Of all
    /// members (null) they are those made for any of them.
    /// </summary>
    public Candidates JudgementsOf(Criterion criterion, OdsCode? member, AssessingLevel level, DateOnly day) =>
        Candidates.On(day, Judgements(criterion, member, level));

    /// <summary>
    /// The ratings by one side that may hold on a day: those of the wording in force and, where perhaps there are none, those of
    /// another wording, which stand until it is rated anew. All sides are treated alike.
    /// </summary>
    /// <param name="criterion">The criterion in force.</param>
    /// <param name="member">For which member; null for any.</param>
    /// <param name="level">The region's or the national judgements; null for how the organisation rates itself.</param>
    /// <param name="day">The day.</param>
    public RatingsHeld RatingsOf(Criterion criterion, OdsCode? member, AssessingLevel? level, DateOnly day)
    {
        var all = (
            level is { } judging
                ? judgements.Value[(criterion.Reference, judging)]
                : timeline.Of<CriterionSelfAssessed>()
        )
            .Where(e => Rates((IRatesCriterion)e.Content, criterion, member))
            .ToLookup(e => WordingJudgedBy(e) is { } judged && SameMatter(judged.Criterion, criterion));
        var own = Candidates.On(day, all[true]);
        if (!own.PerhapsNone)
        {
            return new(own, []);
        }

        var other = Candidates.On(day, all[false]);
        return new(new([.. own.Entries.Concat(other.Entries).OrderBy(e => e.Place)], other.PerhapsNone), other.Entries);
    }

    /// <summary>
    /// The judgement that decides: the national one where there is one, else the region's; both where it is uncertain
    /// whether there is a national one by then.
    /// </summary>
    public Candidates DecidingJudgementsOf(Criterion criterion, OdsCode? member, DateOnly day)
    {
        var national = JudgementsOf(criterion, member, AssessingLevel.National, day);
        if (!national.PerhapsNone)
        {
            return national;
        }

        var region = JudgementsOf(criterion, member, AssessingLevel.Region, day);
        return new([.. national.Entries.Concat(region.Entries).OrderBy(e => e.Place)], region.PerhapsNone);
    }

    /// <summary>
    /// From when a criterion is met without a break, by the judgements of the level that decides; null when it is not met
    /// on the day, or that is uncertain. Of all members (null) it is the one that met it last.
    /// </summary>
    public DateWithPrecision? MetSince(Criterion criterion, OdsCode? member, DateOnly day) =>
        LastOf(
            criterion,
            member,
            day,
            m =>
            {
                var levels = DecidingJudgementsOf(criterion, m, day)
                    .Entries.Select(e => ((CriterionAssessed)e.Content).Level)
                    .Distinct()
                    .ToArray();
                return levels is [var level] ? MetSince(criterion, m, level, day) : null;
            }
        );

    /// <summary>As the other, by the judgements of one level.</summary>
    public DateWithPrecision? MetSince(Criterion criterion, OdsCode? member, AssessingLevel level, DateOnly day) =>
        LastOf(
            criterion,
            member,
            day,
            m =>
            {
                var (entries, perhapsNone) = JudgementsOf(criterion, m, level, day);
                return entries.Count == 0 || perhapsNone || !entries.All(IsMet)
                    ? null
                    : Judgements(criterion, m, level)
                        .Where(e => e.Effective.Earliest <= day)
                        .OrderByDescending(e => e.Effective.Latest)
                        .ThenByDescending(e => e.Place)
                        .TakeWhile(IsMet)
                        .Last()
                        .Effective;
            }
        );

    /// <summary>The day on which a criterion that is met will have been met for as long as it has to be; null when that is not known.</summary>
    public DateOnly? SustainedFrom(Criterion criterion, OdsCode? member, DateOnly day) =>
        MetSince(criterion, member, day) is { } since ? SustainedFrom(criterion, since) : null;

    /// <summary>
    /// The day on which a criterion that is met since a date will have been met for as long as it has to be, counted from
    /// the date's latest day; null when it has not to be sustained, or the date is unknown. A month on from 31 January is the
    /// last day of February.
    /// </summary>
    public static DateOnly? SustainedFrom(Criterion criterion, DateWithPrecision since) =>
        criterion.SustainedMonths is { } months && since.Precision != DatePrecision.Unknown
            ? since.Latest.AddMonths(months)
            : null;

    /// <summary>
    /// Whether a criterion is satisfied for a member on a day: judged met, and judged met and sustained where it has to
    /// be sustained. For all members (null) it is when it is for each whom it concerns.
    /// </summary>
    public bool IsSatisfied(Criterion criterion, OdsCode? member, DateOnly day) =>
        (member is { } one ? [one] : Concerned(criterion, day)).All(m =>
            DecidingJudgementsOf(criterion, m, day) is { Entries: [_, ..] entries, PerhapsNone: false }
            && entries.All(e =>
                ((CriterionAssessed)e.Content).Judgement is var judgement
                && (
                    judgement == CriterionJudgement.MetAndSustained
                    || (judgement == CriterionJudgement.Met && criterion.SustainedMonths is null)
                )
            )
        );

    /// <summary>
    /// The members whom a criterion concerns on a day; where it concerns none of those of that day, as after exit, those
    /// whom it ever concerned.
    /// </summary>
    public IReadOnlyList<OdsCode> Concerned(Criterion criterion, DateOnly day) =>
        MembersOn(day).Where(criterion.Concerns).ToArray() is { Length: > 0 } members
            ? members
            : [.. EverMembers.Where(criterion.Concerns)];

    /// <summary>The exit criteria in force on a day that are not satisfied for some of these members whom they concern.</summary>
    public IReadOnlyList<Criterion> UnsatisfiedFor(IEnumerable<OdsCode> members, DateOnly day) =>
        [
            .. CriteriaInForce(CriteriaPurpose.Exit, day)
                .Where(criterion => members.Any(m => criterion.Concerns(m) && !IsSatisfied(criterion, m, day))),
        ];

    /// <summary>The entries that may state the target exit of a member on a day: the revisions, and the entry by which it began.</summary>
    public Candidates TargetExitEntriesOf(OdsCode? member, DateOnly day) => Candidates.On(day, TargetExits(member));

    /// <summary>Every statement of a target exit that concerns a member, in place order, with the target.</summary>
    public IReadOnlyList<(BelievedEntry Entry, DateWithPrecision Target)> TargetExitHistoryOf(OdsCode? member) =>
        [.. TargetExits(member).Select(e => (e, TargetOf(e)!.Value))];

    /// <summary>The target exit that an entry states; null when it states none.</summary>
    public static DateWithPrecision? TargetOf(BelievedEntry entry) =>
        entry.Content switch
        {
            RecoveryEntered e => e.TargetExit,
            TargetExitRevised e => e.Target,
            _ => null,
        };

    /// <summary>The recommendations to end it, in place order, each with the entries that answer it.</summary>
    public IReadOnlyList<(BelievedEntry Recommendation, IReadOnlyList<BelievedEntry> Answers)> Recommendations()
    {
        var answers = timeline
            .Entries.Where(e => e.Counts && RecommendationOf(e.Content) is not null)
            .ToLookup(e => timeline.StandsFor(RecommendationOf(e.Content)!.Value)?.Id);
        return [.. timeline.Of<ExitRecommended>().Select(e => (e, (IReadOnlyList<BelievedEntry>)[.. answers[e.Id]]))];
    }

    /// <summary>The recommendations in a timeline that nobody has answered.</summary>
    internal static IEnumerable<BelievedEntry> UnansweredRecommendations(Timeline timeline) =>
        Of(timeline)?.Recommendations().Where(r => r.Answers.Count == 0).Select(r => r.Recommendation) ?? [];

    /// <summary>The id of the recommendation that an event answers; null when it answers none.</summary>
    public static Guid? RecommendationOf(Event content) =>
        content switch
        {
            ExitAgreed e => e.Recommendation,
            ExitDeclined e => e.Recommendation,
            _ => null,
        };

    private static bool Begins(BelievedEntry entry) => entry.Content is RecoveryEntered or RecoveryMemberJoined;

    private DatedEntries Memberships(OdsCode organisation) => new(MembershipEntries(organisation));

    private IEnumerable<BelievedEntry> MembershipEntries(OdsCode organisation) =>
        timeline.Entries.Where(e =>
            e.Counts
            && e.Content switch
            {
                RecoveryEntered c => c.Members.Contains(organisation),
                RecoveryMemberJoined c => c.Organisation == organisation,
                RecoveryMemberExited c => c.Organisation == organisation,
                ExitAgreed c => c.Members is null || c.Members.Contains(organisation),
                _ => false,
            }
        );

    // The date of the member for which it is latest; null when it is null for one.
    private DateWithPrecision? LastOf(
        Criterion criterion,
        OdsCode? member,
        DateOnly day,
        Func<OdsCode, DateWithPrecision?> of
    )
    {
        var dates = (member is { } one ? [one] : Concerned(criterion, day)).Select(of).ToArray();
        return dates.Contains(null) ? null : dates.MaxBy(d => d!.Value.Latest);
    }

    private static bool IsMet(BelievedEntry judgement) =>
        ((CriterionAssessed)judgement.Content).Judgement
            is CriterionJudgement.Met
                or CriterionJudgement.MetAndSustained;

    private static bool Rates(IRatesCriterion rating, Criterion criterion, OdsCode? member) =>
        rating.Criterion == criterion.Reference && (member is null || rating.Member is null || rating.Member == member);

    private IEnumerable<BelievedEntry> TargetExits(OdsCode? member) =>
        timeline.Entries.Where(e =>
            e.Counts
            && TargetOf(e) is not null
            && (e.Content is not TargetExitRevised { Member: { } only } || member is null || only == member)
        );

    // The wording that was judged: the set named, or the one in force on the latest day of the judgement's date.
    private IEnumerable<BelievedEntry> Judgements(Criterion criterion, OdsCode? member, AssessingLevel level) =>
        judgements
            .Value[(criterion.Reference, level)]
            .Where(e =>
                Rates((IRatesCriterion)e.Content, criterion, member)
                && WordingJudgedBy(e) is { } judged
                && SameMatter(judged.Criterion, criterion)
            );

    /// <summary>The criterion as it was worded when it was rated or judged, with its set; null when no set of that day has it.</summary>
    public (Criterion Criterion, BelievedEntry Set)? WordingJudgedBy(BelievedEntry judgement)
    {
        var content = (IRatesCriterion)judgement.Content;
        if (content is CriterionAssessed { Wording: { } wording })
        {
            return
                timeline.StandsFor(wording) is { Counts: true, Content: IStatesCriteria stated } set
                && stated.Criteria.FirstOrDefault(c => c.Reference == content.Criterion) is { } named
                ? (named, set)
                : null;
        }

        return CriterionOn(content.Criterion, judgement.Effective.Latest);
    }

    /// <summary>
    /// Whether two wordings of a criterion ask for the same: the words, and by what and from where on and for how long; not
    /// who owns it or when it is due.
    /// </summary>
    public static bool SameMatter(Criterion one, Criterion other) =>
        one.Wording == other.Wording
        && one.Measure == other.Measure
        && one.Threshold == other.Threshold
        && one.SustainedMonths == other.SustainedMonths;
}

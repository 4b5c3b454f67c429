using Oversight.Record.Events;
using Oversight.Record.Organisations;
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

/// <summary>
/// One engagement of Recovery Support as believed at a place, to be asked about any day: a pure function of its entries.
/// Rules and answers stand on the same meaning.
/// </summary>
public sealed class Engagement
{
    private readonly Timeline timeline;

    private Engagement(Timeline timeline, BelievedEntry entered)
    {
        this.timeline = timeline;
        Entered = entered;
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
    public IReadOnlyList<OdsCode> EverMembers =>
        [
            .. ((RecoveryEntered)Entered.Content)
                .Members.Concat(
                    timeline.Of<RecoveryMemberJoined>().Select(e => ((RecoveryMemberJoined)e.Content).Organisation)
                )
                .Distinct(),
        ];

    /// <summary>The engagement of a timeline; null when it has not begun, or that was retracted.</summary>
    public static Engagement? Of(Timeline? timeline) =>
        timeline?.Subject.Kind == SubjectKind.Recovery && timeline.Of<RecoveryEntered>().FirstOrDefault() is { } entered
            ? new(timeline, entered)
            : null;

    /// <summary>The engagements that ever had the organisation as a member, by stream identity.</summary>
    public static IEnumerable<Engagement> NamingAsMember(IBelievedRecord record, OdsCode organisation) =>
        record.Naming(organisation).Select(Of).OfType<Engagement>().Where(e => e.EverMembers.Contains(organisation));

    /// <summary>The entries that make an organisation a member, or end that, which may hold on a day.</summary>
    public Candidates MembershipEntriesOf(OdsCode organisation, DateOnly day) =>
        Candidates.On(
            day,
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
            )
        );

    /// <summary>Whether an organisation is a member on a day.</summary>
    public Certainty IsMember(OdsCode organisation, DateOnly day)
    {
        var (entries, perhapsNone) = MembershipEntriesOf(organisation, day);
        var inside = entries.Count(e => e.Content is RecoveryEntered or RecoveryMemberJoined);
        return inside == 0 ? Certainty.No
            : inside == entries.Count && !perhapsNone ? Certainty.Yes
            : Certainty.Perhaps;
    }

    /// <summary>The members on a day, those that only perhaps are included.</summary>
    public IReadOnlyList<OdsCode> MembersOn(DateOnly day) =>
        [.. EverMembers.Where(member => IsMember(member, day) != Certainty.No)];

    /// <summary>Whether the engagement is under way on a day: whether it has a member.</summary>
    public Certainty IsUnderWay(DateOnly day) =>
        EverMembers.Select(member => IsMember(member, day)).DefaultIfEmpty(Certainty.No).Max();

    /// <summary>The sets of criteria that may be in force on a day.</summary>
    public Candidates CriteriaOn(CriteriaPurpose purpose, DateOnly day) =>
        Candidates.On(day, timeline.Of<IStatesCriteria>().Where(e => ((IStatesCriteria)e.Content).Purpose == purpose));

    /// <summary>The criteria in force on a day; of several sets that may be, the one with the latest place. Empty when there is none.</summary>
    public IReadOnlyList<Criterion> CriteriaInForce(CriteriaPurpose purpose, DateOnly day) =>
        CriteriaOn(purpose, day).Entries is [.., var set] ? ((IStatesCriteria)set.Content).Criteria : [];

    /// <summary>A criterion of any purpose as it is in force on a day, with the entry that puts it in force; null when there is none of that reference.</summary>
    public (Criterion Criterion, BelievedEntry Set)? CriterionOn(string reference, DateOnly day)
    {
        foreach (var purpose in Enum.GetValues<CriteriaPurpose>())
        {
            if (
                CriteriaOn(purpose, day).Entries is [.., var set]
                && ((IStatesCriteria)set.Content).Criteria.FirstOrDefault(c => c.Reference == reference)
                    is { } criterion
            )
            {
                return (criterion, set);
            }
        }

        return null;
    }

    /// <summary>
    /// The judgements of a criterion for a member that may hold on a day and belong to its wording of that day. One of
    /// an earlier wording does not count for the wording that replaced it; where the wording stayed, it does.
    /// </summary>
    public Candidates JudgementsOf(Criterion criterion, OdsCode? member, AssessingLevel level, DateOnly day) =>
        Candidates.On(day, Judgements(criterion, member, level));

    /// <summary>The ratings that an organisation gave itself against a criterion which may hold on a day.</summary>
    public Candidates SelfAssessmentsOf(Criterion criterion, OdsCode? member, DateOnly day) =>
        Candidates.On(
            day,
            timeline.Of<CriterionSelfAssessed>().Where(e => Rates((IRatesCriterion)e.Content, criterion, member))
        );

    /// <summary>The judgement that decides: the national one where there is one, else the region's.</summary>
    public Candidates DecidingJudgementsOf(Criterion criterion, OdsCode? member, DateOnly day)
    {
        var national = JudgementsOf(criterion, member, AssessingLevel.National, day);
        return national.Entries.Count > 0 ? national : JudgementsOf(criterion, member, AssessingLevel.Region, day);
    }

    /// <summary>
    /// From when a criterion is met without a break, by the judgements of the level that decides; null when it is not met
    /// on the day.
    /// </summary>
    public DateWithPrecision? MetSince(Criterion criterion, OdsCode? member, DateOnly day)
    {
        if (DecidingJudgementsOf(criterion, member, day).Certain is not { } held || !IsMet(held))
        {
            return null;
        }

        var since = held.Effective;
        var earlier = Judgements(criterion, member, ((CriterionAssessed)held.Content).Level)
            .Where(e => e.Id != held.Id && e.Effective.Latest <= held.Effective.Latest)
            .OrderByDescending(e => e.Effective.Latest)
            .ThenByDescending(e => e.Place);
        foreach (var judgement in earlier.TakeWhile(IsMet))
        {
            since = judgement.Effective;
        }

        return since;
    }

    /// <summary>The day on which a criterion that is met will have been met for as long as it has to be; null when that is not known.</summary>
    public DateOnly? SustainedFrom(Criterion criterion, OdsCode? member, DateOnly day) =>
        criterion.SustainedMonths is { } months
        && MetSince(criterion, member, day) is { Precision: not DatePrecision.Unknown } since
            ? since.Latest.AddMonths(months)
            : null;

    /// <summary>
    /// Whether a criterion is satisfied for a member on a day: judged met, and judged met and sustained where it has to
    /// be sustained.
    /// </summary>
    public bool IsSatisfied(Criterion criterion, OdsCode? member, DateOnly day) =>
        DecidingJudgementsOf(criterion, member, day) is { Entries: [_, ..] entries, PerhapsNone: false }
        && entries.All(e =>
            ((CriterionAssessed)e.Content).Judgement is var judgement
            && (
                judgement == CriterionJudgement.MetAndSustained
                || (judgement == CriterionJudgement.Met && criterion.SustainedMonths is null)
            )
        );

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
        timeline
            .Of<CriterionAssessed>()
            .Where(e =>
                ((CriterionAssessed)e.Content).Level == level
                && Rates((IRatesCriterion)e.Content, criterion, member)
                && WordingJudgedBy(e) is { } judged
                && SameMatter(judged.Criterion, criterion)
            );

    /// <summary>The criterion as it was worded when it was judged, with its set; null when no set of that day has it.</summary>
    public (Criterion Criterion, BelievedEntry Set)? WordingJudgedBy(BelievedEntry judgement)
    {
        var content = (CriterionAssessed)judgement.Content;
        if (content.Wording is { } wording)
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

namespace Oversight.Record.Recovery;

/// <content>Which criteria hold, how they are judged, and when they are satisfied.</content>
public sealed partial class Engagement
{
    /// <summary>The sets of criteria that may be in force on a day.</summary>
    /// <param name="purpose">What they decide about.</param>
    /// <param name="day">The day.</param>
    /// <param name="except">Entries to leave aside, as if they had not been recorded; null for none.</param>
    public Candidates<BelievedEntry<IStatesCriteria>> CriteriaOn(
        CriteriaPurpose purpose,
        DateOnly day,
        Func<BelievedEntry, bool>? except = null
    ) =>
        criteria
            .GetOrAdd(purpose, p => new(timeline.Of<IStatesCriteria>().Where(e => e.Content.Purpose == p)))
            .On(day, except);

    /// <summary>The criteria in force on a day; of several sets that may be, the one with the latest place. Empty when there is none.</summary>
    public IReadOnlyList<Criterion> CriteriaInForce(CriteriaPurpose purpose, DateOnly day) =>
        CriteriaOn(purpose, day).Entries is [.., var set] ? set.Content.Criteria : [];

    /// <summary>A criterion of any purpose as it is in force on a day, with the entry that puts it in force; null when there is none of that reference.</summary>
    public (Criterion Criterion, BelievedEntry<IStatesCriteria> Set)? CriterionOn(string reference, DateOnly day) =>
        WordingsOn(reference, day) is [var first, ..] ? first : null;

    /// <summary>
    /// Every criterion of that reference that may be in force on a day, with the entry that puts it in force: exit
    /// criteria first, of one purpose the latest place first.
    /// </summary>
    public IReadOnlyList<(Criterion Criterion, BelievedEntry<IStatesCriteria> Set)> WordingsOn(
        string reference,
        DateOnly day
    ) =>
        [
            .. from purpose in Enum.GetValues<CriteriaPurpose>()
            from set in CriteriaOn(purpose, day).Entries.Reverse()
            from criterion in set.Content.Criteria
            where criterion.Reference == reference
            select (criterion, set),
        ];

    /// <summary>
    /// The judgements of a criterion for a member that may hold on a day and belong to its wording of that day. One of
    /// an earlier wording does not count for the wording that replaced it; where the wording stayed, it does. Of all
    /// members (null) they are those made for any of them.
    /// </summary>
    public Candidates<BelievedEntry<CriterionAssessed>> JudgementsOf(
        Criterion criterion,
        OdsCode? member,
        AssessingLevel level,
        DateOnly day
    ) => Candidates.On(day, Judgements(criterion, member, level));

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
                ? (IEnumerable<BelievedEntry>)judgements.Value[(criterion.Reference, judging)]
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
    public Candidates<BelievedEntry<CriterionAssessed>> DecidingJudgementsOf(
        Criterion criterion,
        OdsCode? member,
        DateOnly day
    )
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
                    .Entries.Select(e => e.Content.Level)
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
                e.Content.Judgement is var judgement
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
        MembersOn(day).Where(m => Concerns(criterion, m, day)).ToArray() is { Length: > 0 } members ? members
        : EverMembers.Where(m => Concerns(criterion, m, day)).ToArray() is { Length: > 0 } ever ? ever
        : [.. EverMembers.Where(criterion.Concerns)];

    /// <summary>The exit criteria in force on a day that are not satisfied for some of these members whom they concern.</summary>
    public IReadOnlyList<Criterion> UnsatisfiedFor(IEnumerable<OdsCode> members, DateOnly day) =>
        [
            .. CriteriaInForce(CriteriaPurpose.Exit, day)
                .Where(criterion => members.Any(m => Concerns(criterion, m, day) && !IsSatisfied(criterion, m, day))),
        ];

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

    private static bool IsMet(BelievedEntry<CriterionAssessed> judgement) =>
        judgement.Content.Judgement is CriterionJudgement.Met or CriterionJudgement.MetAndSustained;

    private static bool Rates(IRatesCriterion rating, Criterion criterion, OdsCode? member) =>
        rating.Criterion == criterion.Reference && (member is null || rating.Member is null || rating.Member == member);

    // The wording that was judged: the set named, or the one in force on the latest day of the judgement's date.
    private IEnumerable<BelievedEntry<CriterionAssessed>> Judgements(
        Criterion criterion,
        OdsCode? member,
        AssessingLevel level
    ) =>
        judgements
            .Value[(criterion.Reference, level)]
            .Where(e =>
                Rates(e.Content, criterion, member)
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

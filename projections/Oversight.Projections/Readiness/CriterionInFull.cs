using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>How a criterion stands for some of those that it concerns: for all of them where nothing differs.</summary>
/// <param name="Members">Those members, in the order of the engagement.</param>
/// <param name="Stands">How it stands for each of them; of who has left, as it stood on the day on which it did.</param>
/// <param name="HaveLeft">Whether they have left the programme.</param>
public sealed record CriterionForMembers(
    IReadOnlyList<MemberReadiness> Members,
    CriterionReadiness Stands,
    bool HaveLeft
);

/// <summary>A criterion of an engagement once, with those for whom it stands differently.</summary>
/// <param name="Criterion">The criterion in force.</param>
/// <param name="Groups">How it stands, once for all who agree.</param>
public sealed record CriterionOnce(Criterion Criterion, IReadOnlyList<CriterionForMembers> Groups)
{
    /// <summary>Whether it is satisfied for each that it concerns.</summary>
    public bool Satisfied => Groups.All(g => g.Stands.Satisfied);

    /// <summary>The criteria of an engagement for a purpose, in the order of their set.</summary>
    public static IReadOnlyList<CriterionOnce> In(EngagementReadiness engagement, CriteriaPurpose purpose) =>
        [
            .. engagement
                .Members.SelectMany(member => Of(member, purpose))
                .GroupBy(one => one.Stands.Criterion.Reference)
                .Select(criterion => new CriterionOnce(
                    criterion.First().Stands.Criterion,
                    [
                        .. criterion
                            .GroupBy(one => (KeyOf(one.Stands), one.HasLeft))
                            .Select(same => new CriterionForMembers(
                                [.. same.Select(one => one.Member)],
                                same.First().Stands,
                                same.Key.HasLeft
                            )),
                    ]
                )),
        ];

    private static IEnumerable<(MemberReadiness Member, CriterionReadiness Stands, bool HasLeft)> Of(
        MemberReadiness member,
        CriteriaPurpose purpose
    ) =>
        purpose == CriteriaPurpose.Transition ? member.TransitionCriteria.Select(c => (member, c, false))
        : member.Membership != Certainty.No ? member.Criteria.Select(c => (member, c, false))
        : (member.Exit?.Criteria ?? []).Select(c => (member, c, true));

    // Two members for whom all this is the same are told of once.
    private static string KeyOf(CriterionReadiness one) =>
        string.Join(
            '|',
            [
                one.Satisfied,
                one.MetSince,
                .. one.Ratings.Self.Candidates.Select(c => c.Said.Entry.Id),
                "region",
                .. one.Ratings.Region.Candidates.Select(c => c.Said.Entry.Id),
                "national",
                .. one.Ratings.National.Candidates.Select(c => c.Said.Entry.Id),
                .. one.Missing.Select(m => m.What),
                one.Criterion.Wording,
            ]
        );
}

/// <summary>A wording of a criterion, from when it was agreed or refreshed.</summary>
/// <param name="Criterion">The criterion as it was worded.</param>
/// <param name="Said">Who agreed or refreshed it, from when and why.</param>
/// <param name="InForce">Whether it is, or may be, in force on the day.</param>
public sealed record CriterionWording(Criterion Criterion, Statement Said, bool InForce);

/// <summary>Which side rates.</summary>
public enum RatingSide
{
    /// <summary>The organisation itself.</summary>
    Own,

    /// <summary>The region.</summary>
    Region,

    /// <summary>The national team.</summary>
    National,
}

/// <summary>A rating that was given.</summary>
/// <param name="Side">By whom.</param>
/// <param name="Member">For which member; null: for all.</param>
/// <param name="Own">How the organisation rated itself; null where another judged.</param>
/// <param name="Judgement">How it was judged; null where the organisation rated itself.</param>
/// <param name="Said">Who said so, when and why.</param>
/// <param name="By">The wording in force when it was given: its number in the list of wordings, from 1; null where dates leave that open.</param>
public sealed record RatingGiven(
    RatingSide Side,
    OdsCode? Member,
    Brag? Own,
    CriterionJudgement? Judgement,
    Statement Said,
    int? By
);

/// <summary>All that is recorded of one criterion by a day: its wordings and its ratings.</summary>
/// <param name="Purpose">What it decides about.</param>
/// <param name="Wordings">Its wordings, the earliest first.</param>
/// <param name="Ratings">The ratings given, the latest first.</param>
public sealed record CriterionHistory(
    CriteriaPurpose Purpose,
    IReadOnlyList<CriterionWording> Wordings,
    IReadOnlyList<RatingGiven> Ratings
)
{
    /// <summary>That of a criterion of an engagement; null where no set by the day has one of that reference.</summary>
    public static CriterionHistory? Of(RecordAt record, SubjectId recovery, string reference, DateOnly on)
    {
        if (Engagement.Of(record.TimelineOf(recovery)) is not { } engagement)
        {
            return null;
        }

        BelievedEntry<IStatesCriteria>[] sets =
        [
            .. Statement
                .Begun(engagement.Timeline.Of<IStatesCriteria>(), on)
                .Where(set => CriterionOf(set, reference) is not null),
        ];
        if (sets.Length == 0)
        {
            return null;
        }

        var purpose = sets[^1].Content.Purpose;
        var inForce = engagement.CriteriaOn(purpose, on).Entries.Select(e => e.Id).ToHashSet();
        return new(
            purpose,
            [
                .. sets.Select(set => new CriterionWording(
                    CriterionOf(set, reference)!,
                    Statement.Of(set),
                    inForce.Contains(set.Id)
                )),
            ],
            [
                .. Statement
                    .Begun(engagement.Timeline.Of<IRatesCriterion>(), on)
                    .Where(e => e.Content.Criterion == reference)
                    .Select(e => Rated(engagement, purpose, sets, e))
                    .Reverse(),
            ]
        );
    }

    private static RatingGiven Rated(
        Engagement engagement,
        CriteriaPurpose purpose,
        BelievedEntry<IStatesCriteria>[] sets,
        BelievedEntry<IRatesCriterion> rating
    )
    {
        var judged = rating.Content as CriterionAssessed;
        var then = engagement.CriteriaOn(purpose, rating.Effective.Latest).Certain;
        var wording = Array.FindIndex(sets, set => set.Id == then?.Id);
        return new(
            judged is null ? RatingSide.Own
                : judged.Level == AssessingLevel.National ? RatingSide.National
                : RatingSide.Region,
            rating.Content.Member,
            (rating.Content as CriterionSelfAssessed)?.Rating,
            judged?.Judgement,
            Statement.Of(rating),
            wording < 0 ? null : wording + 1
        );
    }

    private static Criterion? CriterionOf(BelievedEntry<IStatesCriteria> set, string reference) =>
        set.Content.Criteria.FirstOrDefault(c => c.Reference == reference);
}

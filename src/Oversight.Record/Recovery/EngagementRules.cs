namespace Oversight.Record.Recovery;

/// <summary>What holds of everything that is said of an engagement.</summary>
public static class EngagementRules
{
    /// <summary>What is about the transition may name members that have left.</summary>
    public static Rule<Event> NamesMembers { get; } =
        new(
            "names-members",
            "Members that an entry about an engagement names are members at that time; of the transition after it, were members.",
            (said, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var effective = judged.Effective;
                var (named, afterExit) = said switch
                {
                    IStatesCriteria stated => (
                        stated.Criteria.SelectMany(c => c.Members ?? []),
                        stated.Purpose == CriteriaPurpose.Transition
                    ),
                    IRatesCriterion rating => (
                        rating.Member is { } member ? [member] : [],
                        IsOfTransition(engagement, rating.Criterion, effective)
                    ),
                    TargetExitRevised revised => (revised.Member is { } member ? [member] : [], false),
                    _ => (((IConcernsMembers)said).Members ?? [], false),
                };
                var strangers = named.Where(o =>
                    afterExit ? !engagement.EverMembers.Contains(o) : !engagement.MayBeMember(o, effective)
                );
                return strangers.ToArray() is [var stranger, ..]
                    ? $"{stranger} is not a member of {engagement.Subject} {effective}."
                    : null;
            }
        );

    /// <summary>The day on which an engagement ends still counts: what a meeting decides together with the exit is about it.</summary>
    public static Rule<Event> WhileUnderWay { get; } =
        new(
            "while-under-way",
            "What is decided about an engagement takes effect while it is under way; only what is about the transition may follow exit.",
            (said, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var effective = judged.Effective;
                if (effective.Latest < engagement.Entered.Effective.Earliest)
                {
                    return $"It takes effect {effective}, before the engagement began ({engagement.Entered.Effective}).";
                }

                return
                    (said as IMayFollowExit)?.MayFollowExit(engagement) == true || engagement.MayBeUnderWay(effective)
                    ? null
                    : $"It takes effect {effective}, when {engagement.Subject} had ended.";
            }
        );

    /// <summary>What is agreed may be out of reach from the start; it is recorded as it was agreed, and said to be.</summary>
    public static Rule<Event> DatesCanBeKept { get; } =
        new(
            "dates-can-be-kept",
            "The target exit follows the beginning, and every exit criterion can be met, for as long as it has to stay met, by the day on which it is due and by the target exit.",
            (said, judged) =>
            {
                if (said is IStatesCriteria { Purpose: not CriteriaPurpose.Exit })
                {
                    return null;
                }

                var effective = judged.Effective;
                if (
                    effective.Precision == DatePrecision.Unknown
                    || Engagement.Of(judged.Timeline) is not { } engagement
                )
                {
                    return null;
                }

                var target = said switch
                {
                    RecoveryEntered entered => entered.TargetExit,
                    TargetExitRevised revised => revised.Target,
                    _ => null,
                };
                if (target is { } leave && leave.Latest < effective.Earliest)
                {
                    return $"The target exit ({leave}) is before it takes effect ({effective}).";
                }

                var day = effective.Latest;
                var only = said is CriterionAssessed assessed ? assessed.Criterion : null;
                string[] unreachable =
                [
                    .. (
                        from criterion in engagement.CriteriaInForce(CriteriaPurpose.Exit, day)
                        where only is null || criterion.Reference == only
                        from member in engagement.MembersOn(day)
                        where engagement.Concerns(criterion, member, day)
                        from sentence in UnreachableDates.Of(engagement, criterion, member, day)
                        select sentence
                    ).Distinct(),
                ];
                return unreachable.Length == 0 ? null : string.Join(" ", unreachable);
            },
            RuleForce.Reports
        );

    /// <summary>The members named where not all are meant: at least one.</summary>
    internal static void CheckMembers(IReadOnlyList<OdsCode>? members)
    {
        if (members is not null)
        {
            Check.Organisations(members, "members", atLeast: 1);
        }
    }

    /// <summary>Whether a reference is that of a transition criterion that may be in force on the latest day of a date.</summary>
    internal static bool IsOfTransition(Engagement engagement, string criterion, DateWithPrecision when) =>
        engagement.WordingsOn(criterion, when.Latest).Any(w => w.Set.Content.Purpose == CriteriaPurpose.Transition);
}

/// <summary>An event that concerns all members of an engagement, or some.</summary>
public interface IConcernsMembers
{
    /// <summary>The members concerned; left out: all.</summary>
    IReadOnlyList<OdsCode>? Members { get; }
}

/// <summary>An event about an engagement that may take effect after its end.</summary>
public interface IMayFollowExit
{
    /// <summary>Whether this one may.</summary>
    bool MayFollowExit(Engagement engagement);
}

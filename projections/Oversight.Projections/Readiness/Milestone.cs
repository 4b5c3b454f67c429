using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>What became of a milestone.</summary>
public enum MilestoneState
{
    /// <summary>It is to be reached.</summary>
    Open,

    /// <summary>It was reached.</summary>
    Achieved,

    /// <summary>It was not reached by its date, and has no later one.</summary>
    Missed,

    /// <summary>It was discharged when the last member of the engagement ended, or ended with it.</summary>
    Ended,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,
}

/// <summary>One date that a milestone was given.</summary>
/// <param name="Due">By when.</param>
/// <param name="Said">Who said so, and why.</param>
public sealed record MilestoneDate(DateWithPrecision Due, Statement Said);

/// <summary>A milestone of an engagement as it stands on a day.</summary>
/// <param name="Reference">Its reference.</param>
/// <param name="Title">What is to be reached.</param>
/// <param name="State">What became of it.</param>
/// <param name="Due">By when; of several dates that may hold the one stated last.</param>
/// <param name="OrElse">Other dates that may hold, where dates of rescheduling are imprecise.</param>
/// <param name="DaysLeft">Days to the latest day on which it is due; null when unknown.</param>
/// <param name="Overdue">True when that has passed, and it was not certainly achieved.</param>
/// <param name="History">Every date that it was given by the day.</param>
/// <param name="Moved">How often its date changed.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record Milestone(
    string Reference,
    string Title,
    MilestoneState State,
    DateWithPrecision Due,
    IReadOnlyList<DateWithPrecision> OrElse,
    int? DaysLeft,
    bool Overdue,
    IReadOnlyList<MilestoneDate> History,
    int Moved,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>The milestones that were set by a day, in the order in which they first were.</summary>
    public static IReadOnlyList<Milestone> On(Engagement engagement, DateOnly day) =>
        [
            .. engagement
                .Timeline.Of<IAboutMilestone>()
                .GroupBy(e => e.Content.Milestone, StringComparer.Ordinal)
                .Select(about => On(engagement, about.Key, [.. about], day))
                .OfType<Milestone>(),
        ];

    private static Milestone? On(
        Engagement engagement,
        string reference,
        IReadOnlyList<BelievedEntry<IAboutMilestone>> about,
        DateOnly day
    )
    {
        if (
            Statement.Begun(about.Where(e => e.Content is MilestoneSet), day)
            is not [.., { Content: MilestoneSet first } set]
        )
        {
            return null;
        }

        // Setting it precedes all that follows: only the rest is compared by dates.
        var moves = about.Where(e => e.Content is MilestoneRescheduled).ToArray();
        var given = Statement.Begun(moves, day).Prepend(set).ToArray();
        var due = DueOf(given[^1]);
        var mayHold = Candidates.On(day, moves);
        var after = Candidates.On(day, about.Where(e => e.Content is not MilestoneSet));
        MilestoneState[] states =
        [
            .. after
                .Entries.Select(e =>
                    e.Content switch
                    {
                        MilestoneAchieved => MilestoneState.Achieved,
                        MilestoneMissed => MilestoneState.Missed,
                        _ => MilestoneState.Open,
                    }
                )
                .Concat(after.PerhapsNone ? [MilestoneState.Open] : [])
                .Distinct(),
        ];
        var ended = EndOf(engagement, reference, day);
        // An end that is certain by the day ends what it ends, however vague the dates of what came before it.
        var state =
            after.Entries.Any(e => e.Content is MilestoneAchieved && e.Effective.IsCertainBy(day))
                ? MilestoneState.Achieved
            : ended is not null ? MilestoneState.Ended
            : states is [var certain] ? certain
            : MilestoneState.Uncertain;
        var left = DueDate.DaysLeft(due, day);
        return new(
            reference,
            first.Title,
            state,
            due,
            [
                .. mayHold
                    .Entries.Concat(mayHold.PerhapsNone ? [set] : [])
                    .Select(DueOf)
                    .Where(other => other != due)
                    .Distinct(),
            ],
            left,
            left < 0 && state is not (MilestoneState.Achieved or MilestoneState.Ended),
            [.. given.Select(e => new MilestoneDate(DueOf(e), Statement.Of(e)))],
            Statement.Moves(given.Select(DueOf)),
            [
                .. given
                    .Concat<BelievedEntry>(after.Entries)
                    .Concat(state == MilestoneState.Ended ? [ended!] : [])
                    .Distinct()
                    .OrderBy(e => e.Place)
                    .Select(EntryReference.To),
            ]
        );
    }

    // The entry by which it was discharged for any member that ended, or ended with it.
    private static BelievedEntry? EndOf(Engagement engagement, string milestone, DateOnly day) =>
        engagement
            .EverMembers.Select(m =>
                Passing.HolderOf(engagement.Timeline, m, OpenItemKind.Milestone, milestone, day)
                    is { Holder: null, By: [.., var end] }
                    ? end.Entry
                    : null
            )
            .OfType<BelievedEntry>()
            .MinBy(end => end.Place);

    private static DateWithPrecision DueOf(BelievedEntry<IAboutMilestone> entry) =>
        entry.Content is MilestoneSet set ? set.Due : ((MilestoneRescheduled)entry.Content).Due;
}

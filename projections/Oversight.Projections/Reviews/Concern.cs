using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Reviews;

/// <summary>Where a concern stands.</summary>
public enum ConcernState
{
    /// <summary>It was raised, and is open.</summary>
    Raised,

    /// <summary>It was taken to another body, and is open.</summary>
    Escalated,

    /// <summary>It was closed.</summary>
    Closed,

    /// <summary>It ended with the body that it was about.</summary>
    Ended,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,
}

/// <summary>That a concern was taken to a body.</summary>
/// <param name="To">The body's id.</param>
/// <param name="Said">Who took it there, and why.</param>
public sealed record Escalation(string To, Statement Said);

/// <summary>A concern about an organisation or system as it stands on a day.</summary>
/// <param name="Id">The id of the entry by which it was raised; what is said of it names that.</param>
/// <param name="About">What it is about.</param>
/// <param name="Scope">Whether it concerns the organisation alone or its whole system.</param>
/// <param name="Organisations">The trusts that it is about, where it is about single ones.</param>
/// <param name="Wording">The concern itself.</param>
/// <param name="Review">The id of the review's entry that it came from, where that is stated.</param>
/// <param name="Concerns">Whom it concerns: the organisation, or the successor to which it passed; absent where it ended with the body.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DaysOpen">Days since the latest day on which it was raised; absent where that is unknown or later, and once it is closed.</param>
/// <param name="Escalations">Where it was taken by the day.</param>
/// <param name="Said">Who raised it, and why.</param>
/// <param name="Closed">Who closed it, and why; absent where that is not certain.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record Concern(
    Guid Id,
    ConcernTheme About,
    Concerning Scope,
    IReadOnlyList<OdsCode> Organisations,
    string Wording,
    Guid? Review,
    OdsCode? Concerns,
    ConcernState State,
    int? DaysOpen,
    IReadOnlyList<Escalation> Escalations,
    Statement Said,
    Statement? Closed,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>False where it was certainly closed.</summary>
    public bool IsOpen => State is not (ConcernState.Closed or ConcernState.Ended);

    /// <summary>The concerns that were raised by a day, in the order of their places.</summary>
    public static IReadOnlyList<Concern> On(Timeline timeline, DateOnly day)
    {
        if (!timeline.Of<ConcernRaised>().Any())
        {
            return [];
        }

        var about = timeline.Of<IAboutConcern>().ToLookup(e => timeline.StandsFor(e.Content.Concern)?.Id ?? Guid.Empty);
        return
        [
            .. timeline
                .Of<ConcernRaised>()
                .Where(raised => raised.Effective.Earliest <= day)
                .Select(raised => On(timeline, raised, [.. about[raised.Id]], day)),
        ];
    }

    /// <summary>Those about an organisation on a day: its own that did not pass to another, and what passed to it.</summary>
    public static IReadOnlyList<Concern> Of(RecordAt record, OdsCode organisation, DateOnly day) =>
        [
            .. record
                .OrganisationsNaming(organisation)
                .SelectMany(t => On(t, day))
                .Where(c => c.Concerns == organisation),
            .. On(record.TimelineOf(organisation)!, day)
                .Where(c => c.Concerns is not { } concerned || concerned == organisation),
        ];

    private static Concern On(
        Timeline timeline,
        BelievedEntry<ConcernRaised> raised,
        IReadOnlyList<BelievedEntry<IAboutConcern>> about,
        DateOnly day
    )
    {
        var content = raised.Content;
        var after = Candidates.On(day, about);
        ConcernState[] states =
        [
            .. after
                .Entries.Select(e => e.Content is ConcernClosed ? ConcernState.Closed : ConcernState.Escalated)
                .Concat(after.PerhapsNone ? [ConcernState.Raised] : [])
                .Distinct(),
        ];
        // An end that is certain by the day ends what it ends.
        var closed = after.Entries.LastOrDefault(e => e.Content is ConcernClosed && e.Effective.IsCertainBy(day));
        var (concerned, passed) = timeline.Subject.Organisation is { } own
            ? Passing.HolderOf(timeline, own, OpenItemKind.Concern, $"{raised.Id}", day)
            : (null, []);
        var escalations = Statement.Begun(about.Where(e => e.Content is ConcernEscalated), day);
        return new(
            raised.Id,
            content.About,
            content.Scope,
            content.Organisations ?? [],
            content.Wording,
            content.Review,
            concerned,
            closed is not null ? ConcernState.Closed
                : concerned is null ? ConcernState.Ended
                : states is [var certain] ? certain
                : ConcernState.Uncertain,
            closed is null && concerned is not null && DueDate.By(raised.Effective) is { } since && since <= day
                ? day.DayNumber - since.DayNumber
                : null,
            [.. escalations.Select(e => new Escalation(((ConcernEscalated)e.Content).To, Statement.Of(e)))],
            Statement.Of(raised),
            closed is null ? null : Statement.Of(closed),
            [
                .. new BelievedEntry[] { raised }
                    .Concat(escalations)
                    .Concat(after.Entries)
                    .Concat(passed.Select(p => p.Entry))
                    .Distinct()
                    .OrderBy(e => e.Place)
                    .Select(EntryReference.To),
            ]
        );
    }
}

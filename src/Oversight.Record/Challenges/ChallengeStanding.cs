namespace Oversight.Record.Challenges;

/// <summary>Where a challenge stands.</summary>
public enum ChallengeState
{
    /// <summary>It was made, and nobody said that it was received.</summary>
    Made,

    /// <summary>It was received, and waits for an answer.</summary>
    Acknowledged,

    /// <summary>The organisation was right: a correction or retraction mends the entry.</summary>
    Upheld,

    /// <summary>The entry stands, for the reason given.</summary>
    NotUpheld,

    /// <summary>The organisation took it back.</summary>
    Withdrawn,
}

/// <summary>One challenge as it stands on a day.</summary>
/// <param name="Made">The entry by which it was made.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Last">The entry that brought it there; the challenge itself at first.</param>
public sealed record ChallengeStanding(BelievedEntry<EntryChallenged> Made, ChallengeState State, BelievedEntry Last)
{
    /// <summary>What the organisation says.</summary>
    public EntryChallenged Content => Made.Content;

    /// <summary>True while somebody has to answer it.</summary>
    public bool Waits => State is ChallengeState.Made or ChallengeState.Acknowledged;

    /// <summary>The correction or retraction by which it was upheld; null for any other, and for whoever does not see it.</summary>
    public Guid? MendedBy { get; private init; }

    /// <summary>
    /// What was challenged by a day in a subject's timeline, in place order. Of imprecise dates the later place wins; that it was
    /// received does not undo that it was answered.
    /// </summary>
    public static IReadOnlyList<ChallengeStanding> On(Timeline timeline, DateOnly day)
    {
        if (!timeline.Of<EntryChallenged>().Any())
        {
            return [];
        }

        var about = timeline
            .Of<IAboutChallenge>()
            .Where(e => e.Effective.Earliest <= day)
            .ToLookup(e => timeline.StandsFor(e.Content.Challenge)?.Id);
        return
        [
            .. from made in timeline.Of<EntryChallenged>()
            where made.Effective.Earliest <= day
            let last = about[made.Id]
                .OrderBy(e => e.Content is not ChallengeAcknowledged)
                .ThenBy(e => e.Effective.Latest)
                .ThenBy(e => e.Place)
                .LastOrDefault()
            select new ChallengeStanding(made, StateAfter(last?.Content), (BelievedEntry?)last ?? made)
            {
                MendedBy =
                    last?.Content is ChallengeUpheld upheld && IsSeen(timeline, upheld.Correction)
                        ? upheld.Correction
                        : null,
            },
        ];
    }

    /// <summary>What was challenged by a day about one entry, in place order.</summary>
    public static IEnumerable<ChallengeStanding> Of(Timeline timeline, BelievedEntry entry, DateOnly day) =>
        On(timeline, day).Where(c => timeline.StandsFor(c.Content.Entry)?.Id == entry.Id);

    internal static IEnumerable<BelievedEntry> Open(Timeline timeline, Func<ChallengeStanding, bool> isOpen) =>
        On(timeline, DateOnly.MaxValue).Where(isOpen).Select(c => c.Made);

    internal static string InWords(IAboutChallenge? last) => Entries.InWords.Of(StateAfter(last));

    private static bool IsSeen(Timeline timeline, Guid change) =>
        timeline.IsWhole || timeline.Recorded.Any(entry => entry.Id == change);

    private static ChallengeState StateAfter(IAboutChallenge? last) =>
        last switch
        {
            ChallengeAcknowledged => ChallengeState.Acknowledged,
            ChallengeUpheld => ChallengeState.Upheld,
            ChallengeNotUpheld => ChallengeState.NotUpheld,
            ChallengeWithdrawn => ChallengeState.Withdrawn,
            _ => ChallengeState.Made,
        };
}

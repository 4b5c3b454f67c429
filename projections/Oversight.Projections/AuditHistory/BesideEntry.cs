using Oversight.Record.Challenges;
using Oversight.Record.Telling;

namespace Oversight.Projections.AuditHistory;

/// <summary>A challenge as it stands beside the entry that is challenged.</summary>
/// <param name="Entry">The entry by which it was made.</param>
/// <param name="Organisation">The organisation that made it.</param>
/// <param name="Wrong">What it says is wrong.</param>
/// <param name="Wanted">What the entry should say.</param>
/// <param name="Made">When.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Answered">When it was last acknowledged, answered or withdrawn.</param>
/// <param name="Reason">Why it was answered so.</param>
/// <param name="MendedBy">The correction or retraction by which it was upheld; null for whoever does not see it.</param>
public sealed record ChallengeOfEntry(
    Guid Entry,
    OdsCode Organisation,
    string Wrong,
    string? Wanted,
    DateWithPrecision Made,
    ChallengeState State,
    DateWithPrecision? Answered,
    string? Reason,
    Guid? MendedBy
)
{
    /// <summary>It in one line.</summary>
    public string Words() =>
        $"challenged by {Organisation} {Made}: {Wrong.ReplaceLineEndings(" ")} ({InWords.Of(State)}"
        + (Answered is { } answered ? $" {answered}" : "")
        + (MendedBy is { } correction ? $" by entry {correction}" : "")
        + ")";

    // Whenever they were made: a history is of all days.
    internal static IReadOnlyList<ChallengeOfEntry>? In(Timeline timeline, Entry entry)
    {
        if (timeline.StandsFor(entry.Id) is not { } own || own.Id != entry.Id)
        {
            return null;
        }

        ChallengeOfEntry[] all =
        [
            .. from challenge in ChallengeStanding.Of(timeline, own, DateOnly.MaxValue)
            let answer = challenge.Last.Equals(challenge.Made) ? null : challenge.Last
            select new ChallengeOfEntry(
                challenge.Made.Id,
                challenge.Content.Organisation,
                challenge.Content.Wrong,
                challenge.Content.Wanted,
                challenge.Made.Effective,
                challenge.State,
                answer?.Effective,
                challenge.Waits ? null : answer?.Decision.Rationale,
                challenge.MendedBy
            ),
        ];
        return all.Length == 0 ? null : all;
    }
}

/// <summary>An entry by which those concerned were told what another is believed to say.</summary>
/// <param name="Entry">The entry that says that they were told.</param>
/// <param name="To">Who was told, by ODS code or id of a body.</param>
/// <param name="When">When.</param>
/// <param name="How">How; absent where a challenge was upheld.</param>
public sealed record TellingOfEntry(Guid Entry, IReadOnlyList<string> To, DateWithPrecision When, HowCommunicated? How)
{
    /// <summary>It in one line.</summary>
    public string Words() =>
        $"communicated to {string.Join(", ", To)} {When}"
        + (How is { } how ? $" by {InWords.Of(how)}" : " as their challenge was upheld");

    internal static IReadOnlyList<TellingOfEntry>? In(Timeline timeline, Entry entry)
    {
        if (timeline.StandsFor(entry.Id) is not { } own || own.Id != entry.Id)
        {
            return null;
        }

        TellingOfEntry[] all =
        [
            .. from telling in Tellings.Of(timeline).Of(own)
            select new TellingOfEntry(
                telling.By.Id,
                telling.To,
                telling.By.Effective,
                (telling.By.Content as EntryCommunicated)?.How
            ),
        ];
        return all.Length == 0 ? null : all;
    }
}

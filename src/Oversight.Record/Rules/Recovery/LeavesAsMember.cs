using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Record.Rules.Recovery;

/// <summary>Leaving is asked of the engagement as it would be without it.</summary>
public sealed class LeavesAsMember : Rule
{
    /// <inheritdoc/>
    public override string Name => "leaves-as-member";

    /// <inheritdoc/>
    public override string Sentence =>
        "Who leaves an engagement was a member on the day before, and leaves once for each time that it was one.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IExit;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var leaving = Leaving(engagement, content, entry);
        var named = content switch
        {
            RecoveryMemberExited exited => [exited.Organisation],
            ExitAgreed { Members: { } members } => members,
            _ => leaving,
        };
        var effective = content.Decision.Effective;
        return named.Count == 0
                ? $"Nobody is a member of {engagement.Subject} on the day before {effective}: it has not begun, or is over."
            : named.Except(leaving).ToArray() is [var stranger, ..]
                ? $"{stranger} is not a member of {engagement.Subject} on the day before {effective}."
            : LeftAlready(engagement, content, named, entry) is { } again
                ? $"{again} has left {engagement.Subject} already, by an entry before this one, and has not joined again."
            : null;
    }

    // Where dates are unknown they cannot show that somebody leaves twice; how often it began and ended can. Who leaves with all the
    // others may have left before them.
    private static OdsCode? LeftAlready(Engagement engagement, Event content, IReadOnlyList<OdsCode> named, Entry entry)
    {
        OdsCode[] again =
        [
            .. named.Where(member => engagement.TurnsOf(member).Begun < engagement.TurnsOf(member, entry.Place).Ended),
        ];
        return again.Length == 0 || (content is ExitAgreed { Members: null } && again.Length < named.Count)
            ? null
            : again[0];
    }

    /// <summary>The members that leave by an exit, as far as they were members on the day before.</summary>
    internal static IReadOnlyList<OdsCode> Leaving(Engagement engagement, Event content, Entry entry)
    {
        var day = content.Decision.Effective.Latest;
        var without = Sequence.NotBefore(entry, content);
        return
        [
            .. engagement
                .MembersOn(day, without)
                .Intersect(engagement.MembersOn(day.AddDays(-1), without))
                .Where(member =>
                    content switch
                    {
                        RecoveryMemberExited exited => exited.Organisation == member,
                        ExitAgreed { Members: { } members } => members.Contains(member),
                        _ => true,
                    }
                ),
        ];
    }
}

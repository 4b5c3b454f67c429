using Oversight.Record.Telling;

namespace Oversight.Record.Challenges;

/// <summary>An event about a challenge that was made before.</summary>
public interface IAboutChallenge : INamesOpenEntry, IAnswersOrganisation
{
    /// <summary>The entry by which it was made.</summary>
    Guid Challenge { get; }

    /// <inheritdoc/>
    Guid IAnswersOrganisation.Answered => Challenge;

    /// <inheritdoc/>
    IEnumerable<Guid> IBearsOnShowing.BearsOn => [Challenge];

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "challenge";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Challenge;

    /// <inheritdoc/>
    bool INamesOpenEntry.IsAnswer => true;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        ChallengeStanding.Open(timeline, c => c.Waits);
}

/// <summary>An event after which a challenge waits for nothing more.</summary>
public interface IEndsChallenge : IAboutChallenge;

/// <summary>An event by which a challenge is judged.</summary>
public interface IJudgesChallenge : IEndsChallenge;

/// <summary>What holds of everything that is said about a challenge.</summary>
public static class ChallengeRules
{
    /// <summary>That it was received need not be said before it is answered.</summary>
    public static Rule<IAboutChallenge> ChallengeInOrder { get; } =
        new(
            "challenge-in-order",
            "A challenge is acknowledged once, and answered or withdrawn once, after it was made.",
            (said, judged) =>
            {
                var challenge = judged.Timeline.StandsFor(said.Challenge);
                if (challenge is not { Counts: true, Content: EntryChallenged })
                {
                    return $"No challenge was made by entry {said.Challenge}, or it was retracted.";
                }

                if (judged.Effective.Latest < challenge.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the challenge was made ({challenge.Effective}).";
                }

                var earlier = judged
                    .Timeline.Of<IAboutChallenge>()
                    .FirstOrDefault(e =>
                        e.ComesBefore(judged.Entry, judged.Content)
                        && judged.Timeline.StandsFor(e.Content.Challenge)?.Id == challenge.Id
                        && (judged.Content is ChallengeAcknowledged || e.Content is not ChallengeAcknowledged)
                    );
                return earlier is null
                    ? null
                    : $"The challenge was {ChallengeStanding.InWords(earlier.Content)} already, by entry {earlier.Id} ({earlier.Effective}).";
            }
        );

    /// <summary>Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>).</summary>
    public static Rule<IJudgesChallenge> ChallengeJudgeIsNotChallenger { get; } =
        new(
            "challenge-judge-is-not-challenger",
            "Who upholds a challenge, or does not, is somebody else than who logged it.",
            (answer, judged) =>
                judged.Timeline.StandsFor(answer.Challenge) is { Content: EntryChallenged } challenge
                && FourEyes.WroteBoth(challenge, judged.Entry, judged.Timeline) is { } writer
                    ? $"Challenge {challenge.Id} and its answer were both written by {writer}: somebody else has to answer it."
                    : null
        )
        {
            HoldsThroughChanges = true,
        };
}

using Oversight.Record.Telling;

namespace Oversight.Record.Challenges;

/// <summary>
/// A challenge was upheld: the correction or retraction that mends the entry is in the record. By this the organisation that made it has also
/// been told what the entry says now.
/// </summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Challenge">The entry by which it was made.</param>
/// <param name="Correction">The correction or retraction that mends the challenged entry.</param>
public sealed record ChallengeUpheld(Decision Decision, Guid Challenge, Guid Correction)
    : Event(Decision),
        IJudgesChallenge,
        ITells
{
    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Challenge upheld {When}: mended by {names.OfEntry("entry", Correction)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"challenge {Challenge}", $"upheld by entry {Correction}")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Challenge = entry };

    IEnumerable<Guid> IBearsOnShowing.BearsOn => [Challenge, Correction];

    /// <inheritdoc/>
    public Told? In(Timeline timeline, long place)
    {
        if (
            timeline.StandsFor(Challenge)?.Content is not EntryChallenged challenge
            || timeline.StandsFor(challenge.Entry) is not { } entry
        )
        {
            return null;
        }

        return MendedBefore(timeline, entry, place) is { } then
            ? new(entry.Id, then, [challenge.Organisation.Value])
            : null;
    }

    private long? MendedBefore(Timeline timeline, BelievedEntry entry, long place) =>
        timeline.Recorded.FirstOrDefault(e => e.Id == Correction && e.Place < place) is { } change
        && timeline.ChangedBy(change)?.Id == entry.Id
            ? change.Place + 1
            : null;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => UpholdChallenge.Kind;
}

/// <summary>How <see cref="ChallengeUpheld"/> is called, and the rules that say when it may be recorded.</summary>
public static class UpholdChallenge
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "challenge_upheld",
            "challenge-upheld",
            typeof(ChallengeUpheld),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "A challenge was upheld"
        )
        {
            Example = () =>
                new ChallengeUpheld(Example.Decided, Example.Entry, new("0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3d")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [ChallengeRules.ChallengeInOrder, ChallengeRules.ChallengeJudgeIsNotChallenger, UpheldByWhatMendsIt];

    /// <summary>Corrected first, upheld then: nothing is said to be mended that is not.</summary>
    public static Rule<ChallengeUpheld> UpheldByWhatMendsIt { get; } =
        new(
            "upheld-by-what-mends-it",
            "A challenge is upheld by naming the correction or retraction of the challenged entry that was recorded after the challenge.",
            (upheld, judged) =>
            {
                var timeline = judged.Timeline;
                if (
                    timeline.StandsFor(upheld.Challenge)
                        is not { Content: EntryChallenged { Entry: var challenged } } made
                    || timeline.StandsFor(challenged) is not { } entry
                )
                {
                    return null;
                }

                var named = timeline.Recorded.FirstOrDefault(e =>
                    e.Id == upheld.Correction && e.Place < judged.Entry.Place
                );
                return named is null || timeline.ChangedBy(named) is not { } changed
                        ? $"Entry {upheld.Correction} corrects or retracts nothing about {timeline.Subject}: correct the entry first, then uphold the challenge."
                    : changed.Id != entry.Id
                        ? $"Entry {named.Id} is about entry {changed.Id}; challenged is entry {entry.Id}."
                    : named.Place < made.Place
                        ? $"Entry {named.Id} was recorded before the challenge, and does not mend what was challenged after it."
                    : timeline.RetractionOf(named.Id) is { } retraction && retraction.Place < judged.Entry.Place
                        ? $"Entry {named.Id} was retracted by entry {retraction.Id}, and mends nothing."
                    : null;
            }
        );
}

namespace Oversight.Record.Recovery;

/// <summary>An engagement ended, for all its members or for some.</summary>
/// <param name="Decision">Effective: the first day without it.</param>
/// <param name="Recommendation">The recommendation, where there was one.</param>
/// <param name="Members">The members that leave; left out: all.</param>
/// <param name="Unmet">Each criterion that is not met, accepted by name.</param>
public sealed record ExitAgreed(
    Decision Decision,
    Guid? Recommendation = null,
    IReadOnlyList<OdsCode>? Members = null,
    IReadOnlyList<AcceptedUnmet>? Unmet = null
) : Event(Decision), IExit, INamesOpenEntry
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        AcceptedUnmet.Check(Unmet);
        if (Members is not null)
        {
            Check.Organisations(Members, "members", atLeast: 1);
        }
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        base.WithPeople(change) is var e && Unmet is null
            ? e
            : (ExitAgreed)e with
            {
                Unmet = AcceptedUnmet.WithPeople(Unmet!, change),
            };

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Exit agreed from {When}{names.For(Members)}{AcceptedUnmet.InWords(Unmet)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. Stated.AllOrEach("exit", Members), .. AcceptedUnmet.Stated(Unmet)];

    string INamesOpenEntry.Member => "recommendation";

    Guid? INamesOpenEntry.Named => Recommendation;

    // There may have been no recommendation; and what is told of long ago says itself what it rested on.
    bool INamesOpenEntry.MustName => false;

    bool INamesOpenEntry.IsAnswer => true;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Recommendation = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        Engagement
            .UnansweredRecommendations(timeline)
            .Where(r =>
                Decision.Origin == Origin.Live
                && (r.Content.Members is not { } recommended || Members?.All(recommended.Contains) == true)
            );

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeExit.Kind;
}

/// <summary>How <see cref="ExitAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeExit
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("exit_agreed", "exit", typeof(ExitAgreed), SubjectKind.Recovery, "Exit was agreed")
        {
            ByBodiesOfFramework = true,
            IsRegulatoryAction = true,
            Example = () => new ExitAgreed(Example.Decided, Example.Entry, Unmet: [AcceptedUnmet.Example]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.FrameworkCarriedOn,
            LeavesAsMember,
            EnterRecovery.NationalRecoveryDecision,
            UnmetAcceptedByName,
            AnswersOpenRecommendation,
            ExitApproverIsNotRecommender,
        ];

    /// <summary>Leaving is asked of the engagement as it would be without it.</summary>
    public static Rule<IExit> LeavesAsMember { get; } =
        new(
            "leaves-as-member",
            "Who leaves an engagement was a member on the day before, and leaves once for each time that it was one.",
            (_, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var leaving = Leaving(engagement, judged.Content, judged.Entry);
                var named = judged.Content switch
                {
                    RecoveryMemberExited exited => [exited.Organisation],
                    ExitAgreed { Members: { } members } => members,
                    _ => leaving,
                };
                var effective = judged.Effective;
                return named.Count == 0
                        ? $"Nobody is a member of {engagement.Subject} on the day before {effective}: it has not begun, or is over."
                    : named.Except(leaving).ToArray() is [var stranger, ..]
                        ? $"{stranger} is not a member of {engagement.Subject} on the day before {effective}."
                    : LeftAlready(engagement, judged.Content, named, judged.Entry) is { } again
                        ? $"{again} has left {engagement.Subject} already, by an entry before this one, and has not joined again."
                    : null;
            }
        );

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

    /// <summary>What is unmet is asked of the latest effective day and of the members that leave.</summary>
    public static Rule<IExit> UnmetAcceptedByName { get; } =
        new(
            "unmet-accepted-by-name",
            "Exit accepts each exit criterion that is not satisfied by name, and no other.",
            (exit, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var day = judged.Effective.Latest;
                var unsatisfied = engagement
                    .UnsatisfiedFor(Leaving(engagement, judged.Content, judged.Entry), day)
                    .Select(c => c.Reference)
                    .ToArray();
                var accepted = (exit.Unmet ?? []).Select(u => u.Criterion).ToArray();
                if (unsatisfied.Except(accepted).ToArray() is { Length: > 0 } missing)
                {
                    return $"Not satisfied, and accepted by nobody: {string.Join(", ", missing)}.";
                }

                return accepted.Except(unsatisfied).ToArray() is { Length: > 0 } needless
                    ? $"Accepted as unmet, though satisfied or no exit criterion in force: {string.Join(", ", needless)}."
                    : null;
            }
        );

    /// <summary>A recommendation may be agreed member by member; declining answers what is left of it.</summary>
    public static Rule<Event> AnswersOpenRecommendation { get; } =
        new(
            "answers-open-recommendation",
            "Who agrees or declines an exit answers a recommendation for these members that nobody has answered.",
            (said, judged) =>
            {
                if (
                    Engagement.RecommendationOf(said) is not { } named
                    || Engagement.Of(judged.Timeline) is not { } engagement
                )
                {
                    return null;
                }

                var effective = judged.Effective;
                var (recommendation, answers) = engagement
                    .Recommendations()
                    .FirstOrDefault(r => r.Recommendation.Id == judged.Timeline.StandsFor(named)?.Id);
                if (recommendation is null)
                {
                    return $"There is no recommendation {named} about {engagement.Subject}, or it was retracted.";
                }

                if (effective.Latest < recommendation.Effective.Earliest)
                {
                    return $"It takes effect {effective}, before the exit was recommended ({recommendation.Effective}).";
                }

                var members = (said as ExitAgreed)?.Members;
                var earlier = answers.FirstOrDefault(e =>
                    e.ComesBefore(judged.Entry, said)
                    && (
                        e.Content is not ExitAgreed { Members: { } left }
                        || (said is ExitAgreed && (members is null || members.Intersect(left).Any()))
                    )
                );
                if (earlier is not null)
                {
                    return $"The recommendation was answered already, by entry {earlier.Id} ({earlier.Effective}).";
                }

                return
                    recommendation.Content.Members is { } recommended
                    && said is ExitAgreed
                    && (members ?? engagement.EverMembers).Except(recommended).ToArray() is { Length: > 0 } others
                    ? $"Exit was not recommended for {string.Join(", ", others)}: name those members for whom it was."
                    : null;
            }
        );

    /// <summary>Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>).</summary>
    public static Rule<Event> ExitApproverIsNotRecommender { get; } =
        new(
            "exit-approver-is-not-recommender",
            "Who agrees or declines an exit is somebody else than who recommended it.",
            (said, judged) =>
                Engagement.RecommendationOf(said) is { } named
                && judged.Timeline.StandsFor(named) is { Content: ExitRecommended } recommendation
                && FourEyes.WroteBoth(recommendation, judged.Entry, judged.Timeline) is { } writer
                    ? $"Recommendation {recommendation.Id} and its answer were both written by {writer}: somebody else has to answer it."
                    : null
        )
        {
            HoldsThroughChanges = true,
        };
}

namespace Oversight.Record.Challenges;

/// <summary>An organisation took a challenge back.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Challenge">The entry by which it was made.</param>
/// <param name="Organisation">The organisation that made it.</param>
public sealed record ChallengeWithdrawn(Decision Decision, Guid Challenge, OdsCode Organisation)
    : Event(Decision),
        IEndsChallenge
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"{names.Of(Organisation)} withdrew its challenge {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"challenge {Challenge}", $"withdrawn by {Organisation}")];

    // Who made it answers nobody.
    bool INamesOpenEntry.IsAnswer => false;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Challenge = entry };

    // Of what others challenge they are told nothing.
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        ChallengeStanding.Open(timeline, c => c.Waits && c.Content.Organisation == Organisation);

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Organisation == organisation;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => WithdrawChallenge.Kind;
}

/// <summary>How <see cref="ChallengeWithdrawn"/> is called, and the rules that say when it may be recorded.</summary>
public static class WithdrawChallenge
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "challenge_withdrawn",
            "challenge-withdrawn",
            typeof(ChallengeWithdrawn),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "An organisation took a challenge back"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            IsSaidByOrganisations = true,
            Decides = false,
            Example = () => new ChallengeWithdrawn(Example.Decided, Example.Entry, Example.Icb),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [WithdrawnByWhoChallenged, ChallengeRules.ChallengeInOrder];

    /// <summary>The words are the same for a challenge of another organisation and for none.</summary>
    public static Rule<ChallengeWithdrawn> WithdrawnByWhoChallenged { get; } =
        new(
            "withdrawn-by-who-challenged",
            "A challenge is withdrawn by the organisation that made it.",
            (withdrawn, judged) =>
                judged.Timeline.StandsFor(withdrawn.Challenge)?.Content is EntryChallenged challenge
                && challenge.Organisation == withdrawn.Organisation
                    ? null
                    : $"There is no challenge {withdrawn.Challenge} by {withdrawn.Organisation} about {judged.Timeline.Subject}."
        );
}

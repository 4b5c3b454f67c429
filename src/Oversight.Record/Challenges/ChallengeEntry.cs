using Oversight.Record.Organisations;
using Oversight.Record.Telling;

namespace Oversight.Record.Challenges;

/// <summary>An organisation says that something recorded about it is wrong.</summary>
/// <param name="Decision">Effective: when. Decided by: the organisation.</param>
/// <param name="Entry">The entry that it says is wrong.</param>
/// <param name="Organisation">The organisation that challenges it.</param>
/// <param name="Wrong">What is wrong with the entry.</param>
/// <param name="Wanted">What it should say; absent: not stated.</param>
public sealed record EntryChallenged(
    Decision Decision,
    Guid Entry,
    OdsCode Organisation,
    string Wrong,
    string? Wanted = null
) : Event(Decision), IBearsOnShowing, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.Challenge;

    IEnumerable<Guid> IBearsOnShowing.BearsOn => [Entry];

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Wrong, "wrong", 20_000);
        BadInputException.OptionalText(Wanted, "wanted", 20_000);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{names.Of(Organisation)} challenged {names.OfEntry("entry", Entry)} {When}: {InWords.OneLine(Wrong)}"
        + (Wanted is { } wanted ? $" It should say: {InWords.OneLine(wanted)}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ($"entry {Entry} challenged by", Organisation.Value),
            ($"entry {Entry} is said to be wrong", Wrong),
            .. Stated.Maybe($"entry {Entry} should say", Wanted),
        ];

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Organisation == organisation;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ChallengeEntry.Kind;
}

/// <summary>How <see cref="EntryChallenged"/> is called, and the rules that say when it may be recorded.</summary>
public static class ChallengeEntry
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "entry_challenged",
            "challenge",
            typeof(EntryChallenged),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "An organisation says that something recorded about it is wrong"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            IsSaidByOrganisations = true,
            Decides = false,
            Example = () =>
                new EntryChallenged(
                    Example.Decided,
                    Example.Entry,
                    Example.Icb,
                    "The segment took effect a month later.",
                    "Segment 3 from 1 December 2024."
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [ChallengedByThoseConcerned, ChallengesWhatItSees, OneChallengeAtATime];

    /// <summary>Others who think so say it to the organisation, or to the team.</summary>
    public static Rule<EntryChallenged> ChallengedByThoseConcerned { get; } =
        new(
            "challenged-by-those-concerned",
            "An entry is challenged by an organisation that it is about, in its own name.",
            (challenge, judged) =>
            {
                var concerned = ThoseConcerned.By(judged.Timeline).ToList();
                return !concerned.Contains(challenge.Organisation)
                    ? $"{judged.Timeline.Subject} does not concern {challenge.Organisation}: "
                        + (concerned.Count == 0 ? "it concerns nobody." : $"it concerns {InWords.Listed(concerned)}.")
                    : null;
            }
        );

    /// <summary>
    /// An entry that an organisation has not been told of is to it as if it were not there: the words are the same for both.
    /// </summary>
    public static Rule<EntryChallenged> ChallengesWhatItSees { get; } =
        new(
            "challenges-what-it-sees",
            "What is challenged is an entry about the same subject that the organisation can see; a correction is challenged by the entry for which it stands.",
            (challenge, judged) =>
            {
                // What stood when it was challenged may have been corrected or retracted since.
                var before = judged.Timeline.Before(judged.Entry.Place);
                return IsSeen(before, challenge, judged) || IsSeen(judged.Timeline, challenge, judged)
                    ? null
                    : $"What is challenged, entry {challenge.Entry}, is not one about {judged.Timeline.Subject} that {challenge.Organisation} has been told of: "
                        + "name the entry by the id that its history shows.";
            }
        );

    /// <summary>Who has more to say withdraws the challenge and makes another, or waits for the answer.</summary>
    public static Rule<EntryChallenged> OneChallengeAtATime { get; } =
        new(
            "one-challenge-at-a-time",
            "An organisation challenges an entry again when its earlier challenge of it has been answered or withdrawn.",
            (challenge, judged) =>
                judged
                    .Timeline.Of<EntryChallenged>()
                    .FirstOrDefault(earlier =>
                        earlier.ComesBefore(judged.Entry, judged.Content)
                        && earlier.Content.Organisation == challenge.Organisation
                        && judged.Timeline.StandsFor(earlier.Content.Entry) is { } entry
                        && entry.Id == judged.Timeline.StandsFor(challenge.Entry)?.Id
                        && !judged
                            .Timeline.Of<IEndsChallenge>()
                            .Any(end =>
                                end.ComesBefore(judged.Entry, judged.Content)
                                && judged.Timeline.StandsFor(end.Content.Challenge)?.Id == earlier.Id
                            )
                    )
                    is { } open
                    ? $"{challenge.Organisation} has challenged that entry already, by entry {open.Id}, and waits for an answer."
                    : null
        );

    private static bool IsSeen(Timeline timeline, EntryChallenged challenge, Judged judged) =>
        timeline.StandsFor(challenge.Entry) is { Counts: true, Content: not (EntryChallenged or IAboutChallenge) } entry
        && entry.Id == challenge.Entry
        && entry.Place < judged.Entry.Place
        && Tellings.Of(timeline).SeenFrom(entry, challenge.Organisation, judged.Record)
            <= London.DayOf(judged.Entry.Recorded);
}

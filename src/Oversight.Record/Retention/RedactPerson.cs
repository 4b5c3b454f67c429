using Oversight.Record.Corrections;
using Oversight.Record.Organisations;

namespace Oversight.Record.Retention;

/// <summary>
/// A person's name was redacted: with this entry the database takes the name and its salt away, for good. The entries that have the person's ids stay
/// as they are, and every proof of them holds.
/// </summary>
/// <param name="Decision">
/// Effective: the day of the redaction. Decided by: who decided it. Rationale: why, which must be said, without the name.
/// </param>
/// <param name="Names">What entries of this subject have in the person's place (their ids: person: and 64 hexadecimal digits); never the name itself.</param>
/// <param name="Ground">On which ground.</param>
/// <param name="Reference">By what that is known: the number of the request, the case number of the order.</param>
public sealed record PersonRedacted(
    Decision Decision,
    IReadOnlyList<string> Names,
    RedactionGround Ground,
    string? Reference = null
) : Event(Decision), ITakesAway
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Texts(Names, "names", 100, atLeast: 1);
        for (var i = 0; i < Names.Count; i++)
        {
            if (!PersonCommitment.IsId(Names[i]))
            {
                throw new BadInputException(
                    $"names[{i}]",
                    "must be the id that an entry has of the person (person: and 64 hexadecimal digits in small letters), never the name itself."
                );
            }
        }

        BadInputException.OptionalText(Reference, "reference", 200);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"A person's name redacted {When}, {InWords.Of(Ground)}"
        + (Names.Count == 1 ? "" : $", in the {Names.Count} places where it stood");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.Each("name redacted of", Names),
            ("redaction ground", InWords.Of(Ground)),
            .. Stated.Maybe("redaction reference", Reference),
        ];

    /// <summary>Whoever decided it, and the ids whose name it redacted.</summary>
    public override IReadOnlyList<string> People() => [.. base.People(), .. Names];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RedactPerson.Kind;
}

/// <summary>On which ground a person's name is redacted.</summary>
public enum RedactionGround
{
    /// <summary>
    /// The person's right to erasure, where one of its grounds applies and none of its exceptions: Article 17 of the UK General Data Protection Regulation.
    /// </summary>
    RightToErasure,

    /// <summary>
    /// The person's right to rectification: Article 16 of the UK General Data Protection Regulation. The wrong name goes; a correction of the entry gives
    /// the right one.
    /// </summary>
    RightToRectification,

    /// <summary>An order of a court or a tribunal.</summary>
    CourtOrder,

    /// <summary>Something else; the rationale says what.</summary>
    Other,
}

/// <summary>How <see cref="PersonRedacted"/> is called, and the rules that say when it may be recorded.</summary>
public static class RedactPerson
{
    /// <summary>How it is called. NHS England answers for the personal data in the record, and decides as NHS England.</summary>
    public static EventKind Kind { get; } =
        new(
            "person_redacted",
            "person-redacted",
            typeof(PersonRedacted),
            SubjectKind.Organisation | SubjectKind.Framework | SubjectKind.Recovery | SubjectKind.Undertakings,
            "A person's name was redacted"
        )
        {
            Deciders = Deciders.National,
            Provision = Provision.DataProtection,
            Example = () =>
                new PersonRedacted(
                    Example.Decided,
                    [$"person:{new string('a', 64)}"],
                    RedactionGround.RightToErasure,
                    "Request 2024-31"
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, NameNotUnderHold, RedactsNamesOfItsSubject, RedactedOnce, RedactedLive];

    /// <summary>
    /// Refuses whatever the origin, and asks of the day of recording: the name goes when the entry is stored, however long ago somebody decided.
    /// </summary>
    public static Rule<PersonRedacted> NameNotUnderHold { get; } =
        new(
            "name-not-under-retention-hold",
            "No name is redacted in an entry that a retention hold covers which is in force, or may be.",
            (redacted, judged) =>
            {
                var day = London.DayOf(judged.Entry.Recorded);
                return (
                    from organisation in ThoseConcerned.ByOrAfter(judged.Timeline)
                    let own = OwnTimeline(organisation, judged)
                    where own is not null
                    from hold in own.Of<RetentionHoldPlaced>()
                    where KeptDocuments.MayBeInForce(own, hold, day)
                    from entry in Naming(redacted.Names, judged)
                    where Covers(hold.Content, entry, judged.Timeline)
                    select $"Entry {entry.Id} is held by entry {hold.Id} of {organisation} ({InWords.Of(hold.Content.Ground)} {hold.Content.Reference}): "
                        + "lift the hold first."
                ).FirstOrDefault();
            },
            RuleForce.RefusesAlways
        );

    /// <summary>An id with a fault in it would redact nothing, and nobody would know.</summary>
    public static Rule<PersonRedacted> RedactsNamesOfItsSubject { get; } =
        new(
            "redacts-names-of-its-subject",
            "A name that is redacted stands in an earlier entry about the same subject.",
            (redacted, judged) =>
                redacted.Names.FirstOrDefault(name => !Naming([name], judged).Any()) is { } unknown
                    ? $"No earlier entry about {judged.Timeline.Subject} has {unknown}."
                    : null,
            RuleForce.RefusesAlways
        );

    /// <summary>What is gone cannot go again.</summary>
    public static Rule<PersonRedacted> RedactedOnce { get; } =
        new(
            "redacted-once",
            "A name is redacted once.",
            (redacted, judged) =>
                (
                    from earlier in judged.Timeline.Of<PersonRedacted>()
                    where earlier.Place < judged.Entry.Place
                    from name in redacted.Names
                    where earlier.Content.Names.Contains(name)
                    select $"The name behind {name} was redacted already, by entry {earlier.Id} ({earlier.Effective})."
                ).FirstOrDefault(),
            RuleForce.RefusesAlways
        );

    /// <summary>The name goes when this is recorded: only who acts for the body that decides brings that about.</summary>
    public static Rule<PersonRedacted> RedactedLive { get; } =
        new(
            "redacted-live",
            "A redaction is logged live, by somebody who acts for the body that decides it: the name is gone from then on, and was not before.",
            (_, judged) =>
                judged.Decision.Origin == Origin.Live
                    ? null
                    : "It is logged as decided earlier, or as taken over: leave the origin out. The day on which it was decided may be an earlier one.",
            RuleForce.RefusesAlways
        );

    /// <summary>The name is gone: what was said of why stays, and may be corrected.</summary>
    public static Rule<Event> RedactionStands { get; } =
        GoneForGood.Stands<PersonRedacted>(
            "redaction-stands",
            "A redaction is not retracted, and its correction has the same ids: the name is gone.",
            "redacted",
            "redact",
            redacted => redacted.Names
        );

    private static Timeline? OwnTimeline(OdsCode organisation, Judged judged) =>
        judged.Timeline.Subject.Organisation == organisation ? judged.Timeline : judged.Organisation(organisation);

    // As it was recorded: what was corrected or retracted since has the name all the same.
    private static IEnumerable<Entry> Naming(IReadOnlyList<string> names, Judged judged) =>
        judged.Timeline.Recorded.Where(entry =>
            entry.Place < judged.Entry.Place
            && entry.Event is not PersonRedacted
            && entry.Event.People().Any(names.Contains)
        );

    // An entry that a hold names stands for what it said first and for whatever it was corrected to.
    private static bool Covers(RetentionHoldPlaced hold, Entry entry, Timeline timeline) =>
        hold.CoversEverything()
        || hold.Entries?.Any(held =>
            held == entry.Id || (timeline.StandsFor(held) is { } root && root.Id == timeline.StandsFor(entry.Id)?.Id)
        ) == true;
}

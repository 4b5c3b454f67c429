using Oversight.Record.Authority;
using Oversight.Record.Organisations;

namespace Oversight.Record.Telling;

/// <summary>
/// Those concerned were told of a decision. From then on their own people see it, as it is believed when this is recorded; where it is
/// corrected later, they see it again when the correction has been communicated.
/// </summary>
/// <param name="Decision">Effective: when they were told.</param>
/// <param name="Entry">The entry of which they were told.</param>
/// <param name="To">Who was told (ODS codes, or ids of bodies such as cqc). The people of the organisations named see the entry.</param>
/// <param name="How">How they were told.</param>
/// <param name="Addressee">To whom it was addressed there: roles, never a person's name.</param>
/// <param name="Letter">The letter or document by which they were told.</param>
public sealed record EntryCommunicated(
    Decision Decision,
    Guid Entry,
    IReadOnlyList<string> To,
    HowCommunicated How,
    string? Addressee = null,
    EvidenceReference? Letter = null
) : Event(Decision), INamesOpenEntry, ITells
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Texts(To, "to", 100, atLeast: 1);
        BadInputException.OptionalText(Addressee, "addressee", 200);
        if (Letter is { } letter)
        {
            BadInputException.Text(letter.Title, "letter.title", 500);
            BadInputException.OptionalText(letter.Reference, "letter.reference", 500);
            if (letter.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)))
            {
                throw new BadInputException("letter.sha256", "must be 64 hexadecimal digits in small letters.");
            }
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{names.OfEntry("Entry", Entry)} communicated to {names.ListedBodies(To)} {When} by {InWords.Of(How)}"
        + (Letter is { } letter ? $": {InWords.OneLine(letter.Title)}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.Each($"entry {Entry} communicated to", To),
            ($"entry {Entry} communicated by", InWords.Of(How)),
            .. Stated.Maybe($"entry {Entry} communicated to the role", Addressee),
            .. Stated.Maybe($"entry {Entry} communicated in", Letter?.Title),
        ];

    string INamesOpenEntry.Member => "entry";

    Guid? INamesOpenEntry.Named => Entry;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Entry = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) => Tellings.Of(timeline).NotTold();

    IEnumerable<Guid> IBearsOnShowing.BearsOn => [Entry];

    /// <inheritdoc/>
    public Told? In(Timeline timeline, long place) => new(Entry, place, To);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => CommunicateEntry.Kind;
}

/// <summary>How somebody was told.</summary>
public enum HowCommunicated
{
    /// <summary>By a letter, on paper or as an attachment.</summary>
    Letter,

    /// <summary>By an email that says it itself.</summary>
    Email,

    /// <summary>In a meeting.</summary>
    Meeting,

    /// <summary>In a call.</summary>
    Call,

    /// <summary>By a publication that names them.</summary>
    Publication,

    /// <summary>Otherwise; the rationale can say how.</summary>
    Other,
}

/// <summary>How <see cref="EntryCommunicated"/> is called, and the rules that say when it may be recorded.</summary>
public static class CommunicateEntry
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "entry_communicated",
            "communicated",
            typeof(EntryCommunicated),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "Those concerned were told of a decision"
        )
        {
            Decides = false,
            Example = () =>
                new EntryCommunicated(
                    Example.Decided,
                    Example.Entry,
                    [Example.Icb.Value],
                    HowCommunicated.Letter,
                    "Chair and Chief Executive",
                    new("Decision letter", "REF-2024-117")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [CommunicatesAnEntry, CommunicatedAtAKnownTime, CommunicatedToKnownBodies];

    /// <summary>A correction is communicated by communicating the entry for which it stands.</summary>
    public static Rule<EntryCommunicated> CommunicatesAnEntry { get; } =
        new(
            "communicates-an-entry",
            "What is communicated is an earlier entry about the same subject that counts, on or after the day on which it was decided.",
            (communicated, judged) =>
            {
                if (judged.Timeline.StandsFor(communicated.Entry) is not { } entry || entry.Place >= judged.Entry.Place)
                {
                    return $"There is no earlier entry {communicated.Entry} about {judged.Timeline.Subject} that says something of its own.";
                }

                if (entry.Id != communicated.Entry)
                {
                    return $"Entry {communicated.Entry} corrects entry {entry.Id}: name {entry.Id}, which is communicated as it is believed now.";
                }

                if (entry.RetractedBy is { } retraction && retraction.Place < judged.Entry.Place)
                {
                    return $"Entry {entry.Id} was retracted by entry {retraction.Id}: it says nothing that could be told.";
                }

                var decided = entry.Decision.Decided;
                return
                    decided.Precision != DatePrecision.Unknown
                    && judged.Effective.Precision != DatePrecision.Unknown
                    && judged.Effective.Latest < decided.Earliest
                    ? $"It was communicated {judged.Effective}, before it was decided ({decided})."
                    : null;
            }
        );

    /// <summary>Nobody is shown what was told at a time that nobody knows.</summary>
    public static Rule<EntryCommunicated> CommunicatedAtAKnownTime { get; } =
        new(
            "communicated-at-a-known-time",
            "Who records that a decision was communicated says when: the organisation's people see it from then.",
            (_, judged) =>
                judged.Effective.Precision == DatePrecision.Unknown
                    ? "It was communicated at an unknown time, so it is shown to nobody: say the day, or the month."
                    : null
        );

    /// <summary>A code with a fault in it would tell nobody.</summary>
    public static Rule<EntryCommunicated> CommunicatedToKnownBodies { get; } =
        new(
            "communicated-to-known-bodies",
            "Whom a decision was communicated to is an organisation in the record, or a body that decides.",
            (communicated, judged) =>
                communicated.To.FirstOrDefault(to => !IsKnown(to, judged.Situation)) is { } unknown
                    ? $"{unknown} is no organisation in the record and no body that decides: write an ODS code, or an id such as cqc."
                    : null,
            RuleForce.RefusesAlways
        );

    private static bool IsKnown(string body, Situation situation) =>
        DecidingBody.Of(body) is not null
        || (
            OdsCode.TryParse(body, out var ods)
            && ods.Value == body
            && situation.Organisation(ods)?.Of<OrganisationRegistered>().Any() == true
        );
}

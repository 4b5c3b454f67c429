using Oversight.Projections.AuditHistory;
using Oversight.Projections.Readiness;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>
/// Every entry that counts, as believed: who decided, under which authority, on which evidence. The day asked about
/// changes nothing here but names.
/// </summary>
internal sealed class DecisionRow(
    RecordAt record,
    Timeline timeline,
    BelievedEntry entry,
    IReadOnlyList<OdsCode> about,
    DateOnly on
) : Row
{
    private readonly BelievedEntry? proposal = AnsweredBy(timeline, entry);
    private readonly Tellings tellings = Tellings.Of(timeline);

    public static Register Register { get; } =
        Register.Of(
            "decisions",
            "Decisions",
            "place, subject, summary, effective, decided, decidedBy, authority, evidence, communicated, missing",
            All,
            MayBeMissing.RegulatoryAction
        );

    /// <summary>Its place in the record.</summary>
    public long Place => entry.Place;

    /// <summary>Its id.</summary>
    public Guid Entry => entry.Id;

    /// <summary>The stream that it is in.</summary>
    public string Subject => timeline.Subject.Value;

    /// <summary>The organisations that its subject is about.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => about;

    /// <summary>Their names on the day.</summary>
    [Heading("Organisations")]
    public IEnumerable<string> Names => about.Select(ods => record.NameOf(ods, on));

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => record.RegionsOf(about);

    /// <summary>The engagement, when it is about one.</summary>
    public string? Engagement => timeline.Subject.Kind == SubjectKind.Recovery ? timeline.Subject.Id : null;

    /// <summary>Its stored name.</summary>
    public string Kind => EventCatalogue.NameOf(entry.Content);

    /// <summary>No for what only states, reports or asks for something.</summary>
    public bool Decides => entry.Content.KindOfEvent().Decides;

    /// <summary>
    /// Yes for what NHS England, another regulator or the government does about an organisation because of how it performs or is led.
    /// </summary>
    public bool RegulatoryAction => entry.Content.KindOfEvent().IsRegulatoryAction;

    /// <summary>What it says, in one line.</summary>
    [Heading("What")]
    public string Summary => entry.Content.Says();

    /// <summary>From when it holds.</summary>
    public DateWithPrecision Effective => entry.Effective;

    /// <summary>When it was decided.</summary>
    public DateWithPrecision? Decided => Decision.Decided;

    /// <summary>The body that decided, and the role.</summary>
    public string DecidedBy => Said.By(Decision.DecidedBy);

    /// <summary>The person who decided.</summary>
    [Heading("Person"), People]
    public IEnumerable<string?> DecidedByPerson => [Decision.DecidedBy.Person];

    /// <summary>
    /// What gives the authority for that kind of decision: the oversight framework of the effective day, the Act, or the legal basis of
    /// the undertakings or the direction; empty where the record does not say which that is.
    /// </summary>
    public string? Authority =>
        Record.Authority.Authority.For(entry.Content.KindOfEvent(), timeline.Subject.Kind) is var authority
            ? authority.Provision switch
            {
                Provision.OversightFramework => FrameworkThen?.Title,
                Provision.LegalBasis => LegalBasisOf(entry)?.Title,
                _ => authority.Title,
            }
            : null;

    /// <summary>What it was based on.</summary>
    public IEnumerable<string> Evidence => Said.Evidence(Decision);

    /// <summary>Why it was decided.</summary>
    [Heading("Why")]
    public string? Rationale => Decision.Rationale;

    /// <summary>Where it was taken from.</summary>
    public string? Source => Said.In(Decision.Source);

    /// <summary>Of a decision: which of rationale, letter and evidence it has not, and whether nobody concerned has been told.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            // An order says by itself why and to whom: whoever names it has named its letter and its evidence.
            var isOrder = entry.Content is OrganisationSucceeded && Decision.Source is not null;
            if (!Decides || isOrder)
            {
                yield break;
            }

            if (Decision.Rationale is null)
            {
                yield return "rationale";
            }

            if (!Decision.Evidence.Any(e => e.Title.Contains("letter", StringComparison.OrdinalIgnoreCase)))
            {
                yield return "letter";
            }

            if (Decision.Evidence.Count == 0)
            {
                yield return "evidence";
            }

            if (record.SeenBy is null && tellings.MustBeTold(entry) && Communicated is null)
            {
                yield return "communicated";
            }
        }
    }

    /// <summary>How it came into the record.</summary>
    public Origin Origin => Decision.Origin;

    /// <summary>The signed-in subject that logged it.</summary>
    public string? LoggedBy => entry.Original.LoggedBy;

    /// <summary>The proposal or recommendation that it answers.</summary>
    public Guid? Proposal => proposal?.Id;

    /// <summary>The signed-in subject that logged that.</summary>
    public string? ProposedBy => proposal?.Original.LoggedBy;

    /// <summary>Whether one person proposed and agreed: the same signed-in subject, or the same named person.</summary>
    public bool? SameProposer =>
        proposal is null
            ? null
            : proposal.Original.LoggedBy == entry.Original.LoggedBy
                || (Decision.DecidedBy.Person is { } person && proposal.Content.Decision.DecidedBy.Person == person);

    /// <summary>Whether it stands as corrected.</summary>
    public bool Corrected => entry.InForce is not null;

    /// <summary>
    /// From when those concerned had been told what it says; empty where they have not been, also where they were told of it before it was
    /// corrected.
    /// </summary>
    public DateOnly? Communicated => tellings.From(entry);

    /// <summary>Whom an entry says to have been told: ODS codes and bodies.</summary>
    public IEnumerable<string> CommunicatedTo => tellings.To(entry);

    /// <summary>Where the last challenge of it stands.</summary>
    public ChallengeState? Challenge => ChallengeStanding.Of(timeline, entry, DateOnly.MaxValue).LastOrDefault()?.State;

    protected override Basis Basis =>
        new(
            new[] { entry, proposal }.OfType<BelievedEntry>().Select(EntryReference.To),
            [AnswerRules.DecisionAsBelieved],
            FrameworkThen?.Id
        );

    private Decision Decision => entry.Content.Decision;

    // Of a direction its own; what is said of one, or of undertakings, rests on what these rest on.
    private LegalBasis? LegalBasisOf(BelievedEntry about) =>
        about.Content switch
        {
            IRestsOnLegalBasis resting => resting.RestsOn().Basis is { } id ? LegalBasis.Of(id) : null,
            IAboutDirection direction => timeline.StandsFor(direction.Direction) is { } directed
                ? LegalBasisOf(directed)
                : null,
            _ => AcceptedUndertakings.Of(timeline)?.Basis,
        };

    private FrameworkVersion? FrameworkThen => record.Frameworks.On(entry.Effective.Latest).Judging;

    private static BelievedEntry? AnsweredBy(Timeline timeline, BelievedEntry entry)
    {
        Guid? answers = entry.Content switch
        {
            SegmentAgreed agreed => agreed.Proposal,
            ExitAgreed agreed => agreed.Recommendation,
            _ => null,
        };
        return answers is { } proposal && timeline.StandsFor(proposal) is { Counts: true } proposed ? proposed : null;
    }

    private static IEnumerable<DecisionRow> All(RecordAt record, DateOnly day) =>
        record
            .Subjects.SelectMany(subject =>
            {
                var timeline = record.TimelineOf(subject)!;
                var about = SubjectOrganisations.Of(timeline);
                return timeline
                    .Entries.Where(e => e.Counts)
                    .Select(entry => new DecisionRow(record, timeline, entry, about, day));
            })
            .OrderBy(d => d.Place);
}

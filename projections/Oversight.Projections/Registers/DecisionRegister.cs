using Oversight.Projections.AuditHistory;
using Oversight.Projections.Readiness;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>What the record believes that was decided or stated: by whom, under which authority, on which evidence.</summary>
internal static class DecisionRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "decisions",
            "Decisions",
            "Every entry that counts, as believed: who decided, under which authority, on which evidence. The day asked about changes nothing here.",
            new ColumnsOf<Item>()
                .Number("place", "Place", "Its place in the record.", d => d.Entry.Place)
                .Entries("entry", "Entry", "Its id.", d => [d.Entry.Id])
                .Text("subject", "Subject", "The stream that it is in.", d => d.Subject.Value)
                .List("ods", "ODS", "The organisations that its subject is about.", d => d.About.Select(o => o.Value))
                .List("region", "Region", "The codes of their regions.", d => d.Regions)
                .Text(
                    "engagement",
                    "Engagement",
                    "The engagement, when it is about one.",
                    d => d.Subject.Kind == SubjectKind.Recovery ? d.Subject.Id : null
                )
                .Text("kind", "Kind", "Its stored name.", d => EventCatalogue.NameOf(d.Entry.Content))
                .YesNo("decides", "Decides", "No for what only states, reports or asks for something.", d => d.Decides)
                .Text("summary", "What", "What it says, in one line.", d => d.Entry.Content.Says())
                .Date("effective", "Effective", "From when it holds.", d => d.Entry.Effective)
                .Date("decided", "Decided", "When it was decided.", d => d.Decision.Decided)
                .Text(
                    "decidedBy",
                    "Decided by",
                    "The body that decided, and the role.",
                    d => Said.By(d.Decision.DecidedBy)
                )
                .People("decidedByPerson", "Person", "The person who decided.", d => [d.Decision.DecidedBy.Person])
                .Text(
                    "authority",
                    "Authority",
                    "The legal basis of undertakings and directions, the Act for establishments, mergers and annual assessments; else the framework of the effective day.",
                    d => d.Authority
                )
                .List("evidence", "Evidence", "What it was based on.", d => Said.Evidence(d.Decision))
                .Text("rationale", "Why", "Why it was decided.", d => d.Decision.Rationale)
                .Text("source", "Source", "Where it was taken from.", d => Said.In(d.Decision.Source))
                .List(
                    "missing",
                    "Missing",
                    "Of a decision: which of rationale, letter and evidence it has not.",
                    d => d.Missing
                )
                .Word<Origin>("origin", "Origin", "How it came into the record.", d => d.Decision.Origin)
                .Text("loggedBy", "Logged by", "The signed-in subject that logged it.", d => d.Entry.Original.LoggedBy)
                .Entries(
                    "proposal",
                    "Proposal",
                    "The proposal or recommendation that it answers.",
                    d => d.Proposal is { } p ? [p.Id] : null
                )
                .Text(
                    "proposedBy",
                    "Proposed by",
                    "The signed-in subject that logged that.",
                    d => d.Proposal?.Original.LoggedBy
                )
                .YesNo(
                    "sameProposer",
                    "Same proposer",
                    "Whether one person proposed and agreed: the same signed-in subject, or the same named person.",
                    d => d.SameProposer
                )
                .YesNo("corrected", "Corrected", "Whether it stands as corrected.", d => d.Entry.InForce is not null)
                .Day("communicated", "Communicated", "When the organisation was told.", d => d.Decision.Communicated),
            "place, subject, summary, effective, decided, decidedBy, authority, evidence, missing",
            (record, _) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return record
                    .Subjects.SelectMany(subject =>
                    {
                        var timeline = record.TimelineOf(subject)!;
                        var about = SubjectOrganisations.Of(timeline);
                        var regions = organisations.RegionsOf(about);
                        return timeline
                            .Entries.Where(e => e.Counts)
                            .Select(entry => Item.Of(record, timeline, entry, about, regions));
                    })
                    .OrderBy(d => d.Entry.Place);
            },
            d =>
                new(
                    new[] { d.Entry, d.Proposal }.OfType<BelievedEntry>().Select(EntryReference.To),
                    [AnswerRules.DecisionAsBelieved],
                    d.Framework
                )
        );

    private sealed record Item(
        SubjectId Subject,
        BelievedEntry Entry,
        IReadOnlyList<OdsCode> About,
        IReadOnlyList<string> Regions,
        BelievedEntry? Proposal,
        string? Authority,
        string? Framework
    )
    {
        public Decision Decision => Entry.Content.Decision;

        public bool Decides => Entry.Content.KindOfEvent().Decides;

        public IEnumerable<string> Missing
        {
            get
            {
                // An order says by itself why and to whom: whoever names it has named its letter and its evidence.
                var isOrder = Entry.Content is OrganisationSucceeded && Decision.Source is not null;
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
            }
        }

        public bool? SameProposer =>
            Proposal is null
                ? null
                : Proposal.Original.LoggedBy == Entry.Original.LoggedBy
                    || (
                        Decision.DecidedBy.Person is { } person && Proposal.Content.Decision.DecidedBy.Person == person
                    );

        public static Item Of(
            RecordAt record,
            Timeline timeline,
            BelievedEntry entry,
            IReadOnlyList<OdsCode> about,
            IReadOnlyList<string> regions
        )
        {
            Guid? answers = entry.Content switch
            {
                SegmentAgreed agreed => agreed.Proposal,
                ExitAgreed agreed => agreed.Recommendation,
                _ => null,
            };
            var framework = record.Frameworks.On(entry.Effective.Latest).Judging;
            return new(
                timeline.Subject,
                entry,
                about,
                regions,
                answers is { } proposal && timeline.StandsFor(proposal) is { Counts: true } proposed ? proposed : null,
                entry.Content switch
                {
                    DirectionIssued direction => LegalBasis.Of(direction.LegalBasis).Title,
                    // No oversight framework establishes, merges or assesses: the Act does.
                    OrganisationRegistered or OrganisationSucceeded => "National Health Service Act 2006",
                    AnnualAssessmentPublished => "National Health Service Act 2006, section 14Z59",
                    _ => AcceptedUndertakings.Of(timeline)?.Basis.Title ?? framework?.Title,
                },
                framework?.Id
            );
        }
    }
}

using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;

namespace Oversight.Desk.Imports;

/// <summary>What an import would do, or did, with one fact of the document.</summary>
public enum ImportOutcome
{
    /// <summary>It is not in the record: stored, unless this is a dry run.</summary>
    New,

    /// <summary>It is in the record with this value: nothing is stored.</summary>
    Same,

    /// <summary>It is in the record with another value, or was retracted: nothing is stored, somebody has to decide.</summary>
    Conflict,
}

/// <summary>One fact of the document beside the record.</summary>
/// <param name="Ods">The organisation.</param>
/// <param name="Kind">The kind of fact, as its entry would be stored.</param>
/// <param name="Lines">Where it stands in the document.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Document">What the document says.</param>
/// <param name="Recorded">What the record says, on a conflict; of long texts, where it differs.</param>
/// <param name="Entry">The entry that says so.</param>
public sealed record ImportedFact(
    OdsCode Ods,
    string Kind,
    string Lines,
    ImportOutcome Outcome,
    string Document,
    string? Recorded,
    Guid? Entry
);

/// <summary>
/// An annual assessment document beside the record. A fact's identity is publication, year, organisation and kind:
/// importing again stores nothing, and a differing value is a conflict.
/// </summary>
/// <param name="Document">What was read.</param>
/// <param name="Facts">Each of its facts, in the document's order.</param>
/// <param name="Draft">What is to be stored.</param>
public sealed record AssessmentImport(AnnualAssessmentDocument Document, IReadOnlyList<ImportedFact> Facts, Draft Draft)
{
    /// <summary>Reads the document and holds it against the record. Stores nothing.</summary>
    /// <param name="record">The record, for the organisations and what was imported before.</param>
    /// <param name="fileName">The document's name in messages.</param>
    /// <param name="bytes">The document: UTF-8 text.</param>
    /// <param name="published">When it was published; unknown when the caller does not know.</param>
    /// <param name="headings">The sets of headings by which it may be read; null: those built in.</param>
    /// <param name="year">The year assessed, when the document does not say; else null.</param>
    /// <param name="publication">The publication's reference, when the document does not say; else null.</param>
    /// <param name="now">When it is logged.</param>
    /// <exception cref="DocumentNotUnderstoodException">A line cannot be placed; names file, line and reason.</exception>
    public static AssessmentImport Prepare(
        RecordAt record,
        string fileName,
        ReadOnlySpan<byte> bytes,
        DateWithPrecision published,
        IReadOnlyList<AssessmentHeadings>? headings,
        string? year,
        string? publication,
        DateTimeOffset now
    )
    {
        var document = Read(record, fileName, bytes, headings, year, publication);
        var assessed = DateWithPrecision.Parse(document.Year);
        var draft = new Draft(record, now, loggedBy: "");
        var facts = new List<ImportedFact>();
        foreach (var board in document.Boards)
        {
            var ods = OdsCode.Parse(board.Ods);
            var lineOfSegment = $"lines {board.NameLine}-{board.SegmentLine}";
            var segment = new SegmentPublished(
                Decision(assessed, published, document.Publication, lineOfSegment),
                board.Segment,
                board.PrintedSegment
            );
            Place(ods, segment, other => other.Segment == segment.Segment && other.Label == segment.Label, _ => "");
            var linesOfAreas = $"lines {board.Areas.Min(a => a.FirstLine)}-{board.Areas.Max(a => a.LastLine)}";
            var assessment = new AnnualAssessmentPublished(
                Decision(assessed, published, document.Publication, linesOfAreas),
                [
                    .. board.Areas.Select(a => new Record.Segments.AssessedArea(
                        a.Heading,
                        a.Text,
                        $"{a.FirstLine}-{a.LastLine}"
                    )),
                ]
            );
            Place(
                ods,
                assessment,
                other => Said(other).SequenceEqual(Said(assessment)),
                other => Differences(other, assessment)
            );
        }

        return new(document, facts, draft);

        void Place<T>(OdsCode ods, T fact, Func<T, bool> agrees, Func<T, string> differences)
            where T : Event
        {
            var (outcome, recorded) = FactBesideRecord.Of(record.TimelineOf(ods), fact, agrees);
            if (outcome == ImportOutcome.New)
            {
                draft.Take(new LogDecision(SubjectId.Of(ods), fact));
            }

            facts.Add(
                new(
                    ods,
                    EventCatalogue.NameOf(fact),
                    fact.Decision.Source!.Fact!,
                    outcome,
                    fact.Says(),
                    outcome == ImportOutcome.Conflict ? RecordSays(recorded!, differences) : null,
                    recorded?.Id
                )
            );
        }
    }

    /// <summary>Reads the document, with the boards of the record.</summary>
    /// <inheritdoc cref="Prepare" path="/param"/>
    /// <inheritdoc cref="Prepare" path="/exception"/>
    public static AnnualAssessmentDocument Read(
        RecordAt record,
        string fileName,
        ReadOnlySpan<byte> bytes,
        IReadOnlyList<AssessmentHeadings>? headings,
        string? year,
        string? publication
    ) =>
        AnnualAssessmentDocument.Parse(
            fileName,
            AnnualAssessmentDocument.LinesOf(fileName, bytes),
            Vocabulary(record, headings ?? AssessmentHeadings.BuiltIn),
            year,
            publication
        );

    private static string RecordSays<T>(BelievedEntry recorded, Func<T, string> differences)
        where T : Event
    {
        var says = recorded.Content.Says();
        return !recorded.Counts ? "retracted: " + says
            : recorded.Content is T differing ? says + differences(differing)
            : says;
    }

    private static IEnumerable<(string Heading, string Text)> Said(AnnualAssessmentPublished assessment) =>
        assessment.Areas.Select(a => (a.Heading, a.Text));

    // The summaries of two assessments are alike: this says where to look.
    private static string Differences(AnnualAssessmentPublished recorded, AnnualAssessmentPublished printed)
    {
        var same = Said(recorded).Intersect(Said(printed));
        var headings = recorded
            .Areas.Concat(printed.Areas)
            .Select(a => a.Heading)
            .Distinct()
            .Except(same.Select(a => a.Heading));
        var differing = string.Join(", ", headings.Select(heading => $"\"{heading}\""));
        return differing.Length == 0 ? "; its areas in another order" : $"; other text under {differing}";
    }

    private static Decision Decision(
        DateWithPrecision assessed,
        DateWithPrecision published,
        string publication,
        string lines
    ) =>
        new(assessed, published, new DecidedBy("nhs-england"))
        {
            Origin = Origin.Imported,
            Source = new Source(publication, lines),
        };

    private static AssessmentVocabulary Vocabulary(RecordAt record, IReadOnlyList<AssessmentHeadings> headings) =>
        new(headings, [.. Region.All.Select(r => r.Name)], year => BoardsOf(record, DateWithPrecision.Parse(year)));

    private static OrganisationNames BoardsOf(RecordAt record, DateWithPrecision year) =>
        new(
            from ods in record.Organisations
            let timeline = record.TimelineOf(ods)
            from registered in timeline.Of<OrganisationRegistered>()
            let content = registered.Content
            where content.Kind == OrganisationKind.Icb && registered.Effective.Earliest <= year.Latest
            let ended = timeline.Of<OrganisationSucceeded>().FirstOrDefault()
            where ended is null || ended.Effective.Latest > year.Earliest
            select new NamedOrganisation(
                ods.Value,
                content.Name,
                content.AlsoKnownAs ?? [],
                Region.Of(content.Region).Name
            )
        );
}

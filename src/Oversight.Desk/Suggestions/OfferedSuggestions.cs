using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Imports;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Suggestions;

namespace Oversight.Desk.Suggestions;

/// <summary>Whether somebody has answered a suggestion.</summary>
public enum SuggestionState
{
    /// <summary>Nobody has: it is offered.</summary>
    Offered,

    /// <summary>It was accepted, as it was or changed: an entry of the record says so.</summary>
    Accepted,

    /// <summary>It was rejected.</summary>
    Rejected,
}

/// <summary>A suggestion beside the record.</summary>
/// <param name="Suggestion">The suggestion.</param>
/// <param name="State">Whether it was answered.</param>
/// <param name="Entry">The entry that accepted or rejected it.</param>
public sealed record OfferedSuggestion(Suggestion Suggestion, SuggestionState State, Guid? Entry);

/// <summary>
/// What an annual assessment document is read to state, beside the record. Nothing is stored by it. What was accepted or rejected is
/// known by the suggestion's key: an accepted one stands in its entry's source, a rejected one in the entry of the rejection.
/// </summary>
/// <param name="Document">What was read.</param>
/// <param name="Published">When it was published.</param>
/// <param name="All">Every suggestion, board by board as printed.</param>
public sealed record OfferedSuggestions(
    AnnualAssessmentDocument Document,
    DateWithPrecision Published,
    IReadOnlyList<OfferedSuggestion> All
)
{
    private const string InSource = ", suggestion ";

    /// <summary>Those that nobody has answered.</summary>
    public IEnumerable<Suggestion> Offered =>
        All.Where(one => one.State == SuggestionState.Offered).Select(one => one.Suggestion);

    /// <summary>Reads a document and holds it against the record.</summary>
    /// <param name="record">The record, for the organisations and for what was answered.</param>
    /// <param name="document">The document.</param>
    /// <param name="published">When it was published.</param>
    public static OfferedSuggestions Of(RecordAt record, AnnualAssessmentDocument document, DateWithPrecision published)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(document);
        var answered = Answered(record, document.Publication);
        return new(
            document,
            published,
            [
                .. AssessmentReader
                    .Suggestions(document, TrustsOf(record, DateWithPrecision.Parse(document.Year)))
                    .Select(suggestion =>
                        answered.TryGetValue(suggestion.Key, out var answer)
                            ? new OfferedSuggestion(suggestion, answer.State, answer.Entry)
                            : new OfferedSuggestion(suggestion, SuggestionState.Offered, null)
                    ),
            ]
        );
    }

    /// <summary>The decision that accepting a suggestion logs: what it is about, and the entry.</summary>
    /// <param name="suggestion">The suggestion.</param>
    /// <param name="subject">The organisation that it is about: the suggestion's, unless somebody changed it.</param>
    /// <param name="kind">The kind of entry: the suggestion's, unless somebody changed it.</param>
    /// <param name="fields">What it says: the suggestion's, unless somebody changed it.</param>
    /// <exception cref="BadInputException">It cannot be recorded so; names the member at fault.</exception>
    public LogDecision Decision(Suggestion suggestion, OdsCode subject, string kind, JsonObject fields)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        ArgumentNullException.ThrowIfNull(fields);
        if (!EventCatalogue.All.TryGetValue(kind, out var type))
        {
            throw new BadInputException("kind", $"\"{kind}\" is no kind of entry.");
        }

        var content = StrictJson.ReadDecision(
            StrictJson.ParseObject(JsonSerializer.SerializeToUtf8Bytes(Body(suggestion, kind, fields))),
            type,
            ""
        );
        // A set of undertakings is a subject of its own: one for each board and document.
        return new(
            content.KindOfEvent().About.HasFlag(SubjectKind.Organisation)
                ? SubjectId.Of(subject)
                : SubjectId.Of(content.KindOfEvent().About, IdOf(suggestion)),
            content
        );
    }

    /// <summary>The rejection that is logged.</summary>
    /// <param name="suggestion">The suggestion.</param>
    /// <param name="reason">Why it is rejected.</param>
    /// <param name="on">The day of the answer.</param>
    /// <param name="by">The body that answers.</param>
    public LogDecision Rejection(Suggestion suggestion, string reason, DateOnly on, DecidedBy by)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        var day = DateWithPrecision.Day(on);
        return new(
            SubjectId.Of(suggestion.Board),
            new SuggestionRejected(
                new Decision(day, day, by)
                {
                    Rationale = reason,
                    Source = new Source(Document.Publication, $"line {suggestion.Line}"),
                },
                suggestion.Key,
                suggestion.Kind,
                suggestion.Fields.ToJsonString(PlainJson)
            )
        );
    }

    /// <summary>The whole entry, as it could be posted too.</summary>
    public JsonObject Body(Suggestion suggestion, string kind, JsonObject fields)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.ContainsKey("decision"))
        {
            throw new BadInputException("decision", "is made from the document: leave it out of the fields.");
        }

        var body = fields.DeepClone().AsObject();
        body["decision"] = new JsonObject
        {
            ["effective"] = Document.Year,
            ["decided"] = Published.Stored,
            ["decidedBy"] = new JsonObject { ["body"] = BodyThatDecided(kind, fields) },
            ["origin"] = "imported",
            ["source"] = new JsonObject
            {
                ["document"] = Document.Publication,
                ["fact"] = $"line {suggestion.Line}{InSource}{suggestion.Key}",
            },
        };
        return body;
    }

    internal static readonly JsonSerializerOptions PlainJson = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What the Care Quality Commission gave, it decided; everything else is told by NHS England, whose document it is.
    private static string BodyThatDecided(string kind, JsonObject fields) =>
        kind == "notice_given" && fields["kind"]?.ToString() is "warning-notice" or "inspection" or "rating"
            ? "cqc"
            : "nhs-england";

    private string IdOf(Suggestion suggestion) =>
        $"{suggestion.Subject.Value}-{new string([.. Document.Publication.Where(char.IsAsciiLetterOrDigit)])}".ToLowerInvariant();

    private static Dictionary<string, (SuggestionState State, Guid Entry)> Answered(RecordAt record, string publication)
    {
        var answered = new Dictionary<string, (SuggestionState, Guid)>(StringComparer.Ordinal);
        foreach (var entry in record.Subjects.SelectMany(subject => record.TimelineOf(subject)!.Entries))
        {
            // An accepted one stays answered when its entry is corrected or retracted: somebody has looked at it. A rejection counts
            // until it is retracted.
            foreach (var content in new[] { entry.Original.Event, entry.Content })
            {
                if (
                    content is SuggestionRejected rejected
                    && entry.Counts
                    && rejected.Decision.Source?.Document == publication
                )
                {
                    answered.TryAdd(rejected.Key, (SuggestionState.Rejected, entry.Id));
                }
                else if (
                    content.Decision.Source is { Fact: { } fact } source
                    && source.Document == publication
                    && fact.LastIndexOf(InSource, StringComparison.Ordinal) is >= 0 and var at
                )
                {
                    answered[fact[(at + InSource.Length)..]] = (SuggestionState.Accepted, entry.Id);
                }
            }
        }

        return answered;
    }

    // By all the names that they are registered under, each with the system that it belonged to at the end of the year.
    private static IEnumerable<NamedTrust> TrustsOf(RecordAt record, DateWithPrecision year) =>
        from ods in record.Organisations
        let timeline = record.TimelineOf(ods)
        from registered in timeline.Of<OrganisationRegistered>()
        where registered.Content.Kind != OrganisationKind.Icb
        let system = BelievedSystem.On(timeline, year.Latest, other => record.TimelineOf(other))
        from name in (registered.Content.AlsoKnownAs ?? []).Prepend(registered.Content.Name)
        select new NamedTrust(ods.Value, name, system.Certain?.Value);
}

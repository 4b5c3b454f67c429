using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Meetings;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.Web.Api;

namespace Oversight.Web.OpenApi;

/// <summary>One body that is taken for each decision. The people and documents in them are made up.</summary>
internal static class Examples
{
    private static readonly DateWithPrecision Day = DateWithPrecision.Parse("2024-11-01");

    private static readonly Decision Decided = new(
        Day,
        Day,
        new DecidedBy("nhs-england", "Regional Director", "Alex Example")
    )
    {
        Rationale = "Agreed at the regional oversight meeting.",
        Evidence = [new EvidenceReference("Decision letter", "REF-2024-117")],
    };

    private static readonly Decision Published = Decided with
    {
        Effective = DateWithPrecision.FinancialYear(2024),
        Source = new Source("PRN00000", "page 3"),
        Origin = Origin.Imported,
    };

    private static readonly FrameworkVersion Framework = new(
        "nof-2027-28",
        "NHS Oversight Framework 2027/28",
        "2027/28",
        [new FrameworkSegment(1, "Least support"), new FrameworkSegment(2, "Most support")],
        [OrganisationKind.Icb],
        2,
        "Intensive support",
        ["nhs-england"]
    );

    /// <summary>The body for a type; null when there is none.</summary>
    public static JsonNode? Of(Type type)
    {
        var correction = Decided with { Rationale = "The letter says segment 2." };
        object? body = type.Name switch
        {
            nameof(SegmentAssigned) => new SegmentAssigned(Decided, 3),
            nameof(SegmentReviewed) => new SegmentReviewed(Decided, 3, DateWithPrecision.Parse("Q4 2024/25")),
            nameof(SegmentPublished) => new SegmentPublished(Published, 3, "Segment 3"),
            nameof(AnnualAssessmentPublished) => new AnnualAssessmentPublished(
                Published,
                [new AssessedArea("System leadership", "The board has …", "18-18")]
            ),
            nameof(OrganisationSucceeded) => new OrganisationSucceeded(
                Decided,
                [new Successor(OdsCode.Parse("S1Y5D"), SuccessionKind.Merger)]
            ),
            nameof(OrganisationRegistered) => new OrganisationRegistered(
                Decided,
                OdsCode.Parse("X1X1X"),
                OrganisationKind.Icb,
                "NHS Example ICB",
                "Y60"
            ),
            nameof(FrameworkPublished) => new FrameworkPublished(Decided, Framework),
            nameof(CorrectionBody) => new CorrectionBody(
                correction,
                JsonSerializer.SerializeToElement(new SegmentAssigned(Decided, 2), EventCatalogue.Json)
            ),
            nameof(RetractionBody) => new RetractionBody(correction),
            nameof(MeetingMinutes) => new MeetingMinutes(
                new Meeting("Regional oversight meeting", Day.Earliest, Decided.DecidedBy)
                {
                    Evidence = [new EvidenceReference("Minutes", "REF-2024-118")],
                },
                [
                    new MeetingOutcome("organisation-QJ2", NoChange.Type, 2),
                    new MeetingOutcome(
                        "organisation-QNC",
                        EventCatalogue.NameOf(typeof(SegmentAssigned)),
                        2,
                        JsonSerializer.SerializeToElement(
                            new { segment = 3, decision = new { rationale = "The plan was not delivered." } }
                        )
                    ),
                ]
            ),
            _ => null,
        };
        return body is null ? null : JsonSerializer.SerializeToNode(body, body.GetType(), AnswerJson.Options);
    }
}

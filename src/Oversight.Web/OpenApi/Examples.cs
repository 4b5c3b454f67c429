using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Meetings;
using Oversight.Record.Catalogue;
using Oversight.Record.Segments;
using Oversight.Web.Http;

namespace Oversight.Web.OpenApi;

/// <summary>One body that is taken for each decision. The people and documents in them are made up.</summary>
internal static class Examples
{
    private static readonly Decision Corrected = Example.Decided with { Rationale = "The letter says segment 2." };

    private static readonly Dictionary<Type, object> Bodies = new object[]
    {
        new CorrectionBody(
            Corrected,
            JsonSerializer.SerializeToElement(new SegmentAssigned(Example.Decided, 2), EventCatalogue.Json)
        ),
        new RetractionBody(Corrected),
        new MeetingMinutes(
            new Meeting("Regional oversight meeting", Example.Decided.Effective.Earliest, Example.Decided.DecidedBy)
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
    }
        .Concat(EventCatalogue.Kinds.Select(kind => kind.Example()))
        .ToDictionary(body => body.GetType());

    /// <summary>The body for a type; null when there is none.</summary>
    public static JsonNode? Of(Type type) =>
        Bodies.TryGetValue(type, out var body) ? JsonSerializer.SerializeToNode(body, type, AnswerJson.Options) : null;
}

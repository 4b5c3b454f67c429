using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>Decisions about an organisation's segment.</summary>
internal static class SegmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapDecision<SegmentAssigned>("segment", (ods, content) => new AssignSegment(ods, content))
            .Decides<SegmentAssigned>("AssignSegment", "Segments", "Place an organisation in a segment");
        routes
            .MapDecision<SegmentReviewed>("segment-review", (ods, content) => new ReviewSegment(ods, content))
            .Decides<SegmentReviewed>("ReviewSegment", "Segments", "A segment was reviewed and confirmed");
        routes
            .MapDecision<SegmentPublished>("published-segment", (ods, content) => new PublishSegment(ods, content))
            .Decides<SegmentPublished>("PublishSegment", "Segments", "A document states a segment for a period");
    }
}

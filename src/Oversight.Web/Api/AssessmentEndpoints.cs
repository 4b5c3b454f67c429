using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>Annual assessments.</summary>
internal static class AssessmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapDecision<AnnualAssessmentPublished>(
                "annual-assessment",
                (ods, content) => new PublishAnnualAssessment(ods, content)
            )
            .Decides<AnnualAssessmentPublished>(
                "PublishAnnualAssessment",
                "Annual assessments",
                "An annual assessment was published"
            );
}

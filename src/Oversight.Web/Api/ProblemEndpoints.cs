using Oversight.Desk.Problems;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>What a kind of problem means.</summary>
/// <param name="Type">Its address, as in the member "type" of a problem.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">What it is.</param>
/// <param name="WhatToDo">What the caller can do about it.</param>
public sealed record ProblemExplained(string Type, int Status, string Title, string WhatToDo);

/// <summary>A kind of problem that an address names.</summary>
internal sealed record OfProblem
{
    [Step("The last step of a problem's type.", "version-moved")]
    public required string Name { get; init; }
}

/// <summary>The addresses that problem types name.</summary>
internal static class ProblemEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var problems = api.MapGroup("")
            .WithTags("Problems")
            .WithMetadata(new AnswersInJson())
            .WithMetadata(Descriptions.Problems(400, 404, 406));
        problems.MapGet("/problems", List).WithName("ListProblems").Produces<IReadOnlyList<ProblemExplained>>();
        problems.MapGet("/problems/{name}", Get).WithName("GetProblem").Produces<ProblemExplained>();
    }

    /// <summary>Every kind of problem.</summary>
    public static Reply<ProblemExplained[]> List() => new([.. ProblemType.All.Select(Explain)]) { CacheControl = null };

    /// <summary>One kind of problem.</summary>
    public static Reply<ProblemExplained> Get([AsParameters] OfProblem of) =>
        new(
            Explain(
                ProblemType.All.FirstOrDefault(type => type.Name == of.Name)
                    ?? throw ProblemException.NoSuchAddress(
                        "There is no such kind of problem; /api/problems lists them."
                    )
            )
        )
        {
            CacheControl = null,
        };

    private static ProblemExplained Explain(ProblemType type) =>
        new(type.Address, type.Status, type.Title, type.WhatToDo);
}

using System.ComponentModel;
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

/// <summary>The addresses that problem types name.</summary>
internal static class ProblemEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/problems", (Delegate)ListAsync)
            .Explains<IReadOnlyList<ProblemExplained>>("ListProblems", "Every kind of problem");
        routes.MapGet("/api/problems/{name}", GetAsync).Explains<ProblemExplained>("GetProblem", "One kind of problem");
    }

    private static Task ListAsync(HttpContext context) =>
        WriteAsync(context, ProblemType.All.Select(Explain).ToArray());

    private static Task GetAsync(
        [Description("The last step of a problem's type.")] string name,
        HttpContext context
    ) =>
        WriteAsync(
            context,
            Explain(
                ProblemType.All.FirstOrDefault(type => type.Name == name)
                    ?? throw ProblemException.NoSuchAddress(
                        "There is no such kind of problem; /api/problems lists them."
                    )
            )
        );

    private static Task WriteAsync<T>(HttpContext context, T body)
    {
        Coordinates.OnlyTakes(context.Request);
        return AnswerHeaders.WriteJsonAsync(context, StatusCodes.Status200OK, body);
    }

    private static ProblemExplained Explain(ProblemType type) =>
        new(type.Address, type.Status, type.Title, type.WhatToDo);
}

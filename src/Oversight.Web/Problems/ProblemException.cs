using Oversight.Desk.Problems;

namespace Oversight.Web.Problems;

/// <summary>A request ends here with a problem.</summary>
/// <param name="problem">What is answered.</param>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;

    public static ProblemException BadInput(string field, string detail) =>
        new(new Problem(ProblemType.BadInput, detail) { Field = field });

    public static ProblemException NotFound(string detail) => new(new Problem(ProblemType.NotFound, detail));

    /// <summary>The program has no such address.</summary>
    public static ProblemException NoSuchAddress(string detail) => new(new Problem(ProblemType.NoSuchAddress, detail));
}

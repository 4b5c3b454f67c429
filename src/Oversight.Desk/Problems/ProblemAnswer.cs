using Oversight.Desk.Meetings;

namespace Oversight.Desk.Problems;

/// <summary>The rule that refused a decision.</summary>
/// <param name="Name">Its stable name, such as national-agreement.</param>
/// <param name="Sentence">The rule in a sentence.</param>
public sealed record RefusingRule(string Name, string Sentence);

/// <summary>Problem details as RFC 9457 has them, with members of our own.</summary>
/// <param name="Type">The address that explains this kind of problem.</param>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong this time.</param>
/// <param name="WhatToDo">What the caller can do about it.</param>
/// <param name="Field">The member, parameter or header at fault; a member as a path such as decision.decidedBy.body.</param>
/// <param name="Rule">The rule that refused the decision.</param>
/// <param name="Version">The version that the subject is at now.</param>
/// <param name="Outcomes">Of a meeting: every outcome that is refused.</param>
/// <param name="Entry">The entry that says so already.</param>
/// <param name="TraceId">Under which the log tells more.</param>
public sealed record ProblemAnswer(
    string Type,
    string Title,
    int Status,
    string Detail,
    string WhatToDo,
    string? Field = null,
    RefusingRule? Rule = null,
    long? Version = null,
    IReadOnlyList<RefusedOutcome>? Outcomes = null,
    Guid? Entry = null,
    string? TraceId = null
)
{
    /// <summary>The problem that an exception is, for those who are not answered over HTTP.</summary>
    /// <param name="exception">What ended what was asked for.</param>
    /// <param name="otherwise">The name of the problem, as /api/problems lists them, where the exception alone does not tell.</param>
    /// <param name="detail">What is wrong, where the exception alone does not tell.</param>
    public static ProblemAnswer Of(Exception exception, string otherwise, string detail)
    {
        var problem = Problem.Of(exception);
        return problem.Type == ProblemType.Failed
            ? new Problem(ProblemType.All.Single(type => type.Name == otherwise), detail).ToAnswer()
            : problem.ToAnswer();
    }
}

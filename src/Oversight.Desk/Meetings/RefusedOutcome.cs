using Oversight.Record.Catalogue;

namespace Oversight.Desk.Meetings;

/// <summary>An outcome of a meeting that is refused.</summary>
/// <param name="Index">Its number among the outcomes, from 0.</param>
/// <param name="Subject">The subject that it is about, as the caller wrote it.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Field">The member at fault, such as outcomes[2].data.segment; absent when a rule refuses it.</param>
/// <param name="Rule">The name of the rule that refuses it.</param>
public sealed record RefusedOutcome(int Index, string Subject, string Detail, string? Field = null, string? Rule = null)
{
    /// <summary>One line about it.</summary>
    public override string ToString() =>
        $"{Field ?? $"outcomes[{Index}]"} ({Subject}): {Detail}{(Rule is null ? "" : $" (rule {Rule})")}";

    /// <summary>What an exception says of an outcome; null when it is not about the outcome.</summary>
    internal static RefusedOutcome? Of(int index, string subject, Exception exception) =>
        exception switch
        {
            BadInputException e => new(index, subject, e.Problem, PathOf(index, e.Field)),
            UnknownSubjectException e => new(index, subject, e.Message),
            RuleRefusedException e => new(index, subject, e.Breach, Rule: e.Rule.Name),
            _ => null,
        };

    // What reads the outcome knows the whole path; what decides knows the event only.
    private static string PathOf(int index, string field) =>
        field.StartsWith("outcomes[", StringComparison.Ordinal) ? field
        : field == "subject" ? $"outcomes[{index}].subject"
        : $"outcomes[{index}].data.{field}";
}

/// <summary>Outcomes of a meeting are refused, and so all of it: nothing was stored.</summary>
/// <param name="refused">Every outcome that is refused, in order.</param>
/// <param name="outcomes">How many outcomes the meeting has.</param>
public sealed class OutcomesRefusedException(IReadOnlyList<RefusedOutcome> refused, int outcomes)
    : Exception(
        $"{refused.Select(r => r.Index).Distinct().Count()} of {outcomes} outcomes are refused; nothing was stored."
            + string.Concat(refused.Select(r => $"\n  {r}"))
    )
{
    /// <summary>Every outcome that is refused, in order.</summary>
    public IReadOnlyList<RefusedOutcome> Refused { get; } = refused;

    /// <summary>How many outcomes the meeting has.</summary>
    public int Outcomes { get; } = outcomes;
}

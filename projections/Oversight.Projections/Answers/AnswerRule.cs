namespace Oversight.Projections.Answers;

/// <summary>A rule by which an answer was found: its name stands beside what it says, its sentence once in the answer.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Sentence">The rule in a sentence that a person understands.</param>
public sealed record AnswerRule(string Name, string Sentence)
{
    /// <summary>The rule that decisions are refused by, where it is also the one that an answer rests on.</summary>
    public static AnswerRule Of(Rule rule) => new(rule.Name, rule.Sentence);
}

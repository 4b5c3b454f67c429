using Oversight.Record.Recovery;

namespace Oversight.Projections.Answers;

/// <summary>The four answers to a question of yes or no, from what says least to what says most.</summary>
public enum StatedAnswer
{
    /// <summary>The record says nothing.</summary>
    NotStated,

    /// <summary>The record says that it is not so.</summary>
    No,

    /// <summary>The record says several things, or dates are too imprecise to say.</summary>
    Uncertain,

    /// <summary>The record says that it is so.</summary>
    Yes,
}

/// <summary>Answers from what is certain.</summary>
internal static class StatedAnswers
{
    /// <summary>The answer where the record says something.</summary>
    public static StatedAnswer Of(Certainty certainty) =>
        certainty switch
        {
            Certainty.Yes => StatedAnswer.Yes,
            Certainty.Perhaps => StatedAnswer.Uncertain,
            _ => StatedAnswer.No,
        };
}

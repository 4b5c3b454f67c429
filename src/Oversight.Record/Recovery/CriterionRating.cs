namespace Oversight.Record.Recovery;

/// <summary>An event that rates a criterion.</summary>
public interface IRatesCriterion : IMayFollowExit
{
    /// <summary>What all decisions have in common.</summary>
    Decision Decision { get; }

    /// <summary>The criterion's reference.</summary>
    string Criterion { get; }

    /// <summary>The member for which it is rated; left out: for all.</summary>
    OdsCode? Member { get; }

    /// <summary>How sure it is.</summary>
    Confidence? Confidence { get; }

    /// <inheritdoc/>
    bool IMayFollowExit.MayFollowExit(Engagement engagement) =>
        EngagementRules.IsOfTransition(engagement, Criterion, Decision.Effective);
}

/// <summary>How sure a judgement is.</summary>
public enum Confidence
{
    /// <summary>Little supports it.</summary>
    Low,

    /// <summary>Some of it is supported.</summary>
    Medium,

    /// <summary>It is well supported.</summary>
    High,
}

/// <summary>What ratings of a criterion have in common.</summary>
internal static class CriterionRating
{
    public static string InWords(Confidence? confidence) =>
        confidence is { } known ? $" (confidence {Entries.InWords.Of(known)})" : "";

    public static string Of(OdsCode? member) => member is null ? "" : $" of {member}";

    public static IEnumerable<(string, string)> Stated(
        IRatesCriterion rated,
        string what,
        string rating,
        Confidence? confidence
    ) =>
        [
            ($"{rated.Criterion} {what}{Of(rated.Member)}", rating),
            .. Entries.Stated.Maybe(
                $"{rated.Criterion} {what}{Of(rated.Member)}, confidence",
                confidence is { } known ? Entries.InWords.Of(known) : null
            ),
        ];
}

using Oversight.Record.Entries;
using Oversight.Record.Suggestions;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of suggestions.</summary>
internal static class RuleBreachOfSuggestions
{
    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [
        new(
            "suggestion-rejected-once",
            "the same suggestion",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Rejected("QOC-1")),
            SubjectId.Of(Sample.Icb),
            Rejected("QOC-1"),
            Rejected("QOC-2")
        ),
        new(
            "reason-for-declining",
            "a suggestion",
            SmallRecord.OfAnIcb(),
            SubjectId.Of(Sample.Icb),
            Rejected("QOC-1").With(d => d with { Rationale = null }),
            Rejected("QOC-1")
        ),
    ];

    private static SuggestionRejected Rejected(string key) =>
        new(
            Sample.Decision("2024-05-02") with
            {
                Rationale = "It speaks of another year.",
                Source = new Source("PRN01455", "line 24"),
            },
            key,
            "financial_position_stated",
            "{}"
        );
}

using System.Collections.Frozen;
using Oversight.Record.Authority;
using Oversight.Record.Segments;

namespace Oversight.Record.Catalogue;

/// <summary>Which rules there are, and which of them hold for what.</summary>
public static class RuleCatalogue
{
    /// <summary>Those that hold for every decision.</summary>
    public static IReadOnlyList<Rule> General { get; } =
    [
        GeneralRules.ReadableByThisVersion,
        GeneralRules.RegisteredOnce,
        GeneralRules.LiveDecisionNeedsADay,
        GeneralRules.DecidedBeforeLogged,
        AuthorityRules.DecidedByExistingBody,
        AuthorityRules.DecidedWithAuthority,
        SegmentRules.SegmentOfAnyFramework,
        SegmentRules.AfterNamesOwnEntry,
    ];

    private static readonly FrozenDictionary<Type, IReadOnlyList<Rule>> ByType = Decisions.All.ToFrozenDictionary(
        decision => decision.Kind.Type,
        decision => (IReadOnlyList<Rule>)[.. General, .. decision.Rules]
    );

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [.. General, .. Decisions.All.SelectMany(decision => decision.Rules).Distinct()];

    /// <summary>The rules that hold for an event, in the order in which they are asked.</summary>
    public static IReadOnlyList<Rule> Of(Event content) =>
        content is NotReadable ? [GeneralRules.ReadableByThisVersion] : ByType[content.GetType()];
}

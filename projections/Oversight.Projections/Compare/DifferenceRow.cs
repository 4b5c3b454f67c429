using Oversight.Projections.Registers;

namespace Oversight.Projections.Compare;

/// <summary>What is different between two states of the record, one row for each aspect of each thing.</summary>
internal sealed class DifferenceRow(
    ComparedOrganisation? organisation,
    Difference difference,
    DifferentAspect aspect,
    AnswerRule rule
) : Row
{
    public static Register Register { get; } =
        Register.Of("compare", "Compared", "ods, name", static (_, _) => Array.Empty<DifferenceRow>());

    /// <summary>The organisation's ODS code; empty for the oversight frameworks.</summary>
    [Heading("ODS")]
    public OdsCode? Ods => organisation?.Ods;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string? Name => organisation?.Name;

    /// <summary>The code of its region.</summary>
    public string? Region => organisation?.Region;

    /// <summary>Whether it changed in the world, or in what is known.</summary>
    public WhatChanged Changed => difference.Changed;

    /// <summary>What it is.</summary>
    public string What => difference.What;

    /// <summary>What it is called.</summary>
    public string? Title => difference.Title;

    /// <summary>What of it differs; empty for the whole.</summary>
    public string? Aspect => aspect.Aspect;

    /// <summary>What is said in the earlier state; empty where nothing is.</summary>
    public string? Before => aspect.Before;

    /// <summary>What is said in the later state; empty where nothing is.</summary>
    public string? After => aspect.After;

    /// <summary>How each entry behind it made the difference; empty where time alone passed.</summary>
    public IEnumerable<string> How => difference.Because.Select(reason => InWords.Of(reason.How)).Distinct();

    /// <summary>What those entries say.</summary>
    [Heading("Because")]
    public IEnumerable<string> Because => difference.Because.Select(reason => reason.Says);

    /// <summary>Why they were decided.</summary>
    [Heading("Why")]
    public IEnumerable<string> Rationale => difference.Because.Select(reason => reason.Rationale).OfType<string>();

    /// <summary>The bodies that decided, and the roles.</summary>
    public IEnumerable<string> DecidedBy => difference.Because.Select(reason => reason.DecidedBy).Distinct();

    /// <summary>When the last of them was stored.</summary>
    public DateTimeOffset? Recorded =>
        difference.Because.Count == 0 ? null : difference.Because.Max(reason => reason.Recorded);

    /// <summary>The entries.</summary>
    public IEnumerable<string> Entries => difference.Because.Select(reason => $"{reason.Entry}");

    protected override Basis Basis =>
        new(
            difference.Because.Select(reason => new EntryReference(reason.About ?? reason.Entry, reason.Place, "")),
            [rule],
            null
        );

    /// <summary>The rows of differences.</summary>
    public static IEnumerable<DifferenceRow> Of(
        ComparedOrganisation? organisation,
        IEnumerable<Difference> differences,
        IReadOnlyList<AnswerRule> rules
    ) =>
        from difference in differences
        from aspect in difference.Aspects
        select new DifferenceRow(organisation, difference, aspect, rules[(int)difference.Changed]);
}

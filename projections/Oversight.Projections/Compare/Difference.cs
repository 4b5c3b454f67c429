using Oversight.Projections.Registers;

namespace Oversight.Projections.Compare;

/// <summary>One thing that is otherwise in one state than in another.</summary>
/// <param name="Changed">Whether that changed in the world, or in what is known of it.</param>
/// <param name="What">What it is, such as Undertaking; Entry for what was recorded and shows in no list.</param>
/// <param name="Title">What it is called; absent where there is only one of it.</param>
/// <param name="Aspects">What of it differs.</param>
/// <param name="Because">The entries by which it came about, by place; none where time alone passed.</param>
public sealed record Difference(
    WhatChanged Changed,
    string What,
    string? Title,
    IReadOnlyList<DifferentAspect> Aspects,
    IReadOnlyList<Reason> Because
);

/// <summary>What of a thing differs.</summary>
/// <param name="Aspect">What of it; absent for the whole.</param>
/// <param name="Before">What is said of it in the earlier state; absent where nothing is.</param>
/// <param name="After">What is said of it in the later state; absent where nothing is.</param>
public sealed record DifferentAspect(string? Aspect, string? Before, string? After)
{
    /// <summary>One of its states in words: what is said, or that the thing is not there, or that nothing is stated of this of it.</summary>
    public string InWords(string? said) => said ?? (Aspect is null ? "not there" : "not stated");
}

/// <summary>What differs of an organisation.</summary>
/// <param name="Ods">Its ODS code.</param>
/// <param name="Name">Its name on the later day.</param>
/// <param name="Region">The code of its region.</param>
/// <param name="Differences">What differs; none: nothing does.</param>
public sealed record ComparedOrganisation(
    OdsCode Ods,
    string Name,
    string? Region,
    IReadOnlyList<Difference> Differences
);

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>A page that was looked at.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Status">How it was answered.</param>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="Links">The pages of this site that it leads to.</param>
public sealed record Looked(string Address, int Status, IReadOnlyList<string> Faults, IReadOnlyList<string> Links);

namespace Oversight.Web.NationalPictures;

/// <summary>How many are what.</summary>
/// <param name="Words">What they are.</param>
/// <param name="Note">What the framework calls it; null for nothing.</param>
/// <param name="Count">How many.</param>
/// <param name="Look">The classes that give its bar its look.</param>
/// <param name="Address">The list that it counts; null for none.</param>
public sealed record Number(string Words, string? Note, int Count, string Look, string? Address);

using Oversight.Record.Frameworks;

namespace Oversight.Projections.Answers;

/// <summary>The framework under which a segment is read.</summary>
/// <param name="State">Whether a version holds on the day.</param>
/// <param name="Id">The version; null when none is known.</param>
/// <param name="Title">Its title.</param>
/// <param name="Year">The year in its title.</param>
/// <param name="Note">What a reader has to know about it, if anything.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record FrameworkReference(
    FrameworkState State,
    string? Id,
    string? Title,
    string? Year,
    string? Note,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>The framework of a day.</summary>
    public static FrameworkReference On(DateOnly on, FrameworksInForce frameworks)
    {
        var framework = frameworks.On(on);
        return new(
            framework.State,
            framework.Version?.Id,
            framework.Version?.Title,
            framework.Version?.Year,
            framework.State switch
            {
                FrameworkState.None => "No oversight framework is in the record for this day.",
                FrameworkState.Lapsed =>
                    $"{framework.Version!.Title} was published until {framework.Version.InForceUntil}; "
                        + "no later framework is in the record.",
                FrameworkState.Uncertain =>
                    $"It is uncertain which oversight framework held on {DateWithPrecision.Day(on)}.",
                _ => null,
            },
            [.. framework.RestsOn.Select(EntryReference.To)]
        );
    }
}

namespace Oversight.Record.Recovery;

/// <summary>A criterion that is not met at an exit, and who accepts that.</summary>
/// <param name="Criterion">The criterion (by its reference, such as EC3).</param>
/// <param name="Reason">Why exit is right all the same.</param>
/// <param name="AcceptedBy">Who accepts it (the name, which is kept as a commitment).</param>
public sealed record AcceptedUnmet(string Criterion, string Reason, string AcceptedBy)
{
    internal static AcceptedUnmet Example { get; } = new("EC2", "Two actions remain, both on track.", "Sam Example");

    internal static string InWords(IReadOnlyList<AcceptedUnmet>? unmet) =>
        unmet is { Count: > 0 } ? $"; accepted unmet: {Entries.InWords.Listed(unmet.Select(u => u.Criterion))}" : "";

    internal static IEnumerable<(string, string)> Stated(IReadOnlyList<AcceptedUnmet>? unmet) =>
        (unmet ?? []).Select(u => ($"{u.Criterion} accepted unmet", u.Reason));

    internal static void Check(IReadOnlyList<AcceptedUnmet>? unmet)
    {
        Entries.Check.List(unmet ?? [], "unmet", atLeast: 0, u => u.Criterion);
        for (var i = 0; i < (unmet?.Count ?? 0); i++)
        {
            Entries.Check.Reference(unmet![i].Criterion, $"unmet[{i}].criterion");
            BadInputException.Text(unmet[i].Reason, $"unmet[{i}].reason", 5000);
            Entries.Check.Person(unmet[i].AcceptedBy, $"unmet[{i}].acceptedBy");
        }
    }

    internal static IReadOnlyList<AcceptedUnmet> WithPeople(
        IReadOnlyList<AcceptedUnmet> unmet,
        Func<string?, string, string?> change
    ) => [.. unmet.Select((u, i) => u with { AcceptedBy = change(u.AcceptedBy, $"unmet[{i}].acceptedBy") ?? "" })];
}

/// <summary>An event by which an engagement ends, for all members or for some.</summary>
public interface IExit : IBearsOnConcern
{
    /// <summary>Each criterion that is not met, accepted by name.</summary>
    IReadOnlyList<AcceptedUnmet>? Unmet { get; }
}

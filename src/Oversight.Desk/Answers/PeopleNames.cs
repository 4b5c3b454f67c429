using Oversight.Ledger;
using Oversight.Projections.AuditHistory;

namespace Oversight.Desk.Answers;

/// <summary>The names behind the people's ids in an answer.</summary>
public static class PeopleNames
{
    /// <summary>Everybody in entries and in what replaces them, by id.</summary>
    public static IEnumerable<string> In(IEnumerable<HistoryEntry> entries) =>
        entries.SelectMany(e => e.Event.People());

    /// <summary>Everybody in what a subject's entries are believed to say, by id.</summary>
    public static IEnumerable<string> In(Timeline timeline) =>
        timeline.Entries.Where(e => e.Counts).SelectMany(e => e.Content.People());

    /// <summary>The names of those who decided.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        IEnumerable<DecidedBy> deciders,
        CancellationToken cancellation
    ) => OfAsync(open, deciders.Select(d => d.Person).OfType<string>(), cancellation);

    /// <summary>Their names by id, in the order of the ids.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        IEnumerable<string> people,
        CancellationToken cancellation
    )
    {
        string[] ids = [.. people.Distinct()];
        return ids.Length == 0
            ? new SortedDictionary<string, string>(StringComparer.Ordinal)
            : new SortedDictionary<string, string>(
                (await NamesAsync(open, ids, cancellation)).ToDictionary(),
                StringComparer.Ordinal
            );
    }

    /// <summary>The names of those who logged entries, by subject; none where they cannot be looked up.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfLoggersAsync(
        OpenRecord open,
        IEnumerable<string> subjects,
        CancellationToken cancellation
    )
    {
        string[] users =
        [
            .. subjects.Where(subject => subject.StartsWith("user:", StringComparison.Ordinal)).Distinct(),
        ];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LiveRecord.Patience);
        try
        {
            return users.Length == 0
                ? new Dictionary<string, string>()
                : await open.Accounts.NamesAsync(users, patience.Token);
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e))
            )
        {
            return new Dictionary<string, string>();
        }
    }

    // An id without a name says that it was erased: where it cannot be looked up, that is said instead.
    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        OpenRecord open,
        string[] ids,
        CancellationToken cancellation
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LiveRecord.Patience);
        try
        {
            return await open.Store.PersonNamesAsync(ids, patience.Token);
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e))
            )
        {
            return ids.ToDictionary(id => id, _ => "(a name that cannot be read while the database is away)");
        }
    }
}

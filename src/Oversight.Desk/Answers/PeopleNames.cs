using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>The names behind the people's ids in an answer.</summary>
public static class PeopleNames
{
    /// <summary>What is shown in the place of a name that was redacted.</summary>
    public const string Redacted = "name redacted";

    /// <summary>What is shown in the place of every name while they cannot be looked up.</summary>
    public const string Away = "(a name that cannot be read while the database is away)";

    /// <summary>Everybody in entries and in what replaces them, by id.</summary>
    public static IEnumerable<string> In(IEnumerable<HistoryEntry> entries) =>
        entries.SelectMany(e => e.Event.People());

    /// <summary>Everybody in what a subject's entries are believed to say, by id.</summary>
    public static IEnumerable<string> In(Timeline timeline) =>
        timeline.Entries.Where(e => e.Counts).SelectMany(e => e.Content.People());

    /// <summary>The names of those who decided.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        RecordAt seen,
        IEnumerable<DecidedBy> deciders,
        CancellationToken cancellation
    ) => OfAsync(open, seen, deciders.Select(d => d.Person).OfType<string>(), cancellation);

    /// <summary>
    /// Their names by id, in the order of the ids. Where a name was redacted that stands in its place, with the entry that did it for whoever sees that
    /// entry; of a name of which nothing is kept there is nothing.
    /// </summary>
    /// <param name="open">The record that is open.</param>
    /// <param name="seen">The record as whoever asks sees it.</param>
    /// <param name="people">The ids.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(
        OpenRecord open,
        RecordAt seen,
        IEnumerable<string> people,
        CancellationToken cancellation
    )
    {
        string[] ids = [.. people.Distinct()];
        return ids.Length == 0
            ? new SortedDictionary<string, string>(StringComparer.Ordinal)
            : new SortedDictionary<string, string>(
                await NamesAsync(open, seen, ids, cancellation),
                StringComparer.Ordinal
            );
    }

    /// <summary>Their names by id, for who writes on from them: without those that were redacted, which are left as ids.</summary>
    public static Task<IReadOnlyDictionary<string, string>> KeptAsync(
        OpenRecord open,
        IReadOnlyCollection<string> people,
        CancellationToken cancellation
    ) =>
        people.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>())
            : open.Store.PersonNamesAsync(people, cancellation);

    /// <summary>
    /// What of the names an answer depends on, for its entity tag: whose they are, which were redacted, and which cannot be read now. The names themselves
    /// are in none.
    /// </summary>
    public static IEnumerable<string> Shown(IReadOnlyDictionary<string, string> people) =>
        people.Select(person =>
            person.Value == Away ? $"{person.Key} away"
            : person.Value.StartsWith(Redacted, StringComparison.Ordinal) ? $"{person.Key} redacted"
            : person.Key
        );

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

    // Of an id of which nothing is kept nothing comes back: where it cannot be looked up, that is said instead.
    private static async Task<Dictionary<string, string>> NamesAsync(
        OpenRecord open,
        RecordAt seen,
        string[] ids,
        CancellationToken cancellation
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LiveRecord.Patience);
        try
        {
            return (await open.Store.PeopleAsync(ids, patience.Token)).ToDictionary(
                person => person.Id,
                person => person.Name ?? SaysRedacted(person.RedactedBy!.Value, seen)
            );
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e))
            )
        {
            return ids.ToDictionary(id => id, _ => Away);
        }
    }

    private static string SaysRedacted(Guid entry, RecordAt seen) =>
        seen.IsSeenLater(entry) ? $"{Redacted} (entry {entry})" : Redacted;
}

using System.Collections.Concurrent;

namespace Oversight.Ledger;

/// <summary>
/// Who holds a token, asked of the database each time, so that a token that was revoked signs in nobody from then on. Requests that arrive while
/// a lookup is under way share the next one: it begins after they came.
/// </summary>
public sealed class TokenLookups
{
    private const int MostRemembered = 10_000;

    /// <summary>How long is waited for the database.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RecordStore store;
    private readonly ConcurrentDictionary<string, AccessSubject> remembered = new();
    private readonly Lock gate = new();
    private List<(byte[] Hash, TaskCompletionSource<AccessSubject?> Found)> waiting = [];
    private bool looking;

    /// <summary>Lookups in a record.</summary>
    public TokenLookups(RecordStore store)
    {
        this.store = store;
        store.Revoking += subject =>
        {
            foreach (var (hash, _) in remembered.Where(one => one.Value.Subject == subject))
            {
                remembered.TryRemove(hash, out _);
            }
        };
    }

    /// <summary>
    /// Who holds it; while the database is away, who held it when it last was looked up. For reading only: what is read then is as of the last
    /// contact too.
    /// </summary>
    /// <inheritdoc cref="FindAsync" path="/param"/>
    public async Task<AccessSubject?> FindToReadAsync(byte[] tokenHash, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(tokenHash, cancellation);
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e))
                && remembered.TryGetValue(Convert.ToHexString(tokenHash), out var known)
            )
        {
            return known;
        }
    }

    /// <summary>Who holds it; null when nobody does, or it was revoked.</summary>
    /// <param name="tokenHash">The token's SHA-256, 32 bytes.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<AccessSubject?> FindAsync(byte[] tokenHash, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<AccessSubject?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((tokenHash, found));
            if (!looking)
            {
                looking = true;
                // What is looked up together belongs to no one request's trace.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(LookAsync, CancellationToken.None);
                }
            }
        }

        return found.Task.WaitAsync(cancellation);
    }

    private void Remember(string hash, AccessSubject? subject)
    {
        if (subject is null)
        {
            remembered.TryRemove(hash, out _);
            return;
        }

        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[hash] = subject;
    }

    private async Task LookAsync()
    {
        while (true)
        {
            List<(byte[] Hash, TaskCompletionSource<AccessSubject?> Found)> asked;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    looking = false;
                    return;
                }

                (asked, waiting) = (waiting, []);
            }

            try
            {
                using var patience = new CancellationTokenSource(Patience);
                var subjects = await store.FindSubjectsAsync([.. asked.Select(one => one.Hash)], patience.Token);
                foreach (var ((hash, found), subject) in asked.Zip(subjects))
                {
                    Remember(Convert.ToHexString(hash), subject);
                    found.TrySetResult(subject);
                }
            }
            catch (Exception e)
            {
                var error =
                    e is OperationCanceledException ? new TimeoutException("The database does not answer.", e) : e;
                foreach (var (_, found) in asked)
                {
                    found.TrySetException(error);
                }
            }
        }
    }
}

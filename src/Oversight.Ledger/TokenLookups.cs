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
    private List<byte[]> waiting = [];
    private Task<IReadOnlyList<AccessSubject?>> looking = Task.FromResult<IReadOnlyList<AccessSubject?>>([]);

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
    public async Task<AccessSubject?> FindAsync(byte[] tokenHash, CancellationToken cancellation)
    {
        Task<IReadOnlyList<AccessSubject?>> found;
        int place;
        lock (gate)
        {
            place = waiting.Count;
            waiting.Add(tokenHash);
            if (place == 0)
            {
                // What is looked up together belongs to no one request's trace.
                using (ExecutionContext.SuppressFlow())
                {
                    var before = looking;
                    looking = Task.Run(() => LookAsync(before), CancellationToken.None);
                }
            }

            found = looking;
        }

        return (await found.WaitAsync(cancellation))[place];
    }

    private async Task<IReadOnlyList<AccessSubject?>> LookAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<byte[]> asked;
        lock (gate)
        {
            (asked, waiting) = (waiting, []);
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var subjects = await store.FindSubjectsAsync(asked, patience.Token);
            foreach (var (hash, subject) in asked.Zip(subjects))
            {
                Remember(Convert.ToHexString(hash), subject);
            }

            return subjects;
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("The database does not answer.", e);
        }
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
}

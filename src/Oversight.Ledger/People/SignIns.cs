using System.Collections.Concurrent;

namespace Oversight.Ledger.People;

/// <summary>
/// Whom tokens and sessions sign in, asked of the database each time, so that what was revoked or has expired signs in nobody from then on, and
/// a right that has ended is gone. Requests that arrive while a lookup is under way share the next one: it begins after they came.
/// </summary>
public sealed class SignIns
{
    private const int MostRemembered = 10_000;

    /// <summary>How long is waited for the database.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How often it is noted that a credential was used.</summary>
    private static readonly TimeSpan Noting = TimeSpan.FromHours(1);

    private readonly Credentials credentials;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, SignedIn> remembered = new();
    private readonly ConcurrentDictionary<Guid, long> noted = new();
    private readonly Lock gate = new();
    private List<byte[]> waiting = [];
    private Task<IReadOnlyList<SignedIn?>> looking = Task.FromResult<IReadOnlyList<SignedIn?>>([]);

    /// <summary>Lookups in a record.</summary>
    public SignIns(Credentials credentials, Accounts accounts, TimeProvider clock)
    {
        this.credentials = credentials;
        this.clock = clock;
        credentials.Revoking += id => Forget(who => who.By.Id == id);
        accounts.Losing += subject => Forget(who => who.Subject == subject);
    }

    /// <summary>
    /// Who is signed in; while the database is away, who was when it last was looked up. For reading only: what is read then is as of the last
    /// contact too.
    /// </summary>
    /// <inheritdoc cref="FindAsync" path="/param"/>
    public async Task<SignedIn?> FindToReadAsync(byte[] hash, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(hash, cancellation);
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && (e is OperationCanceledException || DatabaseErrors.IsUnreachable(e))
                && remembered.TryGetValue(Convert.ToHexString(hash), out var known)
                && !(known.By.Expires <= clock.GetUtcNow())
            )
        {
            return known;
        }
    }

    /// <summary>Who is signed in; null for nobody.</summary>
    /// <param name="hash">The SHA-256 of the token or of the session's secret, 32 bytes.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<SignedIn?> FindAsync(byte[] hash, CancellationToken cancellation)
    {
        Task<IReadOnlyList<SignedIn?>> found;
        int place;
        lock (gate)
        {
            place = waiting.Count;
            waiting.Add(hash);
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

    private async Task<IReadOnlyList<SignedIn?>> LookAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<byte[]> asked;
        lock (gate)
        {
            (asked, waiting) = (waiting, []);
        }

        using var patience = new CancellationTokenSource(Patience);
        IReadOnlyList<SignedIn?> found;
        try
        {
            found = await credentials.FindAsync(asked, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("The database does not answer.", e);
        }

        foreach (var (hash, who) in asked.Zip(found))
        {
            Remember(Convert.ToHexString(hash), who);
        }

        NoteUse(found.OfType<SignedIn>());
        return found;
    }

    private void Remember(string hash, SignedIn? who)
    {
        if (who is null)
        {
            remembered.TryRemove(hash, out _);
            return;
        }

        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[hash] = who;
    }

    private void Forget(Func<SignedIn, bool> lost)
    {
        foreach (var (hash, _) in remembered.Where(one => lost(one.Value)))
        {
            remembered.TryRemove(hash, out _);
        }
    }

    // Beside the answer, which does not wait for it.
    private void NoteUse(IEnumerable<SignedIn> all)
    {
        var now = clock.GetTimestamp();
        Guid[] due =
        [
            .. all.Select(who => who.By.Id)
                .Distinct()
                .Where(id => !noted.TryGetValue(id, out var then) || clock.GetElapsedTime(then, now) >= Noting),
        ];
        if (due.Length == 0)
        {
            return;
        }

        if (noted.Count >= MostRemembered)
        {
            noted.Clear();
        }

        foreach (var id in due)
        {
            noted[id] = now;
        }

        _ = NoteAsync(due);
    }

    private async Task NoteAsync(Guid[] used)
    {
        try
        {
            await credentials.NoteUseAsync(used);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever is signed in stays so while the database cannot write; it is noted in the next hour.
        }
    }
}

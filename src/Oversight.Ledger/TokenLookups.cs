namespace Oversight.Ledger;

/// <summary>
/// Who holds a token, asked of the database each time, so that a token that was revoked signs in nobody from then on. Requests that arrive while
/// a lookup is under way share the next one: it begins after they came.
/// </summary>
/// <param name="store">The record.</param>
public sealed class TokenLookups(RecordStore store)
{
    private readonly Lock gate = new();
    private List<(byte[] Hash, TaskCompletionSource<AccessSubject?> Found)> waiting = [];
    private bool looking;

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
                var subjects = await store.FindSubjectsAsync([.. asked.Select(one => one.Hash)]);
                foreach (var ((_, found), subject) in asked.Zip(subjects))
                {
                    found.TrySetResult(subject);
                }
            }
            catch (Exception error)
            {
                foreach (var (_, found) in asked)
                {
                    found.TrySetException(error);
                }
            }
        }
    }
}

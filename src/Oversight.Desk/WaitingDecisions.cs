using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;

namespace Oversight.Desk;

/// <summary>
/// Decisions that wait for those that are being stored, and are then stored together, in one transaction; each is decided on exactly the
/// record before it, with its own key, version and outcome.
/// </summary>
internal sealed class WaitingDecisions(RecordWriter writer, LiveRecord live, TakingDecisions taking, TimeProvider clock)
{
    /// <summary>So many at once: what is refused is told when all are stored, and none should wait long for that.</summary>
    private const int MostTogether = 64;

    private readonly Lock gate = new();
    private readonly List<WaitingDecision> waiting = [];
    private bool storing;

    /// <summary>Stores what a caller asks for, when its turn comes.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellation">Stops while it waits its turn; once it is being stored, it is waited for.</param>
    public async Task<Receipt> StoreAsync(WaitingDecision request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            waiting.Add(request);
            if (!storing)
            {
                storing = true;
                // What is stored together belongs to no one caller's trace.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(StoreWaitingAsync, CancellationToken.None);
                }
            }
        }

        await using var giveUp = cancellation.Register(() =>
        {
            lock (gate)
            {
                if (!waiting.Remove(request))
                {
                    return;
                }
            }

            request.Outcome.TrySetCanceled(cancellation);
        });
        return await request.Outcome.Task;
    }

    private async Task StoreWaitingAsync()
    {
        while (true)
        {
            List<WaitingDecision> together;
            lock (gate)
            {
                together = TakeWaiting();
                if (together.Count == 0)
                {
                    storing = false;
                    return;
                }
            }

            foreach (var alone in await StoreTogetherAsync(together))
            {
                await StoreTogetherAsync([alone]);
            }
        }
    }

    // In the order in which they came. Two that write one subject, or have one key, are not stored together: the later one sees the
    // earlier one as it was recorded, as does whoever comes after it.
    private List<WaitingDecision> TakeWaiting()
    {
        var taken = new List<WaitingDecision>();
        var subjects = new HashSet<SubjectId>();
        var keys = new HashSet<SubjectKey>();
        for (var i = 0; i < waiting.Count && taken.Count < MostTogether; )
        {
            var request = waiting[i];
            var isApart = !request.Decisions.Versions.Keys.Any(subjects.Contains);
            isApart &= request.Key is null || !keys.Contains(request.Key);
            subjects.UnionWith(request.Decisions.Versions.Keys);
            if (request.Key is not null)
            {
                keys.Add(request.Key);
            }

            if (isApart)
            {
                taken.Add(request);
                waiting.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }

        return taken;
    }

    /// <summary>Decides and stores requests together; gives those of which each has to be decided again, alone.</summary>
    private async Task<IReadOnlyList<WaitingDecision>> StoreTogetherAsync(List<WaitingDecision> together)
    {
        var accepted = new List<WaitingDecision>();
        // What was refused beside what is accepted: told when that is stored, for it may have been refused because of it.
        var refused = new List<(WaitingDecision Request, Exception Why)>();
        try
        {
            var last = live.Last;
            var place = last.Place;
            await using var transaction = await writer.BeginAsync(
                last,
                [.. together.Select(request => request.Key).OfType<SubjectKey>()],
                [.. together.SelectMany(request => request.Decisions.Versions.Keys).Select(subject => subject.Value)]
            );
            live.Take(transaction.Entries);
            // The end of the record: nobody else writes until this transaction has ended.
            var draft = new Draft(live.Timelines.At(place + transaction.Entries.Count), clock.GetUtcNow(), "");
            foreach (var request in together)
            {
                try
                {
                    if (transaction.EarlierReceipt(request.By.Subject, request.Idempotency) is { } earlier)
                    {
                        request.Outcome.TrySetResult(AsTold(earlier, request.By, draft));
                    }
                    else
                    {
                        draft = await taking.TakeAsync(request, draft, transaction);
                        accepted.Add(request);
                    }
                }
                catch (Exception why) when (accepted.Count == 0)
                {
                    request.Outcome.TrySetException(why);
                }
                catch (Exception why)
                {
                    refused.Add((request, why));
                }
            }

            var receipts = await transaction.CommitAsync();
            foreach (var (request, receipt) in accepted.Zip(receipts))
            {
                request.Outcome.TrySetResult(AsTold(receipt, request.By, draft));
            }

            foreach (var (request, why) in refused)
            {
                request.Outcome.TrySetException(why);
            }

            return [];
        }
        catch (BadEntryException) when (together.Count > 1)
        {
            // One of them cannot be held, its key or what the database refuses of it, and nothing says which.
            return [.. together.Where(request => !request.Outcome.Task.IsCompleted)];
        }
        catch (Exception error)
        {
            if (error is RecordReplacedException)
            {
                // Read anew before it is told: whoever decides again does so on what is there.
                await live.CatchUpAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            foreach (var request in together)
            {
                request.Outcome.TrySetException(error);
            }

            return [];
        }
    }

    // Whoever does not see everything is told versions that count what they see.
    private Receipt AsTold(Receipt receipt, LoggedBy by, Draft after)
    {
        var sight = by.SightOn(London.Today(clock));
        return sight.SeesEverything
            ? receipt
            : receipt with
            {
                Entries =
                [
                    .. receipt.Entries.Select(line =>
                        line with
                        {
                            Version =
                                sight
                                    .See(after.TimelineOf(SubjectId.FromStream(line.Stream))!, after)
                                    ?.VersionAt(line.Place)
                                ?? 0,
                        }
                    ),
                ],
            };
    }
}

/// <summary>What one caller asks to have stored.</summary>
internal sealed record WaitingDecision(LoggedBy By, IDecisions Decisions)
{
    // Continuations run elsewhere: who is answered first does not hold the others up.
    public TaskCompletionSource<Receipt> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SubjectKey? Key => By.IdempotencyKey is null ? null : new(By.Subject, By.IdempotencyKey);

    public Idempotency? Idempotency { get; } =
        By.IdempotencyKey is null ? null : new Idempotency(By.IdempotencyKey, Fingerprint(Decisions));

    // What is asked, by stored names, without people: the same after the program was changed or a name was erased.
    private static byte[] Fingerprint(IDecisions decisions) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write($"[{string.Join(',', decisions.Asked)}]")));
}

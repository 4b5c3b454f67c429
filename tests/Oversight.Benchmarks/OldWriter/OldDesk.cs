using System.Security.Cryptography;
using System.Text;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;

namespace Oversight.Benchmarks.OldWriter;

/// <summary>The desk as it was before decisions shared transactions: catch up, decide, append, each decision for itself.
/// Trimmed of what these decisions do not have: evidence, an organisation's own people, keys sent twice.</summary>
internal sealed class OldDesk(OldRecord store, LiveRecord live, TimeProvider clock)
{
    private const int CatchUpAtMost = 5000;

    public async Task<Receipt> LogAsync(
        LogDecision command,
        long expectedVersion,
        LoggedBy by,
        CancellationToken cancellation
    )
    {
        var fingerprint = Fingerprint(command);
        var record = await ReadAsync(by, cancellation);
        var version = record.TimelineOf(command.Subject)?.Version ?? 0;
        if (version != expectedVersion)
        {
            throw new VersionConflictException(command.Subject.Value, expectedVersion, version);
        }

        var situation = record.SituationOf(command.Subject, clock.GetUtcNow(), by.Subject);
        var entry = new NewEntry(Guid.CreateVersion7(situation.Now), command.Decide(situation));
        return await store.AppendAsync(
            new AppendRequest(
                [new StreamAppend(command.Subject.Value, expectedVersion, [entry])],
                by.Subject,
                by.CorrelationId
            )
            {
                Idempotency = by.IdempotencyKey is null ? null : new Idempotency(by.IdempotencyKey, fingerprint),
                People = command.People,
            }
        );
    }

    private async Task<RecordAt> ReadAsync(LoggedBy by, CancellationToken cancellation)
    {
        while (true)
        {
            var place = live.Timelines.Place;
            var (entries, isRepeated) = await store.CatchUpAsync(
                place,
                by.Subject,
                by.IdempotencyKey,
                CatchUpAtMost,
                cancellation
            );
            live.Take(entries);
            if (isRepeated)
            {
                throw new IdempotencyConflictException(by.IdempotencyKey!);
            }

            if (entries.Count < CatchUpAtMost)
            {
                return live.Timelines.At(place + entries.Count);
            }
        }
    }

    private static byte[] Fingerprint(LogDecision command)
    {
        var asked = IDecisions.OneAsked(
            command.Subject.Value,
            EventCatalogue.NameOf(command.Asked),
            command.WithoutPeople
        );
        return SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write($"[{asked}]")));
    }
}

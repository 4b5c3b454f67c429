using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;

namespace Oversight.Desk;

/// <summary>Who logs a decision, and under which conditions.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="CorrelationId">What ties the entry to the request that caused it, such as a trace id.</param>
/// <param name="IdempotencyKey">The caller's key under which sending again gives the same answer; null for none.</param>
public sealed record LoggedBy(string Subject, string? CorrelationId = null, string? IdempotencyKey = null);

/// <summary>
/// Where decisions are logged: catch up, decide, append, in two round trips to the database. Nothing is retried here: a
/// refusal stays one, and who meets a moved version has to look again.
/// </summary>
public sealed class DecisionDesk(RecordStore store, LiveRecord live, TimeProvider clock)
{
    private const int CatchUpAtMost = 5000;

    /// <summary>Logs one decision about a subject whose version the caller has seen.</summary>
    /// <param name="make">Makes the command; people's names in its content are taken out with the argument.</param>
    /// <param name="expectedVersion">The subject's version that the caller decided on; 0 when it is new.</param>
    /// <param name="by">Who logs it.</param>
    /// <param name="cancellation">Stops before the append; an append under way is waited for.</param>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    /// <exception cref="Record.Rules.RuleRefusedException">A rule refuses it.</exception>
    /// <exception cref="VersionConflictException">The subject has moved since.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    public async Task<Receipt> LogAsync(
        Func<People, Command> make,
        long expectedVersion,
        LoggedBy by,
        CancellationToken cancellation
    )
    {
        var people = new People();
        var command = make(people);
        var fingerprint = Fingerprint(command);
        var seen = await store.CatchUpAsync(
            live.Timelines.Place,
            by.Subject,
            by.IdempotencyKey,
            CatchUpAtMost,
            cancellation
        );
        live.Take(seen.Entries);
        if (seen.Earlier is { } earlier)
        {
            return earlier.RequestHash.AsSpan().SequenceEqual(fingerprint)
                ? earlier.Receipt
                : throw new IdempotencyConflictException(by.IdempotencyKey!);
        }

        if (seen.Entries.Count == CatchUpAtMost)
        {
            await live.CatchUpAsync(cancellation);
        }

        var record = live.Timelines.At(live.Timelines.Place);
        var version = record.TimelineOf(command.Subject)?.Version ?? 0;
        if (version != expectedVersion)
        {
            throw new VersionConflictException(command.Subject.Value, expectedVersion, version);
        }

        var draft = new Draft(record, clock.GetUtcNow());
        draft.Take(command);
        return await AppendAsync(draft, people, by, fingerprint);
    }

    /// <summary>Logs decisions that were drafted together, all or none.</summary>
    /// <exception cref="VersionConflictException">A subject has moved since the draft's record was read.</exception>
    public Task<Receipt> LogAsync(Draft draft, LoggedBy by) => AppendAsync(draft, new People(), by, []);

    private Task<Receipt> AppendAsync(Draft draft, People people, LoggedBy by, byte[] fingerprint) =>
        // Not cancelled: a caller that goes away must not leave it unknown whether the decision was stored.
        store.AppendAsync(
            new AppendRequest(draft.ToAppend(), by.Subject, by.CorrelationId)
            {
                Idempotency = by.IdempotencyKey is null ? null : new Idempotency(by.IdempotencyKey, fingerprint),
                People = people.Commitments,
            },
            CancellationToken.None
        );

    private static byte[] Fingerprint(Command command)
    {
        var content = People.Without(command.Asked);
        return SHA256.HashData(
            Encoding.UTF8.GetBytes(
                CanonicalJson.Write(
                    $$"""["{{command.GetType().Name}}", "{{command.Subject}}", {{EventCatalogue.Write(content)}}]"""
                )
            )
        );
    }
}

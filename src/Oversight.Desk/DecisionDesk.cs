using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Desk;

/// <summary>Who logs a decision, and under which conditions.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="CorrelationId">What ties the entry to the request that caused it, such as a trace id.</param>
/// <param name="IdempotencyKey">The caller's key under which sending again gives the same answer; null for none.</param>
public sealed record LoggedBy(string Subject, string? CorrelationId = null, string? IdempotencyKey = null)
{
    /// <summary>The organisation whose own people they are: they log what it says itself, and nothing else. Null for others.</summary>
    public OdsCode? Organisation { get; init; }
}

/// <summary>
/// Where decisions are logged: catch up, decide, append; with Npgsql in two round trips to the database. Nothing is retried
/// here: a refusal stays one, and who meets a moved version has to look again.
/// </summary>
public sealed class DecisionDesk(RecordStore store, IWayIn wayIn, LiveRecord live, TimeProvider clock)
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
    /// <exception cref="NotAllowedException">An organisation's own people do not log that.</exception>
    /// <exception cref="VersionConflictException">The subject has moved since.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    public async Task<Receipt> LogAsync(
        Func<People, LogDecision> make,
        long expectedVersion,
        LoggedBy by,
        CancellationToken cancellation
    )
    {
        var people = new People();
        var command = make(people);
        // Before its fingerprint, which takes no text that cannot be stored either, but does not know the caller's fields.
        command.Asked.CheckInput();
        var fingerprint = Fingerprint([(command.Subject, command.Asked)]);
        long place;
        CatchUp seen;
        do
        {
            place = live.Timelines.Place;
            seen = await store.CatchUpAsync(place, by.Subject, by.IdempotencyKey, CatchUpAtMost, cancellation);
            live.Take(seen.Entries);
            if (seen.Earlier is { } earlier)
            {
                return earlier.RequestHash.AsSpan().SequenceEqual(fingerprint)
                    ? earlier.Receipt
                    : throw new IdempotencyConflictException(by.IdempotencyKey!);
            }
        } while (seen.Entries.Count == CatchUpAtMost);

        // The record as read together with the key, not as others may have read it since: what they saw may be this very
        // request, sent twice at once, and only the append can tell.
        var record = live.Timelines.At(place + seen.Entries.Count);
        CheckMayLog(by, command.Asked, record.TimelineOf(command.Subject));
        var version = record.TimelineOf(command.Subject)?.Version ?? 0;
        if (version != expectedVersion)
        {
            throw new VersionConflictException(command.Subject.Value, expectedVersion, version);
        }

        return await wayIn.LogAsync(
            new DecisionRequest(
                command,
                record.SituationOf(command.Subject, clock.GetUtcNow(), by.Subject),
                expectedVersion,
                by.Subject,
                by.CorrelationId
            )
            {
                Idempotency = by.IdempotencyKey is null ? null : new Idempotency(by.IdempotencyKey, fingerprint),
                People = people.Commitments,
            }
        );
    }

    /// <summary>
    /// Logs decisions that were drafted together, all or none. A draft without decisions stores nothing: its receipt is empty.
    /// </summary>
    /// <exception cref="NotAllowedException">An organisation's own people do not log some of them.</exception>
    /// <exception cref="VersionConflictException">A subject has moved since the draft's record was read.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    public Task<Receipt> LogAsync(Draft draft, LoggedBy by)
    {
        if (draft.Entries.Count == 0)
        {
            return Task.FromResult(new Receipt([], Repeated: false));
        }

        foreach (var entry in draft.Entries)
        {
            CheckMayLog(by, entry.Event, draft.TimelineOf(entry.Subject));
        }

        var fingerprint = Fingerprint(draft.Entries.Select(entry => (entry.Subject, entry.Event)));
        return wayIn.AppendAsync(
            new AppendRequest(draft.ToAppend(), by.Subject, by.CorrelationId)
            {
                Idempotency = by.IdempotencyKey is null ? null : new Idempotency(by.IdempotencyKey, fingerprint),
            }
        );
    }

    private void CheckMayLog(LoggedBy by, Event content, Timeline? about)
    {
        if (
            by.Organisation is { } organisation
            && new OwnPeople(organisation, London.Today(clock)).MayNotLog(content, about) is { } why
        )
        {
            throw new NotAllowedException(why);
        }
    }

    // What is asked, by stored names, without people: the same after the program was changed or a name was erased.
    private static byte[] Fingerprint(IEnumerable<(SubjectId Subject, Event Content)> asked)
    {
        var all = asked.Select(one =>
            $"""["{one.Subject}", "{EventCatalogue.NameOf(one.Content)}", {EventCatalogue.Write(People.Without(one.Content))}]"""
        );
        return SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write($"[{string.Join(',', all)}]")));
    }
}

/// <summary>An organisation's own people log what the organisation says itself, about subjects that name it, and nothing else.</summary>
/// <param name="why">What is not theirs to log.</param>
public sealed class NotAllowedException(string why) : Exception(why);

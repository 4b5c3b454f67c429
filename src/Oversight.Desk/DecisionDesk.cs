using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
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
public sealed class DecisionDesk(
    RecordStore store,
    IWayIn wayIn,
    LiveRecord live,
    EvidenceDocuments documents,
    TimeProvider clock
)
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
        var (record, earlier) = await ReadAsync(fingerprint, by, cancellation);
        if (earlier is not null)
        {
            return earlier;
        }

        CheckMayLog(by, command.Asked, record.TimelineOf(command.Subject));
        CheckVersion(record, command.Subject, expectedVersion);
        await documents.MustBeStoredAsync(command.Asked, cancellation);
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
    /// <exception cref="BadInputException">Evidence names a document that is not kept.</exception>
    public async Task<Receipt> LogAsync(Draft draft, LoggedBy by)
    {
        if (draft.Entries.Count == 0)
        {
            return new Receipt([], Repeated: false);
        }

        var fingerprint = Fingerprint(draft.Entries.Select(entry => (entry.Subject, entry.Event)));
        return await AppendAsync(draft, new People(), fingerprint, by);
    }

    /// <summary>
    /// Logs decisions that are taken one after another, each seeing those before it, all or none, about subjects whose
    /// versions the caller has seen.
    /// </summary>
    /// <param name="together">What is to be decided.</param>
    /// <param name="by">Who logs it; the key covers the whole.</param>
    /// <param name="cancellation">Stops before the append; an append under way is waited for.</param>
    /// <exception cref="VersionConflictException">A subject has moved since: the first in id order.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    /// <remarks>Whatever taking them throws is thrown, and nothing is stored.</remarks>
    public async Task<Receipt> LogAsync(DecisionsTogether together, LoggedBy by, CancellationToken cancellation)
    {
        var fingerprint = Fingerprint(together.Asked);
        var (record, earlier) = await ReadAsync(fingerprint, by, cancellation);
        if (earlier is not null)
        {
            return earlier;
        }

        foreach (var (subject, version) in together.Versions.OrderBy(v => v.Key.Value, StringComparer.Ordinal))
        {
            // What is not in the record is said by taking the decision.
            if (version == 0 || record.TimelineOf(subject) is not null)
            {
                CheckVersion(record, subject, version);
            }
        }

        var draft = new Draft(record, clock.GetUtcNow(), by.Subject);
        var people = new People();
        together.Take(draft, people);
        return await AppendAsync(draft, people, fingerprint, by);
    }

    private async Task<Receipt> AppendAsync(Draft draft, People people, byte[] fingerprint, LoggedBy by)
    {
        foreach (var entry in draft.Entries)
        {
            CheckMayLog(by, entry.Event, draft.TimelineOf(entry.Subject));
            await documents.MustBeStoredAsync(entry.Event, CancellationToken.None);
        }

        return await wayIn.AppendAsync(
            new AppendRequest(draft.ToAppend(), by.Subject, by.CorrelationId)
            {
                Idempotency = by.IdempotencyKey is null ? null : new Idempotency(by.IdempotencyKey, fingerprint),
                People = people.Commitments,
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

    // The record as read together with the key, not as others may have read it since: what they saw may be this very
    // request, sent twice at once, and only the append can tell.
    private async Task<(RecordAt Record, Receipt? Earlier)> ReadAsync(
        byte[] fingerprint,
        LoggedBy by,
        CancellationToken cancellation
    )
    {
        long place;
        CatchUp seen;
        do
        {
            place = live.Timelines.Place;
            seen = await store.CatchUpAsync(place, by.Subject, by.IdempotencyKey, CatchUpAtMost, cancellation);
            live.Take(seen.Entries);
            if (seen.Earlier is { } earlier && !earlier.RequestHash.AsSpan().SequenceEqual(fingerprint))
            {
                throw new IdempotencyConflictException(by.IdempotencyKey!);
            }
        } while (seen.Earlier is null && seen.Entries.Count == CatchUpAtMost);

        return (live.Timelines.At(place + seen.Entries.Count), seen.Earlier?.Receipt);
    }

    private static void CheckVersion(RecordAt record, SubjectId subject, long expected)
    {
        var version = record.TimelineOf(subject)?.Version ?? 0;
        if (version != expected)
        {
            throw new VersionConflictException(subject.Value, expected, version);
        }
    }

    // What is asked, by stored names, without people: the same after the program was changed or a name was erased.
    private static byte[] Fingerprint(IEnumerable<(SubjectId Subject, Event Content)> asked) =>
        Fingerprint(asked.Select(one => Asked(one.Subject, one.Content)));

    private static byte[] Fingerprint(IEnumerable<string> asked) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write($"[{string.Join(',', asked)}]")));

    private static string Asked(SubjectId subject, Event content) =>
        DecisionsTogether.OneAsked(
            subject.Value,
            EventCatalogue.NameOf(content),
            EventCatalogue.Write(People.Without(content))
        );
}

/// <summary>Decisions that a caller asks for as one.</summary>
/// <param name="Asked">What is asked, each as JSON without people (<see cref="OneAsked"/>): the same again means the same request.</param>
/// <param name="Versions">The version of each subject that the caller decided on; 0 when it is new.</param>
/// <param name="Take">Takes them, in order; people's names are taken out with the second argument.</param>
public sealed record DecisionsTogether(
    IReadOnlyList<string> Asked,
    IReadOnlyDictionary<SubjectId, long> Versions,
    Action<Draft, People> Take
)
{
    /// <summary>One decision as it is asked for.</summary>
    /// <param name="subject">The subject's stream.</param>
    /// <param name="type">The name of the kind of decision.</param>
    /// <param name="data">What is to be recorded, as JSON.</param>
    public static string OneAsked(string subject, string type, string data) =>
        $"""[{JsonSerializer.Serialize(subject)}, {JsonSerializer.Serialize(type)}, {data}]""";
}

/// <summary>An organisation's own people log what the organisation says itself, about subjects that name it, and nothing else.</summary>
/// <param name="why">What is not theirs to log.</param>
public sealed class NotAllowedException(string why) : Exception(why);

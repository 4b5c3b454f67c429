using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Desk;

/// <summary>Who logs a decision, and under which conditions.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="CorrelationId">What ties the entry to the request that caused it, such as a trace id.</param>
/// <param name="IdempotencyKey">The caller's key under which sending again gives the same answer; null for none.</param>
public sealed record LoggedBy(string Subject, string? CorrelationId = null, string? IdempotencyKey = null)
{
    /// <summary>What the caller says that caused it, marked as theirs; null for nothing.</summary>
    public string? CausationId { get; init; }

    /// <summary>True when they say that it was decided once more: what the record holds exactly so already is stored all the same.</summary>
    public bool Again { get; init; }

    /// <summary>The organisation whose own people they are: they log what it says itself, and nothing else. Null for others.</summary>
    public OdsCode? Organisation { get; init; }
}

/// <summary>
/// Where decisions are logged. Decisions that arrive while others are being stored wait for these and are then stored together, in one
/// transaction; each is decided on exactly the record before it, with its own key, version and outcome. One that arrives alone waits for
/// nobody, and costs two round trips to the database: lock and catch up, write and commit. Nothing is retried here: a refusal stays one,
/// and who meets a moved version has to look again.
/// </summary>
public sealed class DecisionDesk(
    RecordWriter writer,
    LiveRecord live,
    EvidenceDocuments documents,
    RecordStore store,
    TimeProvider clock
)
{
    /// <summary>So many at once: what is refused is told when all are stored, and none should wait long for that.</summary>
    private const int MostTogether = 64;

    private readonly Lock gate = new();
    private readonly List<Request> waiting = [];
    private bool storing;

    /// <summary>Logs one decision about a subject whose version the caller has seen.</summary>
    /// <param name="make">Makes the command; people's names in its content are taken out with the argument.</param>
    /// <param name="expectedVersion">The subject's version that the caller decided on; 0 when it is new.</param>
    /// <param name="by">Who logs it.</param>
    /// <param name="cancellation">Stops while it waits its turn; once it is being stored, it is waited for.</param>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    /// <exception cref="RuleRefusedException">A rule refuses it.</exception>
    /// <exception cref="NotAllowedException">An organisation's own people do not log that.</exception>
    /// <exception cref="RecordedAlreadyException">The record holds exactly this, and the caller does not say that it is so once more.</exception>
    /// <exception cref="VersionConflictException">The subject has moved since.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    /// <inheritdoc cref="RecordTransaction.CommitAsync" path="/exception"/>
    public Task<Receipt> LogAsync(
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
        return StoreAsync(
            new Request(
                by,
                () => Fingerprint([(command.Subject, command.Asked)]),
                new Dictionary<SubjectId, long> { [command.Subject] = expectedVersion },
                draft => CheckMayLog(by, command.Subject, command.Asked, draft),
                async draft =>
                {
                    await documents.MustBeStoredAsync(command.Asked, CancellationToken.None);
                    Judge(by, draft, judged => judged.Take(command));
                    await CheckIsNewAsync(by, draft, command, people);
                    return people;
                }
            ),
            cancellation
        );
    }

    /// <summary>
    /// Logs decisions that were drafted together, all or none. A draft without decisions stores nothing: its receipt is empty.
    /// </summary>
    /// <exception cref="NotAllowedException">An organisation's own people do not log some of them.</exception>
    /// <exception cref="VersionConflictException">A subject has moved since the draft's record was read.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    /// <exception cref="BadInputException">Evidence names a document that is not kept.</exception>
    /// <inheritdoc cref="RecordTransaction.CommitAsync" path="/exception"/>
    public Task<Receipt> LogAsync(Draft draft, LoggedBy by)
    {
        if (draft.Entries.Count == 0)
        {
            return Task.FromResult(new Receipt([], Repeated: false));
        }

        return StoreAsync(
            new Request(
                by,
                () => Fingerprint(draft.Entries.Select(entry => (entry.Subject, entry.Event))),
                draft.Entries.GroupBy(entry => entry.Subject).ToDictionary(s => s.Key, s => s.Min(e => e.Version) - 1),
                others => draft.Entries.ToList().ForEach(e => CheckMayLog(by, e.Subject, e.Event, others)),
                async others =>
                {
                    others.Adopt(draft);
                    await CheckDocumentsAsync(others);
                    return new People();
                }
            ),
            CancellationToken.None
        );
    }

    /// <summary>
    /// Logs decisions that are taken one after another, each seeing those before it, all or none, about subjects whose
    /// versions the caller has seen.
    /// </summary>
    /// <param name="together">What is to be decided.</param>
    /// <param name="by">Who logs it; the key covers the whole.</param>
    /// <param name="cancellation">Stops while they wait their turn; once they are being stored, they are waited for.</param>
    /// <exception cref="VersionConflictException">A subject has moved since: the first in id order.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    /// <remarks>Whatever taking them throws is thrown, and nothing is stored.</remarks>
    public Task<Receipt> LogAsync(DecisionsTogether together, LoggedBy by, CancellationToken cancellation) =>
        StoreAsync(
            new Request(
                by,
                () => Fingerprint(together.Asked),
                together.Versions,
                draft => together.Contents.ToList().ForEach(c => CheckMayLog(by, c.Subject, c.Content, draft)),
                async draft =>
                {
                    var people = new People();
                    Judge(by, draft, judged => together.Take(judged, judged == draft ? people : new People()));
                    await CheckDocumentsAsync(draft);
                    return people;
                }
            ),
            cancellation
        );

    /// <summary>
    /// Takes the way of a decision once and stores nothing, so that the first one after a start is about as quick as the next. In an empty
    /// record there is nothing to decide about, and nothing is done.
    /// </summary>
    /// <inheritdoc cref="RecordTransaction.CommitAsync" path="/exception"/>
    public async Task RehearseAsync()
    {
        var place = live.Timelines.Place;
        if (live.Timelines.At(place).Organisations is not [var organisation, ..])
        {
            return;
        }

        var subject = SubjectId.Of(organisation);
        await using var transaction = await writer.BeginAsync(place, [new("rehearsal", "rehearsal")], [subject.Value]);
        live.Take(transaction.Entries);
        var draft = new Draft(live.Timelines.At(place + transaction.Entries.Count), clock.GetUtcNow(), "rehearsal");
        var day = DateWithPrecision.Day(London.Today(clock));
        var decision = new Decision(day, day, new DecidedBy("nhs-england")) { Origin = Origin.BackDated };
        draft.Take(new LogDecision(subject, new SegmentAssigned(decision, 1)));
        transaction.Add(new AppendRequest(draft.ToAppend(), "rehearsal"));
        await transaction.RehearseAsync();
    }

    // ---- Waiting and storing ---------------------------------------------------------------------------------------

    private async Task<Receipt> StoreAsync(Request request, CancellationToken cancellation)
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
            List<Request> together;
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
    private List<Request> TakeWaiting()
    {
        var taken = new List<Request>();
        var subjects = new HashSet<SubjectId>();
        var keys = new HashSet<SubjectKey>();
        for (var i = 0; i < waiting.Count && taken.Count < MostTogether; )
        {
            var request = waiting[i];
            var isApart = !request.Versions.Keys.Any(subjects.Contains);
            isApart &= request.Key is null || !keys.Contains(request.Key);
            subjects.UnionWith(request.Versions.Keys);
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
    private async Task<IReadOnlyList<Request>> StoreTogetherAsync(List<Request> together)
    {
        var accepted = new List<Request>();
        // What was refused beside what is accepted: told when that is stored, for it may have been refused because of it.
        var refused = new List<(Request Request, Exception Why)>();
        try
        {
            var last = live.Last;
            var place = last.Place;
            await using var transaction = await writer.BeginAsync(
                last,
                [.. together.Select(request => request.Key).OfType<SubjectKey>()],
                [.. together.SelectMany(request => request.Versions.Keys).Select(subject => subject.Value)]
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
                        draft = await DecideAsync(request, draft, transaction);
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

    private async Task<Draft> DecideAsync(Request request, Draft others, RecordTransaction transaction)
    {
        request.CheckMayLog(others);
        foreach (var (subject, version) in request.Versions.OrderBy(v => v.Key.Value, StringComparer.Ordinal))
        {
            if (SeenBy(request.By) is { } own)
            {
                // By the versions that they are told. Nobody else writes until this transaction has ended.
                var told = others.TimelineOf(subject) is { } whole ? own.See(whole)?.Version ?? 0 : 0;
                if (version != told)
                {
                    throw new VersionConflictException(subject.Value, version, told);
                }
            }
            // What is not in the record is said by taking the decision.
            else if (version == 0 || others.TimelineOf(subject) is not null)
            {
                transaction.CheckVersion(subject.Value, version);
            }
        }

        var draft = others.Then(clock.GetUtcNow(), request.By.Subject);
        var people = await request.Decide(draft);
        transaction.Add(
            new AppendRequest(draft.ToAppend(), request.By.Subject, request.By.CorrelationId, request.By.CausationId)
            {
                Idempotency = request.Idempotency,
                People = people.Commitments,
            }
        );
        return draft;
    }

    private async Task CheckDocumentsAsync(Draft draft)
    {
        foreach (var entry in draft.Entries)
        {
            await documents.MustBeStoredAsync(entry.Event, CancellationToken.None);
        }
    }

    private OwnPeople? SeenBy(LoggedBy by) =>
        by.Organisation is { } organisation ? new(organisation, London.Today(clock)) : null;

    // An organisation's own people are told versions that count what they see.
    private Receipt AsTold(Receipt receipt, LoggedBy by, Draft after) =>
        SeenBy(by) is { } own
            ? receipt with
            {
                Entries =
                [
                    .. receipt.Entries.Select(line =>
                        line with
                        {
                            Version =
                                own.See(after.TimelineOf(SubjectId.FromStream(line.Stream))!)?.VersionAt(line.Place)
                                ?? 0,
                        }
                    ),
                ],
            }
            : receipt;

    private void CheckMayLog(LoggedBy by, SubjectId subject, Event? content, Draft draft)
    {
        if (SeenBy(by) is not { } own)
        {
            return;
        }

        var why = content is null
            ? own.MayNotLog("what a meeting leaves as it is")
            : own.MayNotLog(content, draft.TimelineOf(subject));
        if (why is not null)
        {
            throw new NotAllowedException(why);
        }
    }

    // A refusal says what is in the record. An organisation's own people are refused by what they have been told; where only the rest
    // of it refuses, they are not told what that says.
    private void Judge(LoggedBy by, Draft draft, Action<Draft> take)
    {
        if (by.Organisation is not { } organisation)
        {
            take(draft);
            return;
        }

        take(draft.AsSeenBy(organisation, London.Today(clock)));
        try
        {
            take(draft);
        }
        catch (Exception e) when (e is RuleRefusedException or OutcomesRefusedException or BadInputException)
        {
            throw new NotAllowedException(
                $"{organisation}'s own people cannot log this as things stand: ask the team that oversees {organisation}."
            );
        }
    }

    // Compared with what is believed: what was corrected or retracted since may be logged anew. Own people are told of what they see.
    private async Task CheckIsNewAsync(LoggedBy by, Draft draft, LogDecision command, People people)
    {
        if (by.Again)
        {
            return;
        }

        var seen = by.Organisation is { } organisation
            ? draft.AsSeenBy(organisation, London.Today(clock)).TimelineOf(command.Subject)
            : draft.TimelineOf(command.Subject);
        var asked = EventCatalogue.Write(People.Without(command.Asked));
        if (seen is null)
        {
            return;
        }

        (Entry Entry, Event Content)[] alike =
        [
            .. from entry in seen.Recorded
            where draft.Entries.All(own => own.Id != entry.Id) && seen.RetractionOf(entry.Id) is null
            where entry.Event is not EntryCorrected || seen.StandsFor(entry.Id)?.InForce?.Id == entry.Id
            let content = entry.Event is EntryCorrected ? entry.Event : seen.Believed(entry)
            where
                content.GetType() == command.Asked.GetType()
                && content.Decision.Effective == command.Asked.Decision.Effective
                && EventCatalogue.Write(People.Without(content)) == asked
            select (entry, content),
        ];
        if (alike.Length == 0)
        {
            return;
        }

        // The same name has another id each time. One that was erased is nobody's.
        string[] ids = [.. alike.SelectMany(a => People.In(a.Content))];
        Dictionary<string, string> names = ids.Length == 0 ? [] : new(await store.PersonNamesAsync(ids));
        foreach (var commitment in people.Commitments)
        {
            names[commitment.Id] = commitment.Name;
        }

        string Named(Event content) =>
            EventCatalogue.Write(content.WithPeople((id, _) => id is null ? null : names.GetValueOrDefault(id, id)));
        var same = alike.LastOrDefault(a => Named(a.Content) == Named(command.Asked)).Entry;
        if (same is not null)
        {
            throw new RecordedAlreadyException(same);
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

    /// <summary>What one caller asks to have stored.</summary>
    /// <param name="By">Who logs it.</param>
    /// <param name="Fingerprint">What is asked, hashed, for a request with a key: the same again means the same request.</param>
    /// <param name="Versions">The subjects that it writes, at the versions that the caller decided on.</param>
    /// <param name="CheckMayLog">Refuses what is not the caller's to log, before anything is said about the record.</param>
    /// <param name="Decide">Takes the decisions; gives the people whom they name.</param>
    private sealed record Request(
        LoggedBy By,
        Func<byte[]> Fingerprint,
        IReadOnlyDictionary<SubjectId, long> Versions,
        Action<Draft> CheckMayLog,
        Func<Draft, Task<People>> Decide
    )
    {
        // Continuations run elsewhere: who is answered first does not hold the others up.
        public TaskCompletionSource<Receipt> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SubjectKey? Key => By.IdempotencyKey is null ? null : new(By.Subject, By.IdempotencyKey);

        public Idempotency? Idempotency { get; } =
            By.IdempotencyKey is null ? null : new Idempotency(By.IdempotencyKey, Fingerprint());
    }
}

/// <summary>The record holds exactly what is to be logged, and nobody said that it was decided once more.</summary>
/// <param name="entry">The entry that says so.</param>
public sealed class RecordedAlreadyException(Entry entry)
    : Exception($"The record holds exactly this already: entry {entry.Id}, place {entry.Place}. Nothing was stored.")
{
    /// <summary>The entry that says so.</summary>
    public Guid Entry { get; } = entry.Id;
}

/// <summary>Decisions that a caller asks for as one.</summary>
/// <param name="Asked">What is asked, each as JSON without people (<see cref="OneAsked"/>): the same again means the same request.</param>
/// <param name="Versions">The version of each subject that the caller decided on; 0 when it is new.</param>
/// <param name="Contents">
/// What they are about and would record, as far as it can be read: who may log them is checked by this, before anything is said about the
/// record. Null where it depends on the record what is recorded.
/// </param>
/// <param name="Take">Takes them, in order; people's names are taken out with the second argument.</param>
public sealed record DecisionsTogether(
    IReadOnlyList<string> Asked,
    IReadOnlyDictionary<SubjectId, long> Versions,
    IReadOnlyList<(SubjectId Subject, Event? Content)> Contents,
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

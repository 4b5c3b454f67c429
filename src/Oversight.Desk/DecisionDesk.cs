using System.Security.Cryptography;
using System.Text;
using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Record.Catalogue;
using Oversight.Record.Segments;

namespace Oversight.Desk;

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
    private readonly WaitingDecisions waiting = new(writer, live, clock);
    private readonly RecordedAlready already = new(store, clock);

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
        return waiting.StoreAsync(
            new WaitingDecision(
                by,
                () => Fingerprint([(command.Subject, command.Asked)]),
                new Dictionary<SubjectId, long> { [command.Subject] = expectedVersion },
                draft => CheckMayLog(by, command.Subject, command.Asked, draft),
                async draft =>
                {
                    await documents.MustBeStoredAsync(command.Asked, CancellationToken.None);
                    Judge(by, draft, judged => judged.Take(command));
                    await already.CheckAsync(by, draft, command, people);
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

        return waiting.StoreAsync(
            new WaitingDecision(
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
        waiting.StoreAsync(
            new WaitingDecision(
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

    private async Task CheckDocumentsAsync(Draft draft)
    {
        foreach (var entry in draft.Entries)
        {
            await documents.MustBeStoredAsync(entry.Event, CancellationToken.None);
        }
    }

    private void CheckMayLog(LoggedBy by, SubjectId subject, Event? content, Draft draft)
    {
        if (by.SeesOnly(London.Today(clock)) is not { } own)
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

using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Record.Catalogue;
using Oversight.Record.Retention;
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
    private readonly WaitingDecisions waiting = new(writer, live, new TakingDecisions(documents, store, clock), clock);

    /// <summary>Logs one decision about a subject whose version the caller has seen.</summary>
    /// <param name="command">The decision.</param>
    /// <param name="expectedVersion">The subject's version that the caller decided on; 0 when it is new.</param>
    /// <param name="by">Who logs it.</param>
    /// <param name="cancellation">Stops while it waits its turn; once it is being stored, it is waited for.</param>
    /// <exception cref="RecordedAlreadyException">The record holds exactly this, and the caller does not say that it is so once more.</exception>
    /// <inheritdoc cref="LogDecision.Decide" path="/exception"/>
    /// <inheritdoc cref="LogAsync(IDecisions, LoggedBy, CancellationToken)" path="/exception"/>
    public Task<Receipt> LogAsync(
        LogDecision command,
        long expectedVersion,
        LoggedBy by,
        CancellationToken cancellation
    ) => LogAsync(new SingleDecision(command, expectedVersion), by, cancellation);

    /// <summary>Logs decisions that were drafted together, all or none. A draft without any stores nothing: its receipt is empty.</summary>
    /// <inheritdoc cref="LogAsync(IDecisions, LoggedBy, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="LogAsync(IDecisions, LoggedBy, CancellationToken)" path="/exception"/>
    public Task<Receipt> LogAsync(Draft decisions, LoggedBy by) =>
        decisions.Entries.Count == 0
            ? Task.FromResult(new Receipt([], Repeated: false))
            : LogAsync(decisions, by, CancellationToken.None);

    /// <summary>Logs decisions, all or none.</summary>
    /// <param name="decisions">What is to be decided.</param>
    /// <param name="by">Who logs it; the key covers the whole.</param>
    /// <param name="cancellation">Stops while they wait their turn; once they are being stored, they are waited for.</param>
    /// <exception cref="NotAllowedException">An organisation's own people do not log some of them.</exception>
    /// <exception cref="BadInputException">Evidence names a document that is not kept.</exception>
    /// <exception cref="VersionConflictException">A subject has moved since: the first in id order.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    /// <inheritdoc cref="RecordTransaction.CommitAsync" path="/exception"/>
    /// <remarks>Whatever taking them throws is thrown, and nothing is stored.</remarks>
    public async Task<Receipt> LogAsync(IDecisions decisions, LoggedBy by, CancellationToken cancellation)
    {
        var receipt = await waiting.StoreAsync(new WaitingDecision(by, decisions), cancellation);
        if (decisions.Contents.Any(decision => decision.Content is DocumentsDisposed))
        {
            await documents.FinishDisposalsAsync(CancellationToken.None);
        }

        return receipt;
    }

    /// <summary>What logging a decision would store, and what the rules say of it. Nothing is stored.</summary>
    /// <param name="command">The decision.</param>
    /// <param name="by">Who would log it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="NotAllowedException">They may not log it, or not as things stand.</exception>
    /// <inheritdoc cref="LogDecision.Judge" path="/exception"/>
    public async Task<Foreseen> ForeseeAsync(LogDecision command, LoggedBy by, CancellationToken cancellation) =>
        await new TakingDecisions(documents, store, clock).ForeseeAsync(
            command,
            by,
            await live.AtAsync(known: null, cancellation)
        );

    /// <summary>The kinds of decision that somebody may log about a subject, in the catalogue's order.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<EventKind>> KindsToLogAsync(
        SubjectId subject,
        LoggedBy by,
        CancellationToken cancellation
    )
    {
        var record = await live.AtAsync(known: null, cancellation);
        return by.SightOn(London.Today(clock)).KindsToLog(subject, record.TimelineOf(subject), record);
    }

    /// <summary>Whether somebody may correct or retract an entry about a subject.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<bool> MayChangeAsync(Guid entry, SubjectId subject, LoggedBy by, CancellationToken cancellation)
    {
        var record = await live.AtAsync(known: null, cancellation);
        return by.SightOn(London.Today(clock)).MayChange(entry, subject, record.TimelineOf(subject), record);
    }

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

    /// <summary>What logging a meeting's decisions would do, outcome by outcome. Nothing is stored.</summary>
    /// <param name="minutes">What the meeting decided.</param>
    /// <param name="by">Who would log it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="NotAllowedException">They may not log some of them, or not as things stand.</exception>
    public async Task<IReadOnlyList<ForeseenOutcome>> ForeseeAsync(
        MeetingMinutes minutes,
        LoggedBy by,
        CancellationToken cancellation
    ) =>
        new TakingDecisions(documents, store, clock).Foresee(
            new MeetingDecisions(minutes),
            by,
            await live.AtAsync(known: null, cancellation)
        );
}

/// <summary>What logging a decision would do.</summary>
/// <param name="Content">What would be recorded.</param>
/// <param name="Breaches">The rules that it would break: those that refuse it, and those of which it would only be reported.</param>
/// <param name="Already">The entry by which the record holds exactly this; null where none does.</param>
public sealed record Foreseen(Event Content, IReadOnlyList<Breach> Breaches, Guid? Already = null)
{
    /// <summary>Whether a rule refuses it.</summary>
    public bool IsRefused => Breaches.Any(breach => breach.Refuses);
}

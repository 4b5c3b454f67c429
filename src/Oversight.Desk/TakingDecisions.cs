using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;

namespace Oversight.Desk;

/// <summary>
/// Takes what a caller asks for on the record before it: may they log it, is it what they decided on, what do the rules say, are the
/// documents kept, is it recorded already.
/// </summary>
internal sealed class TakingDecisions(EvidenceDocuments documents, RecordStore store, TimeProvider clock)
{
    private readonly RecordedAlready already = new(store, clock);

    /// <summary>Takes them, and gives them to the transaction.</summary>
    /// <param name="request">What is asked, and by whom.</param>
    /// <param name="others">What is taken before it in the same transaction.</param>
    /// <param name="transaction">The transaction.</param>
    /// <returns>What is taken, after the others.</returns>
    public async Task<Draft> TakeAsync(WaitingDecision request, Draft others, RecordTransaction transaction)
    {
        var (by, decisions) = (request.By, request.Decisions);
        foreach (var (subject, content) in decisions.Contents)
        {
            CheckMayLog(by, subject, content, others);
        }

        foreach (var (subject, version) in decisions.Versions.OrderBy(v => v.Key.Value, StringComparer.Ordinal))
        {
            CheckVersion(by, subject, version, others, transaction);
        }

        try
        {
            return await TakeAsync(request, others.Then(clock.GetUtcNow(), by.Subject), others, transaction);
        }
        catch (Exception e)
            when (by.Looked is not null
                && e is RuleRefusedException or OutcomesRefusedException or RecordedAlreadyException
            )
        {
            // It says what is in the record.
            var seen = others.AsSeenBy(by.SightOn(London.Today(clock)));
            foreach (var (subject, _) in decisions.Contents)
            {
                seen.Note(subject, by.Looked!);
            }

            throw;
        }
    }

    private async Task<Draft> TakeAsync(
        WaitingDecision request,
        Draft draft,
        Draft others,
        RecordTransaction transaction
    )
    {
        var (by, decisions) = (request.By, request.Decisions);
        Judge(by, draft, decisions);
        foreach (var entry in draft.Entries)
        {
            await documents.MustBeStoredAsync(entry.Event, by, others, CancellationToken.None);
        }

        if (decisions is SingleDecision { Command: var command })
        {
            await already.CheckAsync(by, draft, command);
        }

        transaction.Add(
            new AppendRequest(draft.ToAppend(), by.Subject, by.CorrelationId, by.CausationId)
            {
                Idempotency = request.Idempotency,
                People = draft.People,
            }
        );
        return draft;
    }

    /// <summary>
    /// What logging a decision would record, and what the rules say of it: as whoever asks sees the record, and no more of the rest than logging
    /// would say. Nothing is stored.
    /// </summary>
    /// <param name="command">The decision.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="record">The whole record.</param>
    public async Task<Foreseen> ForeseeAsync(LogDecision command, LoggedBy by, RecordAt record)
    {
        var whole = new Draft(record, clock.GetUtcNow(), by.Subject);
        CheckMayLog(by, command.Subject, command.Asked, whole);
        var sight = by.SightOn(London.Today(clock));
        var (content, breaches) = (sight.SeesEverything ? whole : whole.AsSeenBy(sight)).Judge(command);
        if (!sight.SeesEverything && !breaches.Any(breach => breach.Refuses))
        {
            try
            {
                whole.Take(command);
            }
            catch (Exception e) when (e is RuleRefusedException or BadInputException)
            {
                throw AsThingsStand();
            }
        }

        await documents.MustBeStoredAsync(content, by, record, CancellationToken.None);
        try
        {
            await already.CheckAsync(by, whole, command);
        }
        catch (RecordedAlreadyException e)
        {
            return new(content, breaches, e.Entry);
        }

        return new(content, breaches);
    }

    private static NotAllowedException AsThingsStand() =>
        new(
            "You cannot log this as things stand: ask the team that oversees those concerned, or NHS England's national team."
        );

    private void CheckMayLog(LoggedBy by, SubjectId subject, Event content, Draft others)
    {
        if (by.SightOn(London.Today(clock)).MayNotLog(content, subject, others.TimelineOf(subject), others) is { } why)
        {
            throw new NotAllowedException(why);
        }
    }

    private void CheckVersion(LoggedBy by, SubjectId subject, long version, Draft others, RecordTransaction transaction)
    {
        var sight = by.SightOn(London.Today(clock));
        if (!sight.SeesEverything)
        {
            // By the versions that they are told. Nobody else writes until this transaction has ended.
            var told = others.TimelineOf(subject) is { } whole ? sight.See(whole, others)?.Version ?? 0 : 0;
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

    // A refusal says what is in the record. Whoever does not see everything is refused by what they see; where only the rest of it
    // refuses, they are not told what that says.
    private void Judge(LoggedBy by, Draft draft, IDecisions decisions)
    {
        var sight = by.SightOn(London.Today(clock));
        if (sight.SeesEverything)
        {
            decisions.Take(draft);
            return;
        }

        decisions.Take(draft.AsSeenBy(sight));
        try
        {
            decisions.Take(draft);
        }
        catch (Exception e) when (e is RuleRefusedException or OutcomesRefusedException or BadInputException)
        {
            throw AsThingsStand();
        }
    }

    /// <summary>
    /// What logging a meeting's decisions would do, outcome by outcome: as whoever asks sees the record, and no more of the rest than logging would
    /// say. Nothing is stored.
    /// </summary>
    /// <param name="decisions">What the meeting decided.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="record">The whole record.</param>
    public IReadOnlyList<ForeseenOutcome> Foresee(MeetingDecisions decisions, LoggedBy by, RecordAt record)
    {
        var whole = new Draft(record, clock.GetUtcNow(), by.Subject);
        foreach (var (subject, content) in decisions.Contents)
        {
            CheckMayLog(by, subject, content, whole);
        }

        var sight = by.SightOn(London.Today(clock));
        if (sight.SeesEverything)
        {
            return decisions.Foresee(whole);
        }

        var foreseen = decisions.Foresee(whole.AsSeenBy(sight));
        if (foreseen.All(outcome => outcome.Refused is null))
        {
            Judge(by, whole, decisions);
        }

        return foreseen;
    }
}

using System.Diagnostics;
using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Projections.Timelines;
using Oversight.Proofs;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.Problems;

/// <summary>What is wrong with a request, ready to be answered.</summary>
/// <param name="Type">What kind of problem it is.</param>
/// <param name="Detail">What is wrong this time.</param>
public sealed record Problem(ProblemType Type, string Detail)
{
    /// <summary>The member, parameter or header at fault.</summary>
    public string? Field { get; init; }

    /// <summary>The rule that refused the decision.</summary>
    public RefusingRule? Rule { get; init; }

    /// <summary>The version that the subject is at now.</summary>
    public long? Version { get; init; }

    /// <summary>Of a meeting: every outcome that is refused.</summary>
    public IReadOnlyList<RefusedOutcome>? Outcomes { get; init; }

    /// <summary>The entry that says so already.</summary>
    public Guid? Entry { get; init; }

    /// <summary>As it is answered.</summary>
    public ProblemAnswer ToAnswer() =>
        new(
            Type.Address,
            Type.Title,
            Type.Status,
            Detail,
            Type.WhatToDo,
            Field,
            Rule,
            Version,
            Outcomes,
            Entry,
            Activity.Current?.TraceId.ToString()
        );

    /// <summary>The problem that an exception is.</summary>
    public static Problem Of(Exception exception) =>
        exception switch
        {
            BadInputException e => new(ProblemType.BadInput, Sentence(e.Field, e.Problem)) { Field = e.Field },
            BadEntryException e => new(ProblemType.BadInput, e.Message),
            FutureInstantException e => new(ProblemType.BadInput, e.Message) { Field = "known" },
            RuleRefusedException e => new(ProblemType.RuleRefused, e.Breach)
            {
                Rule = new(e.Rule.Name, e.Rule.Sentence),
            },
            OutcomesRefusedException e => new(
                ProblemType.OutcomesRefused,
                $"{e.Refused.Select(r => r.Index).Distinct().Count()} of {e.Outcomes} outcomes are refused."
            )
            {
                Outcomes = e.Refused,
            },
            RecordedAlreadyException e => new(ProblemType.RecordedAlready, e.Message) { Entry = e.Entry },
            AccessRefusedException e => new(ProblemType.NotAllowed, e.Message),
            AccessConflictException e => new(ProblemType.NotPossible, e.Message),
            NotAllowedException e => new(ProblemType.NotAllowed, e.Message),
            UnknownSubjectException e => new(ProblemType.NotFound, e.Message),
            VersionConflictException e => new(ProblemType.VersionMoved, e.Message) { Version = e.Actual },
            IdempotencyConflictException e => new(ProblemType.KeyReused, e.Message) { Field = "Idempotency-Key" },
            ProofException e => new(ProblemType.DoesNotProve, e.Message),
            MissingEntriesException e => new(ProblemType.EntriesMissing, e.Message),
            RecordReplacedException e => new(ProblemType.RecordReplaced, e.Message),
            NoRoomException e => new(ProblemType.NoRoom, e.Message),
            _ when DatabaseErrors.IsFull(exception) => new(
                ProblemType.NoRoom,
                "The disk of the database is full. Nothing was stored."
            ),
            ClockJumpedException e => new(ProblemType.ClockJumped, e.Message),
            RecordBusyException e => new(ProblemType.Busy, e.Message),
            AppendOutcomeUnknownException e => new(ProblemType.OutcomeUnknown, e.Message),
            ReadingNotKeptException e => new(ProblemType.DatabaseUnreachable, e.Message),
            _ when DatabaseErrors.IsUnreachable(exception) => new(
                ProblemType.DatabaseUnreachable,
                "The database did not answer. If something was to be stored, it was not."
            ),
            _ => Unexpected,
        };

    private static Problem Unexpected =>
        new(ProblemType.Failed, "The request could not be answered; the log says why under the trace id.");

    private static string Sentence(string field, string problem) =>
        problem.Length > 0 && char.IsLower(problem[0]) ? $"{field} {problem}" : problem;
}

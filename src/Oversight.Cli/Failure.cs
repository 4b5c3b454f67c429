using Oversight.Desk;
using Oversight.Desk.Imports;
using Oversight.Desk.Meetings;
using Oversight.Desk.Problems;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;

namespace Oversight.Cli;

/// <summary>A command cannot do what it was asked to: says why in a sentence, and with which code the program ends.</summary>
internal sealed class FailureException(ExitCode code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public ExitCode Code { get; } = code;
}

/// <summary>What went wrong, for a person and for a script.</summary>
internal static class Failure
{
    /// <summary>The exit code and the sentence for an exception.</summary>
    public static (ExitCode Code, string Message) Of(Exception exception) =>
        exception switch
        {
            FailureException e => (e.Code, e.Message),
            NotAllowedException or OwnerMayNotException or AccessRefusedException => (
                ExitCode.Refused,
                exception.Message
            ),
            RecordedAlreadyException => (
                ExitCode.Refused,
                $"{exception.Message} If it was decided once more, add --again."
            ),
            RuleRefusedException e => (ExitCode.Refused, $"refused by rule {e.Rule.Name}: {e.Breach}"),
            OutcomesRefusedException e => (
                e.Refused.Any(refused => refused.Rule is not null) ? ExitCode.Refused : ExitCode.BadInput,
                e.Message
            ),
            BadInputException or BadEntryException or DocumentNotUnderstoodException or FormatException => (
                ExitCode.BadInput,
                exception.Message
            ),
            FutureInstantException => (ExitCode.BadInput, $"--known: {exception.Message}"),
            VersionConflictException or IdempotencyConflictException or AnalystException or AccessConflictException => (
                ExitCode.Conflict,
                exception.Message
            ),
            MissingEntriesException => (ExitCode.Differences, exception.Message),
            UnknownSubjectException => (ExitCode.NotFound, exception.Message),
            EmbeddedPostgresException or AlreadyRunningException or MigrationException => (
                ExitCode.CannotStart,
                exception.Message
            ),
            _ when DatabaseErrors.IsUnreachable(exception) => (
                ExitCode.CannotStart,
                $"the database cannot be used: {exception.Message}"
            ),
            _ when LacksTimeZones(exception) => (
                ExitCode.CannotStart,
                "this machine has no time zone data, and days are counted in London: install it (apt-get install tzdata)."
            ),
            OperationCanceledException => (ExitCode.Unexpected, "stopped before it was done."),
            _ => (ExitCode.Unexpected, exception.Message),
        };

    // The first who asks for London's time meets it in the initialisation of a type.
    private static bool LacksTimeZones(Exception? exception)
    {
        while (exception is not null and not TimeZoneNotFoundException)
        {
            exception = exception.InnerException;
        }

        return exception is not null;
    }

    /// <summary>The same as a problem in the API's shape (RFC 9457), for those who asked for JSON.</summary>
    public static ProblemAnswer ProblemOf(Exception exception, ExitCode code, string message) =>
        ProblemAnswer.Of(
            exception,
            code switch
            {
                ExitCode.BadInput => "bad-input",
                ExitCode.Refused => "rule-refused",
                ExitCode.Conflict => "version-moved",
                ExitCode.NotFound => "not-found",
                ExitCode.Differences when exception is MissingEntriesException => "entries-missing",
                ExitCode.CannotStart => "database-unreachable",
                _ => "failed",
            },
            message
        );
}

using Npgsql;

namespace Oversight.Ledger;

/// <summary>What an error of PostgreSQL means for a request whose transaction it ended.</summary>
internal static class Refusal
{
    /// <summary>The same in the ledger's words; the error itself where it has none. Nothing was stored.</summary>
    public static Exception Of(NpgsqlException error) =>
        error is not PostgresException refused ? error
        : BusyReason(refused) is { } reason ? new RecordBusyException(reason, refused)
        : refused.SqlState switch
        {
            "OV012" => new ClockJumpedException(refused.MessageText, refused),
            "OV020" => new AccessRefusedException($"{refused.MessageText}. {refused.Hint}", refused),
            "OV021" => new AccessConflictException($"{refused.MessageText}. {refused.Hint}", refused),
            "OV006" => new BadEntryException($"{refused.MessageText}.", refused),
            "OV018" => new BadEntryException($"{refused.MessageText}. {refused.Hint}", refused),
            PostgresErrorCodes.UntranslatableCharacter => new BadEntryException(
                "What was sent is refused: it holds the character U+0000.",
                refused
            ),
            // A constraint, or class 22: text or numbers that a column cannot hold.
            PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation or ['2', '2', ..] =>
                new BadEntryException($"What was sent is refused: {refused.MessageText}.", refused),
            _ => refused,
        };

    /// <summary>Why the record is busy; null when the error says something else.</summary>
    public static string? BusyReason(PostgresException error) =>
        error.SqlState switch
        {
            PostgresErrorCodes.LockNotAvailable => "another writer held it for longer than the lock time-out",
            PostgresErrorCodes.QueryCanceled => "the statement took longer than its time-out, or was cancelled",
            PostgresErrorCodes.DeadlockDetected => "this writer and another waited for each other",
            _ => null,
        };

    /// <summary>An error of that type among an error and its causes.</summary>
    public static T? CauseOf<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T cause)
            {
                return cause;
            }
        }

        return null;
    }
}

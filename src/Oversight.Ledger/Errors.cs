using System.Net.Sockets;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>What an error of the database's own says, for those who do not know its client.</summary>
public static class DatabaseErrors
{
    /// <summary>True when there was no room for what was to be stored.</summary>
    public static bool IsFull(Exception error) =>
        Refusal.CauseOf<PostgresException>(error)?.SqlState == PostgresErrorCodes.DiskFull;

    /// <summary>
    /// True when PostgreSQL could not be reached, did not answer, ended the connection, or lacks what it needs to go on; false when it
    /// refused what was asked.
    /// </summary>
    public static bool IsUnreachable(Exception error) =>
        error switch
        {
            PostgresException { Severity: not ("FATAL" or "PANIC") } refused => refused.SqlState[..2]
                is "08"
                    or "53"
                    or "57",
            NpgsqlException or SocketException or TimeoutException => true,
            _ => false,
        };

    /// <summary>True when that is why something else failed, whatever it says: Wolverine says of storage that it cannot reach that it is missing.</summary>
    public static bool IsBecauseUnreachable(Exception error) =>
        IsUnreachable(Refusal.CauseOf<NpgsqlException>(error) ?? error);

    /// <summary>True when the database has not got what was asked of it: it has not been migrated as far as this program.</summary>
    public static bool LacksTables(Exception error) =>
        Refusal.CauseOf<PostgresException>(error)?.SqlState
            is PostgresErrorCodes.UndefinedTable
                or PostgresErrorCodes.InvalidSchemaName;
}

/// <summary>There is no room for what was to be stored; nothing was.</summary>
public sealed class NoRoomException(string reason) : Exception(reason);

/// <summary>The database cannot be brought to the schema that this program needs; the message says why and what to do.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A stream is at another version than the writer expected: something was recorded meanwhile. Nothing was stored. Read what is new and
/// decide again.
/// </summary>
public sealed class VersionConflictException(string stream, long expected, long actual)
    : Exception(
        $"Stream {stream} is at version {actual}, not at {expected} as expected: read what was recorded meanwhile and decide again."
    )
{
    /// <summary>The stream concerned; the first in id order when there are several.</summary>
    public string Stream => stream;

    /// <summary>The version that the writer expected; 0 for a new stream.</summary>
    public long Expected => expected;

    /// <summary>The version that the stream is at; 0 when it does not exist.</summary>
    public long Actual => actual;
}

/// <summary>
/// The subject used this idempotency key before, for other content. Nothing was stored. New content needs a new key.
/// </summary>
public sealed class IdempotencyConflictException(string key)
    : Exception($"Idempotency key '{key}' was used before, for other content: send new content with a new key.")
{
    /// <summary>The key.</summary>
    public string Key => key;
}

/// <summary>
/// Another writer held the record for too long, or this statement took too long. Nothing was stored: the same request can be sent again.
/// </summary>
public sealed class RecordBusyException(string reason, Exception? inner = null)
    : Exception($"The record is busy: {reason}. Nothing was stored; try again.", inner);

/// <summary>The record cannot hold what was sent. Nothing was stored; the message names the entry or field, and why.</summary>
public sealed class BadEntryException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Who asks may not give, approve, end or close that, or sign that person in; nothing was changed. The message says why.</summary>
public sealed class AccessRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// It cannot be done to an account or a right as it is now: it has ended, or is the last administrator's. Nothing was changed; the message says
/// which.
/// </summary>
public sealed class AccessConflictException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The entry that was read last is not in the record any more, or another one is at its place: an older copy of the database was put back,
/// or a standby took over that had not got all. Nothing was stored.
/// </summary>
/// <param name="place">The place of the entry.</param>
/// <param name="isGone">True when nothing is there; false when another entry is.</param>
public sealed class RecordReplacedException(long place, bool isGone)
    : Exception(
        $"The database holds another record than the one that was read: the entry at place {place} "
            + $"{(isGone ? "is gone" : "is another one")}. An older copy was put back, or a standby took over without the last entries. "
            + "The record is read anew; what was acknowledged and is not in it has to be logged again."
    );

/// <summary>The database server's clock is years after the last entry: nothing is recorded under it, and nothing answered by it.</summary>
public sealed class ClockJumpedException(string reason, Exception? inner = null)
    : Exception($"{reason}. Nothing was stored. Set the clock of the database's server right.", inner);

/// <summary>"As known at" was asked about an instant that has not passed.</summary>
public sealed class FutureInstantException(DateTimeOffset known, Exception? inner = null)
    : Exception($"What is known at {known:O} cannot be asked yet: give an instant that has passed, or none.", inner)
{
    /// <summary>The instant asked about.</summary>
    public DateTimeOffset Known => known;
}

/// <summary>
/// The connection was lost after an append was sent: it is stored as a whole or not at all, but which of the two is not known. Sending
/// the same request with the same idempotency key again is safe, and tells; without a key, read the record first.
/// </summary>
public sealed class AppendOutcomeUnknownException(Exception inner)
    : Exception(
        "The connection to the database was lost while entries were being stored; whether they are is unknown. "
            + "Send the same request with the same idempotency key again: what is stored is not stored twice.",
        inner
    );

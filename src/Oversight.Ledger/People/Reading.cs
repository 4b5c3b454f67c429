namespace Oversight.Ledger.People;

/// <summary>By what somebody reads.</summary>
public enum Face
{
    /// <summary>A page.</summary>
    Page,

    /// <summary>An answer of the API in JSON.</summary>
    Api,

    /// <summary>A file of rows, such as CSV.</summary>
    Export,

    /// <summary>A calendar feed.</summary>
    Feed,

    /// <summary>The draft of a letter.</summary>
    Letter,

    /// <summary>A document.</summary>
    Document,

    /// <summary>What a webhook is told.</summary>
    Webhook,

    /// <summary>The command line.</summary>
    CommandLine,
}

/// <summary>Somebody reads what is not public.</summary>
/// <param name="Reader">Who, as the signed-in subject.</param>
/// <param name="Credential">The id of the token, session, feed or webhook by which they read; null for the command line beside the database.</param>
/// <param name="Face">By what.</param>
/// <param name="Address">What was asked: an address with its parameters and without secrets, or a command.</param>
/// <param name="Place">The place of the record at which it was answered.</param>
/// <param name="Subjects">The streams with entries that are not public and that the answer could show.</param>
/// <param name="Entries">How many such entries they have.</param>
public sealed record Reading(
    string Reader,
    Guid? Credential,
    Face Face,
    string Address,
    long Place,
    IReadOnlyList<string> Subjects,
    long Entries
);

/// <summary>A reading as it is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was written, by the database's clock.</param>
/// <param name="Answered">When it was answered, by the program's clock, where the database was away then; null where it was written first.</param>
/// <param name="Reading">What was read.</param>
/// <param name="Name">The name of who read it; null where that was erased, or is none.</param>
/// <param name="By">What signed them in; null for a feed, a webhook, and the command line beside the database.</param>
public sealed record KeptReading(
    Guid Id,
    DateTimeOffset At,
    DateTimeOffset? Answered,
    Reading Reading,
    string? Name,
    Credential? By
);

/// <summary>Which readings are wanted; null for all.</summary>
/// <param name="Readers">Of one of these signed-in subjects.</param>
/// <param name="Subjects">That could show one of these streams.</param>
/// <param name="Face">By this face.</param>
/// <param name="From">Written at this instant or later.</param>
/// <param name="Before">Written before this instant.</param>
public sealed record ReadingsAsked(
    IReadOnlyList<string>? Readers = null,
    IReadOnlyList<string>? Subjects = null,
    Face? Face = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Before = null
);

/// <summary>What is not public is not answered, because who reads it cannot be recorded.</summary>
/// <param name="inner">Why it cannot.</param>
public sealed class ReadingNotKeptException(Exception? inner = null)
    : Exception(
        "The database does not answer, and as many readings wait to be recorded as can: until it answers, nothing is shown that is not public.",
        inner
    );

using System.Reflection;

namespace Oversight.Desk.Problems;

/// <summary>A kind of problem that the API answers with (RFC 9457). Its type is the address that explains it.</summary>
/// <param name="Name">The stable name, the last step of its address.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">What it is, the same every time.</param>
/// <param name="WhatToDo">What the caller can do about it.</param>
public sealed record ProblemType(string Name, int Status, string Title, string WhatToDo)
{
    /// <summary>Something sent is wrong.</summary>
    public static ProblemType BadInput { get; } =
        new(
            "bad-input",
            400,
            "Something sent cannot be taken as it stands",
            "Change the field, parameter or header named in 'field' as the detail says."
        );

    /// <summary>Nobody is signed in.</summary>
    public static ProblemType NotSignedIn { get; } =
        new(
            "not-signed-in",
            401,
            "This needs somebody who is signed in",
            "Send 'Authorization: Bearer <token>' with a token of yours that is still good: the page /signed-in makes one, and so does "
                + "'oversight login'. In a browser, sign in at /sign-in."
        );

    /// <summary>Not for whoever asks.</summary>
    public static ProblemType NotAllowed { get; } =
        new(
            "not-allowed",
            403,
            "Your rights do not reach this",
            "The detail says why. /signed-in shows your rights, and an administrator gives others; what you may not log, the team that oversees "
                + "those concerned may."
        );

    /// <summary>The record has no such thing.</summary>
    public static ProblemType NotFound { get; } =
        new(
            "not-found",
            404,
            "There is no such thing in the record",
            "Check the code or id; ask for a later instant if it came into the record after the one asked for."
        );

    /// <summary>A document was disposed of.</summary>
    public static ProblemType Disposed { get; } =
        new(
            "disposed",
            410,
            "The document was disposed of",
            "Its bytes are gone for good. The entry that the detail names says when, under which retention rule and by whose authority."
        );

    /// <summary>The program has no such address.</summary>
    public static ProblemType NoSuchAddress { get; } =
        new(
            "no-such-address",
            404,
            "There is no such page or address",
            "Check the address: the first page leads to all others, and /api/docs lists the addresses of the API."
        );

    /// <summary>The address does not take the method.</summary>
    public static ProblemType MethodNotAllowed { get; } =
        new(
            "method-not-allowed",
            405,
            "This address does not take that method",
            "Use one of the methods in the header Allow."
        );

    /// <summary>The answer does not come in the type that is accepted.</summary>
    public static ProblemType NotAcceptable { get; } =
        new(
            "not-acceptable",
            406,
            "The API answers in JSON only",
            "Accept application/json, or leave the header Accept out."
        );

    /// <summary>It cannot be done to what is there.</summary>
    public static ProblemType NotPossible { get; } =
        new(
            "not-possible",
            409,
            "That cannot be done to it as it is now",
            "Look at the person or the right once more: the detail says what stands in the way. Nothing was changed."
        );

    /// <summary>An entry was logged a moment ago.</summary>
    public static ProblemType NotProvedYet { get; } =
        new(
            "not-proved-yet",
            409,
            "The entry is recorded, and not proved yet",
            "Ask again after the seconds in Retry-After. Where that goes on, /health/ready says why nothing is signed."
        );

    /// <summary>Somebody else decided first.</summary>
    public static ProblemType VersionMoved { get; } =
        new(
            "version-moved",
            412,
            "The subject has moved since it was read",
            "Read it again, decide again on what is there now, and send its version in If-Match. Nothing was stored."
        );

    /// <summary>Too much was asked in a short time.</summary>
    public static ProblemType TooManyRequests { get; } =
        new(
            "too-many-requests",
            429,
            "Too much was asked in a short time",
            "Wait as many seconds as the header Retry-After says, and send the same request again."
        );

    /// <summary>More was sent than is taken.</summary>
    public static ProblemType BodyTooLarge { get; } =
        new("body-too-large", 413, "The body is too large", "Send at most as much as the detail says.");

    /// <summary>What was sent is of another type.</summary>
    public static ProblemType WrongContentType { get; } =
        new(
            "wrong-content-type",
            415,
            "What was sent is not of a type that is taken here",
            "Send a decision with 'Content-Type: application/json' in UTF-8, a document with its own type; neither compressed."
        );

    /// <summary>A rule refuses it.</summary>
    public static ProblemType RuleRefused { get; } =
        new(
            "rule-refused",
            422,
            "A rule refuses the decision",
            "Change the decision; sent again as it is, it is refused again. What was decided earlier or taken from a document may be "
                + "logged with the origin back-dated or imported: the rule then reports a finding."
        );

    /// <summary>It is there already.</summary>
    public static ProblemType RecordedAlready { get; } =
        new(
            "recorded-already",
            422,
            "The record holds exactly this already",
            "Nothing was stored. Read the entry that the detail names. If the same was decided once more, send it again with 'Oversight-Again: true'."
        );

    /// <summary>A meeting has outcomes that are refused.</summary>
    public static ProblemType OutcomesRefused { get; } =
        new(
            "outcomes-refused",
            422,
            "Outcomes of the meeting are refused",
            "Change each outcome in 'outcomes' as its detail says, or leave it out, and send the whole again. Nothing was stored."
        );

    /// <summary>An idempotency key came with other content.</summary>
    public static ProblemType KeyReused { get; } =
        new(
            "idempotency-key-reused",
            422,
            "The idempotency key was used for something else",
            "Send new content with a new key. Nothing was stored."
        );

    /// <summary>The version that was decided on is not said.</summary>
    public static ProblemType VersionMissing { get; } =
        new(
            "version-missing",
            428,
            "Deciding needs the version that was decided on",
            "Read the subject, and send its 'version' as If-Match: \"<version>\"; for something new send If-None-Match: *."
        );

    /// <summary>The fault is ours.</summary>
    public static ProblemType Failed { get; } =
        new(
            "failed",
            500,
            "Something went wrong in Oversight",
            "Tell whoever runs this Oversight the trace id: the log says more under it."
        );

    /// <summary>What the record holds is not what was signed.</summary>
    public static ProblemType DoesNotProve { get; } =
        new(
            "does-not-prove",
            500,
            "What the record holds is not what was signed",
            "Tell whoever runs this Oversight: somebody changed something beside the program. Compare with a backup; oversight replay says more."
        );

    /// <summary>A PDF was not made.</summary>
    public static ProblemType NotPrinted { get; } =
        new(
            "not-printed",
            503,
            "The PDF could not be made",
            "Print the page with your own browser and choose \"Save as PDF\", or ask again after a while."
        );

    /// <summary>Others are writing.</summary>
    public static ProblemType Busy { get; } =
        new(
            "busy",
            503,
            "The record is busy",
            "Nothing was stored: send the same again after the seconds in Retry-After."
        );

    /// <summary>The database did not say whether it was stored.</summary>
    public static ProblemType OutcomeUnknown { get; } =
        new(
            "outcome-unknown",
            503,
            "Whether it was stored is not known",
            "Send the same again with the same Idempotency-Key: it is not stored twice. Without a key, read the history first."
        );

    /// <summary>The clock of the database is wrong.</summary>
    public static ProblemType ClockJumped { get; } =
        new(
            "clock-jumped",
            503,
            "The database server's clock is not to be believed",
            "Tell whoever runs this Oversight: the clock has to be set right. Nothing was stored; questions without an instant are answered."
        );

    /// <summary>Another record stands in the place of the one that was read.</summary>
    public static ProblemType RecordReplaced { get; } =
        new(
            "record-replaced",
            503,
            "The database holds another record than before",
            "Nothing was stored. The record is read anew: read what is there now, and decide again. Tell whoever runs this Oversight."
        );

    /// <summary>Entries were taken out of the database.</summary>
    public static ProblemType EntriesMissing { get; } =
        new(
            "entries-missing",
            503,
            "Entries are missing in the record",
            "Tell whoever runs this Oversight: oversight verify names all that is missing or changed, and the record has to be put back from a backup."
        );

    /// <summary>The database does not answer.</summary>
    public static ProblemType DatabaseUnreachable { get; } =
        new(
            "database-unreachable",
            503,
            "The database cannot be reached",
            "Try again after the seconds in Retry-After; /health/ready says when it is back."
        );

    /// <summary>A disk is full.</summary>
    public static ProblemType NoRoom { get; } =
        new(
            "no-room",
            507,
            "There is no room for it",
            "Nothing was stored; what is stored can be read. Tell whoever runs this Oversight: the detail says what is full."
        );

    /// <summary>Every kind, by status.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        .. typeof(ProblemType)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(kind => kind.PropertyType == typeof(ProblemType))
            .Select(kind => (ProblemType)kind.GetValue(null)!),
    ];

    /// <summary>Where it is explained; the member "type" of a problem.</summary>
    public string Address => $"/api/problems/{Name}";
}

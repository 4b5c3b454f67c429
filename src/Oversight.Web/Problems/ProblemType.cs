namespace Oversight.Web.Problems;

/// <summary>A kind of problem that the API answers with (RFC 9457). Its type is the address that explains it.</summary>
/// <param name="Name">The stable name, the last step of its address.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">What it is, the same every time.</param>
/// <param name="WhatToDo">What the caller can do about it.</param>
internal sealed record ProblemType(string Name, int Status, string Title, string WhatToDo)
{
    public static ProblemType BadInput { get; } =
        new(
            "bad-input",
            StatusCodes.Status400BadRequest,
            "Something sent cannot be taken as it stands",
            "Change the field, parameter or header named in 'field' as the detail says."
        );

    public static ProblemType NotSignedIn { get; } =
        new(
            "not-signed-in",
            StatusCodes.Status401Unauthorized,
            "This needs a bearer token, and a token that is sent has to be somebody's",
            "Send 'Authorization: Bearer <token>'; the first start writes a token into the file 'token' of the data folder."
        );

    public static ProblemType NotAllowed { get; } =
        new(
            "not-allowed",
            StatusCodes.Status403Forbidden,
            "An organisation's own people log what the organisation says itself",
            "Log evidence, self-assessments, undertaking progress or certificate applications about subjects that name the organisation; "
                + "ask the regional team to log everything else."
        );

    public static ProblemType NotFound { get; } =
        new(
            "not-found",
            StatusCodes.Status404NotFound,
            "There is no such thing in the record",
            "Check the code or id; ask for a later instant if it came into the record after the one asked for."
        );

    public static ProblemType NoSuchAddress { get; } =
        new(
            "no-such-address",
            StatusCodes.Status404NotFound,
            "There is no such page or address",
            "Check the address: the first page leads to all others, and /api/docs lists the addresses of the API."
        );

    public static ProblemType MethodNotAllowed { get; } =
        new(
            "method-not-allowed",
            StatusCodes.Status405MethodNotAllowed,
            "This address does not take that method",
            "Use one of the methods in the header Allow."
        );

    public static ProblemType NotAcceptable { get; } =
        new(
            "not-acceptable",
            StatusCodes.Status406NotAcceptable,
            "The API answers in JSON only",
            "Accept application/json, or leave the header Accept out."
        );

    public static ProblemType VersionMoved { get; } =
        new(
            "version-moved",
            StatusCodes.Status412PreconditionFailed,
            "The subject has moved since it was read",
            "Read it again, decide again on what is there now, and send its version in If-Match. Nothing was stored."
        );

    public static ProblemType BodyTooLarge { get; } =
        new(
            "body-too-large",
            StatusCodes.Status413PayloadTooLarge,
            "The body is too large",
            "Send at most as much as the detail says."
        );

    public static ProblemType WrongContentType { get; } =
        new(
            "wrong-content-type",
            StatusCodes.Status415UnsupportedMediaType,
            "What was sent is not of a type that is taken here",
            "Send a decision with 'Content-Type: application/json' in UTF-8, a document with its own type; neither compressed."
        );

    public static ProblemType RuleRefused { get; } =
        new(
            "rule-refused",
            StatusCodes.Status422UnprocessableEntity,
            "A rule refuses the decision",
            "Change the decision; sent again as it is, it is refused again. What was decided earlier or taken from a document may be "
                + "logged with the origin back-dated or imported: the rule then reports a finding."
        );

    public static ProblemType RecordedAlready { get; } =
        new(
            "recorded-already",
            StatusCodes.Status422UnprocessableEntity,
            "The record holds exactly this already",
            "Nothing was stored. Read the entry that the detail names. If the same was decided once more, send it again with 'Oversight-Again: true'."
        );

    public static ProblemType OutcomesRefused { get; } =
        new(
            "outcomes-refused",
            StatusCodes.Status422UnprocessableEntity,
            "Outcomes of the meeting are refused",
            "Change each outcome in 'outcomes' as its detail says, or leave it out, and send the whole again. Nothing was stored."
        );

    public static ProblemType KeyReused { get; } =
        new(
            "idempotency-key-reused",
            StatusCodes.Status422UnprocessableEntity,
            "The idempotency key was used for something else",
            "Send new content with a new key. Nothing was stored."
        );

    public static ProblemType VersionMissing { get; } =
        new(
            "version-missing",
            StatusCodes.Status428PreconditionRequired,
            "Deciding needs the version that was decided on",
            "Read the subject, and send its 'version' as If-Match: \"<version>\"; for something new send If-None-Match: *."
        );

    public static ProblemType Failed { get; } =
        new(
            "failed",
            StatusCodes.Status500InternalServerError,
            "Something went wrong in Oversight",
            "Tell whoever runs this Oversight the trace id: the log says more under it."
        );

    public static ProblemType Busy { get; } =
        new(
            "busy",
            StatusCodes.Status503ServiceUnavailable,
            "The record is busy",
            "Nothing was stored: send the same again after the seconds in Retry-After."
        );

    public static ProblemType OutcomeUnknown { get; } =
        new(
            "outcome-unknown",
            StatusCodes.Status503ServiceUnavailable,
            "Whether it was stored is not known",
            "Send the same again with the same Idempotency-Key: it is not stored twice. Without a key, read the history first."
        );

    public static ProblemType ClockJumped { get; } =
        new(
            "clock-jumped",
            StatusCodes.Status503ServiceUnavailable,
            "The database server's clock is not to be believed",
            "Tell whoever runs this Oversight: the clock has to be set right. Nothing was stored; questions without an instant are answered."
        );

    public static ProblemType RecordReplaced { get; } =
        new(
            "record-replaced",
            StatusCodes.Status503ServiceUnavailable,
            "The database holds another record than before",
            "Nothing was stored. The record is read anew: read what is there now, and decide again. Tell whoever runs this Oversight."
        );

    public static ProblemType DatabaseUnreachable { get; } =
        new(
            "database-unreachable",
            StatusCodes.Status503ServiceUnavailable,
            "The database cannot be reached",
            "Try again after the seconds in Retry-After; /health/ready says when it is back."
        );

    public static ProblemType NoRoom { get; } =
        new(
            "no-room",
            StatusCodes.Status507InsufficientStorage,
            "There is no room for it",
            "Nothing was stored; what is stored can be read. Tell whoever runs this Oversight: the detail says what is full."
        );

    /// <summary>Every kind, by status and name.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        BadInput,
        NotSignedIn,
        NotAllowed,
        NotFound,
        NoSuchAddress,
        MethodNotAllowed,
        NotAcceptable,
        VersionMoved,
        BodyTooLarge,
        WrongContentType,
        RuleRefused,
        RecordedAlready,
        OutcomesRefused,
        KeyReused,
        VersionMissing,
        Failed,
        Busy,
        OutcomeUnknown,
        ClockJumped,
        RecordReplaced,
        DatabaseUnreachable,
        NoRoom,
    ];

    /// <summary>Where it is explained; the member "type" of a problem.</summary>
    public string Address => $"/api/problems/{Name}";
}

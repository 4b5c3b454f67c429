namespace Oversight.Record.Entries;

/// <summary>How an entry came into the record.</summary>
public enum Origin
{
    /// <summary>Logged as it was decided; every rule holds.</summary>
    Live,

    /// <summary>Decided earlier and logged now; what breaks a rule is a finding.</summary>
    BackDated,

    /// <summary>Taken over from a document or another system; what breaks a rule is a finding.</summary>
    Imported,
}

/// <summary>Who decided.</summary>
/// <param name="Body">The body that decided (its id: nhs-england, nhs-england-Y60 for a regional team, an ODS code, dhsc).</param>
/// <param name="Role">The role in which it was decided, such as Regional Director.</param>
/// <param name="Person">
/// The person (in an entry a <see cref="PersonCommitment"/> and never a name; what is handed to the API holds the name, which is replaced
/// before anything is stored, or the id that an earlier entry about the same subject has; another id is refused).
/// </param>
public sealed record DecidedBy(string Body, string? Role = null, string? Person = null);

/// <summary>Something that the decision was based on.</summary>
/// <param name="Title">What it is, such as "Decision letter".</param>
/// <param name="Reference">Where it is: an address, a file reference.</param>
/// <param name="Sha256">The document that is kept of it (its SHA-256 in 64 hexadecimal digits), when known.</param>
public sealed record EvidenceReference(string Title, string? Reference = null, string? Sha256 = null);

/// <summary>Where a fact was taken from.</summary>
/// <param name="Document">The publication's reference, such as PRN01455; of a meeting what it was.</param>
/// <param name="Fact">Where in it: lines 14-16, table 3.</param>
/// <param name="IsMeeting">Whether it is the oversight meeting at which it was decided; left out: it is a document.</param>
public sealed record Source(string Document, string? Fact = null, bool? IsMeeting = null);

/// <summary>
/// What all decisions have in common. Who logged it and when it was recorded are not here:
/// the sign-in and the database say those.
/// </summary>
/// <param name="Effective">From when it holds, or the period that it is about.</param>
/// <param name="Decided">When it was decided; a live decision needs a day.</param>
/// <param name="DecidedBy">Who decided.</param>
public sealed record Decision(DateWithPrecision Effective, DateWithPrecision Decided, DecidedBy DecidedBy)
{
    private const int LongestRationale = 20_000;
    private const int LongestReference = 500;

    /// <summary>Why it was decided.</summary>
    public string? Rationale { get; init; }

    /// <summary>What it was based on.</summary>
    public IReadOnlyList<EvidenceReference> Evidence { get; init; } = [];

    /// <summary>Where the fact was taken from, when it was.</summary>
    public Source? Source { get; init; }

    /// <summary>How it came into the record; live unless said otherwise.</summary>
    public Origin Origin { get; init; } = Origin.Live;

    /// <summary>The day on which the organisation was told, and with it the trusts that the decision names; their own people see it only from then.</summary>
    public DateOnly? Communicated { get; init; }

    /// <summary>An entry about the same subject that this one follows, to settle an order that dates leave open.</summary>
    public Guid? After { get; init; }

    /// <summary>The predecessor that it is about, when it took effect before the organisation itself existed.</summary>
    public OdsCode? Predecessor { get; init; }

    /// <summary>Checks texts and lengths.</summary>
    /// <exception cref="BadInputException">Names the field at fault, under "decision".</exception>
    public void CheckInput()
    {
        BadInputException.Text(DecidedBy.Body, "decision.decidedBy.body", 100);
        BadInputException.OptionalText(DecidedBy.Role, "decision.decidedBy.role", 200);
        BadInputException.OptionalText(Rationale, "decision.rationale", LongestRationale);
        if (Communicated is { Year: < 1900 or > 2199 })
        {
            throw new BadInputException("decision.communicated", "must be a day from 1900 to 2199.");
        }

        if (DecidedBy.Person is { } person && !PersonCommitment.IsId(person))
        {
            throw new BadInputException("decision.decidedBy.person", "must be a commitment here, never a name.");
        }

        if (Source is not null)
        {
            BadInputException.Text(Source.Document, "decision.source.document", LongestReference);
            BadInputException.OptionalText(Source.Fact, "decision.source.fact", LongestReference);
        }

        if (Evidence.Count > 100)
        {
            throw new BadInputException("decision.evidence", $"has {Evidence.Count} items; at most 100 are kept.");
        }

        BadInputException.NoneMissing(Evidence, "decision.evidence");
        for (var i = 0; i < Evidence.Count; i++)
        {
            var field = $"decision.evidence[{i}]";
            BadInputException.Text(Evidence[i].Title, field + ".title", LongestReference);
            BadInputException.OptionalText(Evidence[i].Reference, field + ".reference", LongestReference);
            if (Evidence[i].Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)))
            {
                throw new BadInputException(field + ".sha256", "must be 64 hexadecimal digits in small letters.");
            }
        }
    }
}

namespace Oversight.Record.Retention;

/// <summary>
/// Nothing that a hold covers is disposed of or redacted while it is in force, whatever the retention schedule says. It covers the entries and documents
/// that it names; one that names neither covers everything kept of the organisation.
/// </summary>
/// <param name="Decision">Effective: the first day on which it is in force. Rationale: why, which must be said.</param>
/// <param name="Ground">For what it is held.</param>
/// <param name="Reference">By what that is known: the inquiry's name, the case number, the number of the request.</param>
/// <param name="ReviewBy">By when somebody looks whether it is still needed. It stays in force until it is lifted.</param>
/// <param name="Entries">The entries whose documents and whose people's names it covers.</param>
/// <param name="Documents">The documents that it covers (by their SHA-256).</param>
public sealed record RetentionHoldPlaced(
    Decision Decision,
    HoldGround Ground,
    string Reference,
    DateWithPrecision? ReviewBy = null,
    IReadOnlyList<Guid>? Entries = null,
    IReadOnlyList<string>? Documents = null
) : Event(Decision)
{
    /// <summary>Whether it covers everything kept of the organisation.</summary>
    public bool CoversEverything() => Entries is null && Documents is null;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Reference, "reference", 200);
        if (Entries is not null)
        {
            Check.List([.. Entries.Select(e => $"{e}")], "entries", atLeast: 1, e => e);
        }

        if (Documents is not null)
        {
            Check.List(Documents, "documents", atLeast: 1, d => d);
            for (var i = 0; i < Documents.Count; i++)
            {
                KeptDocuments.CheckSha256(Documents[i], $"documents[{i}]");
            }
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Retention hold placed {When} for {InWords.Of(Ground)} {InWords.OneLine(Reference)}: {CoversInWords()}"
        + (ReviewBy is { } review ? $"; to be reviewed by {review}" : "");

    /// <summary>What it covers, in a few words.</summary>
    public string CoversInWords() =>
        CoversEverything()
            ? "everything kept of the organisation"
            : InWords.Several(
                new[]
                {
                    Counted(Entries?.Count ?? 0, "entry", "entries"),
                    Counted(Documents?.Count ?? 0, "document", "documents"),
                }.OfType<string>()
            );

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("retention hold for", InWords.Of(Ground)),
            ("retention hold reference", Reference),
            .. Stated.Maybe("retention hold to be reviewed by", ReviewBy),
            .. CoversEverything() ? [("retention hold covers", "everything")] : Array.Empty<(string, string)>(),
            .. Stated.Each("retention hold covers entry", Entries ?? []),
            .. Stated.Each("retention hold covers document", Documents ?? []),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PlaceRetentionHold.Kind;

    private static string? Counted(int count, string one, string more) =>
        count switch
        {
            0 => null,
            1 => $"1 {one}",
            _ => $"{count} {more}",
        };
}

/// <summary>For what a retention hold is placed.</summary>
public enum HoldGround
{
    /// <summary>A public or statutory inquiry, or an independent one.</summary>
    Inquiry,

    /// <summary>Proceedings in court, or that are expected.</summary>
    Litigation,

    /// <summary>A request under the Freedom of Information Act 2000, or its review.</summary>
    FreedomOfInformationRequest,

    /// <summary>A person's request for what is held of them.</summary>
    SubjectAccessRequest,

    /// <summary>An audit or an inspection.</summary>
    Audit,

    /// <summary>An investigation by the police, a regulator or an employer.</summary>
    Investigation,

    /// <summary>Something else; the rationale says what.</summary>
    Other,
}

/// <summary>How <see cref="RetentionHoldPlaced"/> is called, and the rules that say when it may be recorded.</summary>
public static class PlaceRetentionHold
{
    /// <summary>How it is called. A region that hears of an inquiry first places the hold itself.</summary>
    public static EventKind Kind { get; } =
        new(
            "retention_hold_placed",
            "retention-hold",
            typeof(RetentionHoldPlaced),
            SubjectKind.Organisation,
            "A retention hold was placed"
        )
        {
            Provision = Provision.RecordsManagement,
            Example = () =>
                new RetentionHoldPlaced(
                    Example.Decided,
                    HoldGround.Inquiry,
                    "The inquiry's request of 1 November 2024",
                    Example.Date("2025-11-01")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [GeneralRules.DecisionSaysWhy, HoldsWhatIsKept];

    /// <summary>A code with a fault in it would hold nothing, and nobody would know.</summary>
    public static Rule<RetentionHoldPlaced> HoldsWhatIsKept { get; } =
        new(
            "holds-what-is-kept",
            "A retention hold names entries that concern the organisation, and documents that its evidence names and that are not disposed of.",
            (hold, judged) =>
            {
                var organisation = judged.Timeline.Subject.Organisation!.Value;
                var kept = KeptDocuments.Of(judged.Record, organisation, judged.Timeline, judged.Entry.Place);
                if (hold.Entries?.FirstOrDefault(id => !kept.HasEntry(id)) is { } entry && entry != Guid.Empty)
                {
                    return $"There is no earlier entry {entry} that concerns {organisation}.";
                }

                foreach (var sha256 in hold.Documents ?? [])
                {
                    if (!kept.Names(sha256))
                    {
                        return $"No evidence of {organisation} names document {sha256}.";
                    }

                    if (kept.DisposalOf(sha256) is { } disposal)
                    {
                        return $"Document {sha256} was disposed of by entry {disposal.Id} ({disposal.Effective}).";
                    }
                }

                return null;
            }
        );
}

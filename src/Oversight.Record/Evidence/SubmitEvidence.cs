using Oversight.Record.Entries;

namespace Oversight.Record.Evidence;

/// <summary>Evidence was submitted for criteria of an engagement, or for items of undertakings.</summary>
/// <param name="Decision">Effective: the day of submission.</param>
/// <param name="Organisation">Who submitted it, and to whom its document belongs.</param>
/// <param name="Title">What it is.</param>
/// <param name="For">The references of the criteria or items that it is for, at least one.</param>
/// <param name="Document">The document; null when it is kept elsewhere, and the decision's evidence says where.</param>
public sealed record EvidenceSubmitted(
    Decision Decision,
    OdsCode Organisation,
    string Title,
    IReadOnlyList<string> For,
    EvidenceDocument? Document = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Title, "title", 500);
        Check.List(For, "for", atLeast: 1, r => r);
        for (var i = 0; i < For.Count; i++)
        {
            Check.Reference(For[i], $"for[{i}]");
        }

        if (Document is not null)
        {
            if (Document.Sha256.Length != 64 || !Document.Sha256.All(char.IsAsciiHexDigitLower))
            {
                throw new BadInputException("document.sha256", "must be 64 hexadecimal digits in small letters.");
            }

            BadInputException.Text(Document.FileName, "document.fileName", 255);
            BadInputException.Text(Document.MediaType, "document.mediaType", 100);
            if (Document.Length < 1)
            {
                throw new BadInputException("document.length", "must be at least 1 byte.");
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says() =>
        $"{Organisation} submitted \"{InWords.OneLine(Title)}\" {When} as evidence for {InWords.Listed(For)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. For.Select(reference => ($"evidence for {reference}", Title)),
            ("evidence submitted by", Organisation.Value),
            .. Stated.Maybe("evidence document", Document?.Sha256),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => SubmitEvidence.Kind;
}

/// <summary>A document that is kept beside the record, by its hash.</summary>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="FileName">The name under which it was handed in, and is handed out.</param>
/// <param name="MediaType">What kind of file it is, such as application/pdf.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record EvidenceDocument(string Sha256, string FileName, string MediaType, long Length);

/// <summary>How <see cref="EvidenceSubmitted"/> is called, and the rules that say when it may be recorded.</summary>
public static class SubmitEvidence
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "evidence_submitted",
            "evidence",
            typeof(EvidenceSubmitted),
            SubjectKind.Recovery | SubjectKind.Undertakings,
            "Evidence was submitted"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            Example = () => new EvidenceSubmitted(Example.Decided, Example.Icb, "Month 12 finance return", ["EC1"]),
        };
}

using Oversight.Record.Organisations;

namespace Oversight.Record.Events;

/// <summary>A document that is kept beside the record, by its hash.</summary>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="FileName">The name under which it was handed in, and is handed out.</param>
/// <param name="MediaType">What kind of file it is, such as application/pdf.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record EvidenceDocument(string Sha256, string FileName, string MediaType, long Length);

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
}

/// <summary>An event about evidence that was submitted before.</summary>
public interface IAboutEvidence
{
    /// <summary>The id of the entry by which it was submitted.</summary>
    Guid Evidence { get; }
}

/// <summary>Evidence was received.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Evidence">The id of the entry by which it was submitted.</param>
public sealed record EvidenceAcknowledged(Decision Decision, Guid Evidence) : Event(Decision), IAboutEvidence;

/// <summary>Evidence was sent back: something is to be put right and submitted again.</summary>
/// <param name="Decision">Effective: when. Rationale: what is wrong with it, which must be said.</param>
/// <param name="Evidence">The id of the entry by which it was submitted.</param>
public sealed record EvidenceReturned(Decision Decision, Guid Evidence) : Event(Decision), IAboutEvidence;

/// <summary>Whether evidence shows what it is meant to show.</summary>
public enum EvidenceVerdict
{
    /// <summary>It does not.</summary>
    Insufficient,

    /// <summary>It shows a part.</summary>
    PartlySufficient,

    /// <summary>It does.</summary>
    Sufficient,
}

/// <summary>Evidence was judged.</summary>
/// <param name="Decision">Effective: when. Rationale: the reason.</param>
/// <param name="Evidence">The id of the entry by which it was submitted.</param>
/// <param name="Verdict">Whether it shows what it is meant to show.</param>
public sealed record EvidenceJudged(Decision Decision, Guid Evidence, EvidenceVerdict Verdict)
    : Event(Decision),
        IAboutEvidence;

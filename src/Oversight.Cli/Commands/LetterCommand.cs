using Oversight.Desk.Answers;
using Oversight.Desk.Letters;
using Oversight.Ledger;
using Oversight.Projections.Letters;
using Oversight.Proofs.Receipts;

namespace Oversight.Cli.Commands;

/// <summary>oversight letter: a draft of the letter that tells those concerned of a decision.</summary>
internal static class LetterCommand
{
    private static readonly Argument<Guid> Entry = Inputs.Argument(
        "ENTRY-ID",
        "The decision's entry, as receipts and histories give it.",
        text =>
            Guid.TryParseExact(text, "D", out var id)
                ? id
                : throw new FormatException($"\"{text}\" is not an entry's id: look at oversight history.")
    );

    private static readonly Option<OdsCode?> To = Inputs.OfOrganisation(
        "Only to this organisation. Default: to all those concerned.",
        "--to"
    );

    private static readonly Option<LetterFormat> Format = new("--format")
    {
        Description = "html, which any browser shows and prints, or docx, to go on writing in. Default: html.",
        HelpName = "html|docx",
    };

    private static readonly Option<string?> Output = Inputs.Text(
        "--output",
        "FILE",
        "Where to write it. Default: in this folder, under a name with the organisation and the entry."
    );

    private static readonly Option<bool> Force = Inputs.Flag("--force", "Overwrite a file that is there.");

    private static readonly Option<bool> Keep = Inputs.Flag(
        "--keep",
        "Keep it beside the record too, as a Word document of the organisation."
    );

    private static readonly Option<bool> WithHash = Inputs.Flag(
        "--with-hash",
        "End it with the entry's place and hash, a page with a QR code of them too: what its reader can compare with the entry's receipt."
    );

    public static Command Create() =>
        new Command("letter", "A draft of the letter that tells those concerned of a decision.")
        {
            Entry,
            To,
            Format,
            Output,
            Force,
            Keep,
            WithHash,
        }
            .Asks(WriteAsync)
            .WithNotes(
                "It is made from the record and nothing else, and marked as a draft. What such a letter must say and the record does not is named in it: "
                    + "\"[not stated: …]\". When it has been sent, log that: oversight log communicated.\n"
                    + "Place and hash are told to nobody who does not read everything, unless by a receipt or with --with-hash, by who does."
            )
            .WithExamples(
                "oversight letter 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
                "oversight letter 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c --to QOC --format docx --output letter.docx --keep"
            );

    private static async Task WriteAsync(Asked asked)
    {
        var parsed = asked.Parsed;
        var id = parsed.GetRequiredValue(Entry);
        var draft =
            LetterDraft.Of(asked.Record, id, parsed.GetValue(To))
            ?? throw new FailureException(
                ExitCode.NotFound,
                $"Entry {id} is not in the record ({Terminal.Known(asked.Record)})."
            );
        var keep = parsed.GetValue(Keep);
        if (keep && draft.Organisations.Count > 1)
        {
            throw new BadInputException("--keep", "keeps a document of one organisation: say which with --to.");
        }

        var leaves = parsed.GetValue(WithHash) ? await LeavesAsync(asked, draft) : [];
        var file = LetterFile.Of(draft, parsed.GetValue(Format), leaves);
        var path = parsed.GetValue(Output) ?? file.Name;
        await asked.Access.RecordReadingAsync();
        await NewFile.WriteAsync(
            path,
            parsed.GetValue(Force),
            stream => stream.WriteAsync(file.Content, asked.Cancellation).AsTask()
        );
        var kept = keep ? await KeepAsync(asked, draft, leaves) : null;
        asked.Show(
            new LetterAnswer(
                draft.Entry,
                draft.Subject,
                draft.Place,
                draft.Title,
                draft.Organisations,
                draft.Gaps,
                path,
                kept
            ),
            Say
        );
    }

    private static async Task<IReadOnlyList<EntryLeaf>> LeavesAsync(Asked asked, LetterDraft draft)
    {
        asked.Access.MustReadEverything("tells an entry's place and hash");
        return await asked.Access.Record.Proofs.LeavesAsync(draft.Places, asked.Cancellation) is { Count: > 0 } leaves
            ? leaves
            : throw new FailureException(
                ExitCode.NotFound,
                "this record has no name and no key yet: start oversight run once, which makes them."
            );
    }

    private static async Task<DocumentAnswer> KeepAsync(Asked asked, LetterDraft draft, IReadOnlyList<EntryLeaf> leaves)
    {
        var file = LetterFile.Of(draft, LetterFormat.Docx, leaves);
        var ods = draft.Organisations[0];
        using var content = new MemoryStream(file.Content);
        var (document, already) = await asked.Access.Record.Documents.StoreAsync(
            ods,
            DocumentType.Of(file.MediaType),
            file.Name,
            content,
            asked.Access.By(),
            expectedSha256: null,
            asked.Cancellation
        );
        return new(ods, document.Sha256, document.FileName, document.MediaType, document.Length, already);
    }

    private static void Say(LetterAnswer answer)
    {
        Terminal.WriteLine($"{LetterDraft.Mark}: {answer.Title}");
        Terminal.WriteField("To", string.Join(", ", answer.To));
        Terminal.WriteField("File", answer.File);
        if (answer.Kept is { } kept)
        {
            Terminal.WriteField("Kept", $"{kept.FileName} of {kept.Organisation}, sha256 {kept.Sha256}");
        }

        foreach (var gap in answer.NotStated)
        {
            Terminal.WriteField("Not stated", gap);
        }
    }
}

using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Ledger;

namespace Oversight.Cli.Commands;

/// <summary>oversight document: evidence documents in and out, and whether all are as they were stored.</summary>
internal static class DocumentCommand
{
    private static readonly Argument<OdsCode> Ods = Inputs.Ods();
    private static readonly Argument<string> File = new("FILE") { Description = "The document." };

    private static readonly Argument<string> Sha256 = Inputs.Argument(
        "SHA256",
        "The document's SHA-256, 64 hexadecimal digits.",
        text =>
            text.Length == 64 && text.All(char.IsAsciiHexDigit)
                ? text.ToLowerInvariant()
                : throw new FormatException($"\"{text}\" is not a hash: it has 64 hexadecimal digits.")
    );

    private static readonly Option<string?> Type = Inputs.Text(
        "--type",
        "TYPE",
        $"What the document is: {string.Join(", ", DocumentType.All.Select(type => type.MediaType))}. Default: as its extension says."
    );

    private static readonly Option<string?> Output = Inputs.Text(
        "--output",
        "FILE",
        "Where to write it. Default: in this folder, under the name that the latest evidence gives it."
    );

    private static readonly Option<bool> Force = Inputs.Flag("--force", "Overwrite a file that is there.");

    public static Command Create()
    {
        var store = new Command("store", "Store an evidence document of an organisation.") { Ods, File, Type };
        store.SetAction((parsed, cancellation) => StoreAsync(parsed, cancellation));
        store
            .WithNotes(
                $"Stored are documents of at most {DocumentArchive.LargestDocument / 1024 / 1024} MiB, each once for an organisation. What is shown is what "
                    + "evidence says of its document: log it afterwards."
            )
            .WithExamples(
                "oversight document store QOC month-12-return.pdf",
                "oversight document store QOC notes --type text/plain"
            );

        var get = new Command("get", "Write an evidence document into a file.") { Ods, Sha256, Output, Force };
        get.OnRecord(GetAsync)
            .WithExamples(
                "oversight document get QOC 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --output return.pdf"
            );

        var check = new Command("check", "Read every document, and look for each one that an entry names.");
        check
            .OnRecord(CheckAsync)
            .WithNotes(
                "Found are documents that are missing, truncated, changed, or not as an entry says. Exit code 6 when there are any."
            )
            .WithExamples("oversight document check", "oversight document check --json");

        return new Command("document", "Store, get and check evidence documents.") { store, get, check }.WithExamples(
            "oversight document store QOC month-12-return.pdf",
            "oversight document check"
        );
    }

    private static async Task<int> StoreAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(File);
        var name = Path.GetFileName(path);
        // First: a file that cannot be stored needs no database to say so.
        var type = parsed.GetValue(Type) is { } declared ? DocumentType.Of(declared) : DocumentType.OfName(name);
        type.CheckName(name);
        await using var content = OpenFile(path);
        return await Actions.OnRecordAsync(
            parsed,
            async access =>
            {
                await StoreAsync(parsed, access, type, name, content, cancellation);
                return ExitCode.Done;
            },
            cancellation
        );
    }

    private static async Task StoreAsync(
        ParseResult parsed,
        RecordAccess access,
        DocumentType type,
        string name,
        Stream content,
        CancellationToken cancellation
    )
    {
        var ods = parsed.GetValue(Ods);
        var (document, already) = await access.Record.Documents.StoreAsync(
            ods,
            type,
            name,
            content,
            access.By(),
            expectedSha256: null,
            cancellation
        );
        access.Settings.Show(
            new DocumentAnswer(ods, document.Sha256, document.FileName, document.MediaType, document.Length, already),
            _ =>
            {
                Terminal.WriteLine($"{(already ? "Stored before" : "Stored")}: {document.FileName} of {ods}");
                Terminal.WriteLine($"  sha256 {document.Sha256}");
                Terminal.WriteLine($"  {document.MediaType}, {document.Length:N0} bytes");
            }
        );
    }

    private static async Task GetAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var (ods, sha256) = (parsed.GetValue(Ods), parsed.GetRequiredValue(Sha256));
        var record = await access.NowAsync(cancellation);
        // Whoever may not have it is told what whoever asks for one that is not there is told.
        var (document, name) =
            await access.Record.Documents.FindAsync(ods, sha256, access.Sight, cancellation)
            ?? throw new FailureException(ExitCode.NotFound, $"{ods} has no document {sha256}.");
        access.Note(SubjectId.Of(ods));
        if (document.DisposedBy is not null)
        {
            throw new FailureException(ExitCode.NotFound, EvidenceDocuments.SaysDisposed(record, document));
        }

        var path = parsed.GetValue(Output) ?? name;
        var force = parsed.GetValue(Force);
        await access.RecordReadingAsync();
        try
        {
            await NewFile.WriteAsync(
                path,
                force,
                file => access.Record.Documents.CopyToAsync(document, file, cancellation)
            );
        }
        catch (DocumentDamagedException e)
        {
            throw new FailureException(ExitCode.Differences, e.Message, e);
        }

        access.Settings.Show(
            new Written(Shell.Current.PathOf(path), document),
            _ => Terminal.WriteLine($"Wrote {path}: {document.MediaType}, {document.Length:N0} bytes")
        );
    }

    private static async Task<ExitCode> CheckAsync(
        ParseResult parsed,
        RecordAccess access,
        CancellationToken cancellation
    )
    {
        // What is found is told with whose it is.
        access.MustReadEverything("checks its documents");
        var progress = new NowAndThen<DocumentsChecked>(access.Record.Clock, Words);
        var faults = new List<DocumentFault>();
        await foreach (var fault in access.Record.Documents.CheckAsync(progress, cancellation))
        {
            faults.Add(fault);
        }

        var (documents, bytes, disposed) = progress.Last ?? new DocumentsChecked(0, 0, 0);
        access.Settings.Show(new Report(documents, bytes, disposed, faults), Write);
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Differences;
    }

    /// <summary>How far a check is, in words.</summary>
    public static string Words(DocumentsChecked value) =>
        $"Read {value.Documents:N0} documents, {value.Bytes:N0} bytes …";

    private static void Write(Report report)
    {
        Terminal.WriteLine($"{report.Documents:N0} documents with {report.Bytes:N0} bytes read.");
        if (report.Disposed > 0)
        {
            Terminal.WriteLine($"{((int)report.Disposed).Of("document")} disposed of: the entries say when, and why.");
        }

        foreach (var fault in report.Faults)
        {
            Terminal.WriteLine($"{Words(fault.Kind)}: {fault.Sha256} of {fault.Organisation}: {fault.Says}");
        }

        Terminal.WriteLine(report.Faults.Count == 0 ? "No fault." : $"{report.Faults.Count.Of("fault")}.");
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return System.IO.File.OpenRead(Shell.Current.PathOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {e.Message}");
        }
    }

    private static string Words(DocumentFaultKind kind) =>
        kind switch
        {
            DocumentFaultKind.Missing => "MISSING",
            DocumentFaultKind.Truncated => "TRUNCATED",
            DocumentFaultKind.Changed => "CHANGED",
            DocumentFaultKind.NotRemoved => "NOT REMOVED",
            _ => "NOT AS NAMED",
        };

    private sealed record Written(string File, StoredDocument Document);

    private sealed record Report(long Documents, long Bytes, long Disposed, IReadOnlyList<DocumentFault> Faults);
}

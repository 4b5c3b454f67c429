using System.Reflection;
using System.Text;
using Oversight.Desk.Replay;
using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Statements;

namespace Oversight.Cli.Commands;

/// <summary>Who signs a statement.</summary>
/// <param name="KeyFile">The file of somebody's own key; null: the record's.</param>
/// <param name="Nobody">Whether nobody is to.</param>
/// <param name="Access">The record in its database; null for an export, whose record's key is not here.</param>
/// <param name="Covered">How many entries the record's newest checkpoint covers.</param>
internal sealed record StatementSigner(string? KeyFile, bool Nobody, RecordAccess? Access, long Covered);

/// <summary>A statement that was read from a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Note">The note whose text it is; null when nobody has signed it.</param>
internal sealed record GivenStatement(string File, ReplayStatement Statement, SignedNote? Note);

/// <summary>Statements of what a record answers: made, signed, read and compared.</summary>
internal static class ReplayStatements
{
    private static readonly string Program = typeof(ReplayStatements)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    /// <summary>Reads a statement from a file; whether it is signed is not looked at.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static GivenStatement Read(string file)
    {
        try
        {
            var (statement, note) = ReplayStatement.Read(Inputs.ReadFile(file));
            return new(file, statement, note);
        }
        catch (ProofException e)
        {
            throw new BadInputException(file, $"is no statement: {e.Message}");
        }
    }

    /// <summary>The statement of a record on a day.</summary>
    /// <exception cref="FailureException">The record has no name, or this version does not understand all of it.</exception>
    public static ReplayStatement Make(
        ReplayedRecord record,
        DateOnly on,
        int workers,
        CancellationToken cancellation
    ) =>
        record.Lines.NotUnderstood is { } entry
            ? throw new FailureException(
                ExitCode.Refused,
                $"only a newer version of Oversight understands the entry at place {entry.Place}: answers without it are not stated. Use that version."
            )
            : new(
                record.Named,
                record.Lines.Size,
                record.Lines.Root,
                on,
                StandingAnswers.Name,
                Program,
                StandingAnswers.Of(
                    record.Record,
                    on,
                    workers,
                    answer => new StatedAnswerHash(answer.Name, answer.Sha256),
                    cancellation
                )
            );

    /// <summary>Signs a statement and writes it.</summary>
    /// <exception cref="FailureException">It cannot be signed here.</exception>
    public static async Task WriteAsync(
        Settings settings,
        ReplayStatement statement,
        string file,
        StatementSigner signer,
        CancellationToken cancellation
    )
    {
        using var key = await KeyAsync(statement, signer, cancellation);
        var text = key is null ? statement.ToText() : SignedNote.Sign(statement.ToText(), key).ToString();
        if (file == "-")
        {
            Terminal.Out.Write(text);
            return;
        }

        await NewFile.WriteAsync(
            file,
            force: false,
            async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation)
        );
        settings.Show(
            new Stated(statement.Origin, statement.Size, statement.On, statement.Line, key?.Verifier.ToString()),
            stated =>
            {
                Terminal.WriteLine(
                    $"Wrote {statement.Answers.Count.Of("answer")} of {stated.Record} at {stated.Size:N0} entries, on {DateWithPrecision.Day(stated.On)}."
                );
                Terminal.WriteLine(stated.SignedBy is null ? "Nobody has signed it." : $"Signed by {stated.SignedBy}");
                Terminal.WriteLine($"The line to compare: {stated.Line}");
            }
        );
    }

    /// <summary>Compares a statement with what a record answers now.</summary>
    /// <exception cref="FailureException">One of the record's keys has signed it that may not, or not so.</exception>
    public static ExitCode Compare(
        Settings settings,
        GivenStatement file,
        ReplayedRecord record,
        int workers,
        CancellationToken cancellation
    )
    {
        var given = file.Statement;
        RequireNotBeyond(file, record);
        if (given.Set != StandingAnswers.Name)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"the statement answers the set {given.Set}, and this program the set {StandingAnswers.Name}: compare with a program that knows it."
            );
        }

        var found = Make(record, given.On, workers, cancellation);
        var differences = Differences(given, found).ToList();
        settings.Show(
            new Compared(found.Line, given.Line, given.Program, found.Program, found.Answers.Count, differences),
            compared =>
            {
                foreach (var one in compared.Differences)
                {
                    Terminal.WriteLine($"DIFFERS: {one.What}: {one.Found}; the statement has {one.Expected}");
                }

                if (given.Program != found.Program)
                {
                    Terminal.WriteLine(
                        $"The statement was made by version {given.Program}, and this is {found.Program}."
                    );
                }

                Terminal.WriteLine($"The line here: {compared.Line}");
                Terminal.WriteLine(
                    differences.Count == 0
                        ? $"No difference in {compared.Answers.Of("answer")}. Who signed the statement was not looked at: oversight verify statement."
                        : $"{differences.Count.Of("difference")}."
                );
            }
        );
        return differences.Count == 0 ? ExitCode.Done : ExitCode.Differences;
    }

    // Whose answers they are is not asked here; that the record's own key speaks for more than it may is.
    private static void RequireNotBeyond(GivenStatement given, ReplayedRecord record)
    {
        if (given.Note is not { } note || record.Keys is not { } keys || given.Statement.Origin != record.Origin)
        {
            return;
        }

        try
        {
            StatementKeys.RequireNotBeyond(note, keys);
        }
        catch (ProofException e)
        {
            throw new FailureException(ExitCode.Differences, $"{given.File} does not hold: {e.Message}", e);
        }
    }

    private static IEnumerable<ReplayDifference> Differences(ReplayStatement given, ReplayStatement found)
    {
        if (given.Origin != found.Origin)
        {
            yield return new("the record", found.Origin, given.Origin);
        }

        if (given.Root != found.Root)
        {
            yield return new($"the root of {found.Size} entries", found.Root.ToString(), given.Root.ToString());
        }

        var here = found.Answers.ToDictionary(answer => answer.Name, answer => answer.Sha256);
        foreach (var answer in given.Answers)
        {
            var hash = here.Remove(answer.Name, out var known) ? known : "no answer";
            if (hash != answer.Sha256)
            {
                yield return new(answer.Name, hash, answer.Sha256);
            }
        }

        foreach (var (name, hash) in here)
        {
            yield return new(name, hash, "no answer");
        }

        if (
            given.Line != found.Line
            && given.Origin == found.Origin
            && given.Root == found.Root
            && given.Answers.Order(ByName).SequenceEqual(found.Answers.Order(ByName))
        )
        {
            yield return new("the order of the answers", "that of the set", "another");
        }
    }

    private static readonly Comparer<StatedAnswerHash> ByName = Comparer<StatedAnswerHash>.Create(
        (one, other) => string.CompareOrdinal(one.Name, other.Name)
    );

    private static async Task<SignerKey?> KeyAsync(
        ReplayStatement statement,
        StatementSigner signer,
        CancellationToken cancellation
    )
    {
        if (signer.KeyFile is { } file)
        {
            return OwnKey(file);
        }

        if (signer.Nobody || signer.Access is not { } access)
        {
            return null;
        }

        // What the record's key signs, its checkpoints cover: when another key has taken its place, that tells what may be believed.
        if (statement.Size > signer.Covered)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"the record's key signs for what its checkpoints cover, and these cover {signer.Covered} of {statement.Size} entries: start oversight run, "
                    + "which signs, or write it --unsigned."
            );
        }

        var checkpoint = new Checkpoint(statement.Origin, statement.Size, statement.Root);
        if (await access.Record.Proofs.DisagreementWithAsync(checkpoint, cancellation) is { } why)
        {
            throw new FailureException(
                ExitCode.Differences,
                $"the record's tree is another than that of its entries: {why}"
            );
        }

        try
        {
            var newest = (await access.Record.Proofs.KeysAsync(cancellation))[^1].Verifier;
            using var key = access.Record.KeysIn(access.Settings.ProofFolder).Open(newest);
            return StatementKeys.Of(key);
        }
        catch (KeyUnavailableException e)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"{e.Message} Or sign with a key of your own (--sign-with FILE), or not at all (--unsigned).",
                e
            );
        }
    }

    // Somebody's own, made where it is not there, readable by its owner alone.
    private static SignerKey OwnKey(string file)
    {
        var place = Shell.Current.PathOf(file);
        try
        {
            if (!File.Exists(place))
            {
                using var made = SignerKey.Create(Environment.MachineName + StatementKeys.Suffix, KeyType.Ed25519);
                DurableFile.Create(place, $"{made.Export()}\n", isSecret: true);
                Terminal.Say($"Made a key in {place}. Whoever checks what it signs needs {made.Verifier}");
            }

            if (!DurableFile.IsOwnersAlone(place))
            {
                throw new BadInputException(
                    file,
                    "can be read or written by others than its owner: chmod 600, or name another."
                );
            }

            using var key = SignerKey.Parse(File.ReadAllText(place).TrimEnd('\n'));
            return StatementKeys.Of(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProofException)
        {
            throw new BadInputException(file, $"cannot be used as a key: {e.Message}");
        }
    }

    /// <summary>A statement that was written.</summary>
    /// <param name="Record">The record's name.</param>
    /// <param name="Size">How many entries it rests on.</param>
    /// <param name="On">The day.</param>
    /// <param name="Line">The line to compare.</param>
    /// <param name="SignedBy">The key that signed it; absent where nobody has.</param>
    private sealed record Stated(string Record, long Size, DateOnly On, string Line, string? SignedBy);

    /// <summary>How a comparison came out.</summary>
    /// <param name="Line">The line here.</param>
    /// <param name="StatedLine">That of the statement.</param>
    /// <param name="StatedProgram">The version that made the statement.</param>
    /// <param name="Program">This version.</param>
    /// <param name="Answers">How many answers were given here.</param>
    /// <param name="Differences">What differs; found here, and expected by the statement.</param>
    private sealed record Compared(
        string Line,
        string StatedLine,
        string StatedProgram,
        string Program,
        int Answers,
        IReadOnlyList<ReplayDifference> Differences
    );
}

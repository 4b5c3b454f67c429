using System.Text;
using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Statements;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;

namespace Oversight.Cli.Commands;

/// <summary>
/// oversight verify: the record where it lies; and an export and proofs that somebody keeps, checked with no server and no database.
/// </summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "The file of the proof." };

    private static readonly Argument<string?> Export = new("EXPORT")
    {
        Description = "An export of the record. Without it the record itself is checked, in its database.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Kept = new("--kept")
    {
        Description =
            "The file of a checkpoint that you kept before, with which the record must begin; may be repeated.",
        HelpName = "CHECKPOINT",
    };

    private static readonly Option<string[]> Anchor = Inputs.ParsedEach(
        "--anchor",
        "FILE|DIR/|URL",
        "A place outside at which checkpoints are kept, with the newest of which the record must begin; may be repeated. "
            + $"Default: {Settings.AnchorsVariable}, with commas between.",
        text => text
    );

    private static readonly Option<string?> Policy = Inputs.Text(
        "--policy",
        "FILE",
        "Whom you believe: the record's keys, and the witnesses that must have signed (docs/proofs.md)."
    );

    private static readonly Option<string?> Key = Inputs.Text(
        "--key",
        "VKEY",
        "The one key that you believe, without witnesses: name+id+base64."
    );

    private static readonly Option<string[]> Rotation = new("--rotation")
    {
        Description =
            "The file of a note by which one of these keys vouches for the next (rotation/N of an export): what it signed beyond the number of entries "
            + "there does not hold; may be repeated.",
        HelpName = "NOTE",
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = "The file of your own earlier checkpoint.",
        HelpName = "CHECKPOINT",
        Required = true,
    };

    public static Command Create()
    {
        var receipt = new Command("receipt", "Check that an entry is in the record, by its receipt.")
        {
            File,
            Policy,
            Key,
            Rotation,
        };
        receipt.SetAction((parsed, _) => CheckAsync(parsed, policy => Receipts(parsed, policy)));
        var extension = new Command("extension", "Check that a later record begins with an earlier one.")
        {
            File,
            From,
            Policy,
            Key,
            Rotation,
        };
        extension.SetAction((parsed, _) => CheckAsync(parsed, policy => Extensions(parsed, policy)));
        var statement = new Command("statement", "Check who signed a statement of what the record answers.")
        {
            File,
            Policy,
            Key,
            Rotation,
        };
        statement.SetAction((parsed, _) => CheckAsync(parsed, policy => Statements(parsed, policy)));
        var verify = new Command(
            "verify",
            "Check that the record was not changed: in its database, in an export, or by a proof."
        )
        {
            Export,
            Kept,
            Anchor,
            Policy,
            Key,
            receipt
                .WithNotes(
                    "A receipt is had by oversight receipt, and from /api/entries/ID/receipt. Whom to believe you say yourself: keep the key, or the policy, apart from the receipt.\n"
                        + "Exit code 6 when it does not hold."
                )
                .WithExamples(
                    "oversight verify receipt entry.tlog-proof --policy policy",
                    "oversight verify receipt entry.tlog-proof --key oversight.example/record+421bbbd1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
                ),
            extension
                .WithNotes(
                    "The file is had from /api/checkpoints/SIZE/extension, where SIZE is that of your checkpoint. Exit code 6 when it does not hold."
                )
                .WithExamples("oversight verify extension extension --from checkpoint-2025 --policy policy"),
            statement
                .WithNotes(
                    "oversight replay --statement FILE writes one. The record signs with the key of its checkpoints, which is the one that you name;\n"
                        + "somebody else with a key of his own. Whether the answers are right shows oversight replay --compare FILE. Exit code 6 when it does\n"
                        + "not hold."
                )
                .WithExamples("oversight verify statement statement-2026 --policy policy"),
        };
        verify.SetAction(
            (parsed, cancellation) =>
                parsed.GetValue(Export) is { } export
                    ? VerifyExport.RunAsync(parsed, export, OptionalPolicyOf(parsed), KeptOf(parsed), cancellation)
                    : Actions.OnRecordAsync(
                        parsed,
                        access =>
                            VerifyRecord.RunAsync(
                                access,
                                OptionalPolicyOf(parsed),
                                KeptOf(parsed),
                                AnchorsOf(parsed),
                                cancellation
                            ),
                        cancellation,
                        mayLackEntries: true
                    )
        );
        return verify
            .WithNotes(
                "The record: guards, each entry's bytes and leaf, tiles, checkpoints and their signatures, documents, and the checkpoints that were kept.\n"
                    + "An export: the same of what is in the file, with no server and no database.\n"
                    + "It says what it could compare with, and what that proves. Exit code 6 when something does not hold."
            )
            .WithExamples(
                "oversight verify",
                "oversight verify --kept checkpoint-2025",
                "oversight verify record.tar --policy policy --kept checkpoint-2025"
            );
    }

    private static Task<int> CheckAsync(ParseResult parsed, Func<TrustPolicy, Verified> check)
    {
        var (settings, policy) = (Settings.Of(parsed), PolicyOf(parsed));
        Verified verified;
        try
        {
            verified = check(policy);
        }
        catch (ProofException e)
        {
            throw new FailureException(ExitCode.Differences, $"{parsed.GetValue(File)} does not hold: {e.Message}", e);
        }

        settings.Show(
            verified,
            one =>
            {
                Terminal.WriteLine(one.Says);
                Terminal.WriteLine(
                    one.Witnesses.Count == 0
                        ? "No witness was asked for: it shows what the holder of the key signs, not that others were shown the same."
                        : $"Seen by {string.Join(", ", one.Witnesses)}."
                );
                if (one.Entry is not null)
                {
                    Terminal.WriteLine($"Its hash is {one.Leaf}.");
                    Terminal.WriteLine(one.Entry);
                }
            }
        );
        return Task.FromResult((int)ExitCode.Done);
    }

    private static Verified Receipts(ParseResult parsed, TrustPolicy policy)
    {
        var rotations = RotationsOf(parsed, policy);
        var receipt = Receipt.Parse(Read(parsed.GetValue(File)!));
        var verified = MaySign(receipt.VerifyEntry(policy), rotations);
        var line = Encoding.UTF8.GetString(receipt.Extra!.Value.Span);
        // What was hashed says its own place: a receipt for another would be about something else than it says.
        if (!line.StartsWith($"{{\"place\":{receipt.Index},", StringComparison.Ordinal))
        {
            throw new ProofException($"The entry does not say that its place is {receipt.Index}.");
        }

        return Verified.Of(
            verified,
            $"The entry at place {receipt.Index} is in the record {verified.Checkpoint.Origin}, of {verified.Checkpoint.Size} entries then.",
            line,
            new EntryLeaf(verified.Checkpoint.Origin, receipt.Index, TreeHash.OfLeaf(receipt.Extra.Value.Span)).Digits
        );
    }

    private static Verified Extensions(ParseResult parsed, TrustPolicy policy)
    {
        var rotations = RotationsOf(parsed, policy);
        var extension = AddCheckpoint.Parse(Read(parsed.GetValue(File)!));
        var earlier = MaySign(policy.Verify(SignedNote.Parse(Read(parsed.GetValue(From)!))), rotations);
        var later = MaySign(policy.Verify(extension.Note), rotations);
        extension.RequireExtends(earlier.Checkpoint);
        return Verified.Of(
            later,
            $"The record {later.Checkpoint.Origin}, of {later.Checkpoint.Size} entries, begins with the {earlier.Checkpoint.Size} of the earlier "
                + "checkpoint: none of these was changed, moved or taken away."
        );
    }

    private static Verified Statements(ParseResult parsed, TrustPolicy policy)
    {
        var (statement, note) = ReplayStatement.Read(Read(parsed.GetValue(File)!));
        var keys = note is null
            ? throw new ProofException("nobody has signed it.")
            : StatementKeys.RequireSigned(note, policy, RotationsOf(parsed, policy));
        return new(
            $"{string.Join(" and ", keys)} signed that version {statement.Program} gives {statement.Answers.Count:N0} answers (set {statement.Set}) of the "
                + $"record {statement.Origin} at {statement.Size} entries with the root {statement.Root}, on {DateWithPrecision.Day(statement.On)}.\n"
                + $"The line to compare: {statement.Line}",
            statement.Origin,
            statement.Size,
            [],
            Entry: null,
            Leaf: null
        );
    }

    private static TrustPolicy PolicyOf(ParseResult parsed) =>
        OptionalPolicyOf(parsed)
        ?? throw new BadInputException(
            "--policy",
            "say whom you believe: --policy FILE or --key VKEY. It never comes from what is checked."
        );

    private static TrustPolicy? OptionalPolicyOf(ParseResult parsed)
    {
        var (file, key) = (parsed.GetValue(Policy), parsed.GetValue(Key));
        try
        {
            return (file, key) switch
            {
                (null, null) => null,
                ({ } policy, null) => TrustPolicy.Parse(Encoding.UTF8.GetString(Read(policy))),
                (null, { } one) => TrustPolicy.Of([VerifierKey.Parse(one)], [], 0),
                _ => throw new BadInputException("--policy", "--policy FILE or --key VKEY, and not both."),
            };
        }
        catch (ProofException e)
        {
            throw new BadInputException(file ?? "--key", e.Message);
        }
    }

    private static VerifiedCheckpoint MaySign(VerifiedCheckpoint verified, IReadOnlyList<KeyRotation> rotations)
    {
        KeyRotation.RequireMay(
            rotations,
            [.. verified.Log.Select(by => by.Key)],
            verified.Checkpoint.Size,
            "The checkpoint"
        );
        return verified;
    }

    private static List<KeyRotation> RotationsOf(ParseResult parsed, TrustPolicy policy)
    {
        var rotations = new List<KeyRotation>();
        foreach (var file in parsed.GetValue(Rotation) ?? [])
        {
            try
            {
                rotations.Add(KeyRotation.Read(SignedNote.Parse(Read(file))));
            }
            catch (ProofException e)
            {
                throw new BadInputException(file, $"is no note of a rotation: {e.Message}");
            }

            if (policy.Logs.All(log => $"{log.Key}" != $"{rotations[^1].From}"))
            {
                throw new BadInputException(
                    file,
                    $"is the rotation of {rotations[^1].From}, which is no key that you believe."
                );
            }
        }

        return rotations;
    }

    private static List<KeptCheckpoint> KeptOf(ParseResult parsed)
    {
        var kept = new List<KeptCheckpoint>();
        foreach (var file in parsed.GetValue(Kept) ?? [])
        {
            try
            {
                var note = SignedNote.Parse(Read(file));
                _ = Checkpoint.Parse(note.Text);
                kept.Add(new(file, note));
            }
            catch (ProofException e)
            {
                throw new BadInputException(file, $"is no checkpoint: {e.Message}");
            }
        }

        return kept;
    }

    private static Anchors AnchorsOf(ParseResult parsed)
    {
        try
        {
            return Anchors.At(Settings.Anchors(parsed.GetValue(Anchor) ?? []));
        }
        catch (FormatException e)
        {
            throw new BadInputException("--anchor", e.Message);
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            return System.IO.File.ReadAllBytes(Shell.Current.PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(file, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>What was checked, and holds.</summary>
    private sealed record Verified(
        string Says,
        string Origin,
        long Size,
        IReadOnlyList<string> Witnesses,
        string? Entry,
        string? Leaf
    )
    {
        public static Verified Of(
            VerifiedCheckpoint checkpoint,
            string says,
            string? entry = null,
            string? leaf = null
        ) =>
            new(
                says,
                checkpoint.Checkpoint.Origin,
                checkpoint.Checkpoint.Size,
                [.. checkpoint.Witnesses.Select(one => $"{one.Key.Name} at {one.Time:u}")],
                entry,
                leaf
            );
    }
}

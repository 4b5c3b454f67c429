using Oversight.Projections.Why;
using Oversight.Proofs.Receipts;

namespace Oversight.Cli.Commands;

/// <summary>oversight why: the least that an organisation's status rests on.</summary>
internal static class WhyCommand
{
    private static readonly Argument<OdsCode> Ods = Inputs.Ods();

    private static readonly Option<string?> Part = Inputs.Text(
        "--part",
        "NAME",
        "Only this part, such as segment or recovery; --json tells the names."
    );

    private static readonly Option<string?> Receipts = Inputs.Text(
        "--receipts",
        "FOLDER",
        "Write the proof that each entry named is in the record to this folder, to be checked with no server. For who reads everything."
    );

    public static Command Create() =>
        new Command(
            "why",
            "Why an organisation's status is what it is: the entries that it rests on, and by which rule."
        )
        {
            Ods,
            Part,
            Receipts,
        }
            .AsksOnADay(AnswerAsync)
            .WithNotes(
                "Without an entry that is named the answer of that part would be another; without any other it would be the same. Where two entries "
                    + "say the same, the later one is named, and it is said that another does."
            )
            .WithExamples(
                "oversight why QOC",
                "oversight why QOC --part segment --on 2024-03-31 --known 2026-11-21T12:00:00Z",
                "oversight why QOC --receipts proofs-of-qoc"
            );

    private static async Task AnswerAsync(Asked asked)
    {
        var ods = asked.Parsed.GetRequiredValue(Ods);
        var folder = asked.Parsed.GetValue(Receipts);
        if (folder is not null)
        {
            asked.Access.MustReadEverything("gets receipts");
        }

        var whole =
            Explanation.Of(asked.Record, ods, asked.On, asked.Known, asked.Cancellation)
            ?? throw asked.NotFound(SubjectKind.Organisation, ods.Value, $"{ods} is not registered in the record");
        var explanation = asked.Parsed.GetValue(Part) is { } part ? Only(part, whole) : whole;
        asked.Show(explanation, Write);
        if (folder is not null)
        {
            await WriteReceiptsAsync(asked, explanation, folder);
        }
    }

    private static Explanation Only(string part, Explanation whole)
    {
        ExplainedPart[] parts = [.. whole.Parts.Where(p => p.Part == part)];
        if (parts.Length == 0)
        {
            throw new BadInputException(
                "--part",
                $"must be one of {string.Join(", ", whole.Parts.Select(p => p.Part).Distinct())}."
            );
        }

        return whole with
        {
            Parts = parts,
            Rules = [.. whole.Rules.Where(rule => parts.Any(p => p.Rules.Contains(rule.Name)))],
        };
    }

    private static void Write(Explanation explanation)
    {
        Terminal.WriteLine($"{explanation.Name} ({explanation.Ods}), on {DateWithPrecision.Day(explanation.On)}");
        foreach (var part in explanation.Parts)
        {
            Terminal.WriteLine();
            Terminal.WriteLine($"{part.Title}: {part.Says}");
            foreach (var cited in part.RestsOn)
            {
                Write(cited);
            }

            if (part.RestsOn.Count == 0)
            {
                Terminal.WriteField("Rests on", "no entry");
            }

            if (part.Framework is { } framework)
            {
                Terminal.WriteField(
                    "Framework",
                    framework.Title is null
                        ? framework.Note ?? "not stated"
                        : $"{framework.Title} ({InWords.Of(framework.State)})"
                );
            }

            Terminal.WriteField("Rule", string.Join(", ", part.Rules));
        }

        if (explanation.MoreFindings > 0)
        {
            Terminal.WriteLine();
            Terminal.WriteLine(
                $"{explanation.MoreFindings} more findings, in entries that were recorded earlier: oversight status --json has them all."
            );
        }

        Terminal.WriteLine();
        foreach (var rule in explanation.Rules)
        {
            Terminal.WriteLine($"Rule {rule.Name}: {rule.Sentence}");
        }
    }

    private static void Write(RestsOnEntry cited)
    {
        Terminal.WriteField(
            "Rests on",
            $"{cited.Says}; effective {cited.Effective}, decided by {cited.DecidedBy}{(cited.Needed ? "" : "; another entry says the same")}"
        );
        Terminal.WriteField("", $"entry {cited.Entry.Id} ({cited.Entry.Kind}{Terminal.Place(cited.Entry.Place)})");
    }

    private static async Task WriteReceiptsAsync(Asked asked, Explanation explanation, string path)
    {
        var folder = Shell.Current.PathOf(path);
        Directory.CreateDirectory(folder);
        var missing = new List<Guid>();
        foreach (
            var entry in explanation.Parts.SelectMany(part => part.RestsOn).Select(cited => cited.Entry.Id).Distinct()
        )
        {
            if (await asked.Access.Record.Proofs.ReceiptAsync(entry, asked.Cancellation) is { } receipt)
            {
                var file = Path.Combine(folder, $"entry-{entry}{Receipt.FileExtension}");
                await File.WriteAllTextAsync(file, $"{receipt}", asked.Cancellation);
                Terminal.Say(file);
            }
            else
            {
                missing.Add(entry);
            }
        }

        if (missing.Count > 0)
        {
            throw new FailureException(
                ExitCode.Conflict,
                $"No checkpoint that was signed covers {string.Join(", ", missing)} yet: a running Oversight signs one within a second."
            );
        }
    }
}

using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Ledger.People;
using Oversight.Projections.Questions;

namespace Oversight.Cli.Commands;

/// <summary>The answer to who read what, which is kept beside the record: for auditors.</summary>
internal static class WhoReadAnswer
{
    // Shown in a table or in JSON; in CSV all are, some at a time.
    private const int MostShown = 200;
    private const int AtOnce = 1_000;

    public static async Task WriteAsync(Asked asked, IReadOnlyDictionary<string, string?> given, bool inCsv)
    {
        if (!asked.Access.User.Grants.Audit)
        {
            throw new NotAllowedException("only an auditor asks who read what: oversight whoami tells what you may.");
        }

        OnlyTakes(asked, given);
        var readings = asked.Access.Record.Readings;
        var wanted = await new ReadingsFilter(
            given["organisation"],
            given["person"],
            given["face"],
            given["from"],
            given["to"]
        ).ReadAsync(
            // Which subjects are an organisation's is asked, and nothing of them shown.
            asked.Record.Noting(null),
            asked.Access.Record.Accounts,
            asked.Cancellation
        );
        var after = await ReadingsFilter.AfterAsync(given["after"], readings, asked.Cancellation);
        if (inCsv)
        {
            await WriteCsvAsync(readings, wanted, after, asked.Cancellation);
            return;
        }

        var found = await readings.ListAsync(wanted, after, MostShown + 1, asked.Cancellation);
        asked.Show(ReadingsAnswer.Of(found, MostShown), InWords);
    }

    private static void OnlyTakes(Asked asked, IReadOnlyDictionary<string, string?> given)
    {
        var (id, _, parameters) = QuestionList.WhoRead;
        var takes = parameters.Select(parameter => parameter.Name).ToArray();
        var unknown =
            given.FirstOrDefault(one => one.Value is not null && !takes.Contains(one.Key)).Key
            ?? (asked.Parsed.GetValue<DateOnly?>("--on") is not null ? "on" : null)
            ?? (asked.Parsed.GetValue<DateTimeOffset?>("--known") is not null ? "known" : null);
        if (unknown is not null)
        {
            throw new BadInputException(
                unknown,
                $"is not a parameter of {id}, which takes {string.Join(", ", takes)}."
            );
        }
    }

    private static async Task WriteCsvAsync(
        Readings readings,
        ReadingsAsked wanted,
        KeptReading? after,
        CancellationToken cancellation
    )
    {
        Terminal.Out.Write(ReadingsCsv.Header);
        while (true)
        {
            var found = await readings.ListAsync(wanted, after, AtOnce, cancellation);
            foreach (var reading in found)
            {
                Terminal.Out.Write(ReadingsCsv.Line(ReadingRow.Of(reading)));
            }

            if (found.Count < AtOnce)
            {
                return;
            }

            after = found[^1];
        }
    }

    private static void InWords(ReadingsAnswer answer)
    {
        Terminal.WriteLine($"{QuestionList.WhoRead.Id}  {QuestionList.WhoRead.Text}");
        if (answer.Readings.Count > 0)
        {
            Terminal.WriteTable(
                answer.Readings,
                ("At", reading => (reading.Answered ?? reading.At).Shown()),
                ("Who", reading => reading.Name ?? reading.Reader),
                ("By", reading => reading.By),
                ("Face", reading => reading.Face),
                ("Asked", reading => reading.Address.Shortened()),
                ("About", reading => string.Join(", ", reading.Subjects).Shortened()),
                ("Entries", reading => $"{reading.Entries}")
            );
        }

        Terminal.WriteLine(
            answer.Readings.Count == 0 ? "No such reading is recorded."
            : answer.Next is { } next
                ? $"{answer.Readings.Count.Of("reading")}, the newest first. Older ones follow: --after {next}, or --csv for all."
            : $"{answer.Readings.Count.Of("reading")}, the newest first."
        );
    }
}

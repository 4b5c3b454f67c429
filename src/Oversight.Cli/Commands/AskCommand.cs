using Oversight.Desk.Answers;
using Oversight.Projections.Questions;

namespace Oversight.Cli.Commands;

/// <summary>oversight ask: the answer to a question, or which questions there are.</summary>
internal static class AskCommand
{
    private static readonly Argument<Question?> Id = new("QUESTION")
    {
        Description = "The question's id, such as R5; without it the questions are listed.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => Inputs.Try(result, "QUESTION", text => Question.Of(text, "QUESTION")),
    };

    private static readonly Option<string?>[] Given =
    [
        Inputs.Text("--region", "CODE", "Only this region, such as Y60."),
        Inputs.Text("--organisation", "ODS", "Only this organisation."),
        Inputs.Text("--engagement", "ID", "Only this engagement."),
        Inputs.Text("--entry", "ID", "Only this entry."),
        Inputs.Text("--origin", "ORIGIN", "Only of this origin: live, back-dated or imported."),
        Inputs.Text("--from", "DATE|INSTANT", "Only what was recorded then or later."),
        Inputs.Text("--to", "DATE|INSTANT", "Only what was recorded then or earlier."),
        Inputs.Text("--within", "DAYS", "Only what is due in at most so many days."),
    ];

    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();
    private static readonly TableOptions Table = new();

    public static Command Create()
    {
        var command = new Command("ask", "The answer to a question of daily work, on a day, as known then.")
        {
            Id,
            On,
            Known,
        };
        foreach (var option in Given)
        {
            command.Options.Add(option);
        }

        Table.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command
            .WithNotes("Each question takes those options that make sense for it; \"oversight ask\" tells which.")
            .WithExamples(
                "oversight ask",
                "oversight ask R1 --region Y60",
                "oversight ask R2 --from 2024-05-01 --to 2024-05-31",
                "oversight ask L1 --organisation QOC --on 2024-03-31 --entries"
            );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = Settings.Of(parsed);
        if (parsed.GetValue(Id) is not { } question)
        {
            List(settings.Json);
            return (int)ExitCode.Done;
        }

        await using var access = await RecordAccess.OpenAsync(settings, cancellation);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        var answer = question.Ask(
            record,
            parsed.GetValue(On) ?? London.Today(access.Record.Clock),
            Given.ToDictionary(option => option.Name.TrimStart('-'), parsed.GetValue)
        );
        var people = await RegisterTable.PeopleInAsync(answer, access.Record, cancellation);
        if (settings.Json)
        {
            Terminal.WriteJson(
                new QuestionAnswer(QuestionDescription.Of(question), RegisterTable.Of(answer, known, people))
            );
        }
        else
        {
            if (!Table.InCsv(parsed))
            {
                Terminal.WriteLine($"{question.Id}  {question.Text}");
            }

            Table.Write(parsed, answer, people);
        }

        return (int)ExitCode.Done;
    }

    private static void List(bool json)
    {
        if (json)
        {
            Terminal.WriteJson(QuestionDescription.All);
            return;
        }

        foreach (var role in QuestionList.All.GroupBy(q => q.Role))
        {
            Terminal.WriteLine(
                role.Key switch
                {
                    Role.Region => "Regional oversight lead",
                    Role.Auditor => "Auditor",
                    _ => "ICB lead",
                }
            );
            foreach (var question in role)
            {
                var options = string.Join(" ", question.Parameters.Select(p => $"--{p.Name}"));
                Terminal.WriteLine($"  {question.Id, -5}{question.Text}");
                Terminal.WriteLine($"       {options}");
            }

            Terminal.WriteLine();
        }
    }
}

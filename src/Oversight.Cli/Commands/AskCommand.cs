using System.Text.Json;
using Oversight.Desk.Answers;
using Oversight.Projections.Questions;

namespace Oversight.Cli.Commands;

/// <summary>oversight ask: the answer to a question, or which questions there are.</summary>
internal static class AskCommand
{
    private static readonly Argument<string?> Id = Inputs.Optional<string>(
        "QUESTION",
        "The question's id, such as R5; without it the questions are listed.",
        text =>
            QuestionDescription
                .OfAuditors.FirstOrDefault(question =>
                    question.Id.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)
                )
                ?.Id
            ?? throw new BadInputException(
                "QUESTION",
                $"\"{text}\" is not a question that is asked here: those are {string.Join(", ", QuestionDescription.OfAuditors.Select(question => question.Id))}. "
                    + "Whether the record is unaltered (A6) says oversight verify, and whether it is complete oversight completeness."
            )
    );

    // Each parameter of any question, once.
    private static readonly IReadOnlyDictionary<string, Option<string?>> Given = QuestionList
        .All.SelectMany(question => question.Parameters)
        .Concat(QuestionList.WhoRead.Parameters)
        .DistinctBy(parameter => parameter.Name)
        .ToDictionary(
            parameter => parameter.Name,
            parameter => Inputs.Text(OptionOf(parameter), Placeholder(parameter), parameter.Description)
        );

    private static readonly TableOptions Table = new();

    public static Command Create()
    {
        var command = new Command("ask", "The answer to a question of daily work, on a day, as known then.") { Id };
        foreach (var option in Given.Values)
        {
            command.Options.Add(option);
        }

        Table.AddTo(command);
        return command
            .AsksOnADay(AnswerAsync)
            // The questions themselves are told without a record.
            .OrElse(
                parsed => parsed.GetValue(Id) is null,
                parsed => Settings.Of(parsed).Show(QuestionDescription.OfAuditors, _ => List())
            )
            .WithNotes("Each question takes those options that make sense for it; \"oversight ask\" tells which.")
            .WithExamples(
                "oversight ask",
                "oversight ask R1 --region Y60",
                "oversight ask R2 --from 2024-05-01 --to 2024-05-31",
                "oversight ask R10 --system QOC",
                "oversight ask L1 --organisation QOC --on 2024-03-31 --entries",
                "oversight ask A15 --organisation QOC --from 2026-11-01 --csv"
            );
    }

    private static string OptionOf(QuestionParameter parameter) =>
        "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(parameter.Name);

    private static string Placeholder(QuestionParameter parameter) =>
        parameter.Name switch
        {
            "region" => "CODE",
            "organisation" or "system" or "dependsOn" => "ODS",
            "engagement" or "entry" => "ID",
            "from" or "to" => "DATE|INSTANT",
            "after" => "ID",
            "within" => "DAYS",
            _ => parameter.Name.ToUpperInvariant(),
        };

    private static async Task AnswerAsync(Asked asked)
    {
        var id = asked.Parsed.GetRequiredValue(Id)!;
        var given = Given.ToDictionary(given => given.Key, given => asked.Parsed.GetValue(given.Value));
        if (id == QuestionList.WhoRead.Id)
        {
            await WhoReadAnswer.WriteAsync(asked, given, Table.InCsv(asked.Parsed));
            return;
        }

        var question = Question.Of(id);
        var answer = question.Ask(asked.Record, asked.On, given);
        var people = await RegisterTable.PeopleInAsync(answer, asked.Access.Record, asked.Record, asked.Cancellation);
        asked.Show(
            new QuestionAnswer(QuestionDescription.Of(question), RegisterTable.Of(answer, asked.Known, people)),
            _ =>
            {
                if (!Table.InCsv(asked.Parsed))
                {
                    Terminal.WriteLine($"{question.Id}  {question.Text}");
                }

                Table.Write(asked, answer, people);
            }
        );
    }

    private static void List()
    {
        foreach (var role in QuestionDescription.OfAuditors.GroupBy(q => q.Role))
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
                var options = string.Join(" ", question.Parameters.Select(OptionOf).Distinct());
                Terminal.WriteLine($"  {question.Id, -5}{question.Text}");
                Terminal.WriteLine($"       {options}");
            }

            Terminal.WriteLine();
        }
    }
}

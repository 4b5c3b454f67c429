using Oversight.Projections.Words;

namespace Oversight.Cli.Commands;

/// <summary>oversight words: what can be chosen, and what it means.</summary>
internal static class WordsCommand
{
    private static readonly Argument<string?> Name = new("LIST")
    {
        Description = "One list, such as bodies or support-kind. Default: all of them.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var words = new Command("words", "The words that entries take, each with what it means.") { Name };
        words.SetAction(parsed => Write(parsed.GetValue(Name), Settings.WritesJson(parsed)));
        return words.WithExamples("oversight words", "oversight words bodies", "oversight words legal-bases --json");
    }

    private static void Write(string? name, bool inJson)
    {
        var lists =
            name is null ? WordList.All
            : WordList.All.FirstOrDefault(list => list.Name == name) is { } one ? [one]
            : throw new BadInputException(
                "LIST",
                $"\"{name}\" is no list of words: write one of {string.Join(", ", WordList.All.Select(list => list.Name))}."
                    + NearestWord.Question(name, WordList.All.Select(list => list.Name))
            );
        if (inJson)
        {
            Terminal.WriteJson(lists);
            return;
        }

        foreach (var list in lists)
        {
            Terminal.WriteLine($"{list.Name}: {list.Says}");
            foreach (var word in list.Words)
            {
                Terminal.WriteLine($"  {word.Value}: {word.Help}");
            }

            Terminal.WriteLine();
        }
    }
}

using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;
using Oversight.Cli.Commands;

namespace Oversight.Cli;

/// <summary>The program's commands: how they are called, run and explained.</summary>
public static class CommandLine
{
    // One for all: what a command line says is in its ParseResult.
    private static readonly Lazy<RootCommand> Whole = new(() => Create(LogCommand.Create, CorrectCommand.Create));

    // To make the options of log and correct from the shapes of decisions takes longer than to make all other commands, and than most of
    // them run: who wants another is given these two by their names alone.
    private static readonly Lazy<RootCommand> WithoutShapes = new(() => Create(LogCommand.Named, CorrectCommand.Named));

    // Both have the same options, which note without a lock whose they are.
    private static readonly Lock Making = new();

    private static readonly string ExitCodes = """
        Exit codes:
          0  done
          1  unexpected error
          2  usage or bad input
          3  refused: by a rule, or not yours to do
          4  conflict: the subject has moved on, an imported fact contradicts the record, a key was used for something else
          5  not found
          6  a replay found differences, a check of the documents faults, the record lacks entries, or a proof does not hold
          7  cannot start: database, already running, port in use

        Environment:
          OVERSIGHT_DATA      the data folder, where --data does not name one
          OVERSIGHT_DATABASE  another PostgreSQL (15 or later) instead of the embedded one:
                              {"owner":"Host=…;Username=…;…","program":"Host=…;Username=…;…"}
          OVERSIGHT_TOKEN_FILE  the token to sign in with, where --token names no file
          OVERSIGHT_PUBLIC_ADDRESS  the address that others reach the server at, where run is not given --public-address
          OVERSIGHT_PROXIES   the proxies that are believed to say whose request they pass on: addresses or networks, with commas between
          OVERSIGHT_OPENID    the OpenID Connect provider that signs people in, as JSON; see docs/running.md
          OVERSIGHT_OPERATOR  who runs it and how they are reached, as JSON: {"name":"…","email":"…","telephone":"…"}
          OVERSIGHT_COMPLETENESS  from when on something is told as a sign that the record may lack something, as JSON; see docs/running.md
          OVERSIGHT_ORIGIN    what the record is called in its checkpoints, for ever, when its first key is made; see docs/proofs.md
          OVERSIGHT_WITNESSES  the file of the witnesses that are asked to cosign checkpoints; see docs/running.md
          OVERSIGHT_ANCHORS   places outside at which checkpoints are kept, with commas between, where run is not given --anchor
          NO_COLOR            no colour and no moving progress
        """;

    /// <summary>Runs a command line, and says what went wrong where something does.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="shell">Where it is given.</param>
    /// <param name="cancellation">Lets the command end in good order; what is being stored is waited for.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Shell shell, CancellationToken cancellation)
    {
        Shell.Current = shell;
        return await RunAsync(Parse(arguments), cancellation);
    }

    /// <summary>Reads a command line that was given in the current shell.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> arguments)
    {
        // A shell that asks how a line goes on gives it as one argument.
        var root = arguments.Any(argument =>
            argument.Contains(LogCommand.Word, StringComparison.Ordinal)
            || argument.Contains(CorrectCommand.Word, StringComparison.Ordinal)
        )
            ? Whole
            : WithoutShapes;
        // No response files: a rationale may begin with an @.
        return root.Value.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    /// <summary>Runs what was read, in the current shell.</summary>
    internal static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (UsageError(parsed) is { } usage)
        {
            Say(parsed, ExitCode.BadInput, usage, new BadInputException("arguments", usage));
            return (int)ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = Shell.Current.Out,
                    Error = Shell.Current.Error,
                },
                cancellation
            );
        }
        catch (Exception e)
        {
            var (code, message) = Failure.Of(e);
            Say(parsed, code, message, e);
            if (Settings.ShowsStackTrace(parsed))
            {
                Terminal.Say(e.ToString());
            }
            else if (code == ExitCode.Unexpected && e is not OperationCanceledException && !Settings.WritesJson(parsed))
            {
                Terminal.Say("(--debug shows where.)");
            }

            return (int)code;
        }
    }

    // On standard error: a result that is piped on is never mixed with what went wrong.
    private static void Say(ParseResult parsed, ExitCode code, string message, Exception error)
    {
        if (Settings.WritesJson(parsed))
        {
            Terminal.SayJson(Failure.ProblemOf(error, code, message));
        }
        else
        {
            Terminal.Say($"oversight: {message}");
        }
    }

    private static RootCommand Create(Func<Command> log, Func<Command> correct)
    {
        lock (Making)
        {
            return Create(log(), correct());
        }
    }

    private static RootCommand Create(Command log, Command correct)
    {
        var root = new RootCommand("Oversight: the one record of how England's integrated care boards are overseen.")
        {
            RunCommand.Create(),
            StatusCommand.Create(),
            WhyCommand.Create(),
            HistoryCommand.Create(),
            log,
            MeetingCommand.Create(),
            correct,
            ImportCommand.Create(),
            FactsCommand.Create(),
            AskCommand.Create(),
            CompletenessCommand.Create(),
            RegisterCommand.Create(),
            RegisterCommand.CreateList(),
            WordsCommand.Create(),
            ReplayCommand.Create(),
            VerifyCommand.Create(),
            ReceiptCommand.Create(),
            ExportCommand.Create(),
            KeyCommand.Create(),
            WitnessCommand.Create(),
            MigrateCommand.Create(),
            PersonCommand.Create(),
            GrantCommand.Create(),
            TokenCommand.Create(),
            SignInLinkCommand.Create(),
            LoginCommand.Create(),
            LoginCommand.CreateLogout(),
            WhoAmICommand.Create(),
            LetterCommand.Create(),
            DocumentCommand.Create(),
            RedactCommand.Create(),
            RecoveriesCommand.Create(),
            ReadinessCommand.Create(),
            UndertakingsCommand.Create(),
            DeadlinesCommand.Create(),
            CompareCommand.Create(),
            WhatIfCommand.Create(),
            CalendarCommand.Create(),
            WebhookCommand.Create(),
            ReportCommand.Create(),
        };
        foreach (var option in Settings.Options)
        {
            root.Options.Add(option);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.WithExamples("oversight run", "oversight status --region Y60 --on 2024-03-31", "oversight history QOC");
        return root;
    }

    // What is wrong with the way the program was called; null when nothing is.
    private static string? UsageError(ParseResult parsed)
    {
        // Asking for help with half a command is no mistake.
        if (parsed.Action is not ParseErrorAction || parsed.Errors.Count == 0)
        {
            return null;
        }

        var path = string.Join(' ', Path(parsed.CommandResult).Reverse());
        var messages = parsed.Errors.Select(e => e.Message).Distinct().ToArray();
        if (parsed.UnmatchedTokens is not [var unknown, ..])
        {
            return $"{string.Join(' ', messages)} Try: {path} --help";
        }

        // A mistyped word is one mistake, not as many as there are words after it.
        var command = parsed.CommandResult.Command;
        var isWord = command.Subcommands.Count > 0 && !unknown.StartsWith('-');
        var known = isWord
            ? command.Subcommands.Select(word => word.Name)
            : command.Options.Concat(Settings.Options).Select(option => option.Name);
        var told = isWord ? $"'{unknown}' is no command." : $"'{unknown}' is not understood here.";
        return $"{told}{NearestWord.Question(unknown, known)} Try: {path} --help";
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult? command)
    {
        for (; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            yield return command.Command is RootCommand ? "oversight" : command.Command.Name;
        }
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        // The list of commands, in groups with a heading each.
        private int InvokeGrouped(ParseResult parseResult, IReadOnlyDictionary<string, string> groups)
        {
            var (configuration, text) = (parseResult.InvocationConfiguration, new StringWriter());
            var output = configuration.Output;
            configuration.Output = text;
            var result = help.Invoke(parseResult);
            configuration.Output = output;
            var heading = "";
            foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            {
                var word = line.StartsWith("  ", StringComparison.Ordinal) ? line.Trim().Split(' ', ',')[0] : "";
                if (groups.TryGetValue(word, out var group) && group != heading)
                {
                    output.WriteLine(heading.Length == 0 ? $"  {group}:" : $"\n  {group}:");
                    heading = group;
                }

                output.WriteLine(groups.ContainsKey(word) ? $"  {line}" : line);
            }

            return result;
        }

        // Otherwise a command that lacks its arguments would answer --help with a complaint.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            var command = parseResult.CommandResult.Command;
            var text = HelpTexts.Of(command);
            var result = text.Groups is { } groups ? InvokeGrouped(parseResult, groups) : help.Invoke(parseResult);
            if (text.Notes is { } notes)
            {
                output.WriteLine(notes);
                output.WriteLine();
            }

            if (text.Examples.Count > 0)
            {
                output.WriteLine("Examples:");
                foreach (var example in text.Examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            if (command is RootCommand)
            {
                output.WriteLine(ExitCodes);
            }

            return result;
        }
    }
}

/// <summary>What a command's help says besides its description and its options.</summary>
/// <param name="Examples">How it is called.</param>
/// <param name="Notes">More than its description, which is one line in the list of commands.</param>
/// <param name="Groups">The heading under which each of its own commands is listed, by the command's name.</param>
internal sealed record HelpText(
    IReadOnlyList<string> Examples,
    string? Notes = null,
    IReadOnlyDictionary<string, string>? Groups = null
);

/// <summary>The commands' <see cref="HelpText"/>.</summary>
internal static class HelpTexts
{
    private static readonly ConditionalWeakTable<Command, HelpText> Texts = [];

    /// <summary>A command's.</summary>
    public static HelpText Of(Command command) => Texts.GetValue(command, _ => new HelpText([]));

    /// <summary>Lists a command's own commands in groups.</summary>
    public static Command WithGroups(this Command command, IReadOnlyDictionary<string, string> groups) =>
        command.With(Of(command) with { Groups = groups });

    /// <summary>Gives a command examples.</summary>
    public static Command WithExamples(this Command command, params string[] examples) =>
        command.With(Of(command) with { Examples = examples });

    /// <summary>Gives a command more to say than its description.</summary>
    public static Command WithNotes(this Command command, string notes) =>
        command.With(Of(command) with { Notes = notes });

    private static Command With(this Command command, HelpText text)
    {
        Texts.AddOrUpdate(command, text);
        return command;
    }
}

using System.CommandLine;
using System.Runtime.InteropServices;
using Oversight.Cli;

// Ctrl-C and SIGTERM let a command end in good order; what is being stored is waited for.
using var stopping = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// No response files: a rationale may begin with an @.
var parsed = CommandLine.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (CommandLine.UsageError(parsed) is { } usage)
{
    Terminal.Say($"oversight: {usage}");
    return (int)ExitCode.BadInput;
}

try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
        stopping.Token
    );
}
catch (Exception e)
{
    var (code, message) = Failure.Of(e);
    Terminal.Say($"oversight: {message}");
    if (Settings.ShowsStackTrace(parsed))
    {
        Terminal.Say(e.ToString());
    }
    else if (code == ExitCode.Unexpected && e is not OperationCanceledException)
    {
        Terminal.Say("(--debug shows where.)");
    }

    return (int)code;
}

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
return RunningServer.Run(args, stopping.Token)
    ?? await CommandLine.RunAsync(args, Shell.OfThisProcess(), stopping.Token);

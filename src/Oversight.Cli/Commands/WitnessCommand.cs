using System.Net;
using Microsoft.AspNetCore.Builder;
using Oversight.Cli.Witnessing;
using Oversight.Proofs;
using Oversight.Proofs.Notes;

namespace Oversight.Cli.Commands;

/// <summary>oversight witness: on another machine, cosigns what a record signs as long as it goes on from what was seen.</summary>
internal static class WitnessCommand
{
    private const int UsualPort = 5090;

    private static readonly Option<int?> Port = Inputs.Parsed<int?>(
        "--port",
        "PORT",
        $"The port to serve on; 0 takes a free one. Default: {UsualPort}.",
        RunCommand.ReadPort
    );

    private static readonly Option<IPAddress?> Address = Inputs.Parsed<IPAddress?>(
        "--address",
        "IP",
        "The address of this machine to serve on; 0.0.0.0 for all. Default: 127.0.0.1.",
        text =>
            IPAddress.TryParse(text, out var address)
                ? address
                : throw new FormatException($"\"{text}\" is not an IP address, such as 10.0.0.7.")
    );

    private static readonly Option<string[]> Log = Inputs.ParsedEach(
        "--log",
        "VKEY|FILE",
        "A key of a record to watch, as /keys and oversight key list show it, or a file of lines: log VKEY. May be repeated, also for one record.",
        text => text
    );

    private static readonly Option<string[]> Rotation = Inputs.ParsedEach(
        "--rotation",
        "FILE",
        "The note by which a record's old key vouches for its new one. May be repeated, in their order.",
        text => text
    );

    private static readonly Option<string?> Name = Inputs.Text(
        "--name",
        "NAME",
        "The name of its key, when that is made: best an address without its scheme. Default: the machine's name and /witness."
    );

    public static Command Create()
    {
        var command = new Command(
            "witness",
            "Cosign a record's checkpoints from another machine, as long as it only grows."
        )
        {
            Port,
            Address,
            Log,
            Rotation,
            Name,
        };
        command.SetAction(RunAsync);
        return command
            .WithNotes(
                "It needs no database and no record: run it where those cannot write who have either. The folder witness/ of the data folder has its key and\n"
                    + "the last checkpoint that it saw of each record; whoever can change these can make it forget. docs/running.md says how to set it up."
            )
            .WithExamples(
                "oversight witness --data /var/lib/oversight-witness --address 10.0.0.7 --name witness.example/one --log oversight.example/record+421bbbd1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
                "oversight witness --data /var/lib/oversight-witness --log /etc/oversight-witness/logs"
            );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var error = Shell.Current.Error;
        var logs = Logs(parsed);
        using var witness = CosigningWitness.Open(
            Path.Combine(Settings.Of(parsed).DataFolder, "witness"),
            parsed.GetValue(Name),
            logs,
            TimeProvider.System
        );
        var ip = parsed.GetValue(Address) ?? IPAddress.Loopback;
        var wanted = new IPEndPoint(ip, parsed.GetValue(Port) ?? UsualPort);
        await using var server = WitnessServer.Build(wanted, witness, error.WriteLine);
        await RunCommand.StartAsync(server, new Uri($"http://{wanted}"), cancellation);
        Say(witness, logs, server.Urls.First());
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Terminal.Say("Stopping …");
        await server.StopAsync(CancellationToken.None);
        return (int)ExitCode.Done;
    }

    private static WatchedLogs Logs(ParseResult parsed)
    {
        var keys = parsed.GetValue(Log)!.SelectMany(WatchedLogs.KeysIn).ToArray();
        if (keys.Length == 0)
        {
            throw new BadInputException("--log", "say which record to watch: its key, or a file of keys.");
        }

        try
        {
            return new(keys, parsed.GetValue(Rotation)!.Select(file => SignedNote.Parse(Inputs.ReadFile(file))));
        }
        catch (ProofException e)
        {
            throw new BadInputException("--rotation", e.Message);
        }
    }

    private static void Say(CosigningWitness witness, WatchedLogs logs, string address)
    {
        Terminal.WriteLine("For OVERSIGHT_WITNESSES of the record's server, and for the policy of whoever checks:");
        Terminal.WriteLine();
        foreach (var key in logs.Origins.SelectMany(logs.KeysOf))
        {
            Terminal.WriteLine($"log {key}");
        }

        Terminal.WriteLine($"witness {PolicyName} {witness.Key} {address}");
        Terminal.WriteLine($"quorum {PolicyName}");
        Terminal.WriteLine();
        Terminal.WriteLine($"The witness {witness.Key.Name} is on {address}  (Ctrl-C stops it)");
    }

    // Of one policy alone; whoever has several witnesses names each.
    private const string PolicyName = "one";
}

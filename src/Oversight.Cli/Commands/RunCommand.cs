using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.Web;

namespace Oversight.Cli.Commands;

/// <summary>oversight run: serves the record until it is stopped.</summary>
internal static class RunCommand
{
    private const int UsualPort = 5080;

    private static readonly TimeSpan BeforeStartingAgain = TimeSpan.FromSeconds(1);

    private static readonly Option<int?> Port = Inputs.Parsed<int?>(
        "--port",
        "PORT",
        $"The port on localhost to serve on; 0 takes a free one. Default: {UsualPort}.",
        ReadPort
    );

    private static readonly Option<Uri?> PublicAddress = Inputs.Parsed<Uri?>(
        "--public-address",
        "URL",
        "The address that others reach it at, of a proxy before it: addresses that are given out begin with it, and requests for its "
            + $"host are answered. Default: {Settings.PublicAddressVariable}, else the one that is served on.",
        Settings.PublicAddress
    );

    private static readonly Option<string[]> Anchor = Inputs.ParsedEach(
        "--anchor",
        "FILE|DIR/|URL",
        "A place outside at which each checkpoint is kept, and compared with the record: a file, a folder (each in a file of its own), or an "
            + $"address (PUT and GET). May be repeated. Default: {Settings.AnchorsVariable}, with commas between. See docs/running.md.",
        text => text
    );

    /// <summary>A port; 0 for a free one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int? ReadPort(string text) =>
        int.TryParse(text, out var port) && port is >= 0 and <= 65535
            ? port
            : throw new FormatException($"\"{text}\" is not a port: a port is a number from 0 to 65535.");

    public static Command Create()
    {
        var command = new Command("run", "Start the database and serve the record until Ctrl-C.")
        {
            Port,
            PublicAddress,
            Anchor,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                try
                {
                    return await RunAsync(
                        parsed,
                        parsed.GetValue(Port) ?? UsualPort,
                        parsed.GetValue(PublicAddress) ?? Settings.PublicAddressInEnvironment(),
                        cancellation
                    );
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // Stopped while it was still starting: that is what was asked for.
                    return (int)ExitCode.Done;
                }
            }
        );
        return command.WithExamples(
            "oversight run",
            "oversight run --port 8080 --data ./rehearsal",
            "oversight run --public-address https://oversight.example.nhs.uk",
            "oversight run --anchor /mnt/elsewhere/checkpoints/"
        );
    }

    private static async Task<int> RunAsync(
        ParseResult parsed,
        int port,
        Uri? publicAddress,
        CancellationToken cancellation
    )
    {
        var settings = Settings.Of(parsed);
        // Kestrel finds a free port for one address only, and localhost is two.
        var wanted = new Uri($"http://{(port == 0 ? "127.0.0.1" : "localhost")}:{port}");
        using var running = RunLock.Take(settings.DataFolder, wanted);
        await CheckIsFreeAsync(wanted);
        var served = Served(settings, wanted, publicAddress, parsed.GetValue(Anchor)!);
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                if (await ServeAsync(parsed, served, running, cancellation) is not { } again)
                {
                    return (int)ExitCode.Done;
                }

                served = served with { Address = again };
            }
            catch (Exception e) when (isAgain && DatabaseErrors.IsBecauseUnreachable(e))
            {
                // A database of somebody else's that is still away: it is waited for, as by a server that runs.
            }

            Terminal.Say("The database went away, and a part of the server ended with it. Starting again …");
            await Task.Delay(BeforeStartingAgain, cancellation);
        }
    }

    /// <summary>
    /// Serves until it is stopped. What carries messages on starts once, and cannot be started where the database goes away meanwhile: then all
    /// has to be started again.
    /// </summary>
    /// <returns>The address to serve on again; null where it was stopped.</returns>
    private static async Task<Uri?> ServeAsync(
        ParseResult parsed,
        WebSettings served,
        RunLock running,
        CancellationToken cancellation
    )
    {
        WebApplication? built = null;
        await using var access = await RecordAccess.OpenAsync(
            parsed,
            cancellation,
            database =>
            {
                built = OversightApplication.Build(served, database, TimeProvider.System);
                return built.Services.GetRequiredService<OpenRecord>();
            }
        );
        await using var application = built!;
        // The server opens its port while the record is read.
        var reading = Task.Run(() => HoldsAsync(access, cancellation), cancellation);
        try
        {
            await StartAsync(application, served.Address, cancellation);
        }
        finally
        {
            // What reads is never left behind by a start that failed: the database is closed after it.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (await reading is { } holds)
        {
            Terminal.WriteLine(holds);
        }

        var address = new Uri(
            application
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        );
        running.AnswersAt(address);
        var folder = access.Settings.DataFolder;
        var commands = ServedCommands.Start(folder, new(access.Database, access.Record, served.PublicAddress));
        Terminal.WriteLine($"Token: {LocalAccess.TokenFile(folder)}");
        Terminal.WriteLine(await SignInAsync(access, application, cancellation));
        Terminal.WriteLine($"Oversight is on {address.GetLeftPart(UriPartial.Authority)}  (Ctrl-C stops it)");

        using var serving = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation,
            application.Lifetime.ApplicationStopping
        );
        var keepingAlive = access.Cluster?.KeepAliveAsync(serving.Token) ?? Task.Delay(Timeout.Infinite, serving.Token);
        await keepingAlive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Terminal.Say("Stopping …");
        await (commands?.DisposeAsync() ?? ValueTask.CompletedTask);
        await application.StopAsync(CancellationToken.None);
        if (keepingAlive.IsFaulted)
        {
            await keepingAlive;
        }

        if (cancellation.IsCancellationRequested || WhyItEnded(application) is not { } why)
        {
            return null;
        }

        if (!DatabaseErrors.IsBecauseUnreachable(why))
        {
            ExceptionDispatchInfo.Throw(why);
        }

        return served.Address.Port == 0 ? address : served.Address;
    }

    // A host that a service of its own ends says nowhere which.
    private static Exception? WhyItEnded(WebApplication application) =>
        application
            .Services.GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Select(service => service.ExecuteTask?.Exception?.InnerException)
            .FirstOrDefault(failed => failed is not null);

    // Before a database is made for nothing; who takes the port meanwhile is met when it is opened.
    private static async Task CheckIsFreeAsync(Uri wanted)
    {
        foreach (var address in await Dns.GetHostAddressesAsync(wanted.Host))
        {
            using var listener = new TcpListener(address, wanted.Port);
            try
            {
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw InUse(wanted, e);
            }
            catch (SocketException)
            {
                // An address that this machine has not got, for example: the server knows which it needs.
            }
        }
    }

    private static FailureException InUse(Uri wanted, Exception e) =>
        new(
            ExitCode.CannotStart,
            $"port {wanted.Port} is in use by another program: end that one, or choose another port with --port.",
            e
        );

    // What is configured wrongly is said before a database is started for it.
    private static WebSettings Served(
        Settings settings,
        Uri wanted,
        Uri? publicAddress,
        IReadOnlyCollection<string> anchors
    )
    {
        var served = new WebSettings(wanted, Path.Combine(settings.DataFolder, "log"))
        {
            PublicAddress = publicAddress,
            Proxies = Shell.Current.Variable(Settings.ProxiesVariable),
            OpenId = Shell.Current.Variable(Settings.OpenIdVariable),
            Mail = Shell.Current.Variable(Settings.MailVariable),
            Operator = Shell.Current.Variable(Settings.OperatorVariable),
            Completeness = Shell.Current.Variable(Settings.CompletenessVariable),
            ProofFolder = settings.ProofFolder,
            Origin = Shell.Current.Variable(Settings.OriginVariable) is { Length: > 0 } origin ? origin : null,
            Witnesses = Shell.Current.Variable(Settings.WitnessesVariable) is { Length: > 0 } witnesses
                ? Encoding.UTF8.GetString(Inputs.ReadFile(witnesses))
                : null,
            Anchors = Settings.Anchors(anchors),
            Browser = WebSettings.BrowserIn(Shell.Current.Variable("PATH")),
        };
        try
        {
            served.Check();
            return served;
        }
        catch (FormatException e)
        {
            throw new FailureException(ExitCode.CannotStart, e.Message, e);
        }
    }

    /// <summary>Starts a server.</summary>
    /// <exception cref="FailureException">Its port is in use, or cannot be used.</exception>
    public static async Task StartAsync(WebApplication application, Uri wanted, CancellationToken cancellation)
    {
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw InUse(wanted, e);
        }
        catch (SocketException e)
        {
            throw new FailureException(
                ExitCode.CannotStart,
                $"port {wanted.Port} cannot be used ({e.Message}): choose another with --port.",
                e
            );
        }
    }

    // Whoever starts it is inside with one click; once somebody was, whoever wants another link asks for it.
    private static async Task<string> SignInAsync(
        RecordAccess access,
        WebApplication application,
        CancellationToken cancellation
    )
    {
        var code =
            access.User.By.Scope == TokenScope.Read
                ? null
                : await LocalAccess.FirstLinkAsync(access.Record, access.User.Subject, cancellation);
        return code is null
            ? "Somebody has signed in here: oversight sign-in-link makes another link."
            : $"Sign in (works once): {OversightApplication.SignInLink(application, code)}";
    }

    private static async Task<string?> HoldsAsync(RecordAccess access, CancellationToken cancellation)
    {
        if (access.User.Grants.All.Count == 0)
        {
            return null;
        }

        var (record, loaded) = (await access.NowAsync(cancellation), access.Loaded);
        var entries = record.Subjects.SelectMany(subject => record.TimelineOf(subject)!.Entries).ToArray();
        int Count<T>() => entries.Count(entry => entry.Counts && entry.Content is T);
        return $"{(loaded > 0 ? "Loaded" : "The record holds")} {Count<OrganisationRegistered>().Of("organisation")}, "
            + $"{Count<FrameworkPublished>().Of("framework version")}, {Count<SegmentPublished>().Of("published segment")} "
            + $"({record.Subjects.Sum(subject => record.TimelineOf(subject)!.Recorded.Count).Of("entry", "entries")})";
    }
}

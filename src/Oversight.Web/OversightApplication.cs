using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Web.Access;
using Oversight.Web.Api;
using Oversight.Web.Calendars;
using Oversight.Web.Health;
using Oversight.Web.Http;
using Oversight.Web.Logging;
using Oversight.Web.OpenApi;
using Oversight.Web.Pages;
using Oversight.Web.Problems;
using Oversight.Web.Webhooks;
using Serilog;

namespace Oversight.Web;

/// <summary>Where the web application listens and writes.</summary>
/// <param name="Address">
/// The address to serve on, and the only one: http with localhost or an IP address, such as http://localhost:5080; port 0
/// takes a free one (<see cref="WebApplication.Urls"/> says which).
/// </param>
/// <param name="LogFolder">The folder for log files; null logs to standard error only.</param>
public sealed record WebSettings(Uri Address, string? LogFolder)
{
    /// <summary>
    /// The address that others reach it at, where that is another: of a proxy before it. Addresses that are given out begin with it, and
    /// requests for its host are answered.
    /// </summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>Says how many bytes the disk of the data folder has left; null: the disk of the log folder does.</summary>
    public Func<long>? FreeBytes { get; init; }

    /// <summary>How long is waited before a webhook is told again what it did not take; after the last one it is given up.</summary>
    public IReadOnlyList<TimeSpan> WebhookPauses { get; init; } = Messages.UsualPauses;
}

/// <summary>The web application: API, pages, health, logs.</summary>
public static class OversightApplication
{
    /// <summary>The largest body taken, in bytes, but for documents. All areas of an annual assessment fit several times.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>
    /// Builds it over a database that is migrated; the caller starts, stops and disposes it. Its <see cref="OpenRecord"/> is among
    /// its services, and reads the record when it is first asked, if it has not been loaded before.
    /// </summary>
    /// <exception cref="ArgumentException">The address is not one that can be served on.</exception>
    public static WebApplication Build(WebSettings settings, LedgerDatabase database, TimeProvider clock)
    {
        var application = CreateBuilder(settings, database, clock).Build();
        Compose(application);
        return application;
    }

    /// <summary>Its server and services; a test may put another server in.</summary>
    /// <exception cref="ArgumentException">The address is not one that can be served on.</exception>
    public static WebApplicationBuilder CreateBuilder(WebSettings settings, LedgerDatabase database, TimeProvider clock)
    {
        // Empty: neither the environment nor a settings file that happens to lie about changes where it listens.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(OversightApplication).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
                EnvironmentName = Environments.Production,
            }
        );
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, settings.Address));
        var services = builder.Services;
        // A logger of its own: there may be several applications in one process.
        services.AddSerilog(logger => ProgramLog.Configure(logger, settings.LogFolder), preserveStaticLogger: true);
        // Pages and questions need no bus: they are answered while it still starts.
        services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        services.AddSingleton<DistributedContextPropagator, OwnTraces>();
        services.AddSingleton(settings);
        services.AddSingleton<KnownHosts>();
        services.AddSingleton(_ => new BoundedWork());
        services.AddScoped<LastContact>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton(clock);
        builder.AddLedger(database, typeof(OversightApplication), settings.WebhookPauses);
        services.AddSingleton<OpenRecord>();
        services.AddSingleton<IRecordInMemory>(services => services.GetRequiredService<OpenRecord>().Live);
        services.AddSingleton(services => new TokenLookups(services.GetRequiredService<OpenRecord>().Store));
        services.AddHostedService<Rehearsal>();
        services.AddSingleton<WebhookTeller>();
        services
            .AddHttpClient(WebhookTeller.Client, client => client.Timeout = WebhookTeller.Patience)
            // Where somebody is told is what the owner said, and not what is answered there.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddRouting();
        // Not AddAuthentication: that would keep keys for cookies, of which there are none, in the home folder.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = BearerTokens.SchemeName;
            options.AddScheme<BearerTokens>(BearerTokens.SchemeName, displayName: null);
        });
        services.AddWebEncoders();
        services.AddRazorComponents();
        // No page has a form that changes anything: nothing is to be protected, and no keys are kept in the home folder.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Remove(services.Single(s => s.ImplementationType?.Name == "DataProtectionHostedService"));
        services.AddAuthorization();
        ApiDocument.AddTo(services);
        return builder;
    }

    /// <summary>What a request passes through, and the addresses that answer.</summary>
    public static void Compose(WebApplication application)
    {
        application.UseSerilogRequestLogging(options =>
            RequestLines.Configure(options, application.Services.GetRequiredService<Serilog.ILogger>())
        );
        application.UseMiddleware<SecurityHeaders>();
        application.UseMiddleware<ErrorAnswers>();
        application.Use(application.Services.GetRequiredService<KnownHosts>().CheckAsync);
        application.Use(AnswerHeadAsGet);
        ApiDocument.UsePage(application);
        application.UseRouting();
        application.Use(AnswerOnlyInJson);
        application.UseAuthentication();
        application.Use(application.Services.GetRequiredService<BoundedWork>().RunAsync);
        application.UseAuthorization();

        ApiEndpoints.Map(application);
        CalendarEndpoints.MapFeeds(application);
        HealthEndpoints.Map(application);
        ApiDocument.Map(application);
        // Pages change nothing: they are read alone, and have no forms that another site could send.
        application
            .MapRazorComponents<App>()
            .DisableAntiforgery()
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
        PageEndpoints.Map(application);
    }

    private static void Configure(KestrelServerOptions kestrel, Uri address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        var isLocalhost = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        if (address.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"{address} cannot be served on: only http is served.", nameof(address));
        }

        if (isLocalhost && address.Port != 0)
        {
            kestrel.ListenLocalhost(address.Port);
        }
        else if (isLocalhost)
        {
            // A free port is free on one address only.
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, address.Port);
        }
        else
        {
            throw new ArgumentException(
                $"{address} cannot be served on: name localhost or an IP address of this machine.",
                nameof(address)
            );
        }
    }

    // The server leaves the body out of an answer to HEAD by itself.
    private static async Task AnswerHeadAsGet(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        context.Request.Method = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
        try
        {
            await next(context);
        }
        finally
        {
            // The log says what was asked.
            context.Request.Method = method;
        }
    }

    // Before anything is stored: a caller who cannot read the receipt does not get one.
    private static Task AnswerOnlyInJson(HttpContext context, RequestDelegate next)
    {
        var accepted = context.Request.GetTypedHeaders().Accept;
        var metadata = context.GetEndpoint()?.Metadata;
        var isApi = metadata?.GetMetadata<AnswersInJson>() is not null;
        var inCsv = metadata?.GetMetadata<AnswersInCsv>() is not null;
        return
            !isApi
            || accepted.Count == 0
            || accepted.Any(type => type.Quality != 0 && (Includes(type) || (inCsv && CsvAnswer.IsIncludedIn(type))))
            ? next(context)
            : throw new ProblemException(
                new Problem(
                    ProblemType.NotAcceptable,
                    $"The request accepts only \"{context.Request.Headers.Accept}\"."
                )
                {
                    Field = "Accept",
                }
            );
    }

    private static bool Includes(Microsoft.Net.Http.Headers.MediaTypeHeaderValue type) =>
        type.MatchesAllTypes
        || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(ProblemBody.ContentType, StringComparison.OrdinalIgnoreCase);
}

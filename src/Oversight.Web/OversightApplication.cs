using System.Diagnostics;
using Oversight.Ledger;
using Oversight.Web.Api;
using Oversight.Web.BoardReports;
using Oversight.Web.Calendars;
using Oversight.Web.Decisions;
using Oversight.Web.Health;
using Oversight.Web.Http;
using Oversight.Web.Logging;
using Oversight.Web.Meetings;
using Oversight.Web.Notifications;
using Oversight.Web.OpenApi;
using Oversight.Web.Pages;
using Oversight.Web.People;
using Oversight.Web.Printing;
using Oversight.Web.SignIn;
using Oversight.Web.SignInPages;
using Oversight.Web.Webhooks;
using Serilog;

namespace Oversight.Web;

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
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = RequestBodies.MostTakenIn;
                kestrel.ListenOn(settings.Address);
            });
        builder.AddLedger(database, typeof(OversightApplication), settings.WebhookPauses, settings.Proofs);

        var services = builder.Services;
        // Pages and questions need no bus: they are answered while it still starts.
        services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        // A logger of its own: there may be several applications in one process.
        services.AddSerilog(logger => ProgramLog.Configure(logger, settings.LogFolder), preserveStaticLogger: true);
        services.AddSingleton<DistributedContextPropagator, OwnTraces>();
        services.AddSingleton(settings);
        services.AddSingleton(clock);
        services.AddSingleton<OpenRecord>();
        services.AddSingleton<IRecordInMemory>(services => services.GetRequiredService<OpenRecord>().Live);
        services.AddHostedService<Rehearsal>();
        services.AddSingleton<KnownHosts>();
        services.AddSingleton(_ => new BoundedWork(clock));
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<ReportLag>();
        services.AddScoped<LastContact>();
        services.AddRouting();
        // Pages alone: what they hold that is secret (a form's token) is different each time, so that no length tells of it.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html"];
        });
        services.AddProblemDetails();
        services.AddExceptionHandler<ErrorAnswers>();
        services.AddPages(settings);
        services.AddPrintedPages();
        services.AddSignIn(settings, database);
        services.AddWhoMayAsk();
        services.AddPeople();
        services.AddWebhooks();
        services.AddNotifications();
        services.AddApiDescription();
        return builder;
    }

    /// <summary>The address that signs in once, with the code of a link, on an application that has started.</summary>
    /// <param name="application">The application.</param>
    /// <param name="code">The code of the link.</param>
    public static Uri SignInLink(WebApplication application, string code) =>
        LinkEndpoints.Of(
            application.Services.GetRequiredService<WebSettings>().PublicAddress ?? new Uri(application.Urls.First()),
            code
        );

    /// <summary>The path of a link that signs in once.</summary>
    /// <param name="code">The code of the link.</param>
    public static string SignInPath(string code) => LinkEndpoints.PathOf(code);

    /// <summary>What a request passes through, and the addresses that answer.</summary>
    public static void Compose(WebApplication application)
    {
        application.UseProxies();
        application.UseMiddleware<RequestBodies>();
        application.UseSerilogRequestLogging(options =>
            RequestLines.Configure(options, application.Services.GetRequiredService<Serilog.ILogger>())
        );
        application.UseMiddleware<HeaderPolicy>();
        application.UseResponseCompression();
        application.UseExceptionHandler();
        application.UseStatusCodePages(ErrorAnswers.AnswerStatusAsync);
        application.UseMiddleware<KnownHosts>();
        application.UseHsts();
        application.UseMiddleware<HeadAsGet>();
        application.UseRouting();
        application.UseAuthentication();
        application.UseRateLimiter();
        // Nothing is done for nobody.
        application.UseAuthorization();
        application.UseRoomForUploads();
        application.UseAntiforgery();
        application.UseMiddleware<AcceptedTypes>();
        application.UseMiddleware<BoundedWork>();
        application.UseMiddleware<RecordedReadings>();
        application.UsePageToTryTheApi();

        application.MapApi(SignedInEndpoints.Map, PeopleEndpoints.Map, ReadingEndpoints.Map, WebhookEndpoints.Map);
        application.MapLog();
        application.MapCalendarFeeds();
        application.MapHealth();
        application.MapApiDescription();
        application.MapPages();
        application.MapPrinted<BoardReportPage>("/board-reports/{ods}.pdf", "Board report");
        application.MapPrinted<PackPage>("/meetings/{region}/pack.pdf", "Meeting pack");
        application.MapPrinted<MinutesPage>("/meetings/{region}/minutes/{day}.pdf", "Minutes");
        application.MapMeetingForms();
        application.MapSignIn();
        application.MapPeopleForms();
        WebhookForms.Map(application);
        NotificationForms.Map(application);
        CalendarForms.Map(application);
        LogForms.Map(application);
    }
}

using Microsoft.AspNetCore.Builder;
using Oversight.Desk;

namespace Oversight.Web;

/// <summary>Where the web application listens and writes.</summary>
/// <param name="Address">The address to serve on, such as http://localhost:5080; port 0 takes a free one.</param>
/// <param name="LogFolder">The folder for log files; null logs to standard error only.</param>
/// <param name="WayIn">How entries come into the tables: npgsql, or marten.</param>
public sealed record WebSettings(Uri Address, string? LogFolder, string WayIn = "npgsql");

/// <summary>The web application: API, pages, health, logs.</summary>
public static class OversightApplication
{
    /// <summary>Builds it over an open record; the caller starts and stops it.</summary>
    public static WebApplication Build(WebSettings settings, OpenRecord record)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(settings.Address.ToString());
        builder.Services.AddSingleton(record);
        var application = builder.Build();
        application.MapGet("/health/live", () => settings.WayIn);
        return application;
    }
}

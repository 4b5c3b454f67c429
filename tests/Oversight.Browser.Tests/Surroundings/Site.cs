using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.TestServer;
using Oversight.Web;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>The real application on a free port of localhost, over a database of its own that holds the reference data.</summary>
public sealed class Site : IAsyncDisposable
{
    private readonly DatabaseServer databases = new();
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-browsed-").FullName;
    private WebApplication? application;

    /// <summary>As a browser is told it: a name, since passkeys belong to names.</summary>
    public Uri Address { get; private set; } = null!;

    public OpenRecord Record { get; private set; } = null!;

    public async Task StartAsync(Provider provider)
    {
        await databases.InitializeAsync();
        var settings = await databases.CreateLoadedAsync();
        application = OversightApplication.Build(
            new WebSettings(new Uri("http://localhost:0"), Path.Combine(folder, "log")),
            new LedgerDatabase(settings.Program),
            TimeProvider.System
        );
        Record = application.Services.GetRequiredService<OpenRecord>();
        await Record.LoadAsync(_ => { }, default);
        await application.StartAsync();
        Address = new UriBuilder(application.Urls.Single()) { Host = "localhost" }.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            await application.DisposeAsync();
            await Record.DisposeAsync();
        }

        await databases.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

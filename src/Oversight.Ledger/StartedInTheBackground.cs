using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Oversight.Ledger;

/// <summary>
/// A hosted service that starts when the host has started: nobody who reads or decides waits for what only carries messages on. A
/// start that fails ends the host, as it would have before.
/// </summary>
internal sealed partial class StartedInTheBackground(
    IHostedService service,
    IHostApplicationLifetime host,
    ILogger<StartedInTheBackground> logger
) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task? _start;

    /// <summary>Puts one around each hosted service that was added after the first <paramref name="before"/>.</summary>
    internal static void Wrap(IServiceCollection services, int before)
    {
        for (var place = before; place < services.Count; place++)
        {
            var added = services[place];
            if (added.ServiceType != typeof(IHostedService) || added.IsKeyedService)
            {
                continue;
            }

            services[place] = ServiceDescriptor.Singleton<IHostedService>(provider =>
                ActivatorUtilities.CreateInstance<StartedInTheBackground>(provider, Made(added, provider))
            );
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStarted.Register(() => _start = Task.Run(StartServiceAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_start is null)
        {
            return;
        }

        await _start.WaitAsync(cancellationToken);
        await service.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        // What the container made under another name too, it disposes itself; disposing twice does no harm.
        switch (service)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private async Task StartServiceAsync()
    {
        try
        {
            await service.StartAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped while it was still starting.
        }
        catch (Exception error)
        {
            LogNotStarted(logger, service.GetType().Name, error);
            host.StopApplication();
        }
    }

    private static IHostedService Made(ServiceDescriptor added, IServiceProvider provider) =>
        (IHostedService)(
            added.ImplementationInstance
            ?? added.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, added.ImplementationType!)
        );

    [LoggerMessage(LogLevel.Critical, "{Service} did not start; the program ends")]
    private static partial void LogNotStarted(ILogger logger, string service, Exception exception);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Oversight.Ledger;

/// <summary>
/// A hosted service that starts when the host has started: nobody who reads or decides waits for what only carries messages on. A
/// start that fails ends the host, as it would have before; whoever runs the host finds why in its <see cref="BackgroundService.ExecuteTask"/>.
/// </summary>
internal sealed class StartedInTheBackground(IHostedService service, IHostApplicationLifetime host)
    : BackgroundService,
        IAsyncDisposable
{
    private bool isStarted;

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

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (isStarted)
        {
            await service.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        // What the container made under another name too, it disposes itself; disposing twice does no harm.
        if (service is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            (service as IDisposable)?.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        isStarted = true;
        await service.StartAsync(stoppingToken);
    }

    private static IHostedService Made(ServiceDescriptor added, IServiceProvider provider) =>
        (IHostedService)(
            added.ImplementationInstance
            ?? added.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, added.ImplementationType!)
        );
}

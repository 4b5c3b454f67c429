using Oversight.Desk.Notifications;
using Oversight.Ledger;
using Wolverine;

namespace Oversight.Web.Notifications;

/// <summary>
/// Has everybody told each morning what the day brings, by a message that is scheduled the day before. Of several instances one arranges it;
/// two that arrange it at once do no harm, since nobody is told anything twice.
/// </summary>
public sealed partial class DaysArranged(
    OpenRecord record,
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    ILogger<DaysArranged> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    /// <summary>The next time at which everybody is told, after an instant.</summary>
    public static (DateOnly Day, DateTimeOffset At) NextAfter(DateTimeOffset now)
    {
        var today = London.DayOf(now);
        return AtOn(today) is var at && at > now ? (today, at) : (today.AddDays(1), AtOn(today.AddDays(1)));
    }

    /// <summary>Arranges the next time, where nobody has.</summary>
    public static async Task ArrangeAsync(OpenRecord record, IMessageBus bus, CancellationToken cancellation)
    {
        var (day, at) = NextAfter(record.Clock.GetUtcNow());
        if (!await record.Notifications.IsArrangedAsync(day, cancellation))
        {
            // Noted afterwards: were the program to end between, it would be arranged again, and not left out.
            await bus.ScheduleAsync(new TellOfDay(day), at);
            await record.Notifications.ArrangedAsync(day, cancellation);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.Infinite, started.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await ArrangeAsync(record, scope.ServiceProvider.GetRequiredService<IMessageBus>(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The bus starts after the pages, and the database may be away.
                LogNotArranged(logger, e.Message);
                pause = PauseAfterFailure;
            }

            await Task.Delay(pause, record.Clock, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static DateTimeOffset AtOn(DateOnly day)
    {
        var time = TellingPeople.AtTime.ToTimeSpan();
        var at = London.StartOf(day) + time;
        // Where the clocks change in the night, that is an hour off.
        return at + (time - London.At(at).TimeOfDay);
    }

    [LoggerMessage(LogLevel.Information, "What the day brings is not arranged yet, and is tried again: {Why}")]
    private static partial void LogNotArranged(ILogger logger, string why);
}

/// <summary>What tells people.</summary>
internal static class NotificationServices
{
    /// <summary>Adds what tells them in the application and by e-mail, and what arranges each morning.</summary>
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<TellingPeople>();
        services.AddSingleton<MailOut>();
        services.AddHostedService<DaysArranged>();
    }
}

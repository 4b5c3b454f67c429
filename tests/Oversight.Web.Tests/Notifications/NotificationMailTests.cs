using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Desk.Notifications;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.TestServer;
using Oversight.Web.Notifications;

namespace Oversight.Web.Tests.Notifications;

/// <summary>The application with a real mail server. Each test has a database of its own.</summary>
public sealed class NotificationMailTests(DatabaseServer databases) : IAsyncLifetime
{
    private static readonly NotificationChoice AtOnce = new(
        NotificationTopic.Decisions,
        Shown: true,
        MailChoice.AtOnce
    );

    private readonly MailCatcher mails = new();
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-mail-").FullName;
    private string database = "";
    private WebApplication application = null!;
    private OpenRecord record = null!;

    public async ValueTask InitializeAsync()
    {
        database = (await databases.CreateLoadedAsync(poolSize: 20)).Program;
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        await mails.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Own_people_are_told_once_what_they_may_see_by_an_email_that_says_nothing_of_it()
    {
        var lead = await SignUpAsync("lead", "QJK", AtOnce);
        var other = await SignUpAsync("other", "QOC", AtOnce);
        await LogAsync("QJK", 4);
        await LogAsync("QJK", 3, communicated: Today);
        var (to, message) = Assert.Single(await mails.WaitAsync(all => all.Count > 0));
        var told = Assert.Single(await ToldAsync(lead));

        Assert.Equal("lead@example.org", to);
        Assert.Equal((await NowAsync()).TimelineOf(OdsCode.Parse("QJK"))!.Recorded[^1].Id, told.What.Entry);
        Assert.Contains("NHS Devon", message, StringComparison.Ordinal);
        Assert.Contains($"/entries/{told.What.Entry}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("egment", message, StringComparison.Ordinal);
        Assert.Contains("text/plain", message, StringComparison.Ordinal);
        Assert.Contains("text/html", message, StringComparison.Ordinal);

        // Delivered twice, by two instances at once: told and sent once.
        var telling = new TellingPeople(record);
        var place = (await NowAsync()).Place;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => telling.TellOfEntriesAsync(place - 2, place, default)));
        var mail = application.Services.GetRequiredService<MailOut>();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => mail.SendAsync(new(lead.Subject, true), default)));
        Assert.Single(mails.All);
        Assert.Single(await ToldAsync(lead));
        Assert.Empty(await ToldAsync(other));
    }

    [Fact]
    public async Task What_was_not_sent_is_sent_after_a_restart_but_not_to_whom_it_may_not_or_who_chose_otherwise()
    {
        mails.Refuses = true;
        var lead = await SignUpAsync("lead", "QJK", AtOnce);
        var left = await SignUpAsync("left", "QJK", AtOnce);
        var quiet = await SignUpAsync("quiet", "QJK", AtOnce);
        await LogAsync("QJK", 3, communicated: Today);
        await UntilAsync(async () =>
            mails.Refused >= 3
            && (await Task.WhenAll(ToldAsync(lead), ToldAsync(left), ToldAsync(quiet))).All(told => told.Count == 1)
        );

        await application.StopAsync();
        await application.DisposeAsync();
        await using (var between = new LedgerDatabase(database))
        {
            await between.Accounts.CloseAsync(left.Subject, "Left.", Accounts.TheProgram);
            await between.Notifications.ChooseAsync(quiet.Subject, [AtOnce with { Mail = MailChoice.None }], default);
        }

        mails.Refuses = false;
        await StartAsync();

        var sent = await mails.WaitAsync(all => all.Count > 0);
        // Theirs are dropped, and are not sent later either.
        await UntilAsync(async () => (await record.Notifications.UnsentAsync(withDaily: true, default)).Count == 0);
        Assert.Equal(["lead@example.org"], mails.All.Select(mail => mail.To));
        Assert.Single(sent);
    }

    [Fact]
    public async Task A_deadline_is_told_once_a_step_and_the_next_morning_is_arranged_by_one_of_two_instances()
    {
        var lead = await SignUpAsync("lead", "QJK", new(NotificationTopic.Deadlines, Shown: true, MailChoice.Daily));
        await ReviewAsync("QJK", London.Today(TimeProvider.System).AddDays(5));
        await using var second = Build();
        await second.StartAsync(TestContext.Current.CancellationToken);
        var (day, _) = DaysArranged.NextAfter(
            DateTimeOffset.Parse("2026-10-25T05:00:00Z", CultureInfo.InvariantCulture)
        );
        Assert.Equal(new DateOnly(2026, 10, 25), day);

        var today = London.Today(TimeProvider.System);
        foreach (var one in new[] { record, second.Services.GetRequiredService<OpenRecord>(), record })
        {
            await new TellingPeople(one).TellOfDayAsync(today, default);
        }

        var told = Assert.Single(await ToldAsync(lead), one => one.What.Deadline is not null);
        Assert.Equal(("7", today.AddDays(5)), (told.What.Step, told.What.Due));
        // Once a day: not by what is sent at once.
        var mail = application.Services.GetRequiredService<MailOut>();
        await mail.SendAsync(new(lead.Subject, WithDaily: false), default);
        Assert.Empty(mails.All);
        await mail.SendAsync(new(lead.Subject, WithDaily: true), default);
        Assert.Contains("within 7 days", Assert.Single(mails.All).Message, StringComparison.Ordinal);

        var next = DaysArranged.NextAfter(TimeProvider.System.GetUtcNow()).Day;
        await UntilAsync(() => record.Notifications.IsArrangedAsync(next, default));
    }

    private WebApplication Build() =>
        OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null)
            {
                Mail =
                    $$"""{"host":"127.0.0.1","port":{{mails.Port}},"tls":"none","from":"Oversight <oversight@example.org>"}""",
                WebhookPauses = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 20)],
            },
            new LedgerDatabase(database),
            TimeProvider.System
        );

    private async Task StartAsync()
    {
        application = Build();
        record = application.Services.GetRequiredService<OpenRecord>();
        await application.StartAsync();
    }

    private static string Today => $"{London.Today(TimeProvider.System):yyyy-MM-dd}";

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            await Task.Delay(100, patience.Token);
        }
    }

    private async Task<IReadOnlyList<Notification>> ToldAsync(SignedIn who) =>
        await record.Notifications.OfAsync(who.Subject, unreadOnly: false, 100, default);

    private async Task<SignedIn> SignUpAsync(string name, string organisation, NotificationChoice choice)
    {
        var who = await LocalAccess.AddAsync(
            record,
            Path.Combine(folder, name),
            name,
            [new(Role.Lead, Organisation: OdsCode.Parse(organisation))],
            Accounts.TheProgram,
            default
        );
        await record.Notifications.ChooseAsync(who.Subject, [choice], default);
        Assert.True(
            await record.Notifications.NameAddressAsync(who.Subject, $"{name}@example.org", new byte[32], default)
        );
        Assert.False(await record.Notifications.ConfirmAddressAsync(who.Subject, Secret.HashOf("no"), default));
        Assert.True(await record.Notifications.ConfirmAddressAsync(who.Subject, new byte[32], default));
        return who;
    }

    private Task<Projections.Timelines.RecordAt> NowAsync() => record.Live.AtAsync(known: null, default);

    private Task LogAsync(string ods, int segment, string? communicated = null) =>
        LogAsync(ods, new SegmentAssigned(Decided(communicated), segment));

    private Task ReviewAsync(string ods, DateOnly next) =>
        LogAsync(ods, new SegmentReviewed(Decided(Today), 3, DateWithPrecision.Day(next)));

    private static Decision Decided(string? communicated) =>
        new(
            DateWithPrecision.Parse("2024-05-01"),
            DateWithPrecision.Parse("2024-05-01"),
            new("nhs-england", "Director")
        )
        {
            Origin = Origin.BackDated,
            Communicated = communicated is null ? null : DateOnly.Parse(communicated, CultureInfo.InvariantCulture),
        };

    private async Task LogAsync(string ods, Event content) =>
        await record.Desk.LogAsync(
            new Record.Catalogue.LogDecision(SubjectId.Of(OdsCode.Parse(ods)), content),
            (await NowAsync()).TimelineOf(OdsCode.Parse(ods))!.Version,
            new LoggedBy("user:1", Grants.OfTheProgram),
            default
        );
}

using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.TestServer;
using Oversight.Web.Webhooks;

namespace Oversight.Web.Tests;

/// <summary>The application with a real receiver of its webhooks. Each test has a database of its own.</summary>
public sealed class WebhookTests(DatabaseServer databases) : IAsyncLifetime
{
    private readonly Receiver receiver = new();
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-webhooks-").FullName;
    private WebApplication application = null!;
    private OpenRecord record = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = await databases.CreateLoadedAsync();
        application = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null)
            {
                WebhookPauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)],
            },
            new LedgerDatabase(settings.Program),
            TimeProvider.System
        );
        record = application.Services.GetRequiredService<OpenRecord>();
        await application.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        await receiver.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Each_new_entry_is_told_once_in_order_signed_and_with_nothing_that_it_says()
    {
        await LogAsync("QJK", 2);
        var webhook = await AddAsync(await SignUpAsync("ada"));
        for (var segment = 1; segment <= 4; segment++)
        {
            await LogAsync("QJK", segment, "Ann Example");
            await LogAsync("QOC", segment);
        }

        var got = await receiver.WaitAsync(all => all.Count >= 8);

        Assert.Equal(8, got.Count);
        foreach (var ods in (string[])["QJK", "QOC"])
        {
            var recorded = (await NowAsync())
                .TimelineOf(OdsCode.Parse(ods))!
                .Recorded.Where(entry => entry.Place > webhook.AfterPlace)
                .Select(entry => new EntryTold(entry.Id, entry.Place, "segment_assigned", $"organisation-{ods}"));
            Assert.Equal(recorded, Told(got).Where(told => told.Subject == $"organisation-{ods}"));
        }

        Assert.All(
            got,
            one =>
            {
                Assert.Equal(WebhookTeller.Sign(secret, one.Id, one.Timestamp, one.Body), one.Signature);
                Assert.Equal(
                    ["id", "kind", "place", "subject"],
                    JsonDocument.Parse(one.Body).RootElement.EnumerateObject().Select(m => m.Name).Order()
                );
            }
        );
    }

    [Fact]
    public async Task What_is_not_taken_is_sent_again_before_what_follows_and_other_subjects_do_not_wait()
    {
        await AddAsync(await SignUpAsync("ada"));
        var failures = 2;
        receiver.Answer = body =>
            body.Contains("QJK", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0
                ? HttpStatusCode.InternalServerError
                : HttpStatusCode.OK;
        await LogAsync("QJK", 1);
        await LogAsync("QJK", 2);
        await LogAsync("QOC", 1);

        var got = await receiver.WaitAsync(all => all.Count(one => one.Taken) == 3);

        var taken = Told(got.Where(one => one.Taken)).ToArray();
        Assert.Equal(3, taken.DistinctBy(told => told.Id).Count());
        var places = taken.Where(told => told.Subject == "organisation-QJK").Select(told => told.Place).ToArray();
        Assert.Equal(places.Order(), places);
        Assert.Equal(2, got.Count(one => !one.Taken));
        Assert.Single(Told(got.Where(one => !one.Taken)).DistinctBy(told => told.Id));
    }

    [Fact]
    public async Task What_is_given_up_is_listed_and_sent_again_when_somebody_asks_for_it()
    {
        var user = await SignUpAsync("ada");
        await AddAsync(user);
        receiver.Answer = _ => HttpStatusCode.ServiceUnavailable;
        await LogAsync("QJK", 1);
        var letter = Assert.Single(await GivenUpAsync(user));
        Assert.Equal("organisation-QJK", letter.Message.Subject);
        Assert.Contains("answered 503", letter.Why, StringComparison.Ordinal);
        var state = Assert.Single(await record.Webhooks.StatesAsync(user.Subject));
        Assert.Equal((true, null, 0), (state.IsTold, state.Delivered, state.Waiting));
        Assert.Equal(letter.Id, Assert.Single(state.GivenUp).Id);
        Assert.False(letter.IsSentAgain);
        Assert.Equal(3, receiver.All.Count);

        receiver.Answer = _ => HttpStatusCode.OK;
        await record.Webhooks.SendAgainAsync([letter]);

        var got = await receiver.WaitAsync(all => all.Any(one => one.Taken));
        Assert.Equal(letter.Message.Place, Assert.Single(Told(got.Where(one => one.Taken))).Place);
        Assert.Empty(await record.Webhooks.GivenUpAsync(user.Subject));
        // That it was delivered is written down when its answer was read.
        await OnceAsync(
            () => record.Webhooks.StatesAsync(user.Subject),
            states => states.Single().Delivered is not null
        );
    }

    [Fact]
    public async Task Own_people_are_told_what_they_may_see_and_a_removed_webhook_or_a_revoked_owner_nothing()
    {
        await AddAsync(await SignUpAsync("ada"));
        var own = new Receiver();
        await using var closing = own;
        await AddAsync(await SignUpAsync("board", "QJK"), own);
        var revoked = await SignUpAsync("left");
        var gone = new Receiver();
        await using var closingToo = gone;
        await AddAsync(revoked, gone);
        await record.Accounts.CloseAsync(revoked.Subject, "Left.", Accounts.TheProgram);
        var removed = await SignUpAsync("removed");
        await record.Webhooks.RemoveAsync((await AddAsync(removed, gone)).Id, removed.Subject);

        // Not communicated: the region's own matter. Then one that the board was told of.
        await LogAsync("QJK", 1);
        await LogAsync("QJK", 2, communicated: "2024-05-02");
        await LogAsync("QOC", 3);
        await receiver.WaitAsync(all => all.Count == 3);

        var told = Assert.Single(Told(await own.WaitAsync(all => all.Count > 0)));
        Assert.Null(told.Place);
        // The second of the two about that board.
        Assert.Equal((await NowAsync()).TimelineOf(OdsCode.Parse("QJK"))!.Recorded[^1].Id, told.Id);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Single(own.All);
        Assert.Empty(gone.All);
    }

    private static IEnumerable<EntryTold> Told(IEnumerable<Received> got) =>
        got.Select(one => JsonSerializer.Deserialize<EntryTold>(one.Body, JsonSerializerOptions.Web)!);

    private Task<IReadOnlyList<GivenUp>> GivenUpAsync(SignedIn user) =>
        OnceAsync(() => record.Webhooks.GivenUpAsync(user.Subject), letters => letters.Count > 0);

    private static async Task<T> OnceAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await ask() is var answer && isSo(answer))
            {
                return answer;
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private Task<Webhook> AddAsync(SignedIn user, Receiver? at = null) =>
        record.Webhooks.AddAsync((at ?? receiver).Url, secret, user.Subject);

    private Task<SignedIn> SignUpAsync(string name, string? organisation = null) =>
        LocalAccess.AddAsync(
            record,
            Path.Combine(folder, name),
            name,
            [organisation is null ? new(Role.National) : new(Role.Lead, Organisation: OdsCode.Parse(organisation))],
            Accounts.TheProgram,
            default
        );

    private Task<Projections.Timelines.RecordAt> NowAsync() => record.Live.AtAsync(known: null, default);

    private async Task LogAsync(string ods, int segment, string? person = null, string? communicated = null) =>
        await record.Desk.LogAsync(
            new Record.Catalogue.LogDecision(
                Record.SubjectId.Of(OdsCode.Parse(ods)),
                new SegmentAssigned(
                    new(
                        Record.Time.DateWithPrecision.Parse("2024-05-01"),
                        Record.Time.DateWithPrecision.Parse("2024-05-01"),
                        new("nhs-england", "Director", person)
                    )
                    {
                        Origin = Origin.BackDated,
                        Communicated = communicated is null
                            ? null
                            : DateOnly.Parse(communicated, System.Globalization.CultureInfo.InvariantCulture),
                    },
                    segment
                )
            ),
            (await NowAsync()).TimelineOf(OdsCode.Parse(ods))!.Version,
            new LoggedBy("user:1", Grants.OfTheProgram),
            default
        );
}

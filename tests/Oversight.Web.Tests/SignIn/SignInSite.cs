using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.TestServer;

namespace Oversight.Web.Tests.SignIn;

/// <summary>
/// Two instances over one database: one reached as it is, and one over TLS behind a proxy, whose clock can be set. With an administrator
/// who has signed in nowhere yet.
/// </summary>
public sealed class SignInSite(DatabaseServer databases) : IAsyncLifetime
{
    public const string PublicHost = "oversight.example";
    public const string Proxy = "127.0.0.7";

    private readonly string folder = Directory.CreateTempSubdirectory("oversight-sign-in-").FullName;
    private WebApplication plain = null!;
    private WebApplication behindTls = null!;
    private NpgsqlDataSource owner = null!;
    private readonly HashSet<string> made = [];

    public SetClock Clock { get; } = new();

    public OpenRecord Record { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public Uri Plain { get; private set; } = null!;

    public Uri BehindTls { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = await databases.CreateLoadedAsync();
        owner = NpgsqlDataSource.Create(settings.Owner);
        plain = Build(settings, new() { Proxies = Proxy, SignInAttemptsAMinute = 10_000 }, TimeProvider.System);
        behindTls = Build(
            settings,
            new() { PublicAddress = new Uri($"https://{PublicHost}"), SignInAttemptsAMinute = 8 },
            Clock
        );
        Record = plain.Services.GetRequiredService<OpenRecord>();
        await Record.LoadAsync(_ => { }, default);
        Subject = (await LocalAccess.EnsureAsync(Record, folder, "ada", default)).Subject;
        Token = (await File.ReadAllTextAsync(LocalAccess.TokenFile(folder))).Trim();
        await Task.WhenAll(plain.StartAsync(), behindTls.StartAsync());
        Plain = new Uri(plain.Urls.Single());
        BehindTls = new Uri(behindTls.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        var other = behindTls.Services.GetRequiredService<OpenRecord>();
        await plain.DisposeAsync();
        await behindTls.DisposeAsync();
        await Record.DisposeAsync();
        await other.DisposeAsync();
        await owner.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A browser that knows nothing yet.</summary>
    /// <param name="tls">Whether it comes over TLS, to the second instance.</param>
    /// <param name="from">The address that it comes from.</param>
    public Browser Browser(bool tls = false, string from = "127.0.0.1") =>
        tls ? new(BehindTls, PublicHost, from) : new(Plain, host: null, from);

    /// <summary>Somebody new, with a link that signs them in.</summary>
    public async Task<(string Subject, string Link)> NewcomerAsync(string name, TimeSpan? lifetime = null)
    {
        var account = await Record.Accounts.AddAsync(name, Subject);
        return (account.Subject, await LinkAsync(account.Subject, lifetime));
    }

    public async Task<string> LinkAsync(string subject, TimeSpan? lifetime = null)
    {
        var code = Secret.New();
        await Record.Credentials.AddAsync(
            CredentialKind.Link,
            subject,
            Secret.HashOf(code),
            "link",
            TokenScope.ReadAndDecide,
            lifetime ?? TimeSpan.FromHours(1),
            Accounts.TheProgram
        );
        return $"/sign-in/link/{code}";
    }

    /// <summary>Somebody new with a password, signed in on the first instance.</summary>
    public async Task<(string Subject, Browser Browser)> WithPasswordAsync(string name, string password)
    {
        var (subject, link) = await NewcomerAsync(name);
        var browser = Browser();
        (await browser.GetAsync(link)).Leads("/");
        (
            await browser.SendAsync(
                "/signed-in/password",
                "/signed-in/password",
                ("name", name),
                ("password", password)
            )
        ).Leads("/signed-in");
        return (subject, browser);
    }

    /// <summary>Somebody with a password; made once for all who ask.</summary>
    public async Task EnsurePasswordAsync(string name, string password)
    {
        if (made.Add(name))
        {
            await WithPasswordAsync(name, password);
        }
    }

    /// <summary>The time passes for the lock of a name.</summary>
    public Task PassAsync(string name, TimeSpan time) =>
        DoAsync(
            $"update access.password set locked_until = locked_until - interval '{time.TotalSeconds} s' where sign_in_name = '{name}'"
        );

    public async Task DoAsync(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static WebApplication Build(DatabaseSettings settings, WebSettingsToAdd add, TimeProvider clock) =>
        OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null)
            {
                Proxies = add.Proxies,
                PublicAddress = add.PublicAddress,
                SignInAttemptsAMinute = add.SignInAttemptsAMinute,
            },
            new LedgerDatabase(
                new NpgsqlConnectionStringBuilder(settings.Program) { MaxPoolSize = 6 }.ConnectionString
            ),
            clock
        );

    private sealed record WebSettingsToAdd
    {
        public string? Proxies { get; init; }

        public Uri? PublicAddress { get; init; }

        public int SignInAttemptsAMinute { get; init; }
    }
}

/// <summary>A clock that tests set ahead.</summary>
public sealed class SetClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}

/// <summary>What a browser does: keeps cookies, and sends the forms of pages.</summary>
public sealed class Browser(Uri server, string? host, string from) : IDisposable
{
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }
    )
    {
        BaseAddress = server,
    };

    /// <summary>The cookies that it has, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>What it sends besides, with each request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public Task<Reply> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends the form of a page, with what is written into it.</summary>
    public async Task<Reply> SendAsync(string page, string action, params (string Name, string Value)[] written)
    {
        var opened = (await GetAsync(page)).Is(HttpStatusCode.OK).Page;
        var form = opened
            .QuerySelectorAll("form[method=post]")
            .First(f => f.GetAttribute("action")!.Split('?')[0] == action);
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await PostAsync(form.GetAttribute("action")!, [.. written, ("__RequestVerificationToken", token)]);
    }

    public Task<Reply> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            }
        );

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Host = host;
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }

        return new(
            response.StatusCode,
            response.Headers,
            response.Content.Headers,
            await response.Content.ReadAsStringAsync()
        );
    }

    public void Dispose() => client.Dispose();
}

internal static class Replies
{
    /// <summary>Checks where an answer leads.</summary>
    public static Reply Leads(this Reply reply, string address)
    {
        Assert.True(
            (int)reply.Status is >= 300 and < 400 && reply.Headers.Location?.OriginalString == address,
            $"Expected a way to {address}, got {reply.Status} {reply.Headers.Location}: {reply.Text}"
        );
        return reply;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Web.Tests;

/// <summary>
/// The real application on a free port, over a database of its own that holds the reference data. Where a test does not say who asks, it is
/// somebody of the national team.
/// </summary>
public sealed class Site(DatabaseServer databases) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-site-").FullName;
    private WebApplication application = null!;
    private string owner = "";
    private HttpClient nobody = null!;

    /// <summary>A token for nobody: what is sent with it is sent by somebody who is not signed in.</summary>
    public const string Nobody = "";

    public HttpClient Client { get; private set; } = null!;

    public OpenRecord Record { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string DatabaseName { get; private set; } = "";

    /// <summary>What the disk is said to have left.</summary>
    public long FreeBytes { get; set; } = 1L << 40;

    public async ValueTask InitializeAsync()
    {
        var settings = await databases.CreateLoadedAsync(poolSize: 80);
        owner = settings.Owner;
        DatabaseName = new NpgsqlConnectionStringBuilder(settings.Owner).Database!;
        // The classes share the server's hundred connections.
        var program = new NpgsqlConnectionStringBuilder(settings.Program) { MaxPoolSize = 12 }.ConnectionString;
        application = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), Path.Combine(folder, "log"))
            {
                FreeBytes = () => FreeBytes,
                ProofFolder = Path.Combine(folder, "proof"),
                Browser = WebSettings.BrowserIn(Environment.GetEnvironmentVariable("PATH")),
            },
            new LedgerDatabase(program),
            TimeProvider.System
        );
        Record = application.Services.GetRequiredService<OpenRecord>();
        await Record.LoadAsync(_ => { }, default);
        Subject = (await LocalAccess.EnsureAsync(Record, folder, "tester", default)).Subject;
        Token = (await File.ReadAllTextAsync(LocalAccess.TokenFile(folder))).Trim();
        await application.StartAsync();
        var address = new Uri(application.Urls.Single());
        Client = new HttpClient
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new("Bearer", Token) },
        };
        nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    }

    /// <summary>Another key signs from now on.</summary>
    public Task RotateKeyAsync() => Record.KeysIn(Path.Combine(folder, "proof")).RotateAsync(default);

    /// <summary>Ends the server, once every request is done with; what it logged can be read then.</summary>
    public Task StopAsync() => application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        nobody.Dispose();
        await application.DisposeAsync();
        await Record.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Who logs by that name.</summary>
    public ILogger Logger(string name) => application.Services.GetRequiredService<ILoggerFactory>().CreateLogger(name);

    /// <summary>What has been logged so far, and the names of the files that it is in.</summary>
    public async Task<(IReadOnlyList<string> Files, string Text)> LogAsync()
    {
        var files = Directory.GetFiles(Path.Combine(folder, "log"));
        var text = new StringBuilder();
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            text.Append(await reader.ReadToEndAsync());
        }

        return ([.. files.Select(Path.GetFileName).OfType<string>()], text.ToString());
    }

    /// <summary>Deletes an entry, as only a superuser can who switches the guards off.</summary>
    public async Task DeleteEntryAsync(long place)
    {
        await using var superuser = NpgsqlDataSource.Create(owner);
        await using var command = superuser.CreateCommand(
            $"""
            alter event trigger oversight_ddl disable;
            alter table oversight.mt_events disable trigger all;
            delete from oversight.mt_events where seq_id = (select seq_id from ledger.place where place = {place})
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Changes the last part of an organisation's documents, as only a superuser can who switches the guards off.</summary>
    public async Task DamageDocumentsAsync(string ods)
    {
        await using var superuser = NpgsqlDataSource.Create(owner);
        await using var command = superuser.CreateCommand(
            $"""
            begin;
            alter event trigger oversight_ddl disable;
            alter table ledger.document_part disable trigger all;
            update ledger.document_part p set content = overlay(content placing 'x' from 20)
            where organisation = '{ods}'
                and number = (select max(number) from ledger.document_part l where (l.organisation, l.sha256) = (p.organisation, p.sha256));
            alter table ledger.document_part enable trigger all;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lets somebody else sign in; their token.</summary>
    public Task<string> AddTokenAsync(string name, string? organisation = null) =>
        AddTokenAsync(
            name,
            [organisation is null ? new(Role.National) : new(Role.Lead, Organisation: OdsCode.Parse(organisation))]
        );

    /// <summary>Lets somebody with these rights sign in; their token.</summary>
    public async Task<string> AddTokenAsync(string name, Grant[] grants)
    {
        var file = LocalAccess.TokenFile(folder, name);
        await LocalAccess.AddAsync(Record, file, name, grants, Subject, default);
        return (await File.ReadAllTextAsync(file)).Trim();
    }

    /// <summary>Revokes the tokens of somebody who was let in.</summary>
    public async Task RevokeTokensAsync(string name)
    {
        var account = (await Record.Accounts.ListAsync()).Single(account => account.Name == name);
        foreach (var token in await Record.Credentials.OfAsync(account.Subject))
        {
            await Record.Credentials.RevokeAsync(token.Id, account.Subject);
        }
    }

    public async Task<Reply> GetAsync(string path, string? ifNoneMatch = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is { Length: > 0 })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return token == Nobody ? await SendAsNobodyAsync(request) : await SendAsync(request);
    }

    /// <summary>A signed-in write, under the version when one is given, else as something new.</summary>
    public async Task<Reply> PostAsync(
        string path,
        string body,
        long? version,
        string? key = null,
        string? token = null
    )
    {
        using var request = Write(path, body, token);
        request.Headers.TryAddWithoutValidation(
            version is null ? "If-None-Match" : "If-Match",
            version is null ? "*" : $"\"{version}\""
        );
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await SendAsync(request);
    }

    /// <summary>A signed-in write without a precondition.</summary>
    public HttpRequestMessage Write(string path, string body, string? token = null) =>
        new(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token) },
        };

    public Task<Reply> SendAsync(HttpRequestMessage request) => SendAsync(Client, request);

    /// <summary>Sends it with nothing but the headers that it has, and follows nothing.</summary>
    public Task<Reply> SendAsNobodyAsync(HttpRequestMessage request) => SendAsync(nobody, request);

    public async Task<long> VersionOfAsync(string ods) =>
        (await GetAsync($"/api/organisations/{ods}")).Json.GetProperty("version").GetInt64();

    public async Task<IHtmlDocument> PageAsync(string path) => (await GetAsync(path)).Page;

    private static async Task<Reply> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        return new Reply(
            response.StatusCode,
            response.Headers,
            response.Content.Headers,
            await response.Content.ReadAsStringAsync()
        );
    }
}

/// <summary>What came back.</summary>
public sealed record Reply(
    HttpStatusCode Status,
    HttpResponseHeaders Headers,
    HttpContentHeaders ContentHeaders,
    string Text
)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public IHtmlDocument Page => new HtmlParser().ParseDocument(Text);

    public string? Type => ContentHeaders.ContentType?.MediaType;

    public string Header(string name) => string.Join(", ", Headers.GetValues(name));

    public string Problem
    {
        get
        {
            Assert.Equal("application/problem+json", Type);
            Assert.Equal((int)Status, Json.GetProperty("status").GetInt32());
            return Json.GetProperty("type").GetString()!["/api/problems/".Length..];
        }
    }

    public string? Field => Json.TryGetProperty("field", out var named) ? named.GetString() : null;

    public string EntryId => Json.GetProperty("entries")[0].GetProperty("id").GetString()!;

    public Reply Is(HttpStatusCode expected)
    {
        Assert.True(Status == expected, $"Expected {expected}, got {Status}: {Text}");
        return this;
    }
}

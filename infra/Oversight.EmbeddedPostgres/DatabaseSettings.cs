using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace Oversight.EmbeddedPostgres;

/// <summary>How to reach the record's database: one connection string for each of its two logins.</summary>
/// <param name="Owner">Npgsql connection string of the login that migrates and administers.</param>
/// <param name="Program">Npgsql connection string of the login that the program works under, with no special privilege.</param>
/// <remarks>
/// As text it is JSON with exactly two fields, <c>{"owner":"Host=…","program":"Host=…"}</c>: the same in the data folder's
/// <c>database.json</c> and in the environment variable <see cref="Variable"/>.
/// </remarks>
public sealed record DatabaseSettings(string Owner, string Program)
{
    /// <summary>The environment variable that names another PostgreSQL (15 or later) than the embedded one.</summary>
    public const string Variable = "OVERSIGHT_DATABASE";

    // Duplicates and unknown fields are refused: a mistyped field must not be passed over in silence.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the JSON text.</summary>
    /// <exception cref="FormatException">It is not that; the message names the two fields wanted and quotes nothing.</exception>
    public static DatabaseSettings Parse(string json) => Parse(json, "The database settings");

    /// <summary>Reads the JSON text from a file, such as the data folder's <c>database.json</c>.</summary>
    /// <exception cref="FormatException">The file's text is not that; the message names the file.</exception>
    public static DatabaseSettings Read(string path) => Parse(File.ReadAllText(path), $"The file {path}");

    /// <summary>What <see cref="Variable"/> holds; null when it is unset or empty, which means the embedded database.</summary>
    /// <param name="variable">Gives an environment variable's value. Default: this process's.</param>
    /// <exception cref="FormatException">It is set, but malformed; the message names the variable.</exception>
    public static DatabaseSettings? FromEnvironment(Func<string, string?>? variable = null)
    {
        var json = (variable ?? Environment.GetEnvironmentVariable)(Variable);
        return string.IsNullOrWhiteSpace(json) ? null : Parse(json, $"The environment variable {Variable}");
    }

    /// <summary>For a cluster's two logins, with passwords of their own; still without a port, which only a start settles.</summary>
    internal static DatabaseSettings WithNewPasswords() =>
        new(
            ConnectionString(Server.OwnerLogin, largestPool: 10),
            ConnectionString(Server.ProgramLogin, largestPool: 80)
        );

    /// <summary>The same with something changed in both.</summary>
    internal DatabaseSettings With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var (owner, program) = (new NpgsqlConnectionStringBuilder(Owner), new NpgsqlConnectionStringBuilder(Program));
        change(owner);
        change(program);
        return new(owner.ConnectionString, program.ConnectionString);
    }

    /// <summary>The JSON text, passwords included.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Strict);

    /// <summary>Says nothing of what the strings hold: they hold passwords, and records are easily logged.</summary>
    public override string ToString() => "database settings (not shown: they hold passwords)";

    // The pools together stay below the server's max_connections. Over loopback, encryption would only cost round trips.
    private static string ConnectionString(string login, int largestPool) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Database = Server.Database,
            Username = login,
            Password = RandomNumberGenerator.GetHexString(64, lowercase: true),
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = true,
            MaxPoolSize = largestPool,
        }.ConnectionString;

    private static DatabaseSettings Parse(string json, string what)
    {
        DatabaseSettings? settings;
        try
        {
            settings = JsonSerializer.Deserialize<DatabaseSettings>(json, Strict);
        }
        catch (JsonException)
        {
            settings = null;
        }
        if (string.IsNullOrWhiteSpace(settings?.Owner) || string.IsNullOrWhiteSpace(settings.Program))
        {
            throw new FormatException(
                $$"""{{what}} must be JSON with exactly two fields, both connection strings: {"owner":"Host=…;Port=…;Database=…;Username=…;Password=…","program":"Host=…;…"}."""
            );
        }
        CheckConnectionString(settings.Owner, what, "owner");
        CheckConnectionString(settings.Program, what, "program");
        return settings;
    }

    private static void CheckConnectionString(string text, string what, string field)
    {
        bool hasHost;
        try
        {
            hasHost = !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(text).Host);
        }
        // What the parser says may quote a piece of a password, so it is not passed on.
        catch (Exception e)
            when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            hasHost = false;
        }
        if (!hasHost)
        {
            throw new FormatException(
                $"{what}: the field \"{field}\" is not a connection string; write it as Host=…;Port=…;Database=…;Username=…;Password=…"
                    + " and put a value that holds a semicolon or a quote between double quotes. The other field is"
                    + $" \"{(field == "owner" ? "program" : "owner")}\"."
            );
        }
    }
}

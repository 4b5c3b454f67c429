using System.Globalization;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.EmbeddedPostgres.Tests;

/// <summary>One cluster as <c>run</c> opens it (durable), made once and looked at from several sides.</summary>
public sealed class OpenClusterTests(OpenClusterTests.DurableCluster opened)
    : IClassFixture<OpenClusterTests.DurableCluster>
{
    public sealed class DurableCluster : IAsyncLifetime
    {
        internal TemporaryFolder Folder { get; } = new();
        internal Cluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await Folder.OpenAsync(durable: true);

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            Folder.Dispose();
        }
    }

    private Cluster Cluster => opened.Cluster;

    [Theory]
    [InlineData("server_encoding", "UTF8")]
    [InlineData("data_checksums", "on")]
    [InlineData("listen_addresses", "127.0.0.1")]
    [InlineData("unix_socket_directories", "")]
    [InlineData("password_encryption", "scram-sha-256")]
    [InlineData("fsync", "on")]
    [InlineData("full_page_writes", "on")]
    [InlineData("synchronous_commit", "on")]
    [InlineData("TimeZone", "UTC")]
    [InlineData("log_timezone", "UTC")]
    public async Task The_server_is_set_up_as_the_record_needs_it(string setting, string value) =>
        Assert.Equal(value, await TemporaryFolder.AskAsync<string>(Cluster.Owner, $"SHOW {setting}"));

    [Fact]
    public async Task The_server_is_new_enough()
    {
        var version = await TemporaryFolder.AskAsync<string>(Cluster.Program, "SHOW server_version_num");
        Assert.True(int.Parse(version, CultureInfo.InvariantCulture) >= 150000, version);
    }

    [Fact]
    public async Task The_owner_is_a_superuser_and_the_program_has_no_special_privilege()
    {
        const string privileges = """
            SELECT concat_ws(' ', current_database(), rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls)
            FROM pg_roles WHERE rolname = current_user
            """;
        Assert.Equal(
            "oversight oversight_admin t t t t t",
            await TemporaryFolder.AskAsync<string>(Cluster.Owner, privileges)
        );
        Assert.Equal(
            "oversight oversight_app f f f f f",
            await TemporaryFolder.AskAsync<string>(Cluster.Program, privileges)
        );
    }

    [Theory]
    [InlineData("oversight_admin", "wrong")]
    [InlineData("oversight_app", "wrong")]
    [InlineData("oversight_admin", null)]
    public async Task A_wrong_password_is_refused(string login, string? password)
    {
        var refused = await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            TemporaryFolder.AskAsync<int>(
                new NpgsqlConnectionStringBuilder(Cluster.Owner)
                {
                    Username = login,
                    Password = password,
                }.ConnectionString,
                "SELECT 1"
            )
        );
        if (password is not null)
        {
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        }
        else
        {
            Assert.Contains("password", refused.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Every_way_in_asks_for_a_password()
    {
        Assert.Equal(
            "host 127.0.0.1 scram-sha-256",
            await TemporaryFolder.AskAsync<string>(
                Cluster.Owner,
                "SELECT string_agg(concat_ws(' ', type, address, auth_method), ', ') FROM pg_hba_file_rules"
            )
        );
    }

    [Fact]
    public void The_server_does_not_run_as_root_and_the_terminals_interrupt_does_not_reach_it()
    {
        var pid = opened.Folder.ServerPid;
        var user = File.ReadLines($"/proc/{pid}/status")
            .Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("0", user.Split('\t').Skip(1));
        // Process group and session: fields 5 and 6, counted from behind the program's name in brackets.
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
        Assert.Equal(pid, int.Parse(fields[3], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_settings_file_is_private_and_holds_both_connection_strings()
    {
        Assert.Equal(opened.Folder.InData("database.json"), Cluster.SettingsPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Cluster.SettingsPath));
        Assert.Equal(new DatabaseSettings(Cluster.Owner, Cluster.Program), DatabaseSettings.Read(Cluster.SettingsPath));
        Assert.StartsWith(
            "{\"owner\":\"Host=127.0.0.1;",
            File.ReadAllText(Cluster.SettingsPath),
            StringComparison.Ordinal
        );
        Assert.NotEqual(
            new NpgsqlConnectionStringBuilder(Cluster.Owner).Password,
            new NpgsqlConnectionStringBuilder(Cluster.Program).Password
        );
    }

    [Fact]
    public void Nobody_else_can_read_anything_in_the_data_folder()
    {
        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        Assert.All(
            Directory.EnumerateFileSystemEntries(opened.Folder.Data).Append(opened.Folder.Data),
            entry => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(entry) & others)
        );
    }

    [Fact]
    public async Task A_test_gets_a_database_of_its_own()
    {
        var own = await Cluster.CreateDatabaseAsync("of_one_test");
        await TemporaryFolder.DoAsync(own.Owner, "CREATE TABLE here (one int)");
        Assert.Equal(
            "of_one_test",
            await TemporaryFolder.AskAsync<string>(own.Program, "SELECT current_database()::text")
        );
        Assert.False(await TemporaryFolder.AskAsync<bool>(Cluster.Owner, "SELECT to_regclass('here') IS NOT NULL"));
        var again = await Assert.ThrowsAsync<PostgresException>(() => Cluster.CreateDatabaseAsync("of_one_test"));
        Assert.Equal(PostgresErrorCodes.DuplicateDatabase, again.SqlState);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("x; DROP DATABASE oversight")]
    [InlineData("x\n")]
    public async Task A_database_name_that_would_need_quoting_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Cluster.CreateDatabaseAsync(name));
}

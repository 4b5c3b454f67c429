namespace Oversight.EmbeddedPostgres.Tests;

public sealed class DatabaseSettingsTests
{
    private const string Good =
        """{"owner":"Host=a;Username=o;Password=s3cret","program":"Host=a;Username=p;Password=s3cret"}""";

    [Fact]
    public void What_is_written_is_read()
    {
        var settings = DatabaseSettings.Parse(Good);
        Assert.Equal("Host=a;Username=o;Password=s3cret", settings.Owner);
        Assert.Equal("Host=a;Username=p;Password=s3cret", settings.Program);
        Assert.Equal(Good, settings.ToJson());
    }

    [Fact]
    public void A_logged_record_shows_no_password() =>
        Assert.DoesNotContain("s3cret", $"{DatabaseSettings.Parse(Good)}", StringComparison.Ordinal);

    [Theory]
    [InlineData("Host=a;Username=o;Password=s3cret")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"owner":"Host=a;Password=s3cret"}""")]
    [InlineData("""{"owner":"Host=a;Password=s3cret","program":null}""")]
    [InlineData("""{"owner":"Host=a;Password=s3cret","program":" "}""")]
    [InlineData("""{"owner":"Host=a;Password=s3cret","program":5}""")]
    [InlineData("""{"owner":"Host=a;Password=s3cret","program":"Password=s3cret"}""")]
    [InlineData("""{"owner":"Host=a;Password=x;s3cret=y","program":"Host=a"}""")]
    [InlineData("""{"owner":"Host=a;Port=s3cret","program":"Host=a"}""")]
    [InlineData("""{"owner":"Host=a;Password=s3cret","program":"Host=a","spare":"s3cret"}""")]
    [InlineData("""{"owner":"Host=a;Password=s3cret","owner":"Host=b","program":"Host=a"}""")]
    public void Malformed_settings_are_refused_with_the_two_fields_named_and_nothing_quoted(string json)
    {
        using var variable = new Variable(DatabaseSettings.Variable, json);
        var refused = Assert.Throws<FormatException>(() => DatabaseSettings.FromEnvironment());
        Assert.Contains("OVERSIGHT_DATABASE", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"owner\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"program\"", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_unset_variable_means_the_embedded_database(string? value)
    {
        using var variable = new Variable(DatabaseSettings.Variable, value);
        Assert.Null(DatabaseSettings.FromEnvironment());
    }

    [Fact]
    public void A_set_variable_names_the_database()
    {
        using var variable = new Variable(DatabaseSettings.Variable, Good);
        Assert.Equal(DatabaseSettings.Parse(Good), DatabaseSettings.FromEnvironment());
    }

    [Fact]
    public void A_malformed_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "database.json");
        File.WriteAllText(path, "{}");
        Assert.Contains(
            path,
            Assert.Throws<FormatException>(() => DatabaseSettings.Read(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_data_folder_can_be_named_by_a_variable()
    {
        using var variable = new Variable(ClusterOptions.DataFolderVariable, "/srv/elsewhere");
        Assert.Equal("/srv/elsewhere", ClusterOptions.DefaultDataFolder());
    }

    [Fact]
    public void Without_it_root_has_a_folder_that_the_server_can_reach_and_others_one_of_their_own()
    {
        using var unnamed = new Variable(ClusterOptions.DataFolderVariable, null);
        using var shared = new Variable("XDG_DATA_HOME", "/home/somebody/share");
        Assert.Equal(
            Environment.IsPrivilegedProcess ? "/var/lib/oversight" : "/home/somebody/share/oversight",
            ClusterOptions.DefaultDataFolder()
        );
    }

    /// <summary>Sets an environment variable while a test runs; the tests of one class run one after another.</summary>
    private sealed class Variable : IDisposable
    {
        private readonly string name;
        private readonly string? before;

        public Variable(string name, string? value)
        {
            this.name = name;
            before = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(name, before);
    }
}

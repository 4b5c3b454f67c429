using System.Text.RegularExpressions;
using Npgsql;
using Oversight.EmbeddedPostgres;

namespace Oversight.TestServer;

/// <summary>More databases in a cluster, for tests: the record itself is in the database <c>oversight</c>.</summary>
public static partial class CreatedDatabases
{
    /// <summary>Makes one more database, owned by the superuser, and returns the settings for it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">Lower-case letters, digits and underscores, beginning with a letter; 63 characters at most.</param>
    /// <param name="template">A database of such a name to copy, which nobody is connected to; null for an empty one.</param>
    /// <exception cref="ArgumentException">A name is not that.</exception>
    /// <exception cref="PostgresException">A database of that name exists (SQLSTATE 42P04).</exception>
    public static async Task<DatabaseSettings> CreateDatabaseAsync(
        this Cluster cluster,
        string name,
        string? template = null
    )
    {
        foreach (var given in (string?[])[name, template])
        {
            if (given is not null && !DatabaseName().IsMatch(given))
            {
                throw new ArgumentException(
                    $"'{given}' is no name for a database here: use lower-case letters, digits and underscores.",
                    nameof(name)
                );
            }
        }

        await using var connection = new NpgsqlConnection(cluster.Owner);
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        // A name cannot be a parameter; the check above leaves nothing in it to quote. Files are copied as they are: nobody needs what is copied
        // page by page in the log too, as PostgreSQL does by itself.
        create.CommandText =
            $"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template} STRATEGY FILE_COPY");
        await create.ExecuteNonQueryAsync();
        return new(In(cluster.Owner, name), In(cluster.Program, name));
    }

    private static string In(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex DatabaseName();
}

using Npgsql;

namespace Oversight.Ledger.People;

/// <summary>The keys that protect cookies and forms, shared by every instance over the same database.</summary>
public sealed class ServerKeys(NpgsqlDataSource dataSource)
{
    /// <summary>Each of them, as XML.</summary>
    public IReadOnlyList<string> All()
    {
        using var statement = dataSource.Ask("select xml from access.server_key order by made, id");
        using var reader = statement.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    /// <summary>Keeps one more.</summary>
    public void Add(string name, string xml)
    {
        using var statement = dataSource.Ask(
            $"insert into access.server_key (id, name, xml) values ({Guid.CreateVersion7()}, {name}, {xml})"
        );
        statement.ExecuteNonQuery();
    }
}

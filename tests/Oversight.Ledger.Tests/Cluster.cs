using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Oversight.Ledger.Tests;

/// <summary>Connection strings of one database: a superuser's, who migrates, and the program's.</summary>
public sealed record DatabaseSettings(string Owner, string Program);

/// <summary>A private PostgreSQL on a free loopback port, in a folder of its own that goes when it is stopped.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const string ProgramLogin = "oversight_app";

    private readonly string folder;
    private readonly string binaries;
    private readonly int port;

    private Cluster(string folder, string binaries, int port)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
    }

    public static async Task<Cluster> OpenAsync(bool durable)
    {
        var temporary = Directory.CreateTempSubdirectory("oversight-ledger-").FullName;
        var newest = Directory
            .GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(path => int.Parse(Path.GetFileName(path)))
            .Select(path => Path.Combine(path, "bin"))
            .First(path => File.Exists(Path.Combine(path, "postgres")));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var freePort = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var cluster = new Cluster(temporary, newest, freePort);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", temporary);
        }
        await cluster.RunServerToolAsync(
            "initdb",
            "-D",
            cluster.Data,
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync"
        );
        var options =
            $"-p {freePort} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200";
        if (!durable)
        {
            options += " -c fsync=off -c full_page_writes=off";
        }
        await cluster.RunServerToolAsync(
            "pg_ctl",
            "-D",
            cluster.Data,
            "-l",
            Path.Combine(temporary, "log"),
            "-w",
            "-o",
            options,
            "start"
        );
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres", "postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"create role {ProgramLogin} login";
        await command.ExecuteNonQueryAsync();
        return cluster;
    }

    public async Task<DatabaseSettings> CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"create database {name}";
        await command.ExecuteNonQueryAsync();
        return new DatabaseSettings(ConnectionString("postgres", name), ConnectionString(ProgramLogin, name));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunServerToolAsync("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private string Data => Path.Combine(folder, "data");

    private string ConnectionString(string login, string database) =>
        $"Host=127.0.0.1;Port={port};Username={login};Database={database}";

    private Task RunServerToolAsync(string tool, params string[] arguments)
    {
        var path = Path.Combine(binaries, tool);
        // The server refuses to run as root.
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server that pg_ctl starts keeps whatever it inherits; so nothing is redirected into a pipe.
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]
        )
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."
            );
        }
    }
}

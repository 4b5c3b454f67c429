using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;
using Oversight.Record;

namespace Oversight.Desk;

/// <summary>
/// Bearer tokens. Only their SHA-256 is in the database. The first start makes one local user, named as the account that
/// starts it, and a token file that only that account can read; the command line signs in with it.
/// </summary>
public static class LocalAccess
{
    private const string FileName = "token";
    private const int ShortestToken = 32;
    private const int Tries = 20;

    /// <summary>The token file in a data folder.</summary>
    public static string TokenFile(string dataFolder) => Path.Combine(dataFolder, FileName);

    /// <summary>The user whom the data folder's token signs in; made, with the token, when there is none.</summary>
    /// <exception cref="BadInputException">The file holds no token.</exception>
    public static async Task<AccessSubject> EnsureAsync(
        RecordStore store,
        string dataFolder,
        string userName,
        CancellationToken cancellation
    )
    {
        var file = TokenFile(dataFolder);
        if (!File.Exists(file))
        {
            // The embedded database makes it; with another one nobody has.
            Directory.CreateDirectory(dataFolder);
            Make(file);
        }

        var token = await ReadAsync(file, cancellation);
        if (await FindAsync(store, token, cancellation) is { } known)
        {
            return known;
        }

        // A file without its user: the database is a new one.
        await store.AddAccessAsync(HashOf(token), $"user:{Guid.NewGuid()}", userName, cancellation);
        return (await FindAsync(store, token, cancellation))!;
    }

    /// <summary>Who holds that token; null when nobody does.</summary>
    public static Task<AccessSubject?> FindAsync(RecordStore store, string token, CancellationToken cancellation) =>
        store.FindSubjectAsync(HashOf(token), cancellation);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    // Of several starts at once one makes the file; nothing ever replaces it.
    private static void Make(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        try
        {
            using var stream = new FileStream(file, options);
            stream.Write(
                Encoding.UTF8.GetBytes($"ovs_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}\n")
            );
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another start was faster; its token is the one to read.
        }
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var token = (await File.ReadAllTextAsync(file, cancellation)).Trim();
                if (token.Length >= ShortestToken)
                {
                    return token;
                }

                if (tries == Tries)
                {
                    throw new BadInputException(file, "holds no token: delete it, and the next start makes a new one.");
                }
            }
            catch (IOException) when (tries < Tries)
            {
                // The start that makes it has it open.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }
}

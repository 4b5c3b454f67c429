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
            Write(file, "ovs_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        var token = (await File.ReadAllTextAsync(file, cancellation)).Trim();
        if (token.Length < 32)
        {
            throw new BadInputException(file, "holds no token: delete it, and the next start makes a new one.");
        }

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

    // Written aside and moved, so that two starts at once read one whole token.
    private static void Write(string file, string token)
    {
        var aside = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(token + "\n"));
        }

        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;

namespace Oversight.Desk;

/// <summary>
/// Bearer tokens. Only their SHA-256 is in the database. The first start makes one local user, named as the account that
/// starts it, and a token file that only that account can read; the command line signs in with it, or with the file of
/// another subject that was added.
/// </summary>
public static class LocalAccess
{
    private const string FileName = "token";
    private const int ShortestToken = 32;
    private const int Tries = 20;

    /// <summary>The token file in a data folder.</summary>
    public static string TokenFile(string dataFolder) => Path.Combine(dataFolder, FileName);

    /// <summary>The user whom the data folder's token signs in; made, with the token, when there is none.</summary>
    /// <exception cref="BadInputException">The file holds no token, or one that was revoked.</exception>
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
            try
            {
                Make(file);
            }
            catch (IOException) when (File.Exists(file))
            {
                // Of several starts at once one makes the file; its token is the one to read.
            }
        }

        var token = await ReadAsync(file, cancellation);
        if (await FindAsync(store, token, cancellation) is { } known)
        {
            return known;
        }

        // A file without its user: the database is a new one.
        await store.AddAccessAsync(HashOf(token), NewSubject(), userName, cancellationToken: cancellation);
        return await FindAsync(store, token, cancellation)
            ?? throw new BadInputException(
                file,
                "holds a token that was revoked: delete it, and the next start makes a new one."
            );
    }

    /// <summary>The file in which a subject's token is put where nothing else is said.</summary>
    public static string TokenFile(string dataFolder, string name) => Path.Combine(dataFolder, $"{FileName}-{name}");

    /// <summary>Makes a new subject with a new token, in a file that only the account that runs this can read.</summary>
    /// <param name="store">Where the token's hash is kept.</param>
    /// <param name="file">The file, which must not be there yet.</param>
    /// <param name="name">The name shown for the subject.</param>
    /// <param name="organisation">The organisation whose own people they are; null for everybody else.</param>
    /// <param name="cancellation">Stops before anything is kept.</param>
    /// <exception cref="BadInputException">The file is there already, or cannot be made.</exception>
    public static async Task<AccessSubject> AddAsync(
        RecordStore store,
        string file,
        string name,
        OdsCode? organisation,
        CancellationToken cancellation
    )
    {
        try
        {
            Make(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                file,
                File.Exists(file)
                    ? "is there already: a token file is never replaced; name another."
                    : $"cannot be made: {e.Message}"
            );
        }

        try
        {
            var token = await ReadAsync(file, cancellation);
            var subject = new AccessSubject(NewSubject(), name, organisation);
            await store.AddAccessAsync(HashOf(token), subject.Subject, name, organisation, cancellation);
            return subject;
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    /// <summary>Who holds the token in a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or nobody holds what is in it.</exception>
    public static async Task<AccessSubject> SignInAsync(RecordStore store, string file, CancellationToken cancellation)
    {
        string token;
        try
        {
            token = (await File.ReadAllTextAsync(file, cancellation)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(file, $"cannot be read: {e.Message}");
        }

        return await FindAsync(store, token, cancellation)
            ?? throw new BadInputException(file, "holds no token that signs in here; it may have been revoked.");
    }

    /// <summary>Who holds that token; null when nobody does, or it was revoked.</summary>
    public static Task<AccessSubject?> FindAsync(RecordStore store, string token, CancellationToken cancellation) =>
        store.FindSubjectAsync(HashOf(token), cancellation);

    /// <summary>Who holds that token; null when nobody does, or it was revoked. Asked together with others' that arrive at once.</summary>
    public static Task<AccessSubject?> FindAsync(TokenLookups lookups, string token, CancellationToken cancellation) =>
        lookups.FindAsync(HashOf(token), cancellation);

    /// <summary>As above, for reading only: while the database is away, who held it when it last was looked up.</summary>
    public static Task<AccessSubject?> FindToReadAsync(
        TokenLookups lookups,
        string token,
        CancellationToken cancellation
    ) => lookups.FindToReadAsync(HashOf(token), cancellation);

    private static string NewSubject() => $"user:{Guid.NewGuid()}";

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    // Nothing ever replaces a file.
    private static void Make(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes($"ovs_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}\n"));
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

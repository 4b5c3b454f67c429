using System.Text;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Desk;

/// <summary>
/// Who signs in on the computer that Oversight runs on. The first start makes one account, named as the operating system's account that starts
/// it, and a token file that only that account can read; the command line signs in with it, or with the file of somebody else who was added.
/// </summary>
public static class LocalAccess
{
    private const string FileName = "token";
    private const string LoginFileName = "login";
    private const string OwnTokenName = "this computer's command line";
    private const int ShortestToken = 32;
    private const int Tries = 20;

    /// <summary>The token file in a data folder.</summary>
    public static string TokenFile(string dataFolder) => Path.Combine(dataFolder, FileName);

    /// <summary>Whom the data folder's token signs in; made, with the token, when there is none.</summary>
    /// <exception cref="BadInputException">The file holds no token, or one that was revoked.</exception>
    public static async Task<SignedIn> EnsureAsync(
        OpenRecord record,
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
                Make(file, NewToken());
            }
            catch (IOException) when (File.Exists(file))
            {
                // Of several starts at once one makes the file; its token is the one to read.
            }
        }

        var token = await ReadAsync(file, cancellation);
        if (await FindAsync(record, token, cancellation) is { Grants.Administer: true } known)
        {
            return known;
        }

        // A file without its account: the database is a new one. Or nobody may look after people any more.
        await record.Accounts.EnsureFirstAsync(Secret.HashOf(token), OwnTokenName, userName, cancellation);
        return await FindAsync(record, token, cancellation)
            ?? throw new BadInputException(
                file,
                "holds a token that was revoked or has expired: delete it, and the next start makes a new one."
            );
    }

    /// <summary>A new secret that signs in an account once, by a link; null once somebody has signed in with a browser.</summary>
    /// <param name="record">The record.</param>
    /// <param name="subject">The account.</param>
    /// <param name="cancellation">Stops before anything is kept.</param>
    public static async Task<string?> FirstLinkAsync(OpenRecord record, string subject, CancellationToken cancellation)
    {
        if (await record.Credentials.HasAnybodySignedInAsync(cancellation))
        {
            return null;
        }

        var secret = Secret.New();
        await record.Credentials.AddAsync(
            CredentialKind.Link,
            subject,
            Secret.HashOf(secret),
            "the link of the first start",
            TokenScope.ReadAndDecide,
            Credentials.FirstLinkLifetime,
            Accounts.TheProgram,
            cancellation
        );
        return secret;
    }

    /// <summary>The file of a data folder in which the token of whoever has signed in there is kept, until they sign out.</summary>
    public static string LoginFile(string dataFolder) => Path.Combine(dataFolder, LoginFileName);

    /// <summary>Keeps a token in a new file that only the operating system's account that runs this can read.</summary>
    /// <exception cref="BadInputException">The file is there already, or cannot be made.</exception>
    public static void Keep(string file, string token)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            Make(file, token);
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
    }

    /// <summary>The file in which somebody's token is put where nothing else is said.</summary>
    public static string TokenFile(string dataFolder, string name) => Path.Combine(dataFolder, $"{FileName}-{name}");

    /// <summary>Makes a new account with a new token, in a file that only the operating system's account that runs this can read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="file">The file, which must not be there yet.</param>
    /// <param name="name">The name shown.</param>
    /// <param name="grants">Their rights.</param>
    /// <param name="by">The administrator who adds them.</param>
    /// <param name="cancellation">Stops before anything is kept.</param>
    /// <exception cref="BadInputException">The file is there already, or cannot be made.</exception>
    /// <exception cref="AccessRefusedException">Who adds them is no administrator.</exception>
    public static async Task<SignedIn> AddAsync(
        OpenRecord record,
        string file,
        string name,
        IEnumerable<Grant> grants,
        string by,
        CancellationToken cancellation
    )
    {
        var token = NewToken();
        Keep(file, token);
        try
        {
            var account = await record.Accounts.AddAsync(name, by, cancellation);
            await record.Credentials.AddAsync(
                CredentialKind.Token,
                account.Subject,
                Secret.HashOf(token),
                Path.GetFileName(file),
                TokenScope.ReadAndDecide,
                Credentials.UsualLifetime,
                by,
                cancellation
            );
            foreach (var grant in grants)
            {
                await record.Accounts.GiveAsync(
                    account.Subject,
                    grant,
                    until: null,
                    "Added with a token.",
                    by,
                    cancellation
                );
            }

            return (await FindAsync(record, token, cancellation))!;
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    /// <summary>Makes another token for an account, in a new file that only the operating system's account that runs this can read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="file">The file, which must not be there yet.</param>
    /// <param name="subject">The account.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="scope">What it may be used for.</param>
    /// <param name="lifetime">For how long.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellation">Stops before anything is kept.</param>
    /// <inheritdoc cref="AddAsync" path="/exception"/>
    public static async Task<Credential> AddTokenAsync(
        OpenRecord record,
        string file,
        string subject,
        string name,
        TokenScope scope,
        TimeSpan lifetime,
        string by,
        CancellationToken cancellation
    )
    {
        var token = NewToken();
        Keep(file, token);
        try
        {
            return await record.Credentials.AddAsync(
                CredentialKind.Token,
                subject,
                Secret.HashOf(token),
                name,
                scope,
                lifetime,
                by,
                cancellation
            );
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    /// <summary>Whom the token in a file signs in.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or what is in it signs in nobody.</exception>
    public static async Task<SignedIn> SignInAsync(OpenRecord record, string file, CancellationToken cancellation)
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

        return await FindAsync(record, token, cancellation)
            ?? throw new BadInputException(
                file,
                "holds no token that signs in here; it may have been revoked, or have expired."
            );
    }

    /// <summary>Whom a token signs in; null when nobody.</summary>
    public static async Task<SignedIn?> FindAsync(OpenRecord record, string token, CancellationToken cancellation)
    {
        var found = (await record.Credentials.FindAsync([Secret.HashOf(token)], cancellation))[0];
        if (found is not null)
        {
            await record.Credentials.NoteUseAsync([found.By.Id], cancellation);
        }

        return found;
    }

    private static string NewToken() => Secret.New(Secret.TokenPrefix);

    // Nothing ever replaces a file.
    private static void Make(string file, string token)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes($"{token}\n"));
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

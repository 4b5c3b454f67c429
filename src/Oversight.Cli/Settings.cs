using Oversight.Desk;
using Oversight.EmbeddedPostgres;

namespace Oversight.Cli;

/// <summary>What holds for every command.</summary>
/// <param name="DataFolder">The folder of the embedded database, the token and the logs.</param>
/// <param name="Json">Whether results are written as JSON.</param>
/// <param name="MayInstall">Whether a missing PostgreSQL may be installed.</param>
/// <param name="TokenFile">The file of the token that signs in: one that is named, or that login made; null: the data folder's own.</param>
internal sealed record Settings(string DataFolder, bool Json, bool MayInstall, string? TokenFile)
{
    /// <summary>The environment variable that names a token file where no option does.</summary>
    public const string TokenFileVariable = "OVERSIGHT_TOKEN_FILE";

    /// <summary>The environment variable that says under which address others reach the server, where no option does.</summary>
    public const string PublicAddressVariable = "OVERSIGHT_PUBLIC_ADDRESS";

    /// <summary>The environment variable that names the proxies that are believed to say whose request they pass on.</summary>
    public const string ProxiesVariable = "OVERSIGHT_PROXIES";

    /// <summary>The environment variable that holds what is known of the OpenID Connect provider that signs people in.</summary>
    public const string OpenIdVariable = "OVERSIGHT_OPENID";

    /// <summary>The environment variable that says who runs it, for the pages that name them.</summary>
    public const string OperatorVariable = "OVERSIGHT_OPERATOR";

    /// <summary>The environment variable with the thresholds of completeness.</summary>
    public const string CompletenessVariable = "OVERSIGHT_COMPLETENESS";

    /// <summary>The environment variable that says how e-mail is sent; without it none is.</summary>
    public const string MailVariable = "OVERSIGHT_MAIL";

    /// <summary>The environment variable that says what the record is called in its checkpoints, when its first key is made.</summary>
    public const string OriginVariable = "OVERSIGHT_ORIGIN";

    /// <summary>The environment variable that names the file of the witnesses that are asked to cosign checkpoints.</summary>
    public const string WitnessesVariable = "OVERSIGHT_WITNESSES";

    /// <summary>The environment variable that names the places outside at which checkpoints are kept, with commas between.</summary>
    public const string AnchorsVariable = "OVERSIGHT_ANCHORS";

    private static readonly Option<string?> Data = new("--data")
    {
        Description =
            $"Data folder: the embedded database, the token, the logs. Default: {ClusterOptions.DataFolderVariable}, "
            + "else /var/lib/oversight for root and ~/.local/share/oversight for others.",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<bool> AsJson = new("--json")
    {
        Description = "Write results as JSON, in the API's shapes.",
        Recursive = true,
    };

    private static readonly Option<bool> NoInstall = new("--no-install")
    {
        Description = "Never install PostgreSQL.",
        Recursive = true,
    };

    private static readonly Option<string?> Token = new("--token")
    {
        Description =
            $"The file of the token to sign in with. Default: {TokenFileVariable}, else that of oversight login, else the data folder's own.",
        HelpName = "FILE",
        Recursive = true,
    };

    private static readonly Option<bool> Debug = new("--debug")
    {
        Description = "Show the stack trace of an error (also: OVERSIGHT_DEBUG=1).",
        Recursive = true,
    };

    /// <summary>The options that every command takes.</summary>
    public static IEnumerable<Option> Options => [Data, AsJson, NoInstall, Token, Debug];

    /// <summary>Reads them.</summary>
    /// <exception cref="EmbeddedPostgresException">No data folder is named, and there is no home folder to put it in.</exception>
    public static Settings Of(ParseResult parsed)
    {
        var folder = Shell.Current.PathOf(
            parsed.GetValue(Data) ?? ClusterOptions.DefaultDataFolder(Shell.Current.Variable)
        );
        return new(
            folder,
            parsed.GetValue(AsJson),
            !parsed.GetValue(NoInstall),
            TokenFileOf(parsed) is { } file ? Shell.Current.PathOf(file)
                : LocalAccess.LoginFile(folder) is var login && File.Exists(login) ? login
                : null
        );
    }

    /// <summary>The folder of the keys that sign checkpoints, and of the newest checkpoint.</summary>
    public string ProofFolder => Path.Combine(DataFolder, "proof");

    /// <summary>The places outside at which checkpoints are kept, their paths made full.</summary>
    /// <param name="given">Those that an option names; without any, the environment's.</param>
    public static IReadOnlyList<string> Anchors(IReadOnlyCollection<string> given) =>
        [
            .. (
                given.Count > 0
                    ? given
                    : (Shell.Current.Variable(AnchorsVariable) ?? "").Split(
                        ',',
                        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                    )
            ).Select(place => place.Contains("://", StringComparison.Ordinal) ? place : Shell.Current.PathOf(place)),
        ];

    /// <summary>Writes a result: as JSON where that is wanted, else in words.</summary>
    public void Show<T>(T result, Action<T> inWords)
    {
        if (Json)
        {
            Terminal.WriteJson(result);
        }
        else
        {
            inWords(result);
        }
    }

    /// <summary>Whether results, and what went wrong, are written as JSON.</summary>
    public static bool WritesJson(ParseResult parsed) => parsed.GetValue(AsJson);

    /// <summary>Whether a stack trace is wanted.</summary>
    public static bool ShowsStackTrace(ParseResult parsed) =>
        parsed.GetValue(Debug) || Shell.Current.Variable("OVERSIGHT_DEBUG") == "1";

    /// <summary>The address that others reach the server at, as the environment says; null where it does not.</summary>
    /// <exception cref="FailureException">It says something else.</exception>
    public static Uri? PublicAddressInEnvironment()
    {
        try
        {
            return Shell.Current.Variable(PublicAddressVariable) is { Length: > 0 } text ? PublicAddress(text) : null;
        }
        catch (FormatException e)
        {
            throw new FailureException(ExitCode.CannotStart, $"{PublicAddressVariable}: {e.Message}", e);
        }
    }

    /// <summary>An address that others reach the server at: a scheme and a host, and a port where it is another than usual.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static Uri PublicAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "", Host.Length: > 0 }
            ? address
            : throw new FormatException(
                $"\"{text}\" is not an address to be reached at: write its beginning alone, such as https://oversight.example.nhs.uk."
            );

    // An empty option is a mistake, not the data folder's own token.
    private static string? TokenFileOf(ParseResult parsed) =>
        parsed.GetValue(Token) ?? (Shell.Current.Variable(TokenFileVariable) is { Length: > 0 } file ? file : null);
}

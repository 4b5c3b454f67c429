using System.Text;
using Oversight.Record.People;

namespace Oversight.Web.SignIn;

/// <summary>An OpenID Connect provider that signs people in, as it is configured.</summary>
/// <param name="Authority">Its address, under which /.well-known/openid-configuration is.</param>
/// <param name="ClientId">What it calls Oversight.</param>
internal sealed record OpenIdSettings(string Authority, string ClientId)
{
    /// <summary>The secret by which it knows Oversight; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The file that holds the secret, in place of the secret itself.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>What is asked for besides openid.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["profile"];

    /// <summary>The claim that says a person's name.</summary>
    public string Name { get; init; } = "name";

    /// <summary>What the button calls it.</summary>
    public string Title { get; init; } = "your organisation";

    /// <summary>Which claims are which rights.</summary>
    public IReadOnlyList<ClaimedGrant> Grants { get; init; } = [];

    /// <summary>Reads and checks a setting.</summary>
    /// <param name="json">The setting; nothing where no provider signs in.</param>
    /// <exception cref="FormatException">It cannot be taken, and why.</exception>
    public static OpenIdSettings? Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        try
        {
            var settings = StrictJson.Read<OpenIdSettings>(StrictJson.ParseObject(Encoding.UTF8.GetBytes(json)));
            return settings.Checked();
        }
        catch (BadInputException e)
        {
            throw new FormatException($"The OpenID Connect provider cannot be used: {e.Field} {e.Problem}", e);
        }
    }

    private OpenIdSettings Checked()
    {
        if (
            !Uri.TryCreate(Authority, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || address is { Scheme: "http", IsLoopback: true })
        )
        {
            throw new BadInputException("authority", "must be an https address, such as https://login.example.nhs.uk.");
        }

        if (ClientId.Length == 0)
        {
            throw new BadInputException("clientId", "is empty: write what the provider calls Oversight.");
        }

        if (ClientSecret is not null && ClientSecretFile is not null)
        {
            throw new BadInputException("clientSecret", "and clientSecretFile are both there: leave one out.");
        }

        for (var i = 0; i < Grants.Count; i++)
        {
            Grants[i].Check($"grants[{i}]");
        }

        return ClientSecretFile is { } file ? this with { ClientSecret = ReadSecret(file) } : this;
    }

    private static string ReadSecret(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } secret
                ? secret
                : throw new BadInputException("clientSecretFile", $"names {file}, which is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException("clientSecretFile", $"names {file}, which cannot be read: {e.Message}");
        }
    }
}

/// <summary>A right of those of whom a claim says something.</summary>
/// <param name="Claim">The claim, such as groups.</param>
/// <param name="Value">What it says, or one of the things.</param>
/// <param name="Role">The role, such as national or region.</param>
internal sealed record ClaimedGrant(string Claim, string Value, string Role)
{
    /// <summary>The region's code, for its team.</summary>
    public string? Region { get; init; }

    /// <summary>The ODS code, for an organisation's own people.</summary>
    public string? Organisation { get; init; }

    /// <summary>Bodies for which they act besides.</summary>
    public IReadOnlyList<string> Bodies { get; init; } = [];

    /// <summary>The right.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public Grant ToGrant()
    {
        var grant = new Grant(
            Enum.TryParse<Role>(Role, ignoreCase: true, out var role) && Grant.Called(role) == Role
                ? role
                : throw new BadInputException(
                    "role",
                    $"\"{Role}\" is none: write {string.Join(", ", Enum.GetValues<Role>().Select(Grant.Called))}."
                ),
            Region is null ? null : Oversight.Record.Region.Of(Region),
            Organisation is null ? null : OdsCode.Parse(Organisation, "organisation")
        )
        {
            Bodies = Bodies,
        };
        grant.CheckInput();
        return grant;
    }

    internal void Check(string path)
    {
        try
        {
            if (Claim.Length == 0 || Value.Length == 0)
            {
                throw new BadInputException("claim", "and value must both say something.");
            }

            _ = ToGrant();
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"{path}.{e.Field}", e.Problem);
        }
    }
}

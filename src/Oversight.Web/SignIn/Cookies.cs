namespace Oversight.Web.SignIn;

/// <summary>A cookie of ours. There are no others: none counts visits or tells anybody else.</summary>
/// <param name="Name">What its name ends with, or begins with where a browser can have several at once.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Lasts">How long it is kept.</param>
internal sealed record SiteCookie(string Name, string Purpose, string Lasts);

/// <summary>
/// What every cookie of ours is: for this server alone, unseen by scripts, not sent by what other sites begin but links, and over TLS where
/// Oversight is reached over TLS; there its name makes browsers refuse one that is not. The page about cookies lists them.
/// </summary>
internal static class Cookies
{
    /// <summary>How long what a passkey was asked for is kept.</summary>
    public static readonly TimeSpan PasskeyLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a provider of identities has to answer.</summary>
    public static readonly TimeSpan ProviderLifetime = TimeSpan.FromMinutes(15);

    /// <summary>A session.</summary>
    public static SiteCookie Session { get; } =
        new(
            "session",
            "Keeps you signed in.",
            $"Until you sign out or close the browser; at most {Sessions.Longest.TotalHours} hours, and {Sessions.Idle.TotalHours} hours after what you did last."
        );

    /// <summary>What protects forms.</summary>
    public static SiteCookie Form { get; } =
        new(
            "form",
            "Shows that a form that you send came from a page of Oversight, and not from another site.",
            "Until you close the browser."
        );

    /// <summary>What a passkey was asked for.</summary>
    public static SiteCookie Passkey { get; } =
        new(
            "passkey",
            "Holds what your device was asked while you sign in with a passkey or add one.",
            $"{PasskeyLifetime.TotalMinutes} minutes."
        );

    /// <summary>Which sign-in a provider answers.</summary>
    public static SiteCookie Provider { get; } =
        new(
            "openid-",
            "Ties the answer of your organisation’s sign-in to the browser that asked.",
            $"Until it has answered; at most {ProviderLifetime.TotalMinutes} minutes."
        );

    /// <summary>That a provider answers once.</summary>
    public static SiteCookie Nonce { get; } =
        new(
            "nonce-",
            "Makes sure that such an answer is used once.",
            $"Until it has answered; at most {ProviderLifetime.TotalMinutes} minutes."
        );

    /// <summary>Those that are set here, with a provider and without.</summary>
    /// <param name="withProvider">Whether an OpenID Connect provider signs people in.</param>
    public static IReadOnlyList<SiteCookie> All(bool withProvider) =>
        withProvider ? [Session, Form, Passkey, Provider, Nonce] : [Session, Form, Passkey];

    /// <summary>A cookie's name as browsers show it.</summary>
    /// <param name="cookie">The cookie.</param>
    /// <param name="settings">Where Oversight is reached.</param>
    public static string NameOf(SiteCookie cookie, WebSettings settings) =>
        (settings.IsOverTls ? "__Host-" : "") + "oversight-" + cookie.Name;

    /// <summary>Makes a cookie such.</summary>
    /// <param name="builder">The cookie.</param>
    /// <param name="settings">Where Oversight is reached.</param>
    /// <param name="cookie">Which it is.</param>
    public static void Secure(CookieBuilder builder, WebSettings settings, SiteCookie cookie)
    {
        builder.Name = NameOf(cookie, settings);
        builder.Path = "/";
        builder.Domain = null;
        builder.HttpOnly = true;
        builder.IsEssential = true;
        builder.SameSite = SameSiteMode.Lax;
        builder.SecurePolicy = settings.IsOverTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}

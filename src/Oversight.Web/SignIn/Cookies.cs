namespace Oversight.Web.SignIn;

/// <summary>
/// What every cookie of ours is: for this server alone, unseen by scripts, not sent by what other sites begin but links, and over TLS where
/// Oversight is reached over TLS; there its name makes browsers refuse one that is not.
/// </summary>
internal static class Cookies
{
    /// <summary>Makes a cookie such.</summary>
    /// <param name="cookie">The cookie.</param>
    /// <param name="settings">Where Oversight is reached.</param>
    /// <param name="name">What it is for.</param>
    public static void Secure(CookieBuilder cookie, WebSettings settings, string name)
    {
        cookie.Name = (settings.IsOverTls ? "__Host-" : "") + "oversight-" + name;
        cookie.Path = "/";
        cookie.Domain = null;
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = settings.IsOverTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}

using Oversight.Ledger.People;
using Oversight.Record.People;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>
/// Who may ask about people, and about the record as a whole. Whoever may not gets the answer of an address that there is not: what is here is nobody else's to know.
/// </summary>
internal static class Rights
{
    /// <summary>Who asks, who looks after people.</summary>
    /// <exception cref="ProblemException">They do not.</exception>
    public static SignedIn MustAdminister(this HttpContext context) => context.Must(grants => grants.Administer);

    /// <summary>Who asks, who sees who there is.</summary>
    /// <exception cref="ProblemException">They do not.</exception>
    public static SignedIn MustSeePeople(this HttpContext context) => context.Must(grants => grants.SeePeople);

    /// <summary>Who asks, who sees who read what.</summary>
    /// <exception cref="ProblemException">They do not.</exception>
    public static SignedIn MustSeeReadings(this HttpContext context) => context.Must(grants => grants.Audit);

    /// <summary>Who asks, who sees the whole record and so is told places and how many entries there are.</summary>
    /// <exception cref="ProblemException">They do not.</exception>
    public static SignedIn MustSeeEverything(this HttpContext context) => context.Must(grants => grants.ReadEverything);

    private static SignedIn Must(this HttpContext context, Func<Grants, bool> may) =>
        context.SignedIn() is { } who && may(who.Grants)
            ? who
            : throw ProblemException.NoSuchAddress($"Oversight has no page or address {context.Request.Path}.");
}

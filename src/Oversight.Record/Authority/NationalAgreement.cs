using Oversight.Record.Frameworks;

namespace Oversight.Record.Authority;

/// <summary>Which bodies can give the national agreement that an oversight framework asks for.</summary>
internal static class NationalAgreement
{
    /// <summary>
    /// Whether the body that decides can give it: the framework names it, or it is a national body that acted together with NHS England then.
    /// NHS England and NHS Improvement were one in this until NHS Improvement was abolished (Health and Care Act 2022, sections 33 and 36, in
    /// force on 1 July 2022); a framework of that time that names the one means both.
    /// </summary>
    public static bool CanBeGivenBy(FrameworkVersion version, Decision decision)
    {
        var body = decision.DecidedBy.Body;
        return version.NationalBodies.Contains(body)
            || (
                DecidingBody.Of(body) is { Kind: BodyKind.National } known
                && version.NationalBodies.Any(named => DecidingBody.Of(named)?.Kind == BodyKind.National)
                && known.MayHaveExisted(decision.Decided)
                && known.MayHaveExisted(decision.Effective)
            );
    }
}

using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>What undertakings and directions may rest on in law.</summary>
public static class LegalBasisRules
{
    /// <summary>Reasonable grounds to suspect for accepting undertakings, being satisfied for a direction (<see cref="LegalBasis"/>).</summary>
    public static Rule<IRestsOnLegalBasis> LegalBasisFits { get; } =
        new(
            "legal-basis-fits",
            "Undertakings and directions each rest on a legal basis of their own, made for that kind of organisation, and on its test.",
            (said, judged) =>
            {
                var (id, test, imposes) = said.RestsOn();
                if (id is null)
                {
                    return null;
                }

                var basis = LegalBasis.Of(id);
                if (basis.IsDirection != imposes)
                {
                    return basis.IsDirection
                        ? $"{basis.Id} is a power to direct, not one to accept undertakings."
                        : $"{basis.Id} lets undertakings be accepted, and is no power to direct.";
                }

                foreach (var (organisation, kind) in Concerned(judged))
                {
                    if (!basis.Kinds.Contains(kind))
                    {
                        return $"{basis.Id} does not concern an organisation of the kind of {organisation}.";
                    }
                }

                return test is not { } applied || applied == basis.Test
                    ? null
                    : $"{basis.Id} asks for another test than the one that was applied ({InWords.Of(applied)}).";
            }
        );

    /// <summary>
    /// NHS trusts are licensed since 1 April 2023; before that they were overseen by other means. What was said of a predecessor is not
    /// judged: of what kind that was is not in the record.
    /// </summary>
    public static Rule<IRestsOnLegalBasis> LegalBasisExisted { get; } =
        new(
            "legal-basis-existed",
            "A legal basis is used while it exists for that kind of organisation.",
            (said, judged) =>
            {
                if (said.RestsOn().Basis is not { } id || judged.Decision.Predecessor is not null)
                {
                    return null;
                }

                var basis = LegalBasis.Of(id);
                foreach (var (organisation, kind) in Concerned(judged))
                {
                    if (
                        basis.Periods.FirstOrDefault(p => p.Kind == kind) is { } period
                        && !period.May(judged.Effective)
                    )
                    {
                        return $"{basis.Id} exists for an organisation of the kind of {organisation} {period.InWords()}; "
                            + $"it takes effect {judged.Effective}.{Instead(basis, kind, judged.Effective)}";
                    }
                }

                return null;
            }
        );

    // Those of whom nothing is registered are of no known kind.
    private static IEnumerable<(OdsCode Organisation, OrganisationKind Kind)> Concerned(Judged judged) =>
        from organisation in judged.Timeline.Subject.Organisation is { } own
            ? [own]
            : AcceptedUndertakings.Of(judged.Timeline)?.GivenBy ?? []
        let registered = judged.Organisation(organisation)?.Of<OrganisationRegistered>().FirstOrDefault()
        where registered is not null
        select (organisation, registered.Content.Kind);

    private static string Instead(LegalBasis basis, OrganisationKind kind, DateWithPrecision when) =>
        LegalBasis.All.FirstOrDefault(b =>
            b.IsDirection == basis.IsDirection && b.Periods.Any(p => p.Kind == kind && p.May(when))
        )
            is { } other
            ? $" Then it was {other.Id}."
            : "";
}

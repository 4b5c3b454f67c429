using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>An event about Recovery Support that may concern a whole system: an ICB and the trusts that belong to it.</summary>
public interface IMayConcernSystem
{
    /// <summary>Those named for their whole system; empty where each is named for itself.</summary>
    IEnumerable<OdsCode> SystemsNamed(SubjectId subject);
}

/// <summary>A whole system as a member of an engagement.</summary>
public static class SystemAsMember
{
    /// <summary>A system is an ICB and its trusts: without an ICB there is none.</summary>
    public static Rule<IMayConcernSystem> SystemNamedByIcb { get; } =
        new(
            "system-named-by-icb",
            "What concerns a whole system names the ICB of that system.",
            (said, judged) =>
            {
                OrganisationKind[] kinds =
                [
                    .. said.SystemsNamed(judged.Timeline.Subject)
                        .Select(o =>
                            judged.Organisation(o)?.Of<OrganisationRegistered>().FirstOrDefault()?.Content.Kind
                        )
                        .OfType<OrganisationKind>(),
                ];
                return kinds.Length == 0 || kinds.Contains(OrganisationKind.Icb)
                    ? null
                    : "It is said of a whole system, but no ICB is named: name the ICB, or say that it concerns the organisation.";
            }
        );
}

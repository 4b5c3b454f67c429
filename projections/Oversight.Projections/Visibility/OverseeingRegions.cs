using Oversight.Record.Deciding;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Visibility;

/// <summary>Which regions oversee what: of one decision, what somebody sees of a subject here and in the report tables alike.</summary>
public static class OverseeingRegions
{
    /// <summary>The codes of the regions that oversee an organisation which a subject concerns, in order.</summary>
    /// <param name="whole">The subject's whole timeline.</param>
    /// <param name="record">The whole record.</param>
    public static IReadOnlyList<string> Of(Timeline whole, IBelievedRecord record) =>
        [
            .. RegistrationsOf(whole, record)
                .Select(registration => registration?.Content.Region)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The registrations of the organisations that a subject concerns; null for one that is not registered.</summary>
    /// <param name="whole">The subject's whole timeline.</param>
    /// <param name="record">The whole record.</param>
    public static IEnumerable<BelievedEntry<OrganisationRegistered>?> RegistrationsOf(
        Timeline whole,
        IBelievedRecord record
    ) =>
        ThoseConcerned
            .ByOrAfter(whole)
            .Select(organisation =>
                record.TimelineOf(SubjectId.Of(organisation))?.Of<OrganisationRegistered>().FirstOrDefault()
            );
}

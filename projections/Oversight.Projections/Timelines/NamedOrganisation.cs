namespace Oversight.Projections.Timelines;

/// <summary>An organisation as it is called on a day.</summary>
/// <param name="Ods">Its ODS code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its official name then.</param>
public sealed record NamedOrganisation(OdsCode Ods, OrganisationKind Kind, string Name);

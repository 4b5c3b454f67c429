namespace Oversight.Projections.Timelines;

/// <summary>A trust of a system on a day.</summary>
/// <param name="Organisation">The trust.</param>
/// <param name="IsCertain">False where it may belong to another system on that day, or to none that is stated.</param>
public sealed record SystemTrust(OdsCode Organisation, bool IsCertain);

using Oversight.Record.Organisations;

namespace Oversight.Projections.Registers;

/// <summary>Names and regions of organisations as registered, looked up once for a register.</summary>
internal sealed class RegisteredOrganisations(RecordAt record)
{
    private readonly Dictionary<OdsCode, OrganisationRegistered?> known = [];

    public string NameOf(OdsCode ods) => Of(ods)?.Name ?? ods.Value;

    public IReadOnlyList<string> NamesOf(IEnumerable<OdsCode> organisations) => [.. organisations.Select(NameOf)];

    public IReadOnlyList<string> RegionsOf(IEnumerable<OdsCode> organisations) =>
        [.. organisations.Select(ods => Of(ods)?.Region).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private OrganisationRegistered? Of(OdsCode ods)
    {
        if (!known.TryGetValue(ods, out var registered))
        {
            known[ods] = registered = record.TimelineOf(ods)?.Of<OrganisationRegistered>().FirstOrDefault()?.Content;
        }

        return registered;
    }
}

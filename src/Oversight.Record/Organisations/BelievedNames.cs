namespace Oversight.Record.Organisations;

/// <summary>How an organisation is called: on a day, and ever.</summary>
public static class BelievedNames
{
    /// <summary>
    /// Its official name on a day: the one that it was given last by then, or that it was registered with; null when it is not registered.
    /// A name that it perhaps has by then is not yet shown.
    /// </summary>
    public static string? NameOn(Timeline organisation, DateOnly day) =>
        organisation.Dated<OrganisationRenamed>().On(day).Entries.LastOrDefault(e => e.IsCertainBy(day))?.Content.Name
        ?? organisation.Of<OrganisationRegistered>().FirstOrDefault()?.Content.Name;

    /// <summary>Every name that it ever had or is printed under: official ones first, each once.</summary>
    public static IReadOnlyList<string> All(Timeline organisation)
    {
        var registered = organisation
            .Of<OrganisationRegistered>()
            .Take(1)
            .Select(e => (e.Content.Name, e.Content.AlsoKnownAs));
        var renamed = organisation.Of<OrganisationRenamed>().Select(e => (e.Content.Name, e.Content.AlsoKnownAs));
        (string Name, IReadOnlyList<string>? AlsoKnownAs)[] given = [.. registered, .. renamed];
        return
        [
            .. given
                .Select(names => names.Name)
                .Concat(given.SelectMany(names => names.AlsoKnownAs ?? []))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}

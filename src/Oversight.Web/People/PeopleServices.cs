namespace Oversight.Web.People;

/// <summary>What looks after people.</summary>
internal static class PeopleServices
{
    /// <summary>Adds it; it stands on the accounts and credentials that sign-in stands on.</summary>
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton(services => services.GetRequiredService<OpenRecord>().Readings);
        services.AddSingleton<Administration>();
        services.AddSingleton<OwnTokens>();
    }

    /// <summary>The addresses to which the forms of the pages are sent.</summary>
    public static void MapPeopleForms(this IEndpointRouteBuilder routes)
    {
        SignedInForms.Map(routes);
        PeopleForms.Map(routes);
    }
}

using Oversight.Web.Calendars;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>The addresses that programs use. What holds of all of them is said here, once.</summary>
internal static class ApiEndpoints
{
    /// <summary>Maps them, and those that others bring.</summary>
    public static void MapApi(
        this IEndpointRouteBuilder routes,
        params ReadOnlySpan<Action<IEndpointRouteBuilder>> more
    )
    {
        var api = routes.MapGroup("/api");
        api.WithMetadata(Descriptions.OfWhoMayNot);
        api.AddEndpointFilterFactory(QueryParameters.Check);
        api.AddEndpointFilter<EntityTags>();
        OrganisationEndpoints.Map(api);
        DecisionEndpoints.Map(api);
        MeetingEndpoints.Map(api);
        HistoryEndpoints.Map(api);
        FrameworkEndpoints.Map(api);
        RegisterEndpoints.Map(api);
        QuestionEndpoints.Map(api);
        WordEndpoints.Map(api);
        EntryEndpoints.Map(api);
        ProofEndpoints.Map(api);
        LetterEndpoints.Map(api);
        DocumentEndpoints.Map(api);
        ProblemEndpoints.Map(api);
        RecoveryEndpoints.Map(api);
        UndertakingsEndpoints.Map(api);
        DeadlineEndpoints.Map(api);
        CompletenessEndpoints.Map(api);
        CompareEndpoints.Map(api);
        WhatIfEndpoints.Map(api);
        SearchEndpoints.Map(api);
        CalendarEndpoints.Map(api);
        foreach (var map in more)
        {
            map(api);
        }
    }
}

using System.ComponentModel;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>
/// One address for each kind of event and each kind of subject that it can be about; the catalogue of events says which.
/// Corrections and retractions are asked for at the entry that they are about.
/// </summary>
internal static class DecisionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (subjectKind, collection) in Addresses.Collections)
        {
            foreach (
                var kind in EventCatalogue.Kinds.Where(k =>
                    k.About.HasFlag(subjectKind) && k.Type != typeof(EntryCorrected) && k.Type != typeof(EntryRetracted)
                )
            )
            {
                // What begins is sent to where it will stand, all else to its word under that.
                var word = kind.Begins ? "" : $"/{kind.Word}";
                var endpoint =
                    subjectKind == SubjectKind.Organisation
                        ? routes.MapPost($"/api/{collection}/{{ods}}{word}", LogAboutOrganisation(kind))
                        : routes.MapPost($"/api/{collection}/{{id}}{word}", Log(kind, subjectKind));
                if (kind.Begins && typeof(IBeginsNamed).IsAssignableFrom(kind.Type))
                {
                    // Where these were sent at first, before all beginnings had one form; the body names what begins.
                    routes
                        .MapPost($"/api/{collection}", BeginNamed(kind))
                        .RequireAuthorization()
                        .ExcludeFromDescription();
                }

                endpoint.Decides(kind.Type, OperationOf(kind, subjectKind), TagOf(subjectKind), kind.Says, kind.Begins);
            }
        }
    }

    private static Func<HttpContext, OpenRecord, Task<IResult>> BeginNamed(EventKind kind) =>
        async (context, record) =>
        {
            var content = await ReadAsync(context, kind);
            var (subject, _) = ((IBeginsNamed)content).Begins();
            return await LogAsync(context, record, kind, subject, content);
        };

    private static Delegate LogAboutOrganisation(EventKind kind) =>
        async ([Description(Parameters.Ods)] string ods, HttpContext context, OpenRecord record) =>
        {
            var subject = SubjectId.Of(SubjectKind.Organisation, ods);
            return await LogAsync(context, record, kind, subject, content: null);
        };

    private static Delegate Log(EventKind kind, SubjectKind subjectKind) =>
        async ([Description(Parameters.SubjectId)] string id, HttpContext context, OpenRecord record) =>
        {
            var subject = SubjectId.Of(subjectKind, id);
            return await LogAsync(context, record, kind, subject, content: null);
        };

    private static async Task<IResult> LogAsync(
        HttpContext context,
        OpenRecord record,
        EventKind kind,
        SubjectId subject,
        Event? content
    )
    {
        Coordinates.OnlyTakes(context.Request);
        var read = await Preconditions.ReadOfAsync(context.Request, record);
        var version = kind.Begins
            ? Preconditions.VersionOfNew(context.Request, subject, read, Addresses.Of(subject) + "/history")
            : Preconditions.Version(
                context.Request,
                subject,
                read,
                subject.Kind == SubjectKind.Organisation ? Addresses.Of(subject) : Addresses.Of(subject) + "/history"
            );
        content ??= await ReadAsync(context, kind);
        return await Deciding.LogAsync(context, record, version, new LogDecision(subject, content));
    }

    private static async Task<Event> ReadAsync(HttpContext context, EventKind kind) =>
        StrictJson.ReadDecision(await JsonBody.ReadObjectAsync(context.Request), kind.Type, "");

    // Kinds that can be about several subjects have an operation for each.
    private static string OperationOf(EventKind kind, SubjectKind subject) =>
        $"Log{kind.Type.Name}{(kind.About == subject ? "" : $"About{subject}")}";

    private static string TagOf(SubjectKind subject) =>
        subject switch
        {
            SubjectKind.Organisation => "Organisations",
            SubjectKind.Framework => "Frameworks",
            SubjectKind.Recovery => "Recovery Support",
            _ => "Undertakings",
        };
}

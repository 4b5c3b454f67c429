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
    public static void Map(IEndpointRouteBuilder api)
    {
        // Not by one generic method: how an address takes its parameters is compiled for a type that is written down.
        Map(
            api,
            SubjectKind.Organisation,
            OfOrganisation.Form,
            static (about, address, kind) =>
                about.MapPost(
                    address,
                    ([AsParameters] OfOrganisation of, HttpContext context, OpenRecord record) =>
                        LogAsync(context, record, kind, of.Subject, content: null)
                )
        );
        Map(
            api,
            SubjectKind.Framework,
            OfFramework.Form,
            static (about, address, kind) =>
                about.MapPost(
                    address,
                    ([AsParameters] OfFramework of, HttpContext context, OpenRecord record) =>
                        LogAsync(context, record, kind, of.Subject, content: null)
                )
        );
        Map(
            api,
            SubjectKind.Recovery,
            OfRecovery.Form,
            static (about, address, kind) =>
                about.MapPost(
                    address,
                    ([AsParameters] OfRecovery of, HttpContext context, OpenRecord record) =>
                        LogAsync(context, record, kind, of.Subject, content: null)
                )
        );
        Map(
            api,
            SubjectKind.Undertakings,
            OfUndertakings.Form,
            static (about, address, kind) =>
                about.MapPost(
                    address,
                    ([AsParameters] OfUndertakings of, HttpContext context, OpenRecord record) =>
                        LogAsync(context, record, kind, of.Subject, content: null)
                )
        );
    }

    private static void Map(
        IEndpointRouteBuilder api,
        SubjectKind subject,
        string form,
        Func<IEndpointRouteBuilder, string, EventKind, RouteHandlerBuilder> map
    )
    {
        var about = api.About(subject);
        var beginning = EventCatalogue.Kinds.FirstOrDefault(k => k.About == subject && k.Begins);
        foreach (
            var kind in EventCatalogue.Kinds.Where(k =>
                k.About.HasFlag(subject) && k.Type != typeof(EntryCorrected) && k.Type != typeof(EntryRetracted)
            )
        )
        {
            // What begins is sent to where it will stand, all else to its word under that, another way to begin too.
            map(about, kind == beginning ? form : $"{form}/{kind.Word}", kind)
                .WithName(OperationOf(kind, subject))
                .WithSummary(kind.Says)
                .Decides(kind.Type, kind.Begins ? Descriptions.New : Descriptions.Version);
            if (kind.Begins && typeof(IBeginsNamed).IsAssignableFrom(kind.Type))
            {
                // Where these were sent at first, before all beginnings had one form; the body names what begins.
                about
                    .MapPost(
                        $"/{Addresses.CollectionOf(subject)}",
                        (HttpContext context, OpenRecord record) => BeginAsync(context, record, kind)
                    )
                    .ExcludeFromDescription();
            }
        }
    }

    private static async Task<Reply<ReceiptAnswer>> BeginAsync(HttpContext context, OpenRecord record, EventKind kind)
    {
        var content = await ReadAsync(context, kind);
        var (subject, _) = ((IBeginsNamed)content).Begins();
        return await LogAsync(context, record, kind, subject, content);
    }

    private static async Task<Reply<ReceiptAnswer>> LogAsync(
        HttpContext context,
        OpenRecord record,
        EventKind kind,
        SubjectId subject,
        Event? content
    )
    {
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
}

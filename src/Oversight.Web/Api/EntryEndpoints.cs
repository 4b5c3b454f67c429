using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Problems;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Web.Access;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Single entries, and their corrections and retractions.</summary>
internal static class EntryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/entries/{id}", GetAsync)
            .Reads<EntryAnswer>("GetEntry", "Entries", "One entry of the record, explained");
        routes
            .MapPost("/api/entries/{id}/correction", CorrectAsync)
            .Decides(typeof(CorrectionBody), "CorrectEntry", "Entries", "Correct an entry");
        routes
            .MapPost("/api/entries/{id}/retraction", RetractAsync)
            .Decides(typeof(RetractionBody), "RetractEntry", "Entries", "Retract an entry");
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.EntryId)] string id,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "known");
        var entryId = ParseId(id);
        var at = await record.AtAsync(known, context);
        var subject = Find(record, at, entryId).Subject;
        var history = AuditHistory.Of(at, subject)!;
        var entry = history.Entries.First(e => e.Id == entryId);
        var people = await PeopleNames.OfAsync(record, PeopleNames.In([entry]), context.RequestAborted);
        return new Answer<EntryAnswer>(
            new(at.Place, Coordinates.Known(known), history.Subject, history.Version, entry, people),
            at.Place,
            history.Contributing,
            [.. people.Keys]
        );
    }

    private static async Task<IResult> CorrectAsync(
        [Description(Parameters.EntryId)] string id,
        HttpContext context,
        OpenRecord record
    )
    {
        var (target, at, version, body) = await ReadAsync(id, context, record);
        var asked = StrictJson.Read<CorrectionBody>(WithEffective(body));
        var replacement = ReadReplacement(asked.Replacement, target, at);
        return await Deciding.LogAsync(
            context,
            record,
            version,
            new LogDecision(target.Subject, new EntryCorrected(asked.Decision, target.Id, replacement))
        );
    }

    private static async Task<IResult> RetractAsync(
        [Description(Parameters.EntryId)] string id,
        HttpContext context,
        OpenRecord record
    )
    {
        var (target, _, version, body) = await ReadAsync(id, context, record);
        var decision = StrictJson.Read<RetractionBody>(WithEffective(body)).Decision;
        return await Deciding.LogAsync(
            context,
            record,
            version,
            new LogDecision(target.Subject, new EntryRetracted(decision, target.Id))
        );
    }

    private static async Task<(Entry Target, RecordAt At, long Version, JsonElement Body)> ReadAsync(
        string id,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request);
        var entryId = ParseId(id);
        // An entry never changes its subject: what was read before this request may do, when it holds the entry.
        var at = record.Live.Newest();
        if (at.EntryOf(entryId) is null || BearerTokens.OrganisationOf(context.User) is not null)
        {
            at = await record.AtAsync(known: null, context);
        }

        var target = Find(record, at, entryId);
        var version = Preconditions.Version(
            context.Request,
            target.Subject,
            await Preconditions.ReadOfAsync(context.Request, record),
            $"/api/entries/{entryId}"
        );
        return (target, at, version, await JsonBody.ReadObjectAsync(context.Request));
    }

    // The decision to correct takes effect on the day on which it is made, unless it says otherwise.
    private static JsonElement WithEffective(JsonElement body)
    {
        var whole = JsonObject.Create(body)!;
        if (whole["decision"] is JsonObject decision && decision["decided"] is { } decided)
        {
            decision.TryAdd("effective", decided.DeepClone());
        }

        return JsonSerializer.SerializeToElement(whole);
    }

    private static Event ReadReplacement(JsonElement replacement, Entry target, RecordAt at)
    {
        var kind = KindAtTheRoot(target, at);
        var path = "replacement";
        if (replacement.ValueKind == JsonValueKind.Object && replacement.TryGetProperty("type", out _))
        {
            (var type, replacement) = StrictJson.Read<WrappedReplacement>(replacement, path);
            kind = EventCatalogue.All.TryGetValue(type, out var named)
                ? named
                : throw ProblemException.BadInput("replacement.type", "replacement.type must be a kind of entry.");
            path = "replacement.data";
        }

        if (kind == typeof(EntryCorrected) || kind == typeof(EntryRetracted))
        {
            throw new RuleRefusedException(
                CorrectEntry.CorrectionFitsTarget,
                "A correction or retraction cannot be the content of an entry: retract it instead."
            );
        }

        var content = (Event)StrictJson.Read(replacement, kind, path);
        try
        {
            // Here, where it is known that the fields are the replacement's and not the correction's own. One of another kind than
            // the entry's is for the rule to refuse.
            _ = kind == KindAtTheRoot(target, at) ? new LogDecision(target.Subject, content) : null;
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"{path}.{e.Field}", e.Problem);
        }

        return content;
    }

    private sealed record WrappedReplacement(string Type, JsonElement Data);

    private static Type KindAtTheRoot(Entry target, RecordAt at)
    {
        var entry = target;
        while (entry.Event is EntryCorrected correction && at.EntryOf(correction.Target) is { } corrected)
        {
            entry = corrected;
        }

        return entry.Event.GetType();
    }

    private static Guid ParseId(string id) =>
        Guid.TryParseExact(id, "D", out var parsed)
            ? parsed
            : throw new BadInputException("id", "must be an entry's id, such as 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c.");

    private static Entry Find(OpenRecord open, RecordAt at, Guid id)
    {
        if (at.EntryOf(id) is { } entry)
        {
            return entry;
        }

        var later = Addresses.Newest(open, at).EntryOf(id);
        throw later is null
            ? ProblemException.NotFound($"Entry {id} is not in the record.")
            : ProblemException.NotFound(
                $"Entry {id} was not in the record yet at place {at.Place}: it came in at place {later.Place}."
            );
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Problems;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>An entry that an address names.</summary>
internal sealed record OfEntry
{
    [Step("The id of an entry, as receipts and histories give it.", "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")]
    public required string Id { get; init; }

    public Guid Entry =>
        Guid.TryParseExact(Id, "D", out var parsed)
            ? parsed
            : throw new BadInputException("id", "must be an entry's id, such as 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c.");
}

/// <summary>Single entries, and their corrections and retractions.</summary>
internal static class EntryEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var entries = api.MapGroup("").WithTags("Entries");
        entries.MapGet("/entries/{id}", GetAsync).WithName("GetEntry");
        entries
            .MapPost("/entries/{id}/correction", CorrectAsync)
            .WithName("CorrectEntry")
            .Decides(typeof(CorrectionBody), Descriptions.Version);
        entries
            .MapPost("/entries/{id}/retraction", RetractAsync)
            .WithName("RetractEntry")
            .Decides(typeof(RetractionBody), Descriptions.Version);
    }

    /// <summary>One entry of the record, explained.</summary>
    public static async Task<Answered<EntryAnswer>> GetAsync([AsParameters] OfEntry of, [AsParameters] AsKnown asked)
    {
        var id = of.Entry;
        var at = await asked.AtAsync();
        var subject = Find(asked.Record, at, id).Subject;
        var history = AuditHistory.Of(at, subject)!;
        var entry = history.Entries.First(e => e.Id == id);
        var people = await PeopleNames.OfAsync(asked.Record, at, PeopleNames.In([entry]), asked.Aborted);
        return new(
            new(at.PlaceTold, at.KnownTold(asked.Instant), history.Subject, history.Version, entry, people),
            history.Contributing,
            [.. PeopleNames.Shown(people)]
        );
    }

    /// <summary>Correct an entry.</summary>
    public static async Task<Reply<ReceiptAnswer>> CorrectAsync(
        [AsParameters] OfEntry of,
        HttpContext context,
        OpenRecord record
    )
    {
        var (target, at, version, body) = await ReadAsync(of, context, record);
        var asked = StrictJson.Read<CorrectionBody>(WithEffective(body));
        var replacement = ReadReplacement(asked.Replacement, target, at);
        return await Deciding.LogAsync(
            context,
            record,
            version,
            new LogDecision(target.Subject, new EntryCorrected(asked.Decision, target.Id, replacement))
        );
    }

    /// <summary>Retract an entry.</summary>
    public static async Task<Reply<ReceiptAnswer>> RetractAsync(
        [AsParameters] OfEntry of,
        HttpContext context,
        OpenRecord record
    )
    {
        var (target, _, version, body) = await ReadAsync(of, context, record);
        var decision = StrictJson.Read<RetractionBody>(WithEffective(body)).Decision;
        return await Deciding.LogAsync(
            context,
            record,
            version,
            new LogDecision(target.Subject, new EntryRetracted(decision, target.Id))
        );
    }

    private static async Task<(Entry Target, RecordAt At, long Version, JsonElement Body)> ReadAsync(
        OfEntry of,
        HttpContext context,
        OpenRecord record
    )
    {
        var entryId = of.Entry;
        // An entry never changes its subject: what was read before this request may do, when it holds the entry.
        var at = record.SeenToday(context);
        if (at.EntryOf(entryId) is null || at.SeenBy is not null)
        {
            at = await record.AtInstantAsync(known: null, context);
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

    private static Entry Find(OpenRecord open, RecordAt at, Guid id)
    {
        if (at.EntryOf(id) is { } entry)
        {
            return entry;
        }

        var later = open.NewestSeenAs(at).EntryOf(id);
        throw later is null
            ? ProblemException.NotFound($"Entry {id} is not in the record.")
            : ProblemException.NotFound(
                at.FirstRecordedLater is { } begun
                    ? $"Entry {id} was not in the record yet: nothing was recorded by then, the first entry was recorded at {AnswerJson.Instant(begun)}. It came in at "
                        + $"place {later.Place}."
                : at.PlaceTold is { } place
                    ? $"Entry {id} was not in the record yet at place {place}: it came in at place {later.Place}."
                : $"Entry {id} was not in the record yet: it was recorded {AnswerJson.Instant(later.Recorded)}."
            );
    }
}

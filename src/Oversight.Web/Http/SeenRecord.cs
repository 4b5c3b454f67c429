using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.People;
using Oversight.Web.Access;

namespace Oversight.Web.Http;

/// <summary>
/// The one place where the record is read for somebody: it decides what of it they may see. Everything else of the web
/// takes what this gives (an architecture test holds it).
/// </summary>
internal static class SeenRecord
{
    /// <summary>
    /// The record as asked for, and as whoever asks may see it: an organisation's own people see it as on the day asked
    /// about, and never further than today. Every answer is computed from what this gives, and from nothing else.
    /// </summary>
    public static Task<RecordAt> AtAsync(this OpenRecord record, string? known, HttpContext context) =>
        record.AtInstantAsync(Coordinates.Known(known), context);

    /// <summary>As <see cref="AtAsync"/>, the instant read already.</summary>
    public static async Task<RecordAt> AtInstantAsync(
        this OpenRecord record,
        DateTimeOffset? known,
        HttpContext context
    )
    {
        context.Response.Headers.Append(HeaderNames.Vary, $"{HeaderNames.Authorization}, {HeaderNames.Cookie}");
        var (at, asOf) = await record.Live.AtLastContactAsync(known, context.RequestAborted);
        if (asOf is { } contact)
        {
            context.RequestServices.GetRequiredService<LastContact>().At = contact;
            context.Response.Headers[LastContact.Header] = AnswerJson.Instant(contact);
        }

        var today = London.Today(record.Clock);
        var asked = DateWithPrecision.TryParse(context.Request.Query["on"], out var on) ? on.Latest : today;
        var seen = at.AsSeenBy(new(BearerTokens.GrantsOf(context.User), asked < today ? asked : today));
        context.Features.Set(seen.SeenBy);
        return seen.NotedIn(context);
    }

    /// <summary>What has been read of the record, as whoever asks may see it today.</summary>
    public static RecordAt SeenToday(this OpenRecord record, HttpContext context) =>
        record.Today(record.Live.Newest(), BearerTokens.GrantsOf(context.User)).NotedIn(context);

    /// <summary>The same, read at least as far as a place.</summary>
    public static async Task<RecordAt> SeenTodayAsync(this OpenRecord record, long atLeast, HttpContext context)
    {
        var read = record.Live.Newest();
        return record
            .Today(
                read.Place >= atLeast ? read : await record.Live.AtAsync(known: null, context.RequestAborted),
                BearerTokens.GrantsOf(context.User)
            )
            .NotedIn(context);
    }

    /// <summary>The record now, for what is told to somebody who does not ask: as whoever has those rights sees it today.</summary>
    public static async Task<RecordAt> SeenTodayAsync(
        this OpenRecord record,
        Grants grants,
        CancellationToken cancellation
    ) => record.Today(await record.Live.AtAsync(known: null, cancellation), grants);

    /// <summary>All that has been read of the record, as whoever was given an earlier state of it sees it.</summary>
    public static RecordAt NewestSeenAs(this OpenRecord open, RecordAt record)
    {
        var newest = open.Live.Newest();
        return record.SeenBy is { } sight ? newest.AsSeenBy(sight) : newest;
    }

    /// <summary>What is looked at that is not public is noted, and recorded before it goes out (<see cref="RecordedReadings"/>).</summary>
    public static RecordAt NotedIn(this RecordAt seen, HttpContext context) =>
        seen.Noting(context.Features.GetRequiredFeature<LookedAt>());

    private static RecordAt Today(this OpenRecord record, RecordAt read, Grants grants) =>
        read.AsSeenBy(new(grants, London.Today(record.Clock)));
}

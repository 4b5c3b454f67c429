using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.People;

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
    public static Task<RecordAt> AtInstantAsync(this OpenRecord record, DateTimeOffset? known, HttpContext context) =>
        record.AtInstantAsync(
            known,
            DateWithPrecision.TryParse(context.Request.Query["on"], out var on) ? on.Latest : DateOnly.MaxValue,
            context
        );

    /// <summary>Two states of the record, each as whoever asks may see it on its day; the request is answered from the later one.</summary>
    public static async Task<(RecordAt Earlier, RecordAt Later)> AtBothAsync(
        this OpenRecord record,
        (DateTimeOffset? Known, DateOnly On) earlier,
        (DateTimeOffset? Known, DateOnly On) later,
        HttpContext context
    )
    {
        // Of one state of knowledge both are of one place, whatever is recorded meanwhile.
        var then =
            earlier.Known == later.Known ? null : await record.AtInstantAsync(earlier.Known, earlier.On, context);
        var now = await record.AtInstantAsync(later.Known, later.On, context);
        then ??= now.AsSeenBy(record.SightOn(earlier.On, context))
            .Noting(context.Features.GetRequiredFeature<LookedAt>());
        return (then, now);
    }

    private static async Task<RecordAt> AtInstantAsync(
        this OpenRecord record,
        DateTimeOffset? known,
        DateOnly on,
        HttpContext context
    )
    {
        var (at, asOf) = await record.Live.AtLastContactAsync(known, context.RequestAborted);
        if (asOf is { } contact)
        {
            context.RequestServices.GetRequiredService<LastContact>().At = contact;
            context.Response.Headers[LastContact.Header] = AnswerJson.Instant(contact);
        }

        return at.AsSeenBy(record.SightOn(on, context)).NotedIn(context);
    }

    /// <summary>The rights of whoever asks; none for nobody.</summary>
    public static Grants Grants(this HttpContext context) => context.SignedIn()?.Grants ?? Record.People.Grants.None;

    /// <summary>Whether whoever asks sees the whole record.</summary>
    public static bool SeesEverything(HttpContext context) => context.Grants().ReadEverything;

    /// <summary>The record from which a request is answered.</summary>
    public static RecordAt Seen(this HttpContext context) =>
        context.Features.Get<RecordAt>() ?? context.RequestServices.GetRequiredService<OpenRecord>().SeenToday(context);

    /// <summary>What has been read of the record, as whoever asks may see it today.</summary>
    public static RecordAt SeenToday(this OpenRecord record, HttpContext context) =>
        record.Today(record.Live.Newest(), context.Grants()).NotedIn(context);

    /// <summary>The same, read at least as far as an answer that was given before.</summary>
    public static async Task<RecordAt> SeenTodayAsync(this OpenRecord record, AnswerTag? answer, HttpContext context)
    {
        var read = record.Live.Newest();
        var isFarEnough = answer is null || read.Place >= answer.Place || read.Known >= answer.Known;
        return record
            .Today(
                isFarEnough ? read : await record.Live.AtAsync(known: null, context.RequestAborted),
                context.Grants()
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

    /// <summary>
    /// A request is answered from it: what is looked at that is not public is noted, and recorded before it goes out
    /// (<see cref="RecordedReadings"/>).
    /// </summary>
    public static RecordAt NotedIn(this RecordAt seen, HttpContext context)
    {
        if (context.Features.Get<RecordAt>() is null)
        {
            context.Response.Headers.Append(HeaderNames.Vary, $"{HeaderNames.Authorization}, {HeaderNames.Cookie}");
        }

        var noting = seen.Noting(context.Features.GetRequiredFeature<LookedAt>());
        context.Features.Set(noting);
        return noting;
    }

    /// <summary>Whether a region or an organisation is theirs to look after who ask.</summary>
    public static bool LookAfter(this OpenRecord record, Region? region, OdsCode? organisation, HttpContext context) =>
        organisation is { } ods
            ? record.SightToday(context).LooksAfter(ods, record.Live.Newest())
            : context.Grants() is var grants && (grants.ReadEverything || grants.Regions.Any(own => own == region));

    /// <summary>Whether whoever asks logs decisions about an organisation.</summary>
    public static bool MayLogAbout(this OpenRecord record, OdsCode organisation, HttpContext context) =>
        record.SightToday(context).LogsFor(organisation, record.Live.Newest());

    /// <summary>What whoever asks sees today.</summary>
    public static Sight SightToday(this OpenRecord record, HttpContext context) =>
        new(context.Grants(), London.Today(record.Clock));

    // Never further than today.
    private static Sight SightOn(this OpenRecord record, DateOnly on, HttpContext context) =>
        London.Today(record.Clock) is var today && on < today
            ? new(context.Grants(), on)
            : new(context.Grants(), today);

    private static RecordAt Today(this OpenRecord record, RecordAt read, Grants grants) =>
        read.AsSeenBy(new(grants, London.Today(record.Clock)));
}

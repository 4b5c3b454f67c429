using Oversight.Web.Http;

namespace Oversight.Web.Design;

/// <summary>
/// What a page was asked, as it stands in its form. An empty field counts as not given, and an instant may be written
/// as people in London would, without an offset.
/// </summary>
/// <param name="On">The day.</param>
/// <param name="Known">As known when; null for now.</param>
/// <param name="Region">The region; null for all.</param>
public sealed record PageQuestion(DateOnly On, DateTimeOffset? Known, Region? Region)
{
    private static readonly TimeZoneInfo LondonZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The question about today.</summary>
    public static PageQuestion Today(TimeProvider clock) => new(London.Today(clock), null, null);

    /// <summary>Reads it from a request.</summary>
    /// <exception cref="BadInputException">A field cannot be read.</exception>
    public static PageQuestion Of(HttpRequest request, TimeProvider clock)
    {
        var region = Field(request, "region");
        return new(
            Coordinates.Day(Field(request, "on"), clock),
            Instant(Field(request, "known")),
            region is null ? null : Region.Of(region)
        );
    }

    /// <summary>Reads the two times alone from a request.</summary>
    /// <exception cref="BadInputException">A field cannot be read.</exception>
    public static PageQuestion OfTimes(HttpRequest request, TimeProvider clock) =>
        new(Coordinates.Day(Field(request, "on"), clock), Instant(Field(request, "known")), null);

    /// <summary>The day as a date field takes it.</summary>
    public string OnField => On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// The instant as a field for date and time takes it, in London, to the next millisecond: nothing that was known is
    /// lost when the form is sent again.
    /// </summary>
    public string? KnownField
    {
        get
        {
            if (Known is not { } known)
            {
                return null;
            }

            return InField(known);
        }
    }

    /// <summary>An instant as a field for date and time takes it.</summary>
    public static string InField(DateTimeOffset known)
    {
        var over = known.UtcTicks % TimeSpan.TicksPerMillisecond;
        var rounded = over == 0 ? known : known.AddTicks(TimeSpan.TicksPerMillisecond - over);
        return London.At(rounded).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF", CultureInfo.InvariantCulture);
    }

    /// <summary>The instant at which a day ends in London.</summary>
    public static DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, LondonZone.GetUtcOffset(midnight));
    }

    /// <summary>The address of a page with the same two times, and what else it is asked with.</summary>
    public string At(string path, params IReadOnlyList<KeyValuePair<string, string?>> more) =>
        path
        + QueryString.Create([
            new("on", OnField),
            .. Known is { } known
                ? new KeyValuePair<string, string?>[] { new("known", AnswerJson.Instant(known)) }
                : [],
            .. more,
        ]);

    private static string? Field(HttpRequest request, string name) =>
        request.Query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    /// <summary>An instant as an address or a field has it.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static DateTimeOffset? Instant(string? text, string field = "known")
    {
        if (
            text is { Length: <= 30 }
            && !text.EndsWith('Z')
            && DateTime.TryParseExact(
                text,
                ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
            && local.Year is > 1 and < 9999
        )
        {
            return new DateTimeOffset(local, LondonZone.GetUtcOffset(local));
        }

        return Coordinates.Known(text, field);
    }
}

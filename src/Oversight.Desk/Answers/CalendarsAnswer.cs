using Oversight.Ledger;

namespace Oversight.Desk.Answers;

/// <summary>A calendar feed that was made.</summary>
/// <param name="Id">Its id, by which it is revoked.</param>
/// <param name="Address">Where a calendar program reads it. It is shown this once: whoever has it can read the feed.</param>
public sealed record CalendarMade(Guid Id, string Address);

/// <summary>A calendar feed without its address.</summary>
/// <param name="Id">Its id, by which it is revoked.</param>
/// <param name="Region">The region that it is about.</param>
/// <param name="Organisation">The organisation that it is about.</param>
/// <param name="MadeBy">The signed-in subject that made it.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="RevokedAt">When it was revoked; absent while it answers.</param>
public sealed record CalendarItem(
    Guid Id,
    Region? Region,
    OdsCode? Organisation,
    string MadeBy,
    DateTimeOffset MadeAt,
    DateTimeOffset? RevokedAt
)
{
    /// <summary>That of a feed.</summary>
    public static CalendarItem Of(CalendarFeed feed)
    {
        var scope = CalendarScope.Of(feed.Scope);
        return new(feed.Id, scope.Region, scope.Organisation, feed.MadeBy, feed.MadeAt, feed.RevokedAt);
    }
}

/// <summary>The calendar feeds that a signed-in subject made.</summary>
/// <param name="Calendars">The feeds, the first one first.</param>
public sealed record CalendarsAnswer(IReadOnlyList<CalendarItem> Calendars);

using Oversight.Projections.Meetings;

namespace Oversight.Web.Meetings;

/// <summary>Where the parts of a meeting are.</summary>
internal static class MeetingAddresses
{
    /// <summary>Its minutes.</summary>
    public static string Minutes(HeldMeeting meeting) => Minutes(meeting.Region, meeting.Day);

    /// <summary>The minutes of a day.</summary>
    public static string Minutes(Region region, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"/meetings/{region.Code}/minutes/{day:yyyy-MM-dd}");

    /// <summary>Where something else is logged about a subject.</summary>
    public static string Log(SubjectId subject) => $"/log?about={subject}";
}

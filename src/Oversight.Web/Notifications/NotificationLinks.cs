namespace Oversight.Web.Notifications;

/// <summary>Where what somebody was told of is read.</summary>
internal static class NotificationLinks
{
    /// <summary>The page of a subject.</summary>
    public static string OfSubject(string stream)
    {
        var subject = SubjectId.FromStream(stream);
        return subject.Kind switch
        {
            SubjectKind.Organisation => $"/organisations/{subject.Id}",
            SubjectKind.Recovery => $"/recoveries/{subject.Id}",
            SubjectKind.Undertakings => $"/undertakings/{subject.Id}",
            _ => "/registers/history",
        };
    }
}

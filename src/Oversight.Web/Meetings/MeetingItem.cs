using Oversight.Projections.BoardReports;
using Oversight.Projections.Meetings;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Web.Design;

namespace Oversight.Web.Meetings;

/// <summary>Something on the agenda of which the meeting may record something: an organisation, or an engagement that it is in.</summary>
/// <param name="About">The organisation.</param>
/// <param name="Subject">The stream that is written to.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Version">The version of the stream that is shown.</param>
/// <param name="Choices">What the meeting may have decided, the first being nothing.</param>
public sealed record MeetingItem(
    BoardReport About,
    SubjectId Subject,
    string Title,
    long Version,
    IReadOnlyList<Choice> Choices
)
{
    /// <summary>That nothing is recorded.</summary>
    public const string Nothing = "nothing";

    /// <summary>It was looked at and stays as it is.</summary>
    public const string Stays = "stays";

    /// <summary>It was reviewed.</summary>
    public const string Reviewed = "reviewed";

    /// <summary>Its whole system was reviewed.</summary>
    public const string SystemReviewed = "system-reviewed";

    /// <summary>A segment is proposed.</summary>
    public const string Proposed = "proposed";

    /// <summary>A proposal is agreed; its segment and the id of its entry follow.</summary>
    public const string Agreed = "agreed-";

    /// <summary>A proposal is declined; its segment and the id of its entry follow.</summary>
    public const string Declined = "declined-";

    /// <summary>The segments that may be proposed: those of the framework that judges it on the day. None for an engagement.</summary>
    public IReadOnlyList<FrameworkSegment> Segments { get; init; } = [];

    /// <summary>Why no segment may be proposed; null where some may, and for an engagement.</summary>
    public string? NoSegments { get; init; }

    /// <summary>Whether it is an engagement.</summary>
    public bool IsEngagement => Subject.Kind == SubjectKind.Recovery;

    /// <summary>The name of one of its fields.</summary>
    public string Field(string field) => $"{Subject}-{field}";

    /// <summary>All of an agenda: each organisation, and after it the engagements that it is a member of and that were not named before.</summary>
    public static IReadOnlyList<MeetingItem> Of(Agenda agenda, FrameworksInForce frameworks)
    {
        var named = new HashSet<string>();
        return
        [
            .. agenda.All.SelectMany(one =>
                one.Engagements.Where(e => e.IsMember && e.ThroughSystem is null && named.Add(e.Engagement.Id))
                    .Select(e => OfEngagement(one, e))
                    .Prepend(OfOrganisation(one, agenda.On, frameworks))
            ),
        ];
    }

    private static MeetingItem OfOrganisation(BoardReport one, DateOnly on, FrameworksInForce frameworks)
    {
        var (status, isBoard) = (one.Status, one.Status.Kind == OrganisationKind.Icb);
        var choices = new List<Choice> { new(Nothing, "Nothing to record") };
        if (status.Segment.ToConfirm is { } segment)
        {
            choices.Add(new(Stays, $"Reviewed: it stays in segment {segment}"));
        }

        choices.Add(new(Reviewed, isBoard ? "Reviewed: the board itself" : "Reviewed"));
        if (isBoard)
        {
            choices.Add(new(SystemReviewed, "Reviewed: its whole system"));
        }

        foreach (var proposal in status.Proposals)
        {
            var said = $"the proposal of segment {proposal.Segment} from {Words.Date(proposal.Effective)}";
            choices.Add(new($"{Agreed}{proposal.Segment}-{proposal.Entry.Id}", $"Agreed: {said}"));
            choices.Add(new($"{Declined}{proposal.Segment}-{proposal.Entry.Id}", $"Declined: {said}"));
        }

        var framework = frameworks.Judging(on, status.Kind);
        var segments = framework?.Segmented(status.Kind) == true ? framework.Segments : [];
        if (segments.Count > 0)
        {
            choices.Add(new(Proposed, "A segment is proposed"));
        }

        return new(one, SubjectId.Of(one.Ods), status.Name, status.Version, choices)
        {
            Segments = segments,
            NoSegments =
                segments.Count > 0 ? null
                : framework is not null
                    ? $"{framework.Title} does not place this kind of organisation in segments: none can be proposed."
                : $"The record does not say which framework holds on {Words.Day(on)}: no segment can be proposed.",
        };
    }

    private static MeetingItem OfEngagement(BoardReport one, ReportedEngagement engagement) =>
        new(
            one,
            SubjectId.OfRecovery(engagement.Engagement.Id),
            engagement.Engagement.Title,
            engagement.Engagement.Version,
            [new(Nothing, "Nothing to record"), new(Stays, "Reviewed: it goes on as it is")]
        );
}

using Oversight.Record.Notices;

namespace Oversight.Projections.Notices;

/// <summary>Whether a notice of another body is open.</summary>
public enum NoticeState
{
    /// <summary>It was given, and no entry closes it.</summary>
    Open,

    /// <summary>It was closed.</summary>
    Closed,

    /// <summary>Dates are too imprecise to say.</summary>
    Uncertain,
}

/// <summary>A notice of another body on a day.</summary>
/// <param name="RecordedAbout">The organisation that it is recorded about.</param>
/// <param name="Concerning">The organisations that it is about.</param>
/// <param name="Kind">What it is.</param>
/// <param name="About">What it is about.</param>
/// <param name="By">Who gave it, where that is no body that decides.</param>
/// <param name="Rating">The rating, where one was given.</param>
/// <param name="State">Whether it is open.</param>
/// <param name="Given">Who gave it, when and why.</param>
/// <param name="Closed">Who closed it, when and why; null while nobody may have.</param>
public sealed record NoticeOnDay(
    OdsCode RecordedAbout,
    IReadOnlyList<OdsCode> Concerning,
    NoticeKind Kind,
    string About,
    string? By,
    InspectionRating? Rating,
    NoticeState State,
    Statement Given,
    Statement? Closed
)
{
    /// <summary>The notices given by a day, or perhaps, in one organisation's timeline, in the order of their dates.</summary>
    public static IReadOnlyList<NoticeOnDay> On(DateOnly day, Timeline timeline) =>
        [
            .. from given in Statement.Begun(timeline.Of<NoticeGiven>(), day)
            let closed = Statement
                .Begun(timeline.Of<NoticeClosed>(), day)
                .Where(e => timeline.StandsFor(e.Content.Notice)?.Id == given.Id)
                .OrderByDescending(e => e.Effective.IsCertainBy(day))
                .FirstOrDefault()
            select new NoticeOnDay(
                timeline.Subject.Organisation!.Value,
                given.Content.Organisations ?? [timeline.Subject.Organisation!.Value],
                given.Content.Kind,
                given.Content.About,
                given.Content.By,
                given.Content.Rating,
                closed?.Effective.IsCertainBy(day) == true ? NoticeState.Closed
                    : closed is not null || !given.Effective.IsCertainBy(day) ? NoticeState.Uncertain
                    : NoticeState.Open,
                Statement.Of(given),
                closed is null ? null : Statement.Of(closed)
            ),
        ];
}

using Oversight.Projections.Undertakings;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Directions;

/// <summary>A direction to an organisation as it stands on a day, with a set of undertakings or without one.</summary>
/// <param name="Id">The id of the entry by which it was issued.</param>
/// <param name="Organisations">Those that were directed.</param>
/// <param name="Undertakings">The id of the set of undertakings that it is about; null where it needs none.</param>
/// <param name="LegalBasis">The id of what it rests on in law.</param>
/// <param name="LegalBasisTitle">What that is called.</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Directed">What is directed, as varied.</param>
/// <param name="Penalty">The sum to be paid, in whole pounds; null where it is no penalty, or no sum is stated.</param>
/// <param name="OriginalDue">By when, before any variation; null when no date was given.</param>
/// <param name="Due">By when, as varied; null when no date was given.</param>
/// <param name="DaysLeft">Days to the latest day of that while it is, or may be, in force; null when unknown.</param>
/// <param name="InForce">Whether it is in force; uncertain where dates leave that open.</param>
/// <param name="Issued">Who issued it, when and why.</param>
/// <param name="Varied">Every variation by the day.</param>
/// <param name="Ended">The entries by which it is, or may be, in force no longer.</param>
public sealed record Direction(
    Guid Id,
    IReadOnlyList<OdsCode> Organisations,
    string? Undertakings,
    string LegalBasis,
    string LegalBasisTitle,
    LegalTest Test,
    string Directed,
    long? Penalty,
    DateWithPrecision? OriginalDue,
    DateWithPrecision? Due,
    int? DaysLeft,
    StatedAnswer InForce,
    Statement Issued,
    IReadOnlyList<Statement> Varied,
    IReadOnlyList<Statement> Ended
)
{
    /// <summary>The entries that say how it stands, by place.</summary>
    internal IEnumerable<EntryReference> RestsOn =>
        Varied.Append(Issued).Concat(Ended).Select(said => said.Entry).OrderBy(e => e.Place);

    /// <summary>Every direction that was, or may have been, issued by a day, by stream and place.</summary>
    public static IEnumerable<Direction> On(RecordAt record, DateOnly day) =>
        record.Subjects.SelectMany(subject => Of(record.TimelineOf(subject)!, day));

    /// <summary>Those to one organisation, in the order in which they were recorded.</summary>
    public static IReadOnlyList<Direction> To(RecordAt record, OdsCode organisation, DateOnly day) =>
        [
            .. record
                .Naming(organisation)
                .Append(record.TimelineOf(organisation))
                .OfType<Timeline>()
                .SelectMany(timeline => Of(timeline, day))
                .Where(direction => direction.Organisations.Contains(organisation))
                .OrderBy(direction => direction.Issued.Entry.Place),
        ];

    private static IEnumerable<Direction> Of(Timeline timeline, DateOnly day) =>
        timeline.Subject.Organisation is { } organisation
            ? OrganisationDirection.On(timeline, day).Select(d => Of(d, organisation, day))
        : AcceptedUndertakings.Of(timeline) is { } set ? DirectionStanding.On(set, day).Select(d => Of(d, set, day))
        : [];

    private static Direction Of(OrganisationDirection direction, OdsCode organisation, DateOnly day)
    {
        var content = direction.Issued.Content;
        return new(
            direction.Issued.Id,
            [organisation],
            null,
            content.LegalBasis,
            Record.Undertakings.LegalBasis.InWords(content.LegalBasis),
            content.Test,
            direction.Directed,
            content.Penalty,
            content.Due,
            direction.Due,
            direction.InForce == Certainty.No ? null : DueDate.DaysLeft(direction.Due, day),
            StatedAnswers.Of(direction.InForce),
            Statement.Of(direction.Issued),
            [.. direction.Variations.Select(Statement.Of)],
            [.. direction.Revocations.Select(Statement.Of)]
        );
    }

    // It holds until all the undertakings are discharged.
    private static Direction Of(DirectionStanding direction, AcceptedUndertakings set, DateOnly day) =>
        new(
            direction.Said.Entry.Id,
            set.GivenBy,
            set.Subject.Id,
            direction.LegalBasis,
            Record.Undertakings.LegalBasis.InWords(direction.LegalBasis),
            direction.Test,
            direction.Directed,
            null,
            direction.Due,
            direction.Due,
            direction.Open ? direction.DaysLeft : null,
            !direction.Open ? StatedAnswer.No
                : direction.Said.Effective.IsCertainBy(day) ? StatedAnswer.Yes
                : StatedAnswer.Uncertain,
            direction.Said,
            [],
            [
                .. set
                    .Timeline.Of<UndertakingsDischarged>()
                    .Where(e => e.Content.Items is null && e.Effective.IsCertainBy(day))
                    .Select(Statement.Of),
            ]
        );
}

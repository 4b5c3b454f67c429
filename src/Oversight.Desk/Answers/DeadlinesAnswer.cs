using Oversight.Projections.Deadlines;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>Everything with a date that is not settled on a day.</summary>
/// <param name="Place">The place of the record at which it was computed.</param>
/// <param name="Known">As known when; absent for now.</param>
/// <param name="On">The day.</param>
/// <param name="Region">The region asked for; absent for all.</param>
/// <param name="Organisation">The organisation asked for; absent for all.</param>
/// <param name="Overdue">How many of those listed are overdue.</param>
/// <param name="Deadlines">The deadlines by due day, those of unknown date last.</param>
/// <param name="NotStated">What the record does not state and could have fallen due; not "nothing".</param>
/// <param name="Rules">The rules that they name.</param>
public sealed record DeadlinesAnswer(
    long? Place,
    DateTimeOffset? Known,
    DateOnly On,
    Region? Region,
    OdsCode? Organisation,
    int Overdue,
    IReadOnlyList<Deadline> Deadlines,
    IReadOnlyList<NotStated> NotStated,
    IReadOnlyList<AnswerRule> Rules
)
{
    /// <summary>The longest that can be looked ahead, in days.</summary>
    public const int LongestWithin = 36_525;

    /// <summary>The answer in the record at a place.</summary>
    /// <exception cref="BadInputException">The organisation is not in the record.</exception>
    public static DeadlinesAnswer Of(
        RecordAt record,
        DateOnly on,
        DateTimeOffset? known,
        Region? region,
        OdsCode? organisation,
        int? within,
        bool overdue
    )
    {
        var missing = Register
            .Of("deadlines")
            .NotStatedOf(
                record,
                on,
                [
                    .. region is null ? [] : new[] { new Filter("region", Comparison.Is, region.Code) },
                    .. organisation is null ? [] : new[] { new Filter("ods", Comparison.Is, organisation.Value.Value) },
                ],
                "organisation"
            );
        // What it shows is what its deadlines rest on, and not all that was looked through to find them.
        var all = Projections
            .Deadlines.Deadlines.On(record.Noting(null), on)
            .Concerning(region, organisation)
            .Falling(within, overdue)
            .All;
        record.NoteSubjectsOf(all.SelectMany(deadline => deadline.RestsOn));
        return new(
            record.PlaceTold,
            record.KnownTold(known),
            on,
            region,
            organisation,
            all.Count(d => d.Overdue),
            all,
            missing,
            [.. AnswerRules.OfDeadlines.Where(rule => all.Any(d => d.Rule == rule.Name))]
        );
    }
}

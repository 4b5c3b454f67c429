using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.InRecovery;

/// <summary>What a publication says of an organisation and Recovery Support, read for a day.</summary>
/// <param name="Position">Whether it is in the programme or has left it, at the end of the period.</param>
/// <param name="InProgramme">Whether it was in it on the day, by the dates that the publication gives; uncertain where those are too vague.</param>
/// <param name="Period">For which period it is stated.</param>
/// <param name="IsOver">True when that period has passed by the day: then it is only what was last published.</param>
/// <param name="OfSystem">The ICB of whose whole system it is stated, where that is another organisation; null when it is stated of itself.</param>
/// <param name="Scope">Whom it concerns: the organisation, or an ICB with its system; null: not stated.</param>
/// <param name="Entered">When it entered, as far as that was published.</param>
/// <param name="Left">When it left, as far as that was published.</param>
/// <param name="TargetExit">When it was meant to leave, as far as that was published.</param>
/// <param name="TargetMissed">Whether that was missed; null: not stated.</param>
/// <param name="Reasons">Why it entered; null: not stated.</param>
/// <param name="CriteriaText">What was published of the criteria for leaving.</param>
/// <param name="Words">All of it in one line.</param>
/// <param name="Source">The publication.</param>
/// <param name="Entry">The entry.</param>
public sealed record PublishedRecovery(
    RecoveryPosition Position,
    StatedAnswer InProgramme,
    DateWithPrecision Period,
    bool IsOver,
    OdsCode? OfSystem,
    Concerning? Scope,
    DateWithPrecision? Entered,
    DateWithPrecision? Left,
    DateWithPrecision? TargetExit,
    bool? TargetMissed,
    IReadOnlyList<RecoveryReason>? Reasons,
    string? CriteriaText,
    string Words,
    Source? Source,
    EntryReference Entry
)
{
    internal static PublishedRecovery Of(BelievedEntry<RecoveryPublished> entry, DateOnly day, OdsCode? ofSystem)
    {
        var said = entry.Content;
        return new(
            said.Position,
            OnDay(said, day),
            entry.Effective,
            // What is stated of one day says no more of the days after it than what is stated of a year.
            entry.Effective.Latest < day,
            ofSystem,
            said.Scope,
            said.Entered,
            said.Left,
            said.TargetExit,
            said.TargetMissed,
            said.Reasons,
            said.CriteriaText,
            (ofSystem is { } icb ? $"With the system of {icb}: " : "") + said.Says(),
            said.Decision.Source,
            EntryReference.To(entry)
        );
    }

    // A date of entry or leaving that is stated says more than the position does, which is that of the period's end.
    private static StatedAnswer OnDay(RecoveryPublished said, DateOnly day)
    {
        if (said.Entered is { } entered && day < entered.Latest)
        {
            return day < entered.Earliest ? StatedAnswer.No : StatedAnswer.Uncertain;
        }

        return said.Position == RecoveryPosition.InProgramme ? StatedAnswer.Yes
            : said.Left is not { } left || left.Latest <= day ? StatedAnswer.No
            : day < left.Earliest ? StatedAnswer.Yes
            : StatedAnswer.Uncertain;
    }
}

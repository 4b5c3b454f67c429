namespace Oversight.Record.Recovery;

/// <summary>The improvement board met, which watches over the improvement plan.</summary>
/// <param name="Decision">Effective: the day of the meeting. Evidence: its minutes or papers.</param>
/// <param name="Outcome">What it concluded.</param>
/// <param name="NextMeeting">When it is to meet next, as far as that was said.</param>
public sealed record ImprovementBoardMet(Decision Decision, string Outcome, DateWithPrecision? NextMeeting = null)
    : Event(Decision),
        IMayFollowExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Outcome, "outcome", 20_000);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Improvement board met {When}"
        + (NextMeeting is { } next ? $", next meeting {next}" : "")
        + $": {InWords.OneLine(Outcome)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("improvement board", Outcome), .. Stated.Maybe("next improvement board", NextMeeting)];

    /// <summary>A board may go on meeting while what follows exit is watched.</summary>
    public bool MayFollowExit(Engagement engagement) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => MeetImprovementBoard.Kind;
}

/// <summary>How <see cref="ImprovementBoardMet"/> is called, and the rules that say when it may be recorded.</summary>
public static class MeetImprovementBoard
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "improvement_board_met",
            "improvement-board",
            typeof(ImprovementBoardMet),
            SubjectKind.Recovery,
            "The improvement board met"
        )
        {
            Decides = false,
            Example = () =>
                new ImprovementBoardMet(
                    Example.Decided,
                    "Finance on course; urgent care is not.",
                    Example.Date("2024-12-06")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay];
}

namespace Oversight.Record.Recovery;

/// <summary>The letter was sent that tells an organisation that it is in Recovery Support, and what is asked of it.</summary>
/// <param name="Decision">Effective: the day of the letter. Evidence: the letter.</param>
/// <param name="Asks">What it asks for, one item each, as far as that is to be on the record.</param>
/// <param name="Members">The members to whom it was sent; left out: all.</param>
public sealed record EntryLetterIssued(
    Decision Decision,
    IReadOnlyList<string>? Asks = null,
    IReadOnlyList<OdsCode>? Members = null
) : Event(Decision), IConcernsMembers
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        EngagementRules.CheckMembers(Members);
        if (Asks is not null)
        {
            Check.Texts(Asks, "asks", 2000, atLeast: 1);
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Entry letter issued {When}{names.For(Members)}"
        + (
            Asks switch
            {
                null => "",
                [_] => ", asking for one thing",
                _ => $", asking for {Asks.Count} things",
            }
        );

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. Stated.AllOrEach("entry letter to", Members), .. Stated.Each("asks", Asks ?? [])];

    // Whoever was sent the letter has it.
    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => Members?.Contains(organisation) != false;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => IssueEntryLetter.Kind;
}

/// <summary>How <see cref="EntryLetterIssued"/> is called, and the rules that say when it may be recorded.</summary>
public static class IssueEntryLetter
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "entry_letter_issued",
            "entry-letter",
            typeof(EntryLetterIssued),
            SubjectKind.Recovery,
            "The letter of entry to Recovery Support was sent"
        )
        {
            Example = () => new EntryLetterIssued(Example.Decided, ["A recovery plan by the end of the quarter."]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.NamesMembers, EngagementRules.WhileUnderWay];
}

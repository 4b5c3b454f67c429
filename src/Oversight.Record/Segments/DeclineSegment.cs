namespace Oversight.Record.Segments;

/// <summary>A proposed segment was declined.</summary>
/// <param name="Decision">Effective: the day of declining. Rationale: why, which must be said.</param>
/// <param name="Proposal">The proposal.</param>
public sealed record SegmentDeclined(Decision Decision, Guid Proposal) : Event(Decision), IAnswersProposal
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Proposed segment declined {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("proposal declined", $"{Proposal}")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Proposal = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DeclineSegment.Kind;
}

/// <summary>How <see cref="SegmentDeclined"/> is called, and the rules that say when it may be recorded.</summary>
public static class DeclineSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_declined",
            "segment-decline",
            typeof(SegmentDeclined),
            SubjectKind.Organisation,
            "A proposed segment is declined"
        )
        {
            Example = () => new SegmentDeclined(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [AgreeSegment.AnswersOpenProposal, AgreeSegment.ApproverIsNotProposer, GeneralRules.ReasonForDeclining];
}

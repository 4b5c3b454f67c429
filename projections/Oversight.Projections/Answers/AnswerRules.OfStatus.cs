namespace Oversight.Projections.Answers;

/// <content>The rules of an organisation's status.</content>
public static partial class AnswerRules
{
    /// <summary>What an organisation is, and how it is called.</summary>
    public static AnswerRule Registered { get; } =
        new(
            "as-registered",
            "An organisation is what its registration says; it has the name that it was given last, as far as that is certain by the day, else the one that it was registered with."
        );

    /// <summary>Whether an organisation exists.</summary>
    public static AnswerRule Existence { get; } =
        new(
            "exists-by-dates",
            "An organisation exists from the day on which it is established to the day before its successors stand in its place; where dates leave that open, it is uncertain."
        );

    /// <summary>Which segment holds.</summary>
    public static AnswerRule SegmentByDates { get; } =
        new(
            "segment-by-dates",
            "An entry may hold on a day when it may have begun by then and none that has certainly begun follows it; "
                + "when all that may hold agree, the answer is certain."
        );

    /// <summary>What a publication says of a segment.</summary>
    public static AnswerRule SegmentByPeriod { get; } =
        new(
            "segment-as-published",
            "A position published for a period is certain for that period, and afterwards only the last one published."
        );

    /// <summary>Who has a segment.</summary>
    public static AnswerRule SegmentByFramework { get; } =
        new(
            "segment-by-framework",
            "An organisation has a segment only where the framework of the day has one for its kind."
        );

    /// <summary>Those by which a segment is found.</summary>
    public static IReadOnlyList<AnswerRule> OfSegments { get; } = [SegmentByDates, SegmentByPeriod, SegmentByFramework];

    /// <summary>Which review of a segment was the last.</summary>
    public static AnswerRule SegmentReviewed { get; } =
        new(
            "segment-reviewed-last",
            "The last review of a segment is the one with the latest day among those that were certainly held by the day; it says when the next one is due."
        );

    /// <summary>When a proposal is open.</summary>
    public static AnswerRule ProposalOpen { get; } =
        new(
            "proposal-until-answered",
            "A proposal is open from the earliest day on which it may have been made until an entry that names it agrees or declines it."
        );

    /// <summary>What is aimed at.</summary>
    public static AnswerRule Ambition { get; } =
        new(
            "ambition-stated-last",
            "The segment that is aimed at is the one stated last by the day; it places nobody in it."
        );

    /// <summary>Where a commitment stands.</summary>
    public static AnswerRule CommitmentStands { get; } =
        new(
            "commitment-until-ended",
            "A commitment stands from the day on which it was made until it is met or withdrawn; what was missed still stands, and what passed is owed by the successor."
        );
}

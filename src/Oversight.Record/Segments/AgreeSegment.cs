using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;

namespace Oversight.Record.Segments;

/// <summary>A proposed segment was agreed: the organisation is placed in it.</summary>
/// <param name="Decision">Effective: from when it holds.</param>
/// <param name="Proposal">The proposal.</param>
/// <param name="Segment">The segment's number, as proposed.</param>
public sealed record SegmentAgreed(Decision Decision, Guid Proposal, int Segment)
    : Event(Decision),
        IPlacesInSegment,
        IAnswersProposal
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Segment {Segment} agreed from {When}, as proposed";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("segment", $"{Segment}")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Proposal = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeSegment.Kind;
}

/// <summary>An event that answers a proposal of a segment.</summary>
public interface IAnswersProposal : INamesOpenEntry
{
    /// <summary>The proposal.</summary>
    Guid Proposal { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "proposal";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Proposal;

    /// <inheritdoc/>
    bool INamesOpenEntry.IsAnswer => true;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<SegmentProposed, IAnswersProposal>(answer => answer.Proposal);
}

/// <summary>How <see cref="SegmentAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_agreed",
            "segment-agreement",
            typeof(SegmentAgreed),
            SubjectKind.Organisation,
            "A proposed segment is agreed"
        )
        {
            ByBodiesOfFramework = true,
            IsRegulatoryAction = true,
            Example = () => new SegmentAgreed(Example.Decided, Example.Entry, 4),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SegmentRules.SegmentOfFramework,
            GeneralRules.FrameworkCarriedOn,
            AssignSegment.NationalAgreement,
            AnswersOpenProposal,
            ApproverIsNotProposer,
            AssignSegment.SegmentWithoutRecovery,
        ];

    /// <summary>An answer is to a proposal that counts and is still open; what is agreed is what was proposed.</summary>
    public static Rule<IAnswersProposal> AnswersOpenProposal { get; } =
        new(
            "answers-open-proposal",
            "Who agrees or declines answers a proposal about the same organisation that nobody has answered; "
                + "the segment agreed is the one proposed.",
            (answer, judged) =>
            {
                var answered = answer.Proposal;
                var proposal = judged
                    .Timeline.Of<SegmentProposed>()
                    .FirstOrDefault(e => e.Id == answered && e.Place < judged.Entry.Place);
                if (proposal is null)
                {
                    return $"What is answered, entry {answered}, is no proposal about {judged.Timeline.Subject}, or it was retracted.";
                }

                var earlier = judged
                    .Timeline.Of<IAnswersProposal>()
                    .FirstOrDefault(e => e.Content.Proposal == answered && e.Place < judged.Entry.Place);
                if (earlier is not null)
                {
                    return $"The proposal was {(earlier.Content is SegmentAgreed ? "agreed" : "declined")} already, "
                        + $"by entry {earlier.Id}: propose again.";
                }

                var proposed = proposal.Content.Segment;
                return judged.Content is SegmentAgreed agreed && agreed.Segment != proposed
                    ? $"Segment {agreed.Segment} is agreed, but segment {proposed} was proposed: decline it, and propose again."
                    : null;
            }
        );

    /// <summary>
    /// Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>), whatever
    /// bodies they name.
    /// </summary>
    public static Rule<IAnswersProposal> ApproverIsNotProposer { get; } =
        new(
            "approver-is-not-proposer",
            "Who agrees to or declines a proposal is somebody else than who proposed.",
            (answer, judged) =>
            {
                var answered = answer.Proposal;
                return
                    judged.Timeline.StandsFor(answered) is { Content: SegmentProposed } proposal
                    && FourEyes.WroteBoth(proposal, judged.Entry, judged.Timeline) is { } writer
                    ? $"Proposal {proposal.Id} and its answer were both written by {writer}: somebody else has to answer it."
                    : null;
            }
        )
        {
            HoldsThroughChanges = true,
        };
}

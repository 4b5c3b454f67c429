using Oversight.Record.Commitments;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Record.Tests.Given;

/// <summary>Good reviews, concerns and commitments to begin with; a test changes the one thing that it is about.</summary>
internal static class SampleReviews
{
    public static OversightReviewed Review(string on, string? nextDue = null) =>
        new(
            Sample.Decision(on, Sample.Regional),
            ReviewMeeting.Quarterly,
            Concerning.Organisation,
            "It is on course.",
            NextReviewDue: nextDue is null ? null : Sample.Date(nextDue)
        );

    public static ConcernRaised Concern(string on, Guid? review = null) =>
        new(
            Sample.Decision(on, Sample.Regional),
            ConcernTheme.Finance,
            Concerning.Organisation,
            "Spending is above plan.",
            Review: review
        );

    public static ConcernEscalated Escalated(string on, Guid concern) =>
        new(Sample.Decision(on, Sample.Regional) with { Rationale = "It went on." }, concern, Sample.National);

    public static ConcernClosed Closed(string on, Guid concern) =>
        new(Sample.Decision(on, Sample.Regional) with { Rationale = "Spending is as planned." }, concern);

    public static CommitmentMade Action(string on, string? due = null, Guid? review = null) =>
        new(
            Sample.Decision(on, Sample.Regional),
            CommitmentKind.Action,
            CommitmentTerms.Agreed,
            Concerning.Organisation,
            "A plan is sent.",
            Due: due is null ? null : Sample.Date(due),
            Owner: "Chief Finance Officer",
            Review: review
        );

    public static CommitmentMoved Moved(string on, Guid commitment, string due) =>
        new(
            Sample.Decision(on, Sample.Regional) with
            {
                Rationale = "The return came late.",
            },
            commitment,
            Sample.Date(due)
        );

    public static CommitmentMet Met(string on, Guid commitment) =>
        new(Sample.Decision(on, Sample.Regional), commitment);

    public static CommitmentMissed Missed(string on, Guid commitment) =>
        new(Sample.Decision(on, Sample.Regional), commitment);

    public static CommitmentWithdrawn Withdrawn(string on, Guid commitment) =>
        new(Sample.Decision(on, Sample.Regional) with { Rationale = "Another plan took its place." }, commitment);
}

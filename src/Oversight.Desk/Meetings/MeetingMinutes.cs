using System.Text.Json;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.Meetings;

/// <summary>One thing that a meeting decided, as a caller writes it.</summary>
/// <param name="Subject">What it is about: the stream, such as organisation-QOC or recovery-qoc-2021.</param>
/// <param name="Type">The kind of decision as it is stored, such as segment_assigned; no_change, or not_discussed.</param>
/// <param name="Version">
/// The subject's version that was decided on; 0 or absent for what the outcome begins. Of several outcomes about one
/// subject only the first needs it.
/// </param>
/// <param name="Data">
/// What is to be recorded, in the shape of its kind; its decision needs only what differs from the meeting. Absent: nothing more
/// than the meeting says.
/// </param>
public sealed record MeetingOutcome(string Subject, string Type, long? Version = null, JsonElement? Data = null);

/// <summary>What a meeting decided, to be logged as a whole or not at all, each outcome with an entry of its own.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Outcomes">Its outcomes, 1 to 500, in the order in which they are decided: each sees those before it.</param>
/// <param name="Offers">
/// What an outcome about an organisation may be besides, ready to be copied into the outcomes; it is not read. A concern or a commitment that
/// follows the review of the same organisation came from that review.
/// </param>
public sealed record MeetingMinutes(
    Meeting Meeting,
    IReadOnlyList<MeetingOutcome> Outcomes,
    IReadOnlyList<JsonElement>? Offers = null
)
{
    private const int MostOutcomes = 500;

    /// <summary>Reads them.</summary>
    /// <exception cref="BadInputException">The meeting, or the list of outcomes as such, cannot be taken as it stands.</exception>
    public static MeetingMinutes Read(JsonElement body)
    {
        var minutes = StrictJson.Read<MeetingMinutes>(body);
        if (minutes.Outcomes.Count is 0 or > MostOutcomes)
        {
            throw new BadInputException("outcomes", $"must hold 1 to {MostOutcomes} outcomes.");
        }

        if (minutes.Outcomes.All(IsUntouched))
        {
            throw new BadInputException(
                "outcomes",
                $"are all {NotDiscussed.Type}: there is nothing to log. Write {NoChange.Type} for what was looked at and stays, "
                    + "or the kind of decision."
            );
        }

        minutes.Meeting.Decide();
        return minutes;
    }

    /// <summary>The outcomes that lack the version of a subject which is not new.</summary>
    public IReadOnlyList<RefusedOutcome> WithoutVersion() =>
        [
            .. Outcomes
                .Select((outcome, index) => (outcome, index))
                .DistinctBy(o => o.outcome.Subject)
                .Where(o => Outcomes.Any(other => other.Subject == o.outcome.Subject && !IsUntouched(other)))
                .Where(o => o.outcome.Version is null && !Begins(o.outcome))
                .Select(o => new RefusedOutcome(
                    o.index,
                    o.outcome.Subject,
                    "is missing: say the version that was decided on.",
                    $"outcomes[{o.index}].version"
                )),
        ];

    /// <summary>What the desk is asked to log. Taking it throws <see cref="OutcomesRefusedException"/> when outcomes are refused.</summary>
    public IDecisions ToDecisions() => new MeetingDecisions(this);

    internal static EventKind? Kind(MeetingOutcome outcome) =>
        EventCatalogue.Kinds.FirstOrDefault(k => k.Name == outcome.Type);

    // The first one says the version, touched or not.
    internal MeetingOutcome FirstAbout(string subject) => Outcomes.First(o => o.Subject == subject);

    internal static bool IsUntouched(MeetingOutcome outcome) =>
        outcome is { Type: NotDiscussed.Type, Data: null or { ValueKind: JsonValueKind.Null } };

    private static bool Begins(MeetingOutcome outcome) => Kind(outcome)?.Begins == true;
}

using System.Text.Json;
using Oversight.Projections.Status;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;

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
public sealed record MeetingMinutes(Meeting Meeting, IReadOnlyList<MeetingOutcome> Outcomes)
{
    private const int MostOutcomes = 500;

    /// <summary>Reads them.</summary>
    /// <exception cref="BadInputException">The meeting, or the list of outcomes as such, cannot be taken as it stands.</exception>
    public static MeetingMinutes Read(JsonElement body)
    {
        var minutes = (MeetingMinutes)StrictJson.Read(body, typeof(MeetingMinutes), "");
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
    public DecisionsTogether ToDecisions()
    {
        var asked = Outcomes
            .Index()
            .Where(o => !IsUntouched(o.Item))
            .Select(o => (o.Index, Outcome: Read(o.Item, o.Index)))
            .ToArray();
        var versions = new Dictionary<SubjectId, long>();
        foreach (var (index, outcome) in asked)
        {
            if (outcome.Subject is { } subject)
            {
                versions.TryAdd(subject, FirstAbout(Outcomes[index].Subject).Version ?? 0);
            }
        }

        return new(
            [.. asked.Select(a => a.Outcome.Asked)],
            versions,
            [
                .. from one in asked
                where one.Outcome.Subject is not null
                select (one.Outcome.Subject!.Value, one.Outcome.Content),
            ],
            (draft, people) => Take(asked, draft, people)
        );
    }

    private void Take(IReadOnlyList<(int Index, AskedOutcome Outcome)> asked, Draft draft, People people)
    {
        var refused = new List<RefusedOutcome>(WithoutVersion());
        foreach (var (index, outcome) in asked)
        {
            try
            {
                var command = outcome.Decide(draft);
                draft.Take(command with { Asked = people.Commit(command.Asked) });
            }
            catch (Exception e) when (RefusedOutcome.Of(index, Outcomes[index].Subject, e) is { } said)
            {
                refused.Add(said);
            }
        }

        if (refused.Count > 0)
        {
            throw new OutcomesRefusedException([.. refused.OrderBy(r => r.Index)], Outcomes.Count);
        }
    }

    // What is asked is not what is taken: what "no change" means depends on the record, and sent again it is the same
    // request all the same.
    private AskedOutcome Read(MeetingOutcome outcome, int index)
    {
        string Asked(string data) => DecisionsTogether.OneAsked(outcome.Subject, outcome.Type, data);
        try
        {
            var subject = SubjectOf(outcome, index);
            CheckVersion(outcome, index);
            if (outcome.Type == NotDiscussed.Type)
            {
                throw new BadInputException(
                    $"outcomes[{index}].type",
                    $"cannot be {NotDiscussed.Type} where data says something: write {NoChange.Type} or the kind of decision."
                );
            }

            var data = WithMeeting(outcome.Data, index);
            var path = $"outcomes[{index}].data";
            if (outcome.Type == NoChange.Type)
            {
                var noChange = (NoChange)StrictJson.Read(data, typeof(NoChange), path);
                return new(
                    subject,
                    Content: null,
                    Asked(JsonSerializer.Serialize(noChange.WithoutPerson(), EventCatalogue.Json)),
                    draft => new LogDecision(subject, Confirmed(noChange, subject, index, draft))
                );
            }

            var content = StrictJson.ReadDecision(data, KindOf(outcome, index).Type, path);
            return new(
                subject,
                content,
                Asked(EventCatalogue.Write(People.Without(content))),
                _ => new LogDecision(subject, content)
            );
        }
        catch (BadInputException e)
        {
            return new(null, null, Asked("null"), _ => throw new BadInputException(e.Field, e.Problem));
        }
    }

    private static SubjectId SubjectOf(MeetingOutcome outcome, int index)
    {
        try
        {
            return SubjectId.FromStream(outcome.Subject);
        }
        catch (FormatException)
        {
            throw new BadInputException(
                $"outcomes[{index}].subject",
                $"\"{outcome.Subject}\" is not a subject: write it as organisation-QOC, recovery-qoc-2021, undertakings-rxw-2023."
            );
        }
    }

    private void CheckVersion(MeetingOutcome outcome, int index)
    {
        var first = FirstAbout(outcome.Subject);
        if (outcome.Version is { } version && version != (first.Version ?? 0))
        {
            throw new BadInputException(
                $"outcomes[{index}].version",
                $"is {version}, but the first outcome about {outcome.Subject} was decided on version {first.Version ?? 0}."
            );
        }
    }

    private static EventKind KindOf(MeetingOutcome outcome, int index) =>
        Kind(outcome) is { } kind && kind.Type != typeof(EntryCorrected) && kind.Type != typeof(EntryRetracted)
            ? kind
            : throw new BadInputException(
                $"outcomes[{index}].type",
                $"\"{outcome.Type}\" is not a decision that a meeting takes: write {NoChange.Type}, or a kind of entry such as segment_assigned."
            );

    private static EventKind? Kind(MeetingOutcome outcome) =>
        EventCatalogue.Kinds.FirstOrDefault(k => k.Name == outcome.Type);

    // The first one says the version, touched or not.
    private MeetingOutcome FirstAbout(string subject) => Outcomes.First(o => o.Subject == subject);

    private static bool IsUntouched(MeetingOutcome outcome) =>
        outcome is { Type: NotDiscussed.Type, Data: null or { ValueKind: JsonValueKind.Null } };

    private static bool Begins(MeetingOutcome outcome) => Kind(outcome)?.Begins == true;

    // The meeting's decision, with what the outcome's own says in its place.
    private JsonElement WithMeeting(JsonElement? data, int index)
    {
        var members = Members(data, $"outcomes[{index}].data");
        var decision = Members(JsonSerializer.SerializeToElement(Meeting.Decide(), EventCatalogue.Json), "meeting");
        JsonElement? own = members.TryGetValue("decision", out var given) ? given : null;
        foreach (var (name, value) in Members(own, $"outcomes[{index}].data.decision"))
        {
            decision[name] = value;
        }

        members["decision"] = JsonSerializer.SerializeToElement(decision);
        return JsonSerializer.SerializeToElement(members);
    }

    private static Dictionary<string, JsonElement> Members(JsonElement? element, string path) =>
        element switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } given => given
                .EnumerateObject()
                .ToDictionary(m => m.Name, m => m.Value),
            _ => throw new BadInputException(path, "must be an object."),
        };

    private static Event Confirmed(NoChange asked, SubjectId subject, int index, Draft draft)
    {
        switch (subject.Kind)
        {
            case SubjectKind.Recovery:
                return new RecoveryReviewed(asked.Decision, asked.Outcome ?? "No change.", asked.NextReviewDue);
            case SubjectKind.Organisation:
                return SegmentConfirmed(asked, subject, index, draft);
            default:
                throw new BadInputException(
                    $"outcomes[{index}].subject",
                    $"must be an organisation or an engagement of Recovery Support for {NoChange.Type}; {subject} is not."
                );
        }
    }

    private static SegmentReviewed SegmentConfirmed(NoChange asked, SubjectId subject, int index, Draft draft)
    {
        if (
            draft.TimelineOf(subject) is not { } timeline
            || timeline.Of<OrganisationRegistered>().FirstOrDefault()?.Content is not { } registered
        )
        {
            throw new UnknownSubjectException(subject);
        }

        var (day, decision) = (asked.Decision.Effective.Latest, asked.Decision);
        var segment = SegmentStatus.On(day, timeline, registered.Kind, draft.Frameworks);
        if (ToConfirm(segment) is not { } number)
        {
            throw new BadInputException(
                $"outcomes[{index}].type",
                $"cannot be {NoChange.Type}: the segment on {DateWithPrecision.Day(day)} is {segment.Text}."
            );
        }

        if (asked.Outcome is not null && decision.Rationale is not null)
        {
            throw new BadInputException(
                $"outcomes[{index}].data.outcome",
                "is kept as the rationale of an organisation's review: say either of the two, not both."
            );
        }

        return new(decision with { Rationale = decision.Rationale ?? asked.Outcome }, number, asked.NextReviewDue);
    }

    /// <summary>
    /// The segment that a review confirms: that of the day or, while a framework is carried on past its term or nothing but the
    /// last published is known, the last one stated.
    /// Null when it is not certain.
    /// </summary>
    internal static int? ToConfirm(SegmentStatus segment) =>
        segment.Number is { } number ? number
        : segment
            is { State: SegmentState.NotKnown, PerhapsNone: false, Framework.State: FrameworkState.Lapsed }
                or { State: SegmentState.LastPublished }
        && segment.Candidates.Select(c => c.Segment).Distinct().ToArray() is [var last]
            ? last
        : null;

    private sealed record AskedOutcome(
        SubjectId? Subject,
        Event? Content,
        string Asked,
        Func<Draft, LogDecision> Decide
    );
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Projections.Status;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;

namespace Oversight.Desk.Meetings;

/// <summary>What a meeting decided, as the desk logs it: every outcome that is refused is told, and then none is stored.</summary>
internal sealed class MeetingDecisions : IDecisions
{
    private readonly MeetingMinutes minutes;
    private readonly JsonElement meeting;
    private readonly List<AskedOutcome> asked = [];
    private readonly Dictionary<SubjectId, long> versions = [];

    public MeetingDecisions(MeetingMinutes minutes)
    {
        this.minutes = minutes;
        meeting = JsonSerializer.SerializeToElement(minutes.Meeting.Decide(), EventCatalogue.Json);
        foreach (var (index, outcome) in minutes.Outcomes.Index().Where(o => !MeetingMinutes.IsUntouched(o.Item)))
        {
            var one = Read(outcome, index);
            asked.Add(one);
            if (one.Subject is { } subject)
            {
                versions.TryAdd(subject, minutes.FirstAbout(outcome.Subject).Version ?? 0);
            }
        }
    }

    public IReadOnlyDictionary<SubjectId, long> Versions => versions;

    public IEnumerable<(SubjectId Subject, Event Content)> Contents =>
        from one in asked
        where one.Subject is not null
        select (one.Subject!.Value, one.Content ?? Left(one.NoChange!, one.Subject.Value));

    // What is asked is not what is taken: what "no change" means depends on the record, and sent again it is the same
    // request all the same.
    public IEnumerable<string> Asked => asked.Select(one => one.Asked);

    public void Take(Draft draft)
    {
        var refused = new List<RefusedOutcome>(minutes.WithoutVersion());
        foreach (var one in asked)
        {
            if (Take(one, draft) is { } said)
            {
                refused.Add(said);
            }
        }

        if (refused.Count > 0)
        {
            throw new OutcomesRefusedException([.. refused.OrderBy(r => r.Index)], minutes.Outcomes.Count);
        }
    }

    /// <summary>Takes them as <see cref="Take(Draft)"/> does, and says of each what would be recorded, or why it is refused.</summary>
    public IReadOnlyList<ForeseenOutcome> Foresee(Draft draft)
    {
        var foreseen = new List<ForeseenOutcome>();
        foreach (var one in asked)
        {
            var refused = Take(one, draft);
            var entry = refused is null ? draft.Entries[^1] : null;
            foreseen.Add(
                new(
                    one.Index,
                    minutes.Outcomes[one.Index].Subject,
                    entry?.Event,
                    refused,
                    entry is null ? [] : draft.FindingsOf(entry)
                )
            );
        }

        return foreseen;
    }

    private RefusedOutcome? Take(AskedOutcome one, Draft draft)
    {
        if (one.Unread is not null)
        {
            return one.Unread;
        }

        try
        {
            var subject = one.Subject!.Value;
            draft.Take(new LogDecision(subject, one.Content ?? Confirmed(one.NoChange!, subject, one.Index, draft)));
            return null;
        }
        catch (Exception e) when (RefusedOutcome.Of(one.Index, minutes.Outcomes[one.Index].Subject, e) is { } said)
        {
            return said;
        }
    }

    private AskedOutcome Read(MeetingOutcome outcome, int index)
    {
        string Asked(string data) => IDecisions.OneAsked(outcome.Subject, outcome.Type, data);
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

            var data = WithMeeting(outcome, index);
            var path = $"outcomes[{index}].data";
            if (outcome.Type == NoChange.Type)
            {
                var noChange = StrictJson.Read<NoChange>(data, path);
                return new(
                    index,
                    subject,
                    Asked(JsonSerializer.Serialize(noChange.WithoutPerson(), EventCatalogue.Json))
                )
                {
                    NoChange = noChange,
                };
            }

            var content = StrictJson.ReadDecision(data, KindOf(outcome, index).Type, path);
            return new(index, subject, Asked(EventCatalogue.Write(content.WithoutPeople()))) { Content = content };
        }
        catch (BadInputException e)
        {
            return new(index, null, Asked("null")) { Unread = RefusedOutcome.Of(index, outcome.Subject, e) };
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
        var first = minutes.FirstAbout(outcome.Subject);
        if (outcome.Version is { } version && version != (first.Version ?? 0))
        {
            throw new BadInputException(
                $"outcomes[{index}].version",
                $"is {version}, but the first outcome about {outcome.Subject} was decided on version {first.Version ?? 0}."
            );
        }
    }

    private static EventKind KindOf(MeetingOutcome outcome, int index) =>
        MeetingMinutes.Kind(outcome) is { } kind
        && kind.Type != typeof(EntryCorrected)
        && kind.Type != typeof(EntryRetracted)
            ? kind
            : throw new BadInputException(
                $"outcomes[{index}].type",
                $"\"{outcome.Type}\" is not a decision that a meeting takes: write {NoChange.Type}, or a kind of entry such as segment_assigned."
            );

    // The meeting's decision, with what the outcome's own says in its place.
    private JsonElement WithMeeting(MeetingOutcome outcome, int index)
    {
        var whole = outcome.Data is { } given ? Members(given, $"outcomes[{index}].data") : [];
        if (outcome.Type == ReviewOversight.Kind.Name && minutes.Meeting.Kind is { } held)
        {
            whole.TryAdd("meeting", InWords.Stored(held));
        }

        var decision = Members(meeting, "meeting");
        if (whole["decision"] is { } own)
        {
            foreach (var (name, value) in Members(own, $"outcomes[{index}].data.decision"))
            {
                decision[name] = value?.DeepClone();
            }
        }

        whole["decision"] = decision;
        return JsonSerializer.SerializeToElement(whole);
    }

    private static JsonObject Members(object given, string path) =>
        JsonSerializer.SerializeToNode(given) as JsonObject ?? throw new BadInputException(path, "must be an object.");

    // What "no change" is recorded as; of an organisation the record says which segment stays.
    private static Event Left(NoChange asked, SubjectId subject) =>
        subject.Kind == SubjectKind.Recovery
            ? new RecoveryReviewed(asked.Decision, asked.Outcome ?? "No change.", asked.NextReviewDue)
            : new SegmentReviewed(asked.Decision, 1, asked.NextReviewDue);

    private static Event Confirmed(NoChange asked, SubjectId subject, int index, Draft draft)
    {
        switch (subject.Kind)
        {
            case SubjectKind.Recovery:
                return Left(asked, subject);
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
        if (segment.ToConfirm is not { } number)
        {
            throw new BadInputException(
                $"outcomes[{index}].type",
                $"cannot be {NoChange.Type}: the segment on {DateWithPrecision.Day(day)} is {segment.Text}. "
                    + $"Write {ReviewOversight.Kind.Name} for a review that needs no segment."
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

    // An outcome that could be read has its content, or says that nothing changes.
    private sealed record AskedOutcome(int Index, SubjectId? Subject, string Asked)
    {
        public Event? Content { get; init; }

        public NoChange? NoChange { get; init; }

        public RefusedOutcome? Unread { get; init; }
    }
}

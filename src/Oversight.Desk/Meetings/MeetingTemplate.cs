using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Commitments;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;

namespace Oversight.Desk.Meetings;

/// <summary>Minutes to be edited: everything that a meeting can look at, each line as not discussed.</summary>
/// <param name="Minutes">The minutes; without outcomes when there is nothing to look at.</param>
/// <param name="NothingToConfirm">The organisations of which no segment can be confirmed on that day, and why.</param>
public sealed record MeetingTemplate(MeetingMinutes Minutes, IReadOnlyList<(OdsCode Ods, string Why)> NothingToConfirm)
{
    /// <summary>The organisations of a region, and the engagements that one of them is a member of, with their versions.</summary>
    /// <param name="record">The record.</param>
    /// <param name="region">The region; null: all.</param>
    /// <param name="on">The meeting's day.</param>
    public static MeetingTemplate Of(RecordAt record, Region? region, DateOnly on)
    {
        var all = OrganisationStatus.All(record, on, region);
        // A trust of which nothing is recorded that a meeting could confirm is not listed: a region has forty.
        var organisations = all.Where(o => o.Kind == OrganisationKind.Icb || o.Segment.ToConfirm is not null).ToArray();
        var engagements = record
            .Subjects.Where(s => s.Kind == SubjectKind.Recovery)
            .Select(s => record.TimelineOf(s)!)
            .Where(t => MembersOn(t, on).Any(m => all.Any(o => o.Ods == m)));
        var body = region is null ? "nhs-england" : $"nhs-england-{region.Code}";
        return new(
            new(
                new Meeting("Oversight review meeting", on, new DecidedBy(body)),
                [
                    .. organisations.Select(o => Untouched(SubjectId.Of(o.Ods), o.Version)),
                    .. engagements.Select(t => Untouched(t.Subject, t.Version)),
                ],
                OffersOf(body, on)
            ),
            [.. organisations.Where(o => o.Segment.ToConfirm is null).Select(o => (o.Ods, o.Segment.Text))]
        );
    }

    // What every organisation can be reviewed with, whether or not a framework places it in a segment.
    private static IReadOnlyList<JsonElement> OffersOf(string body, DateOnly on)
    {
        Event[] offered =
        [
            new OversightReviewed(
                Example.Decided,
                ReviewMeeting.Quarterly,
                Concerning.Organisation,
                "What came of it.",
                "What was looked at and said.",
                [body],
                DateWithPrecision.Day(on.AddMonths(3))
            ),
            new ConcernRaised(
                Example.Decided,
                ConcernTheme.Finance,
                Concerning.Organisation,
                "The concern, in a sentence."
            ),
            new CommitmentMade(
                Example.Decided,
                CommitmentKind.Action,
                CommitmentTerms.Agreed,
                Concerning.Organisation,
                "What is to be done.",
                Due: DateWithPrecision.Day(on.AddMonths(1)),
                Owner: "Who sees to it: a role, no name"
            ),
        ];
        return
        [
            .. offered.Select(content =>
            {
                var data = JsonSerializer.SerializeToNode(content, content.GetType(), EventCatalogue.Json)!.AsObject();
                // The meeting says the rest.
                data.Remove("decision");
                return JsonSerializer.SerializeToElement(
                    new JsonObject { ["type"] = content.KindOfEvent().Name, ["data"] = data }
                );
            }),
        ];
    }

    private static MeetingOutcome Untouched(SubjectId subject, long version) =>
        new(subject.Value, NotDiscussed.Type, version);

    // Whoever may still be a member: a line too many is deleted more easily than one that is missing is noticed.
    private static HashSet<OdsCode> MembersOn(Timeline engagement, DateOnly on)
    {
        var members = new HashSet<OdsCode>();
        foreach (
            var entry in engagement.Entries.Where(e => e.Counts).OrderBy(e => e.Effective.Latest).ThenBy(e => e.Place)
        )
        {
            switch (entry.Content)
            {
                case RecoveryEntered entered when entry.Effective.Earliest <= on:
                    members.UnionWith(entered.Members);
                    break;
                case RecoveryMemberJoined joined when entry.Effective.Earliest <= on:
                    members.Add(joined.Organisation);
                    break;
                case RecoveryMemberExited exited when entry.Effective.IsCertainBy(on):
                    members.Remove(exited.Organisation);
                    break;
                case ExitAgreed { Members: null } when entry.Effective.IsCertainBy(on):
                    members.Clear();
                    break;
                case ExitAgreed { Members: { } leaving } when entry.Effective.IsCertainBy(on):
                    members.ExceptWith(leaving);
                    break;
            }
        }

        return members;
    }
}

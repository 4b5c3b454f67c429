using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Meetings;
using Oversight.Projections.Meetings;
using Oversight.Record.Authority;
using Oversight.Record.Commitments;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Web.Design;

namespace Oversight.Web.Meetings;

/// <summary>What somebody wrote down of a meeting, read from its form as what the desk logs.</summary>
internal sealed class MeetingSheet
{
    private readonly List<(MeetingItem Item, MeetingOutcome Outcome)> outcomes = [];

    private MeetingSheet(IReadOnlyList<MeetingItem> items, Submitted form)
    {
        Items = items;
        Form = form;
    }

    /// <summary>What is on the agenda.</summary>
    public IReadOnlyList<MeetingItem> Items { get; }

    /// <summary>What was written, and what is wrong with it.</summary>
    public Submitted Form { get; }

    /// <summary>What is logged; null while something is wrong.</summary>
    public MeetingMinutes? Minutes { get; private set; }

    /// <summary>The items of which something is recorded, with what; in the order of the outcomes.</summary>
    public IReadOnlyList<(MeetingItem Item, MeetingOutcome Outcome)> Outcomes => outcomes;

    /// <summary>The bodies in whose name somebody may record what a region's meeting decided.</summary>
    public static IReadOnlyList<Choice> BodiesOf(Region region, Grants grants) =>
        [
            .. new[] { DecidingBody.IdOf(region), "nhs-england" }
                .Where(grants.ActFor)
                .Select(body => new Choice(body, Words.Body(body))),
        ];

    /// <summary>Reads a form.</summary>
    /// <param name="agenda">What is on the agenda.</param>
    /// <param name="frameworks">The frameworks: they say which segments may be proposed.</param>
    /// <param name="form">What was written.</param>
    public static MeetingSheet Of(Agenda agenda, FrameworksInForce frameworks, Submitted form)
    {
        var sheet = new MeetingSheet(MeetingItem.Of(agenda, frameworks), form);
        var meeting = sheet.ReadMeeting();
        foreach (var item in sheet.Items)
        {
            sheet.Read(item);
        }

        if (sheet.outcomes.Count == 0 && !form.HasErrors)
        {
            form.Fail("", "Nothing is to be recorded of anybody: choose what the meeting decided of one at least.");
        }

        if (!form.HasErrors)
        {
            sheet.Minutes = new(meeting!, [.. sheet.outcomes.Select(one => one.Outcome)]);
        }

        return sheet;
    }

    /// <summary>Says at the fields what the desk refuses.</summary>
    /// <param name="refused">What it refuses.</param>
    /// <param name="said">Puts names in the place of codes and ids.</param>
    public void Fail(IEnumerable<RefusedOutcome> refused, Func<string, string> said)
    {
        foreach (var one in refused)
        {
            var item = outcomes[one.Index].Item;
            var field = one.Field?.Split('.')[^1] switch
            {
                "outcome" or "rationale" => "text",
                "segment" => "segment",
                "nextReviewDue" => "next",
                "wording" => "action",
                "owner" => "owner",
                "due" => "due",
                _ => "outcome",
            };
            Form.Fail(item.Field(field), $"{item.Title}: {said(one.Detail)}");
        }
    }

    private Meeting? ReadMeeting()
    {
        var day = Form.Day("on");
        Need("title", "Write what the meeting was, such as “Quarterly oversight meeting”.");
        Need("chair", "Write the name of who chaired.");
        Need("body", "Choose in whose name it decided.");
        if (day is null && Form.ErrorOf("on") is null)
        {
            Form.Fail("on", "Write the day of the meeting.");
        }

        var kind = Enum.GetValues<ReviewMeeting>()
            .Cast<ReviewMeeting?>()
            .FirstOrDefault(one => InWords.Stored(one!.Value) == Form["kind"]);
        if (kind is null)
        {
            Form.Fail("kind", "Choose what kind of meeting it was.");
        }

        return day is null || Form.HasErrors
            ? null
            : new Meeting(Form["title"]!, day.Value, new(Form["body"]!, Form["role"], Form["chair"]))
            {
                Kind = kind,
                Communicated = Form["told"] == "yes" ? day : null,
            };
    }

    private void Read(MeetingItem item)
    {
        var chosen = Form[item.Field("outcome")] ?? MeetingItem.Nothing;
        // A proposal that has been answered since is one for the rules: sent again, it is answered as it was.
        var answer = ProposalAnswer.Of(chosen);
        if (answer is null && item.Choices.All(choice => choice.Value != chosen))
        {
            Form.Fail(item.Field("outcome"), $"{item.Title}: choose what the meeting decided.");
            return;
        }

        if (chosen == MeetingItem.Nothing)
        {
            return;
        }

        var text = Form[item.Field("text")];
        var next = Form.Date(item.Field("next"))?.Stored;
        switch (chosen)
        {
            case MeetingItem.Stays:
                Add(item, NoChange.Type, new { outcome = text, nextReviewDue = next });
                break;
            case MeetingItem.Reviewed or MeetingItem.SystemReviewed:
                Need(item.Field("text"), $"{item.Title}: write what came of the review.");
                var scope = chosen == MeetingItem.Reviewed ? Concerning.Organisation : Concerning.System;
                Add(
                    item,
                    ReviewOversight.Kind.Name,
                    new
                    {
                        scope = InWords.Stored(scope),
                        outcome = text,
                        nextReviewDue = next,
                    }
                );
                break;
            case MeetingItem.Proposed:
                Need(item.Field("segment"), $"{item.Title}: choose the segment that is proposed.");
                Add(item, ProposeSegment.Kind.Name, new { segment = SegmentOf(item), decision = Why(text) });
                break;
            default:
                ReadAnswer(item, answer!, text);
                break;
        }

        ReadAction(item);
    }

    private void ReadAnswer(MeetingItem item, ProposalAnswer answer, string? text)
    {
        if (!answer.Agrees)
        {
            Need(item.Field("text"), $"{item.Title}: write why it was declined.");
        }

        Add(
            item,
            answer.Agrees ? AgreeSegment.Kind.Name : DeclineSegment.Kind.Name,
            new
            {
                proposal = answer.Proposal,
                segment = answer.Agrees ? answer.Segment : (int?)null,
                decision = Why(text),
            }
        );
    }

    private void ReadAction(MeetingItem item)
    {
        var (wording, owner, due) = (
            Form[item.Field("action")],
            Form[item.Field("owner")],
            Form.Date(item.Field("due"))?.Stored
        );
        if (wording is null)
        {
            if (owner is not null || due is not null)
            {
                Form.Fail(item.Field("action"), $"{item.Title}: write what is to be done.");
            }

            return;
        }

        Add(
            item,
            MakeCommitment.Kind.Name,
            new
            {
                kind = InWords.Stored(CommitmentKind.Action),
                terms = InWords.Stored(CommitmentTerms.Agreed),
                scope = InWords.Stored(Concerning.Organisation),
                wording,
                due,
                owner,
            }
        );
    }

    private int? SegmentOf(MeetingItem item) =>
        int.TryParse(Form[item.Field("segment")], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static object? Why(string? text) => text is null ? null : new { rationale = text };

    // What was not written is not sent.
    private void Add(MeetingItem item, string type, object data)
    {
        var members = (JsonObject)JsonSerializer.SerializeToNode(data)!;
        foreach (var (name, _) in members.Where(member => member.Value is null).ToArray())
        {
            members.Remove(name);
        }

        // What was decided on is what the form showed.
        var version =
            outcomes.Any(one => one.Item.Subject == item.Subject) ? (long?)null
            : long.TryParse(Form[item.Field("version")], CultureInfo.InvariantCulture, out var shown) ? shown
            : item.Version;
        outcomes.Add((item, new(item.Subject.Value, type, version, JsonSerializer.SerializeToElement(members))));
    }

    private void Need(string field, string message)
    {
        if (Form[field] is null)
        {
            Form.Fail(field, message);
        }
    }

    private sealed record ProposalAnswer(bool Agrees, int Segment, Guid Proposal)
    {
        public static ProposalAnswer? Of(string chosen) =>
            Of(chosen, MeetingItem.Agreed, agrees: true) ?? Of(chosen, MeetingItem.Declined, agrees: false);

        private static ProposalAnswer? Of(string chosen, string begins, bool agrees) =>
            chosen.StartsWith(begins, StringComparison.Ordinal)
            && chosen[begins.Length..].Split('-', 2) is [var segment, var entry]
            && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Guid.TryParse(entry, out var proposal)
                ? new(agrees, number, proposal)
                : null;
    }
}

using Oversight.Projections.AuditHistory;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Web.Http;

namespace Oversight.Web.Decisions;

/// <summary>What somebody may do with an entry.</summary>
internal static class EntryActions
{
    /// <summary>Whether an event names an entry.</summary>
    public static bool Names(Event content, Guid entry) =>
        content is ISaysOfEarlier { Earlier: { } earlier } && earlier == entry
        || content is ICorrects { Target: var corrected } && corrected == entry
        || content is IRetracts { Target: var retracted } && retracted == entry
        || content is EntryChallenged challenged && challenged.Entry == entry;

    /// <summary>The answers that an entry waits for, by what they say.</summary>
    public static IReadOnlyList<string> WaitsFor(Timeline timeline, Guid entry) =>
        [
            .. EventCatalogue
                .Kinds.Where(kind => NamingOf(kind) is { IsAnswer: true } && MayFollow(kind, timeline, entry))
                .Select(kind => kind.Says),
        ];

    /// <summary>How a kind names the entry that it answers; an exit that was recommended names its recommendation as what declines it does.</summary>
    public static INamesOpenEntry? NamingOf(EventKind kind) =>
        (kind == AgreeExit.Kind ? DeclineExit.Kind : kind).Example() as INamesOpenEntry;

    // That somebody was told may be said of any: it is an action of its own.
    private static bool MayFollow(EventKind kind, Timeline timeline, Guid entry) =>
        kind.About.HasFlag(timeline.Subject.Kind)
        && kind != CommunicateEntry.Kind
        && NamingOf(kind) is { } naming
        && naming.OpenIn(timeline).Any(open => open.Id == entry);

    /// <summary>The actions, each with the address of its form: the answers that it waits for first, then what can be done with any.</summary>
    /// <param name="record">The record.</param>
    /// <param name="context">The request of whoever asks.</param>
    /// <param name="timeline">The entry's subject, as they see it.</param>
    /// <param name="entry">The entry.</param>
    public static async Task<IReadOnlyList<StatedLine>> OfAsync(
        OpenRecord record,
        HttpContext context,
        Timeline timeline,
        HistoryEntry entry
    )
    {
        var by = Deciding.By(context);
        var kinds = await record.Desk.KindsToLogAsync(timeline.Subject, by, context.RequestAborted);
        var counts = timeline.StandsFor(entry.Id) is { Counts: true };
        string Address(EventKind kind, string member) =>
            LogAddresses.Form(kind.Word, timeline.Subject, (member, $"{entry.Id}"));

        // What is agreed is what was proposed.
        string Answering(EventKind kind, string member) =>
            kind == AgreeSegment.Kind && timeline.StandsFor(entry.Id)?.Content is SegmentProposed proposed
                ? LogAddresses.Form(
                    kind.Word,
                    timeline.Subject,
                    (member, $"{entry.Id}"),
                    ("segment", $"{proposed.Segment}")
                )
                : Address(kind, member);

        var actions = new List<StatedLine>();
        foreach (var kind in kinds)
        {
            if (MayFollow(kind, timeline, entry.Id) && NamingOf(kind) is { } naming)
            {
                actions.Add(new(kind.Says, Answering(kind, naming.Member)));
            }
        }

        if (counts && await record.Desk.MayChangeAsync(entry.Id, timeline.Subject, by, context.RequestAborted))
        {
            actions.Add(new("Correct it", Address(CorrectEntry.Kind, DecisionForm.Changed)));
            actions.Add(new("Retract it", Address(RetractEntry.Kind, DecisionForm.Changed)));
        }

        if (counts && kinds.Contains(CommunicateEntry.Kind))
        {
            actions.Add(new("Say that those concerned were told of it", Address(CommunicateEntry.Kind, "entry")));
        }

        if (kinds.Contains(RedactPerson.Kind) && NamesIn(entry.Event, timeline) is { Length: > 0 } names)
        {
            actions.Add(
                new(
                    names.Length == 1 ? "Redact the name in it" : "Redact a name in it",
                    LogAddresses.Form(RedactPerson.Kind.Word, timeline.Subject, ("names", string.Join('\n', names)))
                )
            );
        }

        if (counts && kinds.Contains(ChallengeEntry.Kind) && context.Grants().Organisations.Any())
        {
            actions.Add(new("Challenge it: say what is wrong with it", Address(ChallengeEntry.Kind, "entry")));
        }

        return actions;
    }

    // The ids of its people whose names were not redacted, as a form has them: one in a line.
    private static string[] NamesIn(Event content, Timeline timeline) =>
        content is PersonRedacted
            ? []
            :
            [
                .. content
                    .People()
                    .Except(timeline.Of<PersonRedacted>().SelectMany(redacted => redacted.Content.Names)),
            ];
}

using Oversight.Record.Mergers;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Mergers;

/// <summary>What became of something that was open when a body ended.</summary>
public enum PassingState
{
    /// <summary>Nobody has decided what becomes of it.</summary>
    NotDisposedOf,

    /// <summary>It passed to a successor.</summary>
    Passed,

    /// <summary>It was discharged.</summary>
    Discharged,

    /// <summary>It ended with the body.</summary>
    Ended,

    /// <summary>It was answered, met or closed since, without a decision of the merger.</summary>
    Settled,
}

/// <summary>Something that was open when a body ended, and what became of it by a day.</summary>
/// <param name="What">What it is.</param>
/// <param name="About">The stream in which it is: the undertakings, the engagement, or the body itself.</param>
/// <param name="Item">Which one: its reference, or the id of the entry by which it was made; null for a membership.</param>
/// <param name="Says">What it says, in one line.</param>
/// <param name="Due">By when it is due; null when no date is recorded.</param>
/// <param name="State">What became of it.</param>
/// <param name="Successor">To which successor it passed; null where it did not.</param>
/// <param name="Decided">Who decided so, from when, why, and in which entry; null where nobody did.</param>
/// <param name="Made">The entry by which it was made.</param>
public sealed record OpenAtEnd(
    OpenItemKind What,
    string About,
    string? Item,
    string Says,
    DateWithPrecision? Due,
    PassingState State,
    OdsCode? Successor,
    Statement? Decided,
    EntryReference Made
);

/// <summary>
/// The end of a body, and what became by a day of all that was open for it then: a pure function of the entries. What had passed to it from
/// a predecessor counts too.
/// </summary>
/// <param name="Body">The body that ended.</param>
/// <param name="Name">Its name; null when it is not registered.</param>
/// <param name="Ended">The first day on which its successors stand in its place.</param>
/// <param name="Successors">Those that follow it.</param>
/// <param name="Said">Who decided that, and in which entry.</param>
/// <param name="Items">What was open for it at the end of its last day, by stream.</param>
/// <param name="NotDisposedOf">Of how many of them nobody has decided what becomes.</param>
/// <param name="Knowable">
/// False where no engagement, undertakings or proposal in the record names the body: that nothing was open for it is not stated then.
/// </param>
public sealed record EndOfBody(
    OdsCode Body,
    string? Name,
    DateWithPrecision Ended,
    IReadOnlyList<OdsCode> Successors,
    Statement Said,
    IReadOnlyList<OpenAtEnd> Items,
    int NotDisposedOf,
    bool Knowable
)
{
    /// <summary>That of one body; null while it has not certainly ended by the day.</summary>
    public static EndOfBody? Of(RecordAt record, OdsCode body, DateOnly day)
    {
        var timeline = record.TimelineOf(SubjectId.Of(body));
        if (
            Passing.EndOf(timeline) is not { } end
            || !end.Effective.IsCertainBy(day)
            || OpenItems.AtEndOf(record, body) is not { } open
        )
        {
            return null;
        }

        // What is still its own on the day, where nobody has decided.
        var still = OpenItems.On(record, body, day).Select(Key).ToHashSet();
        OpenAtEnd[] items = [.. open.Select(item => Of(record, body, item, still.Contains(Key(item)), day))];
        return new(
            body,
            record.RegistrationOf(body)?.Name,
            end.Effective,
            [.. end.Content.Successors.Select(s => s.Organisation)],
            Statement.Of(end),
            items,
            items.Count(i => i.State == PassingState.NotDisposedOf),
            items.Length > 0 || record.Naming(body).Any(t => t.OrganisationsNamed.Contains(body))
        );
    }

    /// <summary>Every body that had certainly ended by a day, by code.</summary>
    public static IReadOnlyList<EndOfBody> All(RecordAt record, DateOnly day) =>
        [.. record.Organisations.Order().Select(ods => Of(record, ods, day)).OfType<EndOfBody>()];

    /// <summary>Those that a successor follows.</summary>
    public static IReadOnlyList<EndOfBody> Before(RecordAt record, OdsCode successor, DateOnly day) =>
        [
            .. record
                .PredecessorsOf(successor)
                .Select(p => p.Predecessor)
                .Distinct()
                .Select(ods => Of(record, ods, day))
                .OfType<EndOfBody>(),
        ];

    private static OpenAtEnd Of(RecordAt record, OdsCode body, OpenItem item, bool isStillOpen, DateOnly day)
    {
        var about = record.TimelineOf(item.About)!;
        var disposal = OpenItems.DisposalOf(about, body, item.What, item.Item, day);
        return new(
            item.What,
            item.About.Value,
            item.Item,
            item.Says,
            item.Due,
            disposal?.Item.Disposition switch
            {
                Disposition.Passes => PassingState.Passed,
                Disposition.Discharged => PassingState.Discharged,
                Disposition.Ended => PassingState.Ended,
                _ => isStillOpen ? PassingState.NotDisposedOf : PassingState.Settled,
            },
            disposal?.Item.Successor,
            disposal is null ? null : Statement.Of(disposal.Entry),
            EntryReference.To(item.Made)
        );
    }

    private static (OpenItemKind, SubjectId, string?) Key(OpenItem item) => (item.What, item.About, item.Item);
}

using Oversight.Record.Commitments;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Commitments;

/// <summary>What became of a commitment.</summary>
public enum CommitmentState
{
    /// <summary>It is to be met.</summary>
    Open,

    /// <summary>It was not met by its date, and has no later one. It still stands.</summary>
    Missed,

    /// <summary>It was met.</summary>
    Met,

    /// <summary>It no longer stands, though it was not met.</summary>
    Withdrawn,

    /// <summary>It was discharged when the body ended that was to meet it, or ended with it.</summary>
    Ended,

    /// <summary>Dates are too imprecise, or the record says several things.</summary>
    Uncertain,
}

/// <summary>One date that a commitment was given.</summary>
/// <param name="Due">By when; absent where it was made without a date.</param>
/// <param name="Said">Who said so, and why.</param>
public sealed record CommitmentDate(DateWithPrecision? Due, Statement Said);

/// <summary>An action or another commitment of an organisation or system as it stands on a day.</summary>
/// <param name="Id">The id of the entry by which it was made; what is said of it names that.</param>
/// <param name="Kind">What kind of commitment it is.</param>
/// <param name="Terms">Whether it was agreed, required or is expected.</param>
/// <param name="Scope">Whether it is the organisation's own or its whole system's.</param>
/// <param name="Organisations">The trusts that it is for, where it is for single ones.</param>
/// <param name="Wording">What is to be done or reached, where it was said.</param>
/// <param name="Period">The period that it is about.</param>
/// <param name="Amount">In whole pounds, where it is about a sum.</param>
/// <param name="PerCent">By how many per cent, where it was said so.</param>
/// <param name="WithinYears">Within how many years, where that was said in place of a date.</param>
/// <param name="Owner">Who sees to it.</param>
/// <param name="Review">The id of the review's entry that it came from, where that is stated.</param>
/// <param name="OwedBy">Who is to meet it: the organisation, or the successor to which it passed; absent where it ended with the body.</param>
/// <param name="State">What became of it.</param>
/// <param name="Due">By when; of several dates that may hold the one stated last; absent where none is stated.</param>
/// <param name="OrElse">Other dates that may hold, where it is uncertain whether it was moved.</param>
/// <param name="DaysLeft">Days to the latest day on which it is due; absent when unknown.</param>
/// <param name="Overdue">Whether that has passed, and it was neither met nor withdrawn; not stated where no date is.</param>
/// <param name="History">Every date that it was given by the day.</param>
/// <param name="Moved">How often its date changed.</param>
/// <param name="Said">Who made it, and why.</param>
/// <param name="Ended">Who said that it was met or withdrawn, or ended with the body, and why; absent where that is not certain.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record Commitment(
    Guid Id,
    CommitmentKind Kind,
    CommitmentTerms Terms,
    Concerning Scope,
    IReadOnlyList<OdsCode> Organisations,
    string? Wording,
    DateWithPrecision? Period,
    long? Amount,
    int? PerCent,
    int? WithinYears,
    string? Owner,
    Guid? Review,
    OdsCode? OwedBy,
    CommitmentState State,
    DateWithPrecision? Due,
    IReadOnlyList<DateWithPrecision> OrElse,
    int? DaysLeft,
    StatedAnswer Overdue,
    IReadOnlyList<CommitmentDate> History,
    int Moved,
    Statement Said,
    Statement? Ended,
    IReadOnlyList<EntryReference> RestsOn
)
{
    // Every organisation is asked for its own, and few have any.
    private static readonly Remembered<DateOnly, IReadOnlyList<Commitment>> Last = new();

    /// <summary>False where it was certainly met or withdrawn.</summary>
    public bool Stands => State is not (CommitmentState.Met or CommitmentState.Withdrawn or CommitmentState.Ended);

    /// <summary>What it is, in one line: the words of its kind, the sum, and the wording.</summary>
    public string Title =>
        $"{InWords.Title(Kind)}{(Period is { } period ? $" for {period}" : "")}{InWords.Pounds(Amount)}"
        + $"{(PerCent is { } part ? $" of {part}%" : "")}{(string.IsNullOrWhiteSpace(Wording) ? "" : $": {Wording}")}";

    /// <summary>The commitments that were made by a day, in the order of their places.</summary>
    public static IReadOnlyList<Commitment> On(Timeline timeline, DateOnly day)
    {
        if (!timeline.Of<CommitmentMade>().Any())
        {
            return [];
        }

        var about = timeline
            .Of<IAboutCommitment>()
            .ToLookup(e => timeline.StandsFor(e.Content.Commitment)?.Id ?? Guid.Empty);
        return
        [
            .. timeline
                .Of<CommitmentMade>()
                .Where(made => made.Effective.Earliest <= day)
                .Select(made => On(timeline, made, [.. about[made.Id]], day)),
        ];
    }

    /// <summary>Those that an organisation is to meet on a day, or was: its own that did not pass to another, and what passed to it.</summary>
    public static IReadOnlyList<Commitment> Of(RecordAt record, OdsCode organisation, DateOnly day) =>
        Last.Of(record, record.TimelineOf(organisation)!, day, at => Find(at, organisation, day));

    private static Commitment[] Find(RecordAt record, OdsCode organisation, DateOnly day) =>
        [
            .. record
                .OrganisationsNaming(organisation)
                .SelectMany(t => On(t, day))
                .Where(c => c.OwedBy == organisation),
            .. On(record.TimelineOf(organisation)!, day).Where(c => c.OwedBy is not { } owing || owing == organisation),
        ];

    private static Commitment On(
        Timeline timeline,
        BelievedEntry<CommitmentMade> made,
        IReadOnlyList<BelievedEntry<IAboutCommitment>> about,
        DateOnly day
    )
    {
        var content = made.Content;
        // Making it precedes all that follows: only the rest is compared by dates.
        var after = Candidates.On(day, about);
        CommitmentState[] states =
        [
            .. after
                .Entries.Select(e => StateAfter(e.Content))
                .Concat(after.PerhapsNone ? [CommitmentState.Open] : [])
                .Distinct(),
        ];
        // An end that is certain by the day ends what it ends, however vague the dates of what came before it.
        var ends = after.Entries.Where(e => e.Content is IEndsCommitment && e.Effective.IsCertainBy(day)).ToArray();
        CommitmentState[] ended = [.. ends.Select(e => StateAfter(e.Content)).Distinct()];
        var (owedBy, passed) = timeline.Subject.Organisation is { } own
            ? Passing.HolderOf(timeline, own, OpenItemKind.Commitment, $"{made.Id}", day)
            : (null, []);
        CommitmentState[] possible =
            ended.Length > 0 ? ended
            : owedBy is null ? [CommitmentState.Ended]
            : states;

        var moves = about.Where(e => e.Content is CommitmentMoved).ToArray();
        BelievedEntry[] given = [made, .. Statement.Begun(moves, day)];
        var mayHold = Candidates.On(day, moves);
        DateWithPrecision?[] dates =
        [
            .. mayHold.Entries.Select(DueOf).Concat(mayHold.PerhapsNone ? [content.DueDate()] : []),
        ];
        var due = DueOf(given[^1]);
        return new(
            made.Id,
            content.Kind,
            content.Terms,
            content.Scope,
            content.Organisations ?? [],
            content.Wording,
            content.Period,
            content.Amount,
            content.PerCent,
            content.WithinYears,
            content.Owner,
            content.Review,
            owedBy,
            possible is [var certain] ? certain : CommitmentState.Uncertain,
            due,
            [.. dates.OfType<DateWithPrecision>().Where(other => other != due).Distinct()],
            DueDate.DaysLeft(due, day),
            OverdueOf(possible, [.. dates.Append(due).Select(DueDate.By)], day),
            [.. given.Select(e => new CommitmentDate(DueOf(e), Statement.Of(e)))],
            Statement.Moves(given.Select(DueOf).OfType<DateWithPrecision>()),
            Statement.Of(made),
            ended.Length == 1 ? Statement.Of(ends[^1])
                : ended.Length == 0 && owedBy is null && passed.Count > 0 ? Statement.Of(passed[^1].Entry)
                : null,
            [
                .. given
                    .Concat(after.Entries)
                    .Concat(passed.Select(p => p.Entry))
                    .Distinct()
                    .OrderBy(e => e.Place)
                    .Select(EntryReference.To),
            ]
        );
    }

    private static StatedAnswer OverdueOf(CommitmentState[] possible, DateOnly?[] lastDays, DateOnly day)
    {
        bool[] stands = [.. possible.Select(s => s is CommitmentState.Open or CommitmentState.Missed).Distinct()];
        bool[] passed = [.. lastDays.OfType<DateOnly>().Select(last => last < day).Distinct()];
        return stands is [false] ? StatedAnswer.No
            : passed is [] ? StatedAnswer.NotStated
            : passed is [false] && lastDays.All(last => last is not null) ? StatedAnswer.No
            : passed is [true] && stands is [true] && lastDays.All(last => last is not null) ? StatedAnswer.Yes
            : StatedAnswer.Uncertain;
    }

    private static CommitmentState StateAfter(IAboutCommitment said) =>
        said switch
        {
            CommitmentMet => CommitmentState.Met,
            CommitmentWithdrawn => CommitmentState.Withdrawn,
            CommitmentMissed => CommitmentState.Missed,
            _ => CommitmentState.Open,
        };

    private static DateWithPrecision? DueOf(BelievedEntry entry) => ((IDatesCommitment)entry.Content).DueDate();
}

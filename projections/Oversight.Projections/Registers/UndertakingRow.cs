using Oversight.Projections.Undertakings;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>Where an undertaking stands.</summary>
public enum UndertakingState
{
    /// <summary>Something is still to be done.</summary>
    Open,

    /// <summary>It was judged complied with.</summary>
    Complied,

    /// <summary>It holds no longer.</summary>
    Discharged,

    /// <summary>It ended with the body that gave it.</summary>
    Ended,

    /// <summary>A later set stands in the place of the whole set.</summary>
    Superseded,
}

/// <summary>Whether undertakings are published.</summary>
public enum PublicationState
{
    /// <summary>They are.</summary>
    Published,

    /// <summary>They are not, and it was said why.</summary>
    Withheld,

    /// <summary>Nobody said.</summary>
    NotStated,
}

/// <summary>Every undertaking accepted by the day, one row for each item, as varied by the day.</summary>
internal sealed class UndertakingRow(
    RecordAt record,
    AcceptedUndertakings set,
    UndertakingItem item,
    UndertakingStanding standing,
    DateOnly on
) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "undertakings",
            "Undertakings",
            "undertakings, ods, name, reference, wording, due, daysLeft, state, varied, publication",
            On,
            MayBeMissing.Undertakings,
            MayBeMissing.UndertakingItems,
            MayBeMissing.UndertakingDue
        );

    /// <summary>The id of the set.</summary>
    [Heading("Set")]
    public string Undertakings => set.Subject.Id;

    /// <summary>The organisations that have to do it: those that gave it, or the successors to which it passed; the one that leads comes first.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => Whose;

    /// <summary>The organisations that gave it.</summary>
    [Heading("Given by")]
    public IEnumerable<OdsCode> GivenBy => set.GivenBy;

    /// <summary>Their names.</summary>
    [Heading("Organisation")]
    public IEnumerable<string> Name => Whose.Select(record.NameOf);

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => record.RegionsOf(Whose);

    /// <summary>What the set is about; empty where that is not stated.</summary>
    [Heading("About")]
    public IEnumerable<UndertakingsType>? Types => set.Content.Types;

    /// <summary>The id of what they rest on in law.</summary>
    public string LegalBasis => set.Basis!.Id;

    /// <summary>What it is called.</summary>
    [Heading("Legal basis in words")]
    public string LegalBasisTitle => set.Basis!.Title;

    /// <summary>The test that was applied.</summary>
    public LegalTest Test => set.Content.RestsOn().Test!.Value;

    /// <summary>Why they were accepted.</summary>
    public IEnumerable<string> Grounds => set.Content.WhyAccepted;

    /// <summary>When.</summary>
    public DateWithPrecision Accepted => set.Accepted.Effective;

    /// <summary>The item's number in the document.</summary>
    public string Reference => item.Reference;

    /// <summary>What is undertaken, as varied.</summary>
    [Heading("Undertaking")]
    public string Wording => standing.Wording;

    /// <summary>Who has to bring it about.</summary>
    public string? Owner => standing.Owner;

    /// <summary>By when, as varied.</summary>
    public DateWithPrecision? Due => standing.Due;

    /// <summary>Where it stands.</summary>
    public UndertakingState State =>
        standing.Open ? UndertakingState.Open
        : standing.Discharged.Count > 0 || standing.Disposals is [.., { Disposition: Disposition.Discharged }]
            ? UndertakingState.Discharged
        : set.IsFulfilled(item.Reference, on) ? UndertakingState.Complied
        : standing.OwedBy.Count == 0 ? UndertakingState.Ended
        : UndertakingState.Superseded;

    /// <summary>Days to the latest day of that while it is open; negative when overdue.</summary>
    public int? DaysLeft => standing.Open ? standing.DaysLeft : null;

    /// <summary>Whether that day has passed while it is open; empty where it is open and no date is recorded.</summary>
    public bool? Overdue => standing.Open && DaysLeft is null ? null : DaysLeft < 0;

    /// <summary>How soon it is due, while it is open.</summary>
    [Heading("Due within")]
    public DueWithin? Within => DueWithin.Of(DaysLeft);

    /// <summary>By when, before any variation.</summary>
    [Heading("Due as accepted")]
    public DateWithPrecision? OriginalDue => item.Due;

    /// <summary>Whether a variation was agreed by the day.</summary>
    public bool Varied => Variation is not null;

    /// <summary>From when the last one holds.</summary>
    public DateWithPrecision? VariationAgreed => Variation?.Said.Effective;

    /// <summary>The bodies that agreed to it.</summary>
    [Heading("Agreed by")]
    public IEnumerable<string>? VariationAgreedBy => Variation?.AgreedBy;

    /// <summary>Why.</summary>
    [Heading("Why varied")]
    public string? VariationReason => Variation?.Said.Rationale;

    /// <summary>How far it was complied with, as judged last.</summary>
    public ComplianceJudgement? Judgement => LastJudgement?.Content.Judgement;

    /// <summary>When.</summary>
    public DateWithPrecision? Judged => LastJudgement?.Effective;

    /// <summary>What the organisation told last.</summary>
    public string? Progress => LastProgress?.Progress;

    /// <summary>How the organisation sees it.</summary>
    [Heading("Own rating")]
    public Brag? ProgressRating => LastProgress?.Rating;

    /// <summary>When it was established that it was broken.</summary>
    public DateWithPrecision? Breached => LastBreach?.Effective;

    /// <summary>Whether they are published.</summary>
    public PublicationState Publication =>
        PublicationThen is not { } said ? PublicationState.NotStated
        : said.Publication.Address is null ? PublicationState.Withheld
        : PublicationState.Published;

    /// <summary>Where.</summary>
    public string? PublishedAt => PublicationThen?.Publication.Address;

    /// <summary>Why not.</summary>
    public string? WithheldBecause => PublicationThen?.Publication.WithheldBecause;

    protected override Basis Basis =>
        new(
            standing
                .RestsOn.Concat(standing.Discharged.Concat(standing.Superseded).Select(said => said.Entry))
                .Concat(standing.Disposals.Select(d => d.Said.Entry))
                .Concat(LastProgress is { } progress ? [progress.Said.Entry] : [])
                .Concat(
                    new BelievedEntry?[] { LastJudgement, LastBreach, PublicationThen?.Entry }
                        .OfType<BelievedEntry>()
                        .Select(EntryReference.To)
                )
                .Distinct()
                .OrderBy(e => e.Place),
            [AnswerRules.UndertakingDue],
            Said.Framework(record, on)
        );

    private IReadOnlyList<OdsCode> Whose => standing.OwedBy.Count > 0 ? standing.OwedBy : set.GivenBy;

    private Variation? Variation => standing.Variations is [.., var last] ? last : null;

    private ReportedProgress? LastProgress => standing.Progress is [.., var last] ? last : null;

    private BelievedEntry<UndertakingJudged>? LastJudgement => Last<UndertakingJudged>(c => c.Item == item.Reference);

    private BelievedEntry<UndertakingsBreached>? LastBreach =>
        Last<UndertakingsBreached>(c => c.Items.Contains(item.Reference));

    private (Publication Publication, BelievedEntry Entry)? PublicationThen => set.PublicationOn(on);

    private BelievedEntry<T>? Last<T>(Func<T, bool> isAboutIt)
        where T : class => Said.Last(set.Timeline.Of<T>().Where(e => isAboutIt(e.Content)), on);

    private static IEnumerable<UndertakingRow> On(RecordAt record, DateOnly day) =>
        from subject in record.Subjects
        let set = AcceptedUndertakings.In(record, record.TimelineOf(subject))
        where set is not null && set.Accepted.Effective.Earliest <= day
        from item in set.ItemsBy(day).Zip(UndertakingStanding.On(set, day))
        select new UndertakingRow(record, set, item.First.Item, item.Second, day);
}

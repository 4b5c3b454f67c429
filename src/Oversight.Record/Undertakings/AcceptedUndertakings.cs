using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>
/// One set of undertakings as believed at a place, to be asked about any day: a pure function of its entries. Rules and
/// answers stand on the same meaning.
/// </summary>
public sealed class AcceptedUndertakings
{
    private readonly Timeline timeline;
    private readonly Lazy<IReadOnlyList<AcceptedUndertakings>> laterSets;

    private AcceptedUndertakings(
        Timeline timeline,
        BelievedEntry<IGivesUndertakings> accepted,
        Func<IReadOnlyList<AcceptedUndertakings>> laterSets
    )
    {
        this.timeline = timeline;
        Accepted = accepted;
        this.laterSets = new(laterSets);
    }

    /// <summary>The stream that it is.</summary>
    public SubjectId Subject => timeline.Subject;

    /// <summary>Its entries.</summary>
    public Timeline Timeline => timeline;

    /// <summary>The entry by which they were accepted; where only a report is known, that.</summary>
    public BelievedEntry<IGivesUndertakings> Accepted { get; }

    /// <summary>What was accepted or reported.</summary>
    public IGivesUndertakings Content => Accepted.Content;

    /// <summary>The organisation that gave them; of several the one that leads.</summary>
    public OdsCode Organisation => Content.GivenBy[0];

    /// <summary>Every organisation that gave them.</summary>
    public IReadOnlyList<OdsCode> GivenBy => Content.GivenBy;

    /// <summary>True where what was undertaken is not known: then it is not known either what is due.</summary>
    public bool IsByReportOnly => Content.ItemsGiven is null;

    /// <summary>What they rest on in law; null where that is not stated.</summary>
    public LegalBasis? Basis => Content.RestsOn().Basis is { } basis ? LegalBasis.Of(basis) : null;

    /// <summary>
    /// The undertakings of a timeline alone; null when they were neither accepted nor reported, or that was retracted. What
    /// is open is asked <see cref="In"/> the record.
    /// </summary>
    public static AcceptedUndertakings? Of(Timeline? timeline) =>
        timeline?.As(t =>
            t.Subject.Kind == SubjectKind.Undertakings
            && t.Of<IGivesUndertakings>() is var given
            && (given.FirstOrDefault(e => e.Content.ItemsGiven is not null) ?? given.FirstOrDefault()) is { } accepted
                ? new AcceptedUndertakings(t, accepted, () => [])
                : null
        );

    /// <summary>The same in the record, where a later set may stand in their place.</summary>
    public static AcceptedUndertakings? In(IBelievedRecord record, Timeline? timeline) =>
        Of(timeline) is { } own
            ? new(
                own.timeline,
                own.Accepted,
                () =>
                    [
                        .. own
                            .GivenBy.SelectMany(record.Naming)
                            .DistinctBy(t => t.Subject)
                            .Select(Of)
                            .OfType<AcceptedUndertakings>()
                            .Where(later => later.Subject != own.Subject && later.FollowsInPlaceOf(own)),
                    ]
            )
            : null;

    /// <summary>The sets that an organisation gave, alone or with others, by stream identity.</summary>
    public static IEnumerable<AcceptedUndertakings> AllOf(IBelievedRecord record, OdsCode organisation) =>
        record
            .Naming(organisation)
            .Select(timeline => In(record, timeline))
            .OfType<AcceptedUndertakings>()
            .Where(u => u.GivenBy.Contains(organisation));

    /// <summary>The id of the earlier set in whose place an event, or what it corrects to, puts its own; null for none.</summary>
    public static string? PutInPlaceOf(Event said) =>
        ((said as ICorrects)?.Replacement ?? said) is IGivesUndertakings { SetSuperseded: { } id } ? id : null;

    /// <summary>The sets that stand in the place of these for certain by a day.</summary>
    public IEnumerable<AcceptedUndertakings> SupersededBy(DateOnly day) =>
        laterSets.Value.Where(later => later.Accepted.Effective.IsCertainBy(day));

    /// <summary>The item of that reference as accepted or added; null when there is none.</summary>
    public UndertakingItem? ItemOf(string reference) => Given().FirstOrDefault(i => i.Item.Reference == reference).Item;

    /// <summary>
    /// The items accepted, and those added that may have been by a day, each with the entry that gave it; none where they are known by
    /// report only.
    /// </summary>
    public IEnumerable<(UndertakingItem Item, BelievedEntry Given)> ItemsBy(DateOnly day) =>
        Given().Where(i => i.Given.Equals(Accepted) || i.Given.Effective.Earliest <= day);

    /// <summary>Every item, whenever it was given; the first of a number counts.</summary>
    internal IEnumerable<(UndertakingItem Item, BelievedEntry Given)> Given() =>
        Content.ItemsGiven is { } accepted
            ? accepted
                .Select(item => (item, (BelievedEntry)Accepted))
                .Concat(timeline.Of<UndertakingAdded>().Select(e => (e.Content.Added, (BelievedEntry)e)))
                .DistinctBy(i => i.Item1.Reference)
            : [];

    private bool FollowsInPlaceOf(AcceptedUndertakings earlier) =>
        Content.SetSuperseded == earlier.Subject.Id && GivenBy.Intersect(earlier.GivenBy).Any();

    /// <summary>The variations of an item that may hold on a day.</summary>
    public Candidates<BelievedEntry<UndertakingVaried>> VariationsOf(string reference, DateOnly day) =>
        Candidates.On(day, timeline.Of<UndertakingVaried>().Where(e => e.Content.Item == reference));

    /// <summary>
    /// An item as it stands on a day: the variations that have begun by then, the last one for the due date and the last one
    /// for the wording, with the entries that say so. The one with the later latest day wins, of the same the later place.
    /// </summary>
    public (UndertakingItem Item, IReadOnlyList<BelievedEntry> RestsOn) ItemOn(UndertakingItem item, DateOnly day)
    {
        var rests = new List<BelievedEntry> { Given().First(i => i.Item.Reference == item.Reference).Given };
        var begun = timeline
            .Of<UndertakingVaried>()
            .Where(e => e.Content.Item == item.Reference && e.Effective.Earliest <= day)
            .OrderBy(e => e.Effective.Latest)
            .ThenBy(e => e.Place);
        foreach (var entry in begun)
        {
            var variation = entry.Content;
            item = item with { Due = variation.Due ?? item.Due, Wording = variation.Wording ?? item.Wording };
            rests.Add(entry);
        }

        return (item, rests);
    }

    /// <summary>The judgements of an item that may hold on a day.</summary>
    public Candidates<BelievedEntry<UndertakingJudged>> JudgementsOf(string reference, DateOnly day) =>
        Candidates.On(day, timeline.Of<UndertakingJudged>().Where(e => e.Content.Item == reference));

    /// <summary>The entries by which an item is discharged by a day for certain.</summary>
    public IReadOnlyList<BelievedEntry<UndertakingsDischarged>> DischargesOf(string reference, DateOnly day) =>
        [
            .. timeline
                .Of<UndertakingsDischarged>()
                .Where(e =>
                    e.Effective.IsCertainBy(day) && (e.Content.Items is not { } only || only.Contains(reference))
                ),
        ];

    /// <summary>
    /// For whom an item, an application or a direction stands on a day: who gave the undertakings, or the successors to which it passed;
    /// nobody where it ended with the body.
    /// </summary>
    /// <param name="what">What it is.</param>
    /// <param name="item">Which one; null for undertakings known by report only.</param>
    /// <param name="day">The day.</param>
    public IReadOnlyList<OdsCode> HoldersOf(OpenItemKind what, string? item, DateOnly day) =>
        !timeline.Of<OpenItemsDisposed>().Any()
            ? GivenBy
            :
            [
                .. GivenBy
                    .Select(giver => Passing.HolderOf(timeline, giver, what, item, day).Holder)
                    .OfType<OdsCode>()
                    .Distinct(),
            ];

    /// <summary>What was decided about it when bodies for which it stood had ended.</summary>
    public IReadOnlyList<Disposal> DisposalsOf(OpenItemKind what, string? item, DateOnly day) =>
        [.. GivenBy.SelectMany(giver => Passing.HolderOf(timeline, giver, what, item, day).By).Distinct()];

    /// <summary>The organisations for which some item stands on a day.</summary>
    public IEnumerable<OdsCode> HoldersOn(DateOnly day) =>
        ItemsBy(day)
            .Select(i => i.Item.Reference)
            .Concat(IsByReportOnly ? [null] : Array.Empty<string?>())
            .SelectMany(item => HoldersOf(OpenItemKind.Undertaking, item, day))
            .Distinct();

    /// <summary>Whether some items, or all (null), had passed to an organisation by a day.</summary>
    public bool PassedTo(OdsCode organisation, IReadOnlyList<string>? items, DateOnly day) =>
        (items ?? [.. Given().Select(i => i.Item.Reference)]).All(item =>
            !GivenBy.Contains(organisation) && HoldersOf(OpenItemKind.Undertaking, item, day).Contains(organisation)
        );

    /// <summary>
    /// Whether something is still to be done on a day: given by then, not judged complied with, not certified, not discharged, not
    /// ended with the body that gave it, and no later set in their place.
    /// </summary>
    public bool IsOpen(string reference, DateOnly day) =>
        Accepted.Effective.Earliest <= day
        && ItemsBy(day).Any(i => i.Item.Reference == reference)
        && HoldersOf(OpenItemKind.Undertaking, reference, day).Count > 0
        && !SupersededBy(day).Any()
        && DischargesOf(reference, day).Count == 0
        && !IsFulfilled(reference, day);

    /// <summary>Whether it was certified, or judged complied with, for certain by a day.</summary>
    public bool IsFulfilled(string reference, DateOnly day) =>
        CertificatesOf(reference, day).Count > 0
        || (
            JudgementsOf(reference, day) is { Entries: [_, ..] entries, PerhapsNone: false }
            && entries.All(e => e.Content.Judgement == ComplianceJudgement.Complied)
        );

    /// <summary>The entry that says on a day where they are published or why not; null when none does.</summary>
    public (Publication Publication, BelievedEntry Entry)? PublicationOn(DateOnly day)
    {
        var stated = Candidates.On(
            day,
            timeline.Entries.Where(e =>
                e.Counts && e.Content is UndertakingsPublicationStated or UndertakingsAccepted { Publication: not null }
            )
        );
        return stated.Entries is [.., var entry]
            ? (
                entry.Content is UndertakingsPublicationStated said
                    ? said.Publication
                    : ((UndertakingsAccepted)entry.Content).Publication!,
                entry
            )
            : null;
    }

    /// <summary>The applications for a compliance certificate, in place order, each with the entry that answers it.</summary>
    public IReadOnlyList<(
        BelievedEntry<CertificateAppliedFor> Application,
        BelievedEntry<IAnswersApplication>? Answer
    )> Applications()
    {
        var answers = timeline.Of<IAnswersApplication>().ToLookup(e => timeline.StandsFor(e.Content.Application)?.Id);
        return [.. timeline.Of<CertificateAppliedFor>().Select(e => (e, answers[e.Id].FirstOrDefault()))];
    }

    /// <summary>
    /// The entries by which a compliance certificate for an item is issued by a day for certain, those that may have been
    /// revoked by then left out.
    /// </summary>
    public IReadOnlyList<BelievedEntry<CertificateIssued>> CertificatesOf(string reference, DateOnly day)
    {
        var revoked = timeline
            .Of<CertificateRevoked>()
            .Where(e => e.Effective.Earliest <= day)
            .Select(e => timeline.StandsFor(e.Content.Certificate)?.Id)
            .ToHashSet();
        return
        [
            .. timeline
                .Of<CertificateIssued>()
                .Where(e =>
                    e.Effective.IsCertainBy(day)
                    && !revoked.Contains(e.Id)
                    && timeline.StandsFor(e.Content.Application)
                        is { Counts: true, Content: CertificateAppliedFor applied }
                    && applied.Items?.Contains(reference) != false
                ),
        ];
    }

    /// <summary>
    /// The last day on which an application may be decided: so many days beginning with the day after the one on which it
    /// was received; null where the legal basis knows no certificates, or the day is unknown.
    /// </summary>
    public DateOnly? CertificateDue(BelievedEntry application) =>
        Basis?.CertificateDays is { } days && application.Effective.Precision != DatePrecision.Unknown
            ? application.Effective.Latest.AddDays(days)
            : null;
}

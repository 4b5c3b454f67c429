using System.Collections.Concurrent;

namespace Oversight.Projections.Timelines;

/// <content>What there is, as lists.</content>
public sealed partial class RecordAt
{
    private IReadOnlySet<SubjectId>? listed;

    private IEnumerable<SubjectId> Listed => LookingAtAll().listed ?? AllSubjects;

    private IEnumerable<SubjectId> AllSubjects =>
        timelines.Subjects.Select(s => s.Key).Concat(supposed?.NewSubjects(timelines) ?? []);

    /// <summary>The organisations that are in the record, by code.</summary>
    public IReadOnlyList<OdsCode> Organisations => ReadingAll().whatThereIs.Organisations;

    /// <summary>The organisations that are registered, as they are called on a day, by name.</summary>
    public IReadOnlyList<NamedOrganisation> OrganisationsByName(DateOnly day) => ReadingAll().whatThereIs.ByName(day);

    /// <summary>The organisations of a region, by code. Who is registered where is public, and what is kept from somebody is not looked at for it.</summary>
    internal IReadOnlyList<OdsCode> OrganisationsOf(Region region) =>
        LookingAtAll() is { listed: null, supposed: null }
            ? whole.whatThereIs.OrganisationsOf(region)
            : OrganisationsOf(region, Listed);

    /// <summary>All subjects that may say something of some organisations: their own, and those of which some entry names one.</summary>
    internal IReadOnlySet<SubjectId> SubjectsAbout(IReadOnlyCollection<OdsCode> organisations) =>
        organisations.SelectMany(NamesOf).Concat(organisations.Select(timelines.SubjectOf)).ToHashSet();

    /// <summary>
    /// The same record, of which only what may concern some organisations is listed: what names them, and what names a system that they belong to
    /// or an organisation that they followed or that followed them.
    /// </summary>
    public RecordAt ListingAbout(params IReadOnlyCollection<OdsCode> organisations) =>
        Listing(
            SubjectsAbout([
                .. organisations
                    .SelectMany(organisation =>
                        NamesOf(organisation)
                            .Select(subject => subject.Organisation)
                            .OfType<OdsCode>()
                            .Concat(Seen(timelines.SubjectOf(organisation))?.OrganisationsNamed ?? [])
                    )
                    .Concat(organisations)
                    .Distinct(),
            ])
        );

    /// <summary>All subjects with an entry, by stream identity; without those of a kind that only a newer version knows.</summary>
    public IReadOnlyList<SubjectId> Subjects => ReadingAll().whatThereIs.Subjects;

    /// <summary>All entries, by place; of what only a newer version knows none.</summary>
    public IReadOnlyList<Entry> Entries => ReadingAll().whatThereIs.Entries;

    /// <summary>
    /// All entries of some kinds of event and some origins, by place, found without all being read through; null stands for all of them. Null
    /// where they are not kept so: of what only some see, of some subjects, and of what is supposed.
    /// </summary>
    internal IReadOnlyList<Entry>? EntriesKept(
        IReadOnlyCollection<Type>? kinds,
        IReadOnlyCollection<Origin>? origins
    ) =>
        !LookingAtAll().IsAll ? null
        : kinds is null && origins is null ? Entries
        : timelines.EntriesUpTo(at, kinds, origins);

    // All that was recorded, as everybody sees it who sees everything.
    private bool IsAll => seenBy is null && listed is null && supposed is null && timelines.AllAreKnown;

    /// <summary>
    /// The same record, of which only these subjects are listed: what is asked about a few of them need not look through all. What it says of
    /// each is the same.
    /// </summary>
    internal RecordAt Listing(IReadOnlySet<SubjectId> those)
    {
        var listing = (RecordAt)MemberwiseClone();
        listing.listed = those;
        listing.whatThereIs = new(listing);
        return listing;
    }

    private OdsCode[] OrganisationsOf(Region region, IEnumerable<SubjectId> among) =>
        [
            .. among
                .Select(s => s.Organisation)
                .OfType<OdsCode>()
                .Where(ods => whole.RegistrationOf(ods)?.Region == region.Code)
                .Order(),
        ];

    private RecordAt ReadingAll()
    {
        reads?.All();
        return LookingAtAll();
    }

    // Found once, however often it is asked for.
    private sealed class WhatThereIs(RecordAt record, WhatThereIs? before = null)
    {
        private IReadOnlyList<OdsCode>? organisations = before?.organisations;
        private IReadOnlyList<SubjectId>? subjects = before?.subjects;
        private IReadOnlyList<Entry>? entries;
        private Tuple<DateOnly, IReadOnlyList<NamedOrganisation>>? named;
        private readonly ConcurrentDictionary<string, IReadOnlyList<OdsCode>> ofRegions = new();

        public IReadOnlyList<OdsCode> Organisations =>
            organisations ??= IsSeenOfAll
                ?
                [
                    .. record.whole.whatThereIs.Organisations.Where(ods =>
                        record.IsSeen(record.timelines.SubjectOf(ods))
                    ),
                ]
                :
                [
                    .. record
                        .Listed.Where(s => s.Organisation is not null && record.IsSeen(s))
                        .Select(s => s.Organisation!.Value)
                        .Order(),
                ];

        public IReadOnlyList<OdsCode> OrganisationsOf(Region region) =>
            ofRegions.GetOrAdd(region.Code, _ => record.OrganisationsOf(region, record.AllSubjects));

        // Of the day that was asked last: nearly all ask about today.
        public IReadOnlyList<NamedOrganisation> ByName(DateOnly day)
        {
            if (named is not { } known || known.Item1 != day)
            {
                named = known = Tuple.Create<DateOnly, IReadOnlyList<NamedOrganisation>>(
                    day,
                    [
                        .. Organisations
                            .Select(ods =>
                                record.RegistrationOf(ods) is { } registered
                                    ? new NamedOrganisation(ods, registered.Kind, record.NameOf(ods, day))
                                    : null
                            )
                            .OfType<NamedOrganisation>()
                            .OrderBy(one => one.Name)
                            .ThenBy(one => one.Ods),
                    ]
                );
            }

            return known.Item2;
        }

        public IReadOnlyList<SubjectId> Subjects =>
            subjects ??= IsSeenOfAll
                ? [.. record.whole.whatThereIs.Subjects.Where(record.IsSeen)]
                :
                [
                    .. record
                        .Listed.Where(s => s.Kind != SubjectKind.None && record.IsSeen(s))
                        .OrderBy(s => s.Value, StringComparer.Ordinal),
                ];

        public IReadOnlyList<Entry> Entries =>
            entries ??= record.IsAll
                ? record.timelines.EntriesUpTo(record.at)
                : [.. Subjects.SelectMany(subject => record.Peek(subject)!.Recorded).OrderBy(entry => entry.Place)];

        // Of all that there is somebody sees some, in the same order.
        private bool IsSeenOfAll => record is { seenBy: not null, listed: null, supposed: null };
    }
}

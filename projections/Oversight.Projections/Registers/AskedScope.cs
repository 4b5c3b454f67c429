using Oversight.Projections.InRecovery;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>An organisation of which an answer could speak.</summary>
/// <param name="Ods">Its code.</param>
/// <param name="Timeline">What is recorded about it.</param>
/// <param name="Kind">What it is registered as.</param>
internal sealed record AskedOrganisation(OdsCode Ods, Timeline Timeline, OrganisationKind Kind);

/// <summary>
/// Whom an answer could speak of: the organisations, engagements and undertakings of a day that the filters by organisation,
/// name, region, engagement and undertakings leave. What the record does not state is missed of these.
/// </summary>
internal sealed class AskedScope
{
    private static readonly string[] Narrowing =
    [
        "ods",
        "region",
        "name",
        "engagement",
        "undertakings",
        "regulatoryAction",
    ];

    private readonly List<AskedOrganisation> organisations = [];
    private readonly List<OdsCode> ended = [];
    private readonly Lazy<HashSet<OdsCode>> asked;
    private readonly Lazy<IReadOnlyList<(Engagement, IReadOnlyList<OdsCode>)>> underWay;
    private readonly Lazy<IReadOnlyList<Engagement>> begun;
    private readonly Lazy<IReadOnlyList<(OdsCode, PublishedRecovery)>> publishedIn;
    private readonly Lazy<IReadOnlyList<AcceptedUndertakings>> undertakings;
    private readonly Dictionary<MayBeMissing, NotStated?> found = [];
    private readonly Dictionary<OdsCode, RecoveryStanding> standings = [];

    public AskedScope(RecordAt record, DateOnly day, IReadOnlyList<Filter> filters)
    {
        (Record, Day) = (record, day);
        (string Column, Func<string, bool> Leaves)[] ofOrganisations =
        [
            .. filters.Where(f => f.Column is "ods" or "region" or "name").Select(f => (f.Column, Leaving(f))),
        ];
        foreach (var ods in Named(record, filters))
        {
            var timeline = record.TimelineOf(ods)!;
            if (
                timeline.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered
                || registered.Effective.Earliest > day
            )
            {
                continue;
            }

            var isLeft = true;
            foreach (var (column, leaves) in ofOrganisations)
            {
                isLeft &= leaves(
                    column == "ods" ? ods.Value
                    : column == "region" ? registered.Content.Region
                    : record.NameOf(ods, day)
                );
            }

            if (!isLeft)
            {
                continue;
            }

            if (Passing.EndOf(timeline)?.Effective.IsCertainBy(day) == true)
            {
                ended.Add(ods);
            }
            else
            {
                organisations.Add(new(ods, timeline, registered.Content.Kind));
            }
        }

        asked = new(() => [.. organisations.Select(o => o.Ods)]);
        Func<string, bool>[] ofEngagements = [.. filters.Where(f => f.Column == "engagement").Select(Leaving)];
        underWay = new(() =>
            [
                .. from subject in record.Subjects
                where subject.Kind == SubjectKind.Recovery
                where ofEngagements.All(leaves => leaves(subject.Id))
                let engagement = Engagement.Of(record.TimelineOf(subject))
                where engagement is not null
                let members = engagement.MembersOn(day).Where(IsAsked).ToArray()
                where members.Length > 0
                select (engagement, (IReadOnlyList<OdsCode>)members),
            ]
        );
        begun = new(() =>
            [
                .. from subject in record.Subjects
                where subject.Kind == SubjectKind.Recovery
                where ofEngagements.All(leaves => leaves(subject.Id))
                let engagement = Engagement.Of(record.TimelineOf(subject))
                where engagement is not null && engagement.Entered.Effective.Earliest <= day
                where engagement.EverMembers.Any(member => IsAsked(member) || ended.Contains(member))
                select engagement,
            ]
        );
        publishedIn = new(() =>
            OneEngagement
                ? []
                :
                [
                    .. from organisation in organisations
                    let standing = StandingOf(organisation)
                    where standing.SaidBy == RecoverySource.Publication
                    where standing.InProgramme is StatedAnswer.Yes or StatedAnswer.Uncertain
                    let published = standing.Published[^1]
                    where published.OfSystem is null
                    select (organisation.Ods, published),
                ]
        );
        Func<string, bool>[] ofUndertakings = [.. filters.Where(f => f.Column == "undertakings").Select(Leaving)];
        undertakings = new(() =>
            [
                .. from subject in record.Subjects
                where subject.Kind == SubjectKind.Undertakings
                where ofUndertakings.All(leaves => leaves(subject.Id))
                let accepted = AcceptedUndertakings.In(record, record.TimelineOf(subject))
                where accepted is not null && accepted.Accepted.Effective.Earliest <= day
                where accepted.GivenBy.Any(IsAsked) || accepted.HoldersOn(day).Any(IsAsked)
                select accepted,
            ]
        );
        AsksForRegulatoryAction = filters.Any(f =>
            f is { Column: "regulatoryAction", Comparison: Comparison.Is, Value: "yes" or "true" }
        );
        OneEngagement = ofEngagements.Length > 0;
        OneOfUndertakings = ofUndertakings.Length > 0;
    }

    public RecordAt Record { get; }

    public DateOnly Day { get; }

    /// <summary>True when regulatory action is asked for, and nothing else.</summary>
    public bool AsksForRegulatoryAction { get; }

    /// <summary>True when only some engagements are asked about: then nothing is missed of others.</summary>
    public bool OneEngagement { get; }

    /// <summary>True when only some undertakings are asked about.</summary>
    public bool OneOfUndertakings { get; }

    /// <summary>The organisations that exist, or may exist, on the day, by code.</summary>
    public IReadOnlyList<AskedOrganisation> Organisations => organisations;

    /// <summary>Those that certainly have ended by the day.</summary>
    public IReadOnlyList<OdsCode> Ended => ended;

    /// <summary>The engagements that are, or may be, under way, with those of their members who are asked about.</summary>
    public IReadOnlyList<(Engagement Engagement, IReadOnlyList<OdsCode> Members)> UnderWay => underWay.Value;

    /// <summary>The engagements begun by the day, or perhaps, that those who are asked about are or were members of.</summary>
    public IReadOnlyList<Engagement> Begun => begun.Value;

    /// <summary>Those who are asked about, and are in Recovery Support, or perhaps, by what is published alone.</summary>
    public IReadOnlyList<(OdsCode Organisation, PublishedRecovery Published)> PublishedIn => publishedIn.Value;

    /// <summary>Whether an organisation is in Recovery Support on the day.</summary>
    public RecoveryStanding StandingOf(AskedOrganisation organisation)
    {
        if (!standings.TryGetValue(organisation.Ods, out var known))
        {
            standings[organisation.Ods] = known = RecoveryStanding.On(Record, organisation.Ods, Day);
        }

        return known;
    }

    /// <summary>What is missing of those who are asked about; null when nothing is. Several lists ask for the same, and it is looked for once.</summary>
    public NotStated? Missing(MayBeMissing what)
    {
        if (!found.TryGetValue(what, out var known))
        {
            found[what] = known = what.Find(this);
        }

        return known;
    }

    /// <summary>Whether it is one of <see cref="Organisations"/>.</summary>
    public bool IsAsked(OdsCode ods) => asked.Value.Contains(ods);

    /// <summary>The sets of undertakings given by the day, or perhaps, by those who are asked about.</summary>
    public IReadOnlyList<AcceptedUndertakings> Undertakings => undertakings.Value;

    // Where some are named, the others need not be looked at.
    private static IEnumerable<OdsCode> Named(RecordAt record, IReadOnlyList<Filter> filters) =>
        filters.FirstOrDefault(f => f is { Column: "ods", Comparison: Comparison.Is }) is { } named
            ? ValuesOf(named)
                .Select(value => OdsCode.TryParse(value, out var ods) ? ods : (OdsCode?)null)
                .OfType<OdsCode>()
                .Distinct()
                .Where(ods => record.TimelineOf(ods) is not null)
                .Order()
            : record.Organisations;

    // Which values a filter leaves, where it is asked of many.
    private static Func<string, bool> Leaving(Filter filter)
    {
        var values = ValuesOf(filter);
        return filter.Comparison switch
        {
            Comparison.Is => value => values.Contains(value, StringComparer.OrdinalIgnoreCase),
            Comparison.Not => value => !values.Contains(value, StringComparer.OrdinalIgnoreCase),
            Comparison.Contains => value => Filter.Holds(value, filter.Value),
            _ => _ => true,
        };
    }

    private static string[] ValuesOf(Filter filter) =>
        filter.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether an answer with this filter could speak of others than without it.</summary>
    public static bool IsNarrowedBy(Filter filter) => Narrowing.Contains(filter.Column);

    /// <summary>Refuses a filter that names an organisation, region, engagement or undertakings that there is not.</summary>
    /// <exception cref="BadInputException">One is not in the record; the message says which may be meant.</exception>
    public static void CheckNames(RecordAt record, IReadOnlyList<Filter> filters)
    {
        foreach (var filter in filters.Where(f => f.Comparison == Comparison.Is))
        {
            foreach (var value in ValuesOf(filter))
            {
                Check(record, filter, value);
            }
        }
    }

    private static void Check(RecordAt record, Filter filter, string value)
    {
        switch (filter.Column)
        {
            case "ods":
                var known =
                    OdsCode.TryParse(value, out var ods)
                    && (record.TimelineOf(ods) is not null || record.Naming(ods).Any());
                Refuse(known, SubjectKind.Organisation, "an organisation");
                break;
            case "region":
                Region.Of(value, filter.Name);
                break;
            case "entry" when Guid.TryParse(value, out var id):
                if (record.EntryOf(id) is null)
                {
                    throw new BadInputException(filter.Name, $"\"{value}\" is not an entry of the record.");
                }

                break;
            case "engagement":
                Refuse(IsKnown(SubjectKind.Recovery), SubjectKind.Recovery, "an engagement");
                break;
            case "undertakings":
                Refuse(IsKnown(SubjectKind.Undertakings), SubjectKind.Undertakings, "a set of undertakings");
                break;
        }

        bool IsKnown(SubjectKind kind) =>
            record.Subjects.Any(s => s.Kind == kind && s.Id.Equals(value, StringComparison.OrdinalIgnoreCase));

        void Refuse(bool isKnown, SubjectKind kind, string what)
        {
            if (!isKnown)
            {
                throw new BadInputException(
                    filter.Name,
                    $"\"{value}\" is not {what} in the record.{MeantSubject.Question(record, kind, value)}"
                );
            }
        }
    }
}

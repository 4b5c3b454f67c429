using System.Collections.Concurrent;
using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>Whether something is so on a day.</summary>
public enum Certainty
{
    /// <summary>It is not.</summary>
    No,

    /// <summary>Dates are too imprecise to say.</summary>
    Perhaps,

    /// <summary>It is.</summary>
    Yes,
}

/// <summary>The ratings by one side that may hold on a day.</summary>
/// <param name="Held">Those that may hold.</param>
/// <param name="OfAnotherWording">Those of them that are of another wording than the one in force.</param>
public sealed record RatingsHeld(Candidates<BelievedEntry> Held, IReadOnlyList<BelievedEntry> OfAnotherWording);

/// <summary>
/// One engagement of Recovery Support as believed at a place, to be asked about any day: a pure function of its entries.
/// Rules and answers stand on the same meaning.
/// </summary>
public sealed partial class Engagement
{
    private readonly Timeline timeline;
    private readonly ConcurrentDictionary<OdsCode, DatedEntries<BelievedEntry>> memberships = new();
    private readonly ConcurrentDictionary<CriteriaPurpose, DatedEntries<BelievedEntry<IStatesCriteria>>> criteria =
        new();
    private readonly Lazy<
        ILookup<(string Criterion, AssessingLevel Level), BelievedEntry<CriterionAssessed>>
    > judgements;

    private Engagement(Timeline timeline, BelievedEntry<RecoveryEntered> entered)
    {
        this.timeline = timeline;
        Entered = entered;
        EverMembers =
        [
            .. entered
                .Content.Members.Concat(timeline.Of<RecoveryMemberJoined>().Select(e => e.Content.Organisation))
                .Concat(TookOverMembership())
                .Distinct(),
        ];
        judgements = new(() => timeline.Of<CriterionAssessed>().ToLookup(e => (e.Content.Criterion, e.Content.Level)));
    }

    /// <summary>The stream that it is.</summary>
    public SubjectId Subject => timeline.Subject;

    /// <summary>Its entries.</summary>
    public Timeline Timeline => timeline;

    /// <summary>The entry by which it began.</summary>
    public BelievedEntry<RecoveryEntered> Entered { get; }

    /// <summary>What people call it.</summary>
    public string Title => Entered.Content.Title;

    /// <summary>Every organisation that was ever a member, in the order in which they were named.</summary>
    public IReadOnlyList<OdsCode> EverMembers { get; }

    /// <summary>The engagement of a timeline; null when it has not begun, or that was retracted.</summary>
    public static Engagement? Of(Timeline? timeline) =>
        timeline?.As(t =>
            t.Subject.Kind == SubjectKind.Recovery && t.Of<RecoveryEntered>().FirstOrDefault() is { } entered
                ? new Engagement(t, entered)
                : null
        );

    /// <summary>The engagements that ever had the organisation as a member, by stream identity.</summary>
    public static IEnumerable<Engagement> NamingAsMember(IBelievedRecord record, OdsCode organisation) =>
        record.Naming(organisation).Select(Of).OfType<Engagement>().Where(e => e.EverMembers.Contains(organisation));

    /// <summary>The entries that make an organisation a member, or end that, which may hold on a day.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="day">The day.</param>
    /// <param name="except">Entries to leave aside, as if they had not been recorded; null for none.</param>
    public Candidates<BelievedEntry> MembershipEntriesOf(
        OdsCode organisation,
        DateOnly day,
        Func<BelievedEntry, bool>? except = null
    ) => memberships.GetOrAdd(organisation, Memberships).On(day, except);

    /// <summary>
    /// Whom the membership of an organisation on a day concerns: itself or, where that was said, its whole system; null where nothing was said. Of
    /// several entries that may make it a member the one with the latest place says.
    /// </summary>
    public Concerning? ScopeOf(OdsCode organisation, DateOnly day) =>
        MembershipEntriesOf(organisation, day).Entries.LastOrDefault(e => Begins(e, organisation)) switch
        {
            { Content: RecoveryEntered entered } => entered.Scope,
            { Content: RecoveryMemberJoined joined } => joined.Scope,
            // Who takes a membership over takes it over as it was.
            { Content: OpenItemsDisposed disposed, Effective.Precision: not DatePrecision.Unknown } passed => ScopeOf(
                disposed.Ended,
                passed.Effective.Earliest.AddDays(-1)
            ),
            _ => null,
        };

    /// <summary>
    /// Whether an organisation is a member on a day; see <see cref="MembershipEntriesOf"/>. An end that is certain by the day ends
    /// what it ends, however vague its beginning was: who has as many certain ends as beginnings is no member any more.
    /// </summary>
    public Certainty IsMember(OdsCode organisation, DateOnly day, Func<BelievedEntry, bool>? except = null)
    {
        var (entries, perhapsNone) = MembershipEntriesOf(organisation, day, except);
        var inside = entries.Count(e => Begins(e, organisation));
        return inside == 0 ? Certainty.No
            : inside == entries.Count && !perhapsNone ? Certainty.Yes
            : HasEndFor(organisation, day, except) ? Certainty.No
            : Certainty.Perhaps;
    }

    // Whether each beginning that may have come by the day has a certain end of its own that does not come before it. The
    // latest beginnings are the hardest to find an end for.
    private bool HasEndFor(OdsCode organisation, DateOnly day, Func<BelievedEntry, bool>? except)
    {
        var all = MembershipEntries(organisation).Where(e => except?.Invoke(e) != true).ToArray();
        var begins = all.Where(e => Begins(e, organisation) && e.Effective.Earliest <= day)
            .Select(e => e.Effective.Earliest)
            .OrderDescending()
            .ToArray();
        var ends = all.Where(e => !Begins(e, organisation) && e.Effective.IsCertainBy(day))
            .Select(e => e.Effective.Latest)
            .OrderDescending()
            .ToArray();
        return begins.Length <= ends.Length && begins.Zip(ends).All(pair => pair.First <= pair.Second);
    }

    /// <summary>
    /// Whether an organisation may be a member at some time of a date. The day on which it leaves still counts: what is
    /// decided at the same meeting as the exit is decided about a member.
    /// </summary>
    public bool MayBeMember(OdsCode organisation, DateWithPrecision when) =>
        Entered.Effective.Earliest <= when.Latest
        && !WasSaidToHaveLeft(organisation, when.Earliest)
        && timeline
            .Of<RecoveryMemberJoined>()
            .Append<BelievedEntry>(Entered)
            .Select(e => e.Effective.Earliest)
            .Where(day => when.Earliest < day && day < when.Latest)
            .Append(when.Latest)
            .Append(when.Earliest == DateOnly.MinValue ? when.Earliest : when.Earliest.AddDays(-1))
            .Any(day => IsMember(organisation, day) != Certainty.No);

    /// <summary>How often an organisation began to be a member, and how often it ended, among entries up to a place.</summary>
    public (int Begun, int Ended) TurnsOf(OdsCode organisation, long upTo = long.MaxValue)
    {
        var turns = MembershipEntries(organisation).Where(e => e.Place <= upTo).ToArray();
        return (turns.Count(e => Begins(e, organisation)), turns.Count(e => !Begins(e, organisation)));
    }

    // An exit of which nobody knows the day had happened by the day on which it was decided, or else recorded.
    private bool WasSaidToHaveLeft(OdsCode organisation, DateOnly before)
    {
        var turns = TurnsOf(organisation);
        return turns.Ended >= turns.Begun
            && MembershipEntries(organisation)
                .Any(e =>
                    !Begins(e, organisation) && e.Effective.Precision == DatePrecision.Unknown && KnownBy(e) < before
                );
    }

    private static DateOnly KnownBy(BelievedEntry entry) =>
        entry.Content.Decision.Decided is { Precision: not DatePrecision.Unknown } decided
            ? decided.Latest
            : London.DayOf(entry.Original.Recorded);

    /// <summary>The members on a day, those that only perhaps are included.</summary>
    public IReadOnlyList<OdsCode> MembersOn(DateOnly day, Func<BelievedEntry, bool>? except = null) =>
        [.. EverMembers.Where(member => IsMember(member, day, except) != Certainty.No)];

    /// <summary>Whether the engagement is under way on a day: whether it has a member.</summary>
    public Certainty IsUnderWay(DateOnly day) =>
        EverMembers.Select(member => IsMember(member, day)).DefaultIfEmpty(Certainty.No).Max();

    /// <summary>Whether it may be under way at some time of a date; the day on which it ends still counts.</summary>
    public bool MayBeUnderWay(DateWithPrecision when) => EverMembers.Any(member => MayBeMember(member, when));

    /// <summary>The entries that may state the target exit of a member on a day: the revisions, and the entry by which it began.</summary>
    public Candidates<BelievedEntry> TargetExitEntriesOf(OdsCode? member, DateOnly day) =>
        Candidates.On(day, TargetExits(member));

    /// <summary>Every statement of a target exit that concerns a member, in place order, with the target.</summary>
    public IReadOnlyList<(BelievedEntry Entry, DateWithPrecision Target)> TargetExitHistoryOf(OdsCode? member) =>
        [.. TargetExits(member).Select(e => (e, TargetOf(e)!.Value))];

    /// <summary>The target exit that an entry states; null when it states none.</summary>
    public static DateWithPrecision? TargetOf(BelievedEntry entry) =>
        entry.Content switch
        {
            RecoveryEntered e => e.TargetExit,
            TargetExitRevised e => e.Target,
            _ => null,
        };

    /// <summary>The recommendations to end it, in place order, each with the entries that answer it.</summary>
    public IReadOnlyList<(
        BelievedEntry<ExitRecommended> Recommendation,
        IReadOnlyList<BelievedEntry> Answers
    )> Recommendations()
    {
        var answers = timeline
            .Entries.Where(e => e.Counts && RecommendationOf(e.Content) is not null)
            .ToLookup(e => timeline.StandsFor(RecommendationOf(e.Content)!.Value)?.Id);
        return [.. timeline.Of<ExitRecommended>().Select(e => (e, (IReadOnlyList<BelievedEntry>)[.. answers[e.Id]]))];
    }

    /// <summary>The recommendations in a timeline that nobody has answered.</summary>
    internal static IEnumerable<BelievedEntry<ExitRecommended>> UnansweredRecommendations(Timeline timeline) =>
        Of(timeline)?.Recommendations().Where(r => r.Answers.Count == 0).Select(r => r.Recommendation) ?? [];

    /// <summary>The id of the recommendation that an event answers; null when it answers none.</summary>
    public static Guid? RecommendationOf(Event content) =>
        content switch
        {
            ExitAgreed e => e.Recommendation,
            ExitDeclined e => e.Recommendation,
            _ => null,
        };

    private IEnumerable<BelievedEntry> TargetExits(OdsCode? member) =>
        timeline.Entries.Where(e =>
            e.Counts
            && TargetOf(e) is not null
            && (e.Content is not TargetExitRevised { Member: { } only } || member is null || only == member)
        );
}

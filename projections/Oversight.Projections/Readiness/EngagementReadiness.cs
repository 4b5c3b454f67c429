using System.Text.Json.Serialization;
using Oversight.Record.Evidence;
using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>Who may hold the post of improvement director on a day.</summary>
/// <param name="Director">The person, as a commitment.</param>
/// <param name="Until">Until when, as far as that was said.</param>
/// <param name="DaysLeft">Days to the latest day of that; null when unknown.</param>
/// <param name="Said">Who appointed them, from when, and in which entry.</param>
public sealed record ImprovementDirector(string Director, DateWithPrecision? Until, int? DaysLeft, Statement Said)
{
    /// <summary>Those who may hold it: several when dates are imprecise, nobody from when the last one has certainly stood down.</summary>
    internal static IReadOnlyList<ImprovementDirector> On(Engagement engagement, DateOnly day) =>
        [
            .. from entry in engagement.Timeline.Dated<IAboutImprovementDirector>().On(day).Entries
            let appointed = entry.Content as ImprovementDirectorAppointed
            where appointed is not null
            select new ImprovementDirector(
                appointed.Director,
                appointed.Until,
                DueDate.DaysLeft(appointed.Until, day),
                Statement.Of(entry)
            ),
        ];
}

/// <summary>A set of criteria that may be in force on a day.</summary>
/// <param name="Purpose">What it decides about.</param>
/// <param name="Criteria">How many criteria it has.</param>
/// <param name="Said">Who agreed or refreshed it, from when and why.</param>
public sealed record CriteriaSet(CriteriaPurpose Purpose, int Criteria, Statement Said);

/// <summary>Where an engagement stands as a whole.</summary>
public enum EngagementState
{
    /// <summary>It has not begun.</summary>
    NotBegun,

    /// <summary>It has a member.</summary>
    UnderWay,

    /// <summary>Dates are too imprecise to say whether it has one.</summary>
    PerhapsUnderWay,

    /// <summary>Its members have left, and what was agreed to follow is not completed.</summary>
    InTransition,

    /// <summary>Its members have left, and nothing that was agreed to follow is open.</summary>
    Ended,
}

/// <summary>Where engagements stand, as people say it.</summary>
public static class EngagementStates
{
    /// <summary>In words: left, in transition.</summary>
    public static string InWords(this EngagementState state) =>
        state == EngagementState.InTransition ? "left, in transition" : Record.Entries.InWords.Of(state);
}

/// <summary>
/// What remains before the members of an engagement can leave, on a day, as the record stood at a place: a pure function of
/// the entries.
/// </summary>
/// <param name="Id">The engagement's id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="On">The day asked.</param>
/// <param name="Place">The place at which the answer was computed.</param>
/// <param name="Version">The version of the engagement's stream at that place; deciding needs it.</param>
/// <param name="Contributing">The greatest place that contributes to the answer.</param>
/// <param name="UnderWay">Whether it has a member on the day.</param>
/// <param name="State">Where it stands: not begun, under way, in transition after exit, or ended.</param>
/// <param name="Entered">Since when, by whose decision, why.</param>
/// <param name="DaysInProgramme">Days since then, or until its last member left; at least. Null when dates do not say.</param>
/// <param name="Framework">The oversight framework of the day.</param>
/// <param name="Programme">
/// What the framework under which it began called the programme: what was named then keeps its name. Null when that is not
/// known, or that framework did not segment its members.
/// </param>
/// <param name="ImprovementDirectors">Who may hold the post of improvement director; several when uncertain.</param>
/// <param name="CriteriaSets">The sets of criteria that may be in force; of several for one purpose the last one is asked.</param>
/// <param name="Members">Every organisation that was ever a member, in the order in which they were named.</param>
/// <param name="Milestones">Its milestones.</param>
/// <param name="Exit">Who decides an exit, and what waits for it.</param>
/// <param name="TransitionPlan">What follows exit; null when nothing was agreed by the day.</param>
/// <param name="Groundwork">Why it began and what it works with: letters, stocktakes, support, plans, the improvement board.</param>
/// <param name="Rules">The rules that the answer names.</param>
public sealed record EngagementReadiness(
    string Id,
    string Title,
    DateOnly On,
    long? Place,
    long Version,
    long Contributing,
    Certainty UnderWay,
    EngagementState State,
    Statement Entered,
    int? DaysInProgramme,
    FrameworkReference Framework,
    string? Programme,
    IReadOnlyList<ImprovementDirector> ImprovementDirectors,
    IReadOnlyList<CriteriaSet> CriteriaSets,
    IReadOnlyList<MemberReadiness> Members,
    IReadOnlyList<Milestone> Milestones,
    ExitDecision Exit,
    TransitionPlan? TransitionPlan,
    Groundwork Groundwork,
    IReadOnlyList<AnswerRule> Rules
)
{
    /// <summary>Whether the days in the programme are a lower bound alone: a date is less precise than a day.</summary>
    [JsonIgnore]
    public bool DaysAreAtLeast =>
        MemberReadiness.IsAtLeast(Entered.Effective, UnderWay == Certainty.No ? LastLeft(Members) : null);

    /// <summary>What remains in one engagement; null when none of that stream has begun at that place.</summary>
    public static EngagementReadiness? Of(RecordAt record, SubjectId recovery, DateOnly on)
    {
        if (Engagement.Of(record.TimelineOf(recovery)) is not { } engagement)
        {
            return null;
        }

        var framework = record.Frameworks.On(on).Version;
        var exit = ExitDecision.On(engagement, framework, on);
        var evidence = SubmittedEvidence.On(engagement.Timeline, on);
        MemberReadiness[] members =
        [
            .. engagement.EverMembers.Select(m => MemberReadiness.Of(record, engagement, m, on, exit, evidence)),
        ];
        var underWay = engagement.IsUnderWay(on);
        var plan = TransitionPlan.On(engagement, on);
        return new(
            recovery.Id,
            engagement.Title,
            on,
            record.PlaceTold,
            engagement.Timeline.Version,
            record.ContributingTo(recovery),
            underWay,
            underWay switch
            {
                Certainty.Yes => EngagementState.UnderWay,
                Certainty.Perhaps => EngagementState.PerhapsUnderWay,
                _ when members.All(m => m.Left is null) => EngagementState.NotBegun,
                _ => plan is { Completed: false } ? EngagementState.InTransition : EngagementState.Ended,
            },
            Statement.Of(engagement.Entered),
            engagement.Entered.Effective.Earliest > on
                ? null
                : MemberReadiness.DaysFrom(
                    engagement.Entered.Effective,
                    underWay == Certainty.No ? LastLeft(members) : null,
                    on
                ),
            FrameworkReference.On(on, record.Frameworks),
            ProgrammeAtEntry(record, engagement, on),
            ImprovementDirector.On(engagement, on),
            [
                .. Enum.GetValues<CriteriaPurpose>()
                    .SelectMany(purpose => engagement.CriteriaOn(purpose, on).Entries)
                    .Select(set => new CriteriaSet(set.Content.Purpose, set.Content.Criteria.Count, Statement.Of(set))),
            ],
            members,
            Milestone.On(engagement, on),
            exit,
            plan,
            Groundwork.On(record, engagement, on),
            AnswerRules.OfReadiness
        );
    }

    private static DateWithPrecision? LastLeft(IReadOnlyList<MemberReadiness> members) =>
        members.Select(m => m.Left).OrderBy(left => left?.Latest).LastOrDefault(left => left is not null);

    // Of the versions that may have been the latest one when it began, those that place its members in segments; several names are none.
    private static string? ProgrammeAtEntry(RecordAt record, Engagement engagement, DateOnly on)
    {
        var began = engagement.Entered.Effective;
        var last = began.Latest < on ? began.Latest : on;
        var kinds = engagement
            .Entered.Content.Members.Select(m => record.RegistrationOf(m)?.Kind)
            .OfType<OrganisationKind>()
            .ToHashSet();
        var versions = record.Frameworks.All.Where(e => e.Effective.Earliest <= last).ToArray();
        var replaced = versions.LastOrDefault(e => e.Effective.IsCertainBy(began.Earliest));
        string[] names =
        [
            .. versions
                .SkipWhile(e => replaced is not null && !e.Equals(replaced))
                .Select(e => e.Content.Framework)
                .Where(version => kinds.Count == 0 || kinds.Any(version.Segmented))
                .Select(version => version.Programme)
                .Distinct(),
        ];
        return names is [var name] ? name : null;
    }

    /// <summary>Every engagement that had begun, or may have, by a day, by stream identity.</summary>
    public static IReadOnlyList<EngagementReadiness> All(RecordAt record, DateOnly on) =>
        [
            .. record
                .Subjects.Where(s => s.Kind == SubjectKind.Recovery)
                .Select(s => Of(record, s, on))
                .OfType<EngagementReadiness>()
                .Where(r => r.Entered.Effective.Earliest <= on),
        ];
}

using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;
using Said = Oversight.Projections.Tests.RandomHistories.ReferenceBelief.Said;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A way in which the reference for readiness and deadlines can be made wrong on purpose.</summary>
public enum SupportDeviation
{
    None,
    RetractedEntriesCount,
    CorrectionsAreIgnored,
    LaterEntriesAreKnown,
    JudgementsAreForAllMembers,
    JudgementsOutliveTheirWording,
    TheRegionOutranksTheNation,
    MeetingIsEnough,
    UncertainJudgementsSatisfy,
    RatingsEndWithTheirWording,
    SilenceIsNoDifference,
    CriteriaConcernEverybody,
    ExitOfAllIsIgnored,
    ExitOfOneIsIgnored,
    JoiningIsIgnored,
    VagueBeginningsNeverEnd,
    PerhapsAMemberIsNone,
    NothingPassesOn,
    WhatPassedIsOwedByBoth,
    TheLastDispositionHolds,
    AllOfAKindStandsBeforeOne,
    MembershipsTakeNoCriteriaAlong,
    WhatEndedWithTheBodyIsStillDue,
    WhatSettledItselfIsNotDisposedOf,
    WhatPassedBeforeIsForgotten,
    DueOnTheEarliestDay,
    AchievedIsStillDue,
    MissedIsSettled,
    ReschedulingIsIgnored,
    TheFirstTargetStands,
    TargetsAreForAllMembers,
    MovesAreCountedTwice,
    ReviewsSayNoDate,
    EveryKindIsReviewed,
    TheRhythmIsIgnored,
    WhatWasDueEndsWithItsFramework,
    TransitionNeverEnds,
    TransitionWaitsForExit,
    VariationsAreIgnored,
    CompliedIsStillDue,
    DischargeIsIgnored,
    CertificatesAlwaysHaveDays,
    CertificatesAreNeverDecided,
    CertificatesSettleNothing,
    DirectionsOutliveDischarge,

    /// <summary>What a later set stands in the place of is due all the same.</summary>
    SupersededIsStillDue,

    /// <summary>A direction to an organisation is due though it was revoked.</summary>
    RevocationIsIgnored,
    DirectorsStayForEver,
    ReceiptUndoesWhatWasSaid,
    EvidenceIsForEveryCriterion,
    EngagementsDoNotAnswer,
    PublishedRecoveryHoldsForEver,
    PublishedDatesAreIgnored,
    PublishedIsHeldAgainstItself,
    PlansAreThoseOfAllMembers,
    SystemsAreNoMembers,
}

/// <summary>
/// Readiness and deadlines once more, written from the words of their documentation: all pairs instead of searches, recursion
/// instead of folding, and no call into what they are compared with. Slow and plain. An answer is a line for each fact.
/// </summary>
internal sealed partial class ReferenceSupport(
    IReadOnlyList<Entry> record,
    long known,
    DateOnly day,
    SupportDeviation deviation = SupportDeviation.None
)
{
    private readonly ReferenceBelief belief = new(
        [.. record.Where(e => e.Place <= known + (deviation == SupportDeviation.LaterEntriesAreKnown ? 3 : 0))],
        day
    )
    {
        RetractedCounts = deviation == SupportDeviation.RetractedEntriesCount,
        CorrectionsAreIgnored = deviation == SupportDeviation.CorrectionsAreIgnored,
    };

    /// <summary>Every member with its membership, target and each exit criterion.</summary>
    public IReadOnlyList<string> Readiness()
    {
        var lines = new List<string>();
        foreach (var member in EverMembers())
        {
            var membership = Membership(member);
            var targets = Targets(member).Where(s => s.Earliest <= day).ToArray();
            var may = MayHold(Targets(member));
            var stated = may.May.Select(s => Target(s.Content)!.Value.Stored).Distinct().ToArray();
            var moves = 0;
            var history = targets
                .OrderBy(s => s.Content is RecoveryEntered ? 0 : 1)
                .ThenBy(s => s.Latest)
                .ThenBy(s => s.Place)
                .ToArray();
            for (var i = 1; i < history.Length; i++)
            {
                var moved = Target(history[i].Content) != Target(history[i - 1].Content);
                moves +=
                    !moved ? 0
                    : deviation == SupportDeviation.MovesAreCountedTwice ? 2
                    : 1;
            }

            lines.Add(
                $"{member} {membership} target {(stated.Length == 1 && !may.PerhapsNone ? stated[0] : "-")} moved {moves} left {Left(member)}"
            );
            foreach (var criterion in membership == "No" ? [] : InForce(CriteriaPurpose.Exit))
            {
                if (Concerns(criterion, member))
                {
                    lines.Add(
                        $"{member} {criterion.Reference} {(Satisfied(criterion, member) ? "satisfied" : "open")}"
                    );
                    lines.Add($"{member} {criterion.Reference} rated {Rated(criterion, member)}");
                    lines.Add($"{member} {criterion.Reference} evidence {EvidenceFor(criterion)}");
                }
            }
        }

        return lines;
    }

    /// <summary>Every deadline: what it is known by, its due date, and whom it concerns.</summary>
    public IReadOnlyList<string> Deadlines()
    {
        var lines = new List<string>();
        foreach (var organisation in RandomSupport.Organisations)
        {
            lines.AddRange(SegmentReview(organisation));
        }

        if (Entry() is { } entered && entered.Earliest <= day)
        {
            lines.AddRange(OfEngagement());
        }

        foreach (var set in Sets)
        {
            if (GivenIn(set) is { } given && given.Earliest <= day)
            {
                lines.AddRange(OfUndertakings(set, given));
            }
        }

        foreach (var organisation in RandomSupport.Organisations)
        {
            lines.AddRange(DirectionsTo(organisation));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> SegmentReview(OdsCode organisation)
    {
        var subject = $"organisation-{organisation}";
        var registered = Believed<OrganisationRegistered>(subject).FirstOrDefault();
        if (
            registered is null
            || registered.Earliest > day
            || Believed<OrganisationSucceeded>(subject).Any(s => s.Latest <= day)
        )
        {
            yield break;
        }

        var reviews = Newest(Believed<SegmentReviewed>(subject).Where(s => s.Latest <= day));
        var either = Newest(
            Believed<Event>(subject).Where(s => s.Content is SegmentReviewed or SegmentAssigned && s.Latest <= day)
        );
        if (
            reviews?.Content is SegmentReviewed { NextReviewDue: { } said }
            && deviation != SupportDeviation.ReviewsSayNoDate
        )
        {
            yield return Line($"{subject}/segment-review", said, [organisation]);
        }
        else if (
            either is not null
            && deviation != SupportDeviation.TheRhythmIsIgnored
            && Segmented(((OrganisationRegistered)registered.Content).Kind, either.Latest)
        )
        {
            yield return Line(
                $"{subject}/segment-review",
                DateWithPrecision.Day(either.Latest.AddMonths(3)),
                [organisation]
            );
        }
    }

    // By the framework of the day of the last review, past its term or not.
    private bool Segmented(OrganisationKind kind, DateOnly reviewed)
    {
        if (deviation == SupportDeviation.WhatWasDueEndsWithItsFramework)
        {
            reviewed = day;
        }

        var (frameworks, noneYet) = MayHold([.. Believed<FrameworkPublished>("framework-nof-2022-23")], reviewed);
        return frameworks.Length == 1
            && !noneYet
            && ((FrameworkPublished)frameworks[0].Content).Framework is var framework
            && (
                framework.InForceUntil is not { } until
                || until.Latest >= day
                || deviation != SupportDeviation.WhatWasDueEndsWithItsFramework
            )
            && (framework.SegmentedKinds.Contains(kind) || deviation == SupportDeviation.EveryKindIsReviewed);
    }

    private IEnumerable<string> OfEngagement()
    {
        const string subject = "recovery-r";
        var members = EverMembers().Where(m => Membership(m) != "No").ToArray();
        if (deviation == SupportDeviation.PerhapsAMemberIsNone)
        {
            members = [.. members.Where(m => Membership(m) == "Yes")];
        }

        var plan = MayHold([.. Believed<TransitionPlanAgreed>(subject)]).May.LastOrDefault();
        var completed =
            plan is not null
            && deviation != SupportDeviation.TransitionNeverEnds
            && Believed<TransitionPlanCompleted>(subject).Any(s => s.Latest <= day && s.Latest >= plan.Earliest);
        if (plan is not null && !completed)
        {
            var agreed = (TransitionPlanAgreed)plan.Content;
            var review = Newest(
                Believed<TransitionPlanReviewed>(subject).Where(s => s.Latest <= day && s.Latest >= plan.Earliest)
            );
            var from = (review ?? plan).Latest;
            DateWithPrecision? rhythm =
                agreed.ReviewMonths is not { } months ? null
                : from == DateOnly.MaxValue ? DateWithPrecision.Unknown
                : DateWithPrecision.Day(from.AddMonths(months));
            var next =
                (review is null ? agreed.FirstReviewDue : ((TransitionPlanReviewed)review.Content).NextReviewDue)
                ?? rhythm;
            if (next is { } due)
            {
                yield return Line($"{subject}/transition-review", due, StillThere());
            }
        }

        if (!completed && (members.Length == 0 || deviation != SupportDeviation.TransitionWaitsForExit))
        {
            foreach (var line in OfCriteria(CriteriaPurpose.Transition, "transition-criterion", StillThere()))
            {
                yield return line;
            }
        }

        if (members.Length == 0)
        {
            yield break;
        }

        foreach (var line in OfCriteria(CriteriaPurpose.Exit, "exit-criterion", members))
        {
            yield return line;
        }

        if (
            Newest(Believed<RecoveryReviewed>(subject).Where(s => s.Latest <= day))?.Content is RecoveryReviewed
            {
                NextReviewDue: { } reviewDue
            }
        )
        {
            yield return Line($"{subject}/recovery-review", reviewDue, members);
        }

        foreach (var milestone in new[] { "M1", "M2" })
        {
            var about = Believed<Event>(subject)
                .Where(s => s.Content is IAboutMilestone m && m.Milestone == milestone)
                .ToArray();
            var set = Newest(about.Where(s => s.Content is MilestoneSet && s.Earliest <= day));
            if (set is null)
            {
                continue;
            }

            var moved = Newest(about.Where(s => s.Content is MilestoneRescheduled && s.Earliest <= day));
            var (last, _) = MayHold([.. about.Where(s => s.Content is not MilestoneSet)]);
            var achieved = last.Any(s =>
                s.Latest <= day
                && (
                    s.Content is MilestoneAchieved
                    || (s.Content is MilestoneMissed && deviation == SupportDeviation.MissedIsSettled)
                )
            );
            if ((!achieved && !HasEnded(milestone)) || deviation == SupportDeviation.AchievedIsStillDue)
            {
                yield return Line(
                    $"{subject}/milestone/{milestone}",
                    moved is null || deviation == SupportDeviation.ReschedulingIsIgnored
                        ? ((MilestoneSet)set.Content).Due
                        : ((MilestoneRescheduled)moved.Content).Due,
                    members
                );
            }
        }

        foreach (var member in members)
        {
            var may = MayHold(Targets(member)).May;
            if (may.Length > 0)
            {
                var target = deviation == SupportDeviation.TheFirstTargetStands ? Targets(member)[0] : may[^1];
                yield return Line($"{subject}/target-exit/{member}", Target(target.Content)!.Value, [member]);
            }
        }

        if (
            MayHold([
                .. Believed<Event>(subject)
                    .Where(s => s.Content is ImprovementDirectorAppointed or ImprovementDirectorStoodDown),
            ])
                .May.Select(s => s.Content)
                .OfType<ImprovementDirectorAppointed>()
                .LastOrDefault()
                is { Until: { } until }
            && deviation != SupportDeviation.DirectorsStayForEver
        )
        {
            yield return Line($"{subject}/improvement-director", until, members);
        }
    }

    private OdsCode[] StillThere() => [.. EverMembers().Where(m => !HasPassedOn(m))];

    private IEnumerable<string> OfCriteria(CriteriaPurpose purpose, string kind, IReadOnlyList<OdsCode> members)
    {
        foreach (var criterion in InForce(purpose))
        {
            var open = members.Where(m => Concerns(criterion, m) && !Satisfied(criterion, m)).ToArray();
            if (open.Length > 0 && criterion.Due is { } due)
            {
                yield return Line($"recovery-r/{kind}/{criterion.Reference}", due, open);
            }
        }
    }

    private IEnumerable<string> OfUndertakings(string subject, Said given)
    {
        var discharges = Believed<UndertakingsDischarged>(subject)
            .Where(s => s.Latest <= day && deviation != SupportDeviation.DischargeIsIgnored)
            .Select(s => ((UndertakingsDischarged)s.Content).Items)
            .ToArray();
        foreach (var item in SupersededIn(subject, given) ? [] : ItemsOf(subject, given))
        {
            var varied = Newest(
                Believed<UndertakingVaried>(subject)
                    .Where(s => s.Content is UndertakingVaried { Due: not null } v && v.Item == item.Reference)
                    .Where(s => s.Earliest <= day && deviation != SupportDeviation.VariationsAreIgnored)
            );
            var due = (varied?.Content as UndertakingVaried)?.Due ?? item.Due;
            if (
                due is { } by
                && !IsDone(subject, item.Reference)
                && Owing(subject, OpenItemKind.Undertaking, item.Reference) is [_, ..] owing
            )
            {
                yield return Line($"{subject}/undertaking/{item.Reference}", by, owing);
            }
        }

        foreach (var application in Believed<CertificateAppliedFor>(subject).Where(s => s.Earliest <= day))
        {
            var answer = Believed<Event>(subject)
                .FirstOrDefault(s => s.Content is IAnswersApplication a && Names(a.Application, application.Id));
            var decided = answer?.Latest <= day && deviation != SupportDeviation.CertificatesAreNeverDecided;
            var hasDays =
                BasisOf(given) == "hsc-act-2012-s106" || deviation == SupportDeviation.CertificatesAlwaysHaveDays;
            if (
                !decided
                && hasDays
                && application.Latest != DateOnly.MaxValue
                && Owing(subject, OpenItemKind.CertificateApplication, $"{application.Id}") is [_, ..] owing
            )
            {
                yield return Line(
                    $"{subject}/certificate-decision/{application.Id}",
                    DateWithPrecision.Day(application.Latest.AddDays(14)),
                    owing
                );
            }
        }

        foreach (var direction in Believed<DirectionIssued>(subject).Where(s => s.Earliest <= day))
        {
            if (
                ((DirectionIssued)direction.Content).Due is { } due
                && (!discharges.Any(d => d is null) || deviation == SupportDeviation.DirectionsOutliveDischarge)
                && Owing(subject, OpenItemKind.Direction, $"{direction.Id}") is [_, ..] owing
            )
            {
                yield return Line($"{subject}/direction/{direction.Id}", due, owing);
            }
        }
    }

    // Complied with, certified or discharged.
    private bool IsDone(string subject, string item)
    {
        var (judged, noneYet) = MayHold([
            .. Believed<UndertakingJudged>(subject).Where(s => ((UndertakingJudged)s.Content).Item == item),
        ]);
        var complied =
            deviation != SupportDeviation.CompliedIsStillDue
            && judged.Length > 0
            && !noneYet
            && judged.All(s => ((UndertakingJudged)s.Content).Judgement == ComplianceJudgement.Complied);
        var certified =
            deviation != SupportDeviation.CertificatesSettleNothing
            && Believed<CertificateIssued>(subject)
                .Any(issued =>
                    issued.Latest <= day
                    && !Believed<CertificateRevoked>(subject)
                        .Any(r => r.Earliest <= day && Names(((CertificateRevoked)r.Content).Certificate, issued.Id))
                    && Believed<CertificateAppliedFor>(subject)
                        .Any(a =>
                            Names(((CertificateIssued)issued.Content).Application, a.Id)
                            && ((CertificateAppliedFor)a.Content).Items?.Contains(item) != false
                        )
                );
        return complied
            || certified
            || (
                deviation != SupportDeviation.DischargeIsIgnored
                && Believed<UndertakingsDischarged>(subject)
                    .Any(s => s.Latest <= day && ((UndertakingsDischarged)s.Content).Items?.Contains(item) != false)
            );
    }

    private string Line(string uid, DateWithPrecision due, IEnumerable<OdsCode> concerned)
    {
        var by = deviation == SupportDeviation.DueOnTheEarliestDay ? due.Earliest : due.Latest;
        var left = due.Stored == "unknown" ? "-" : $"{by.DayNumber - day.DayNumber}";
        return $"{uid} due {due.Stored}, {left} left, {string.Join(' ', concerned.Order())}";
    }

    private Said? Entry() => Believed<RecoveryEntered>("recovery-r").FirstOrDefault();

    private OdsCode[] EverMembers() =>
        Entry() is { } entered
            ?
            [
                .. ((RecoveryEntered)entered.Content)
                    .Members.Concat(
                        Believed<RecoveryMemberJoined>("recovery-r")
                            .Select(s => ((RecoveryMemberJoined)s.Content).Organisation)
                    )
                    .Concat(Successors())
                    .Distinct(),
            ]
            : [];

    private string Membership(OdsCode member)
    {
        Said[] about =
        [
            .. Believed<Event>("recovery-r").Where(s => Enters(s.Content, member) || Leaves(s.Content, member)),
        ];
        var (may, noneYet) = MayHold(about);
        // Every beginning by the day is paired with a certain end of its own, in every way in which that can be tried.
        static bool Paired(Said[] begins, Said[] ends) =>
            begins.Length == 0
            || ends.Any(end => begins[0].Earliest <= end.Latest && Paired(begins[1..], [.. ends.Where(e => e != end)]));
        var ended =
            deviation != SupportDeviation.VagueBeginningsNeverEnd
            && Paired(
                [.. about.Where(s => Enters(s.Content, member) && s.Earliest <= day)],
                [.. about.Where(s => Leaves(s.Content, member) && s.Latest <= day)]
            );
        return !may.Any(s => Enters(s.Content, member)) ? "No"
            : may.All(s => Enters(s.Content, member)) && !noneYet ? "Yes"
            : ended ? "No"
            : "Perhaps";
    }

    private bool Enters(Event content, OdsCode member) =>
        content switch
        {
            RecoveryEntered e => e.Members.Contains(member),
            RecoveryMemberJoined e => e.Organisation == member && deviation != SupportDeviation.JoiningIsIgnored,
            OpenItemsDisposed e => e.Ended != member
                && e.Items.Any(i => i.What == OpenItemKind.Membership && i.Successor == member)
                && deviation != SupportDeviation.NothingPassesOn,
            _ => false,
        };

    private bool Leaves(Event content, OdsCode member) =>
        content switch
        {
            RecoveryMemberExited e => e.Organisation == member && deviation != SupportDeviation.ExitOfOneIsIgnored,
            ExitAgreed e => e.Members is null
                ? deviation != SupportDeviation.ExitOfAllIsIgnored
                : e.Members.Contains(member),
            OpenItemsDisposed e => e.Ended == member
                && e.Items.Any(i => i.What == OpenItemKind.Membership)
                && deviation is not (SupportDeviation.NothingPassesOn or SupportDeviation.WhatPassedIsOwedByBoth),
            _ => false,
        };

    // The first of the exits that nothing followed; none where it was never inside before them.
    private string Left(OdsCode member)
    {
        var turns = Believed<Event>("recovery-r")
            .Where(s => s.Earliest <= day && (Enters(s.Content, member) || Leaves(s.Content, member)))
            .OrderBy(s => s.Content is RecoveryEntered ? 0 : 1)
            .ThenBy(s => s.Latest)
            .ThenBy(s => s.Place)
            .ToArray();
        var inside = Array.FindLastIndex(turns, s => Enters(s.Content, member));
        return inside < 0 || inside == turns.Length - 1 || turns[inside + 1].Content is OpenItemsDisposed
            ? "-"
            : $"{turns[inside + 1].Id}";
    }

    private Said[] Targets(OdsCode member) =>
        [
            .. Believed<Event>("recovery-r")
                .Where(s => Target(s.Content) is not null)
                .Where(s =>
                    deviation == SupportDeviation.TargetsAreForAllMembers
                    || s.Content is not TargetExitRevised { Member: { } only }
                    || only == member
                ),
        ];

    private static DateWithPrecision? Target(Event content) =>
        content is RecoveryEntered entered ? entered.TargetExit : (content as TargetExitRevised)?.Target;

    private IReadOnlyList<Criterion> InForce(CriteriaPurpose purpose, DateOnly? on = null) =>
        MayHold(
            [.. Believed<Event>("recovery-r").Where(s => s.Content is IStatesCriteria c && c.Purpose == purpose)],
            on
        )
            .May.LastOrDefault()
            ?.Content
            is IStatesCriteria set
            ? set.Criteria
            : [];

    private bool Satisfied(Criterion criterion, OdsCode member)
    {
        (Said[] May, bool PerhapsNone) Of(AssessingLevel level) =>
            MayHold([
                .. Believed<CriterionAssessed>("recovery-r")
                    .Where(s =>
                        (CriterionAssessed)s.Content is var judged
                        && judged.Level == level
                        && judged.Criterion == criterion.Reference
                        && (
                            judged.Member is null
                            || judged.Member == member
                            || deviation == SupportDeviation.JudgementsAreForAllMembers
                        )
                        && (
                            JudgedTheSame(criterion, s.Latest)
                            || deviation == SupportDeviation.JudgementsOutliveTheirWording
                        )
                    ),
            ]);
        var (first, second) =
            deviation == SupportDeviation.TheRegionOutranksTheNation
                ? (AssessingLevel.Region, AssessingLevel.National)
                : (AssessingLevel.National, AssessingLevel.Region);
        // While it is uncertain whether the first has judged by then, what the second says may be what holds.
        var (mayFirst, perhapsNotFirst) = Of(first);
        var (maySecond, perhapsNotSecond) = Of(second);
        var deciding = perhapsNotFirst
            ? (May: mayFirst.Concat(maySecond).ToArray(), PerhapsNone: perhapsNotSecond)
            : (May: mayFirst, PerhapsNone: false);
        bool Enough(Said said) =>
            ((CriterionAssessed)said.Content).Judgement switch
            {
                CriterionJudgement.MetAndSustained => true,
                CriterionJudgement.Met => criterion.SustainedMonths is null
                    || deviation == SupportDeviation.MeetingIsEnough,
                _ => false,
            };
        return deviation == SupportDeviation.UncertainJudgementsSatisfy
            ? deciding.May.Any(Enough)
            : deciding.May.Length > 0 && !deciding.PerhapsNone && deciding.May.All(Enough);
    }

    // The last that was said of it, by its latest day; that it was received says less than anything else.
    private string EvidenceFor(Criterion criterion) =>
        string.Join(
            ", ",
            from piece in Believed<EvidenceSubmitted>("recovery-r")
            where piece.Earliest <= day
            where
                ((EvidenceSubmitted)piece.Content).For.Contains(criterion.Reference)
                || deviation == SupportDeviation.EvidenceIsForEveryCriterion
            let about = Believed<Event>("recovery-r")
                .Where(s => s.Content is IAboutEvidence a && Names(a.Evidence, piece.Id) && s.Earliest <= day)
                .ToArray()
            let more = about.Where(s => s.Content is not EvidenceAcknowledged).ToArray()
            let last = Newest(more.Length > 0 && deviation != SupportDeviation.ReceiptUndoesWhatWasSaid ? more : about)
            let waits = last?.Content is null or EvidenceAcknowledged
            select $"{piece.Id} {(waits && HasEnded(piece) ? "EvidenceEnded" : last?.Content.GetType().Name ?? nameof(EvidenceSubmitted))}"
        );

    // What each side says and of which wording (* for another than the one in force), and whether two of them differ.
    private string Rated(Criterion criterion, OdsCode member)
    {
        (Said[] May, bool PerhapsNone, Said[] Other) Side<T>(Func<T, bool> by)
            where T : Event, IRatesCriterion
        {
            var about = Believed<T>("recovery-r")
                .Where(s => by((T)s.Content) && ((T)s.Content).Criterion == criterion.Reference)
                .Where(s => ((T)s.Content).Member is null || ((T)s.Content).Member == member)
                .ToArray();
            var (may, none) = MayHold([.. about.Where(s => JudgedTheSame(criterion, s.Latest))]);
            if (!none || deviation == SupportDeviation.RatingsEndWithTheirWording)
            {
                return (may, none, []);
            }

            var (other, nothing) = MayHold([.. about.Where(s => !JudgedTheSame(criterion, s.Latest))]);
            return ([.. may.Concat(other).OrderBy(s => s.Place)], nothing, other);
        }

        static string Beside(Event content) =>
            content switch
            {
                CriterionSelfAssessed self => self.Rating switch
                {
                    Brag.Blue or Brag.Green => "met",
                    Brag.Amber => "partly",
                    _ => "not",
                },
                CriterionAssessed { Judgement: CriterionJudgement.Met or CriterionJudgement.MetAndSustained } => "met",
                CriterionAssessed { Judgement: CriterionJudgement.PartlyMet } => "partly",
                _ => "not",
            };
        (Said[] May, bool PerhapsNone, Said[] Other)[] sides =
        [
            Side<CriterionSelfAssessed>(_ => true),
            Side<CriterionAssessed>(j => j.Level == AssessingLevel.Region),
            Side<CriterionAssessed>(j => j.Level == AssessingLevel.National),
        ];
        var rank = 0;
        for (var a = 0; a < 3; a++)
        {
            for (var b = a + 1; b < 3; b++)
            {
                var differ = sides[a].May.Any(x => sides[b].May.Any(y => Beside(x.Content) != Beside(y.Content)));
                var agree = sides[a].May.Any(x => sides[b].May.Any(y => Beside(x.Content) == Beside(y.Content)));
                var sure = !agree && !sides[a].PerhapsNone && !sides[b].PerhapsNone;
                rank = Math.Max(
                    rank,
                    !differ && !agree ? 0
                        : !differ ? 1
                        : sure ? 3
                        : 2
                );
            }
        }

        string Places((Said[] May, bool PerhapsNone, Said[] Other) side) =>
            string.Join(',', side.May.Select(s => $"{s.Place}{(side.Other.Contains(s) ? "*" : "")}"))
            + (side.PerhapsNone ? "?" : "");
        var silent = deviation == SupportDeviation.SilenceIsNoDifference && rank == 0 ? 1 : rank;
        return $"{string.Join(' ', sides.Select(Places))} differ {new[] { "NotStated", "No", "Uncertain", "Yes" }[silent]}";
    }

    // The criterion of that reference on the day of judging says the same: an exit criterion before one of transition, and
    // of several sets that may be in force the last one recorded that has it.
    private bool JudgedTheSame(Criterion criterion, DateOnly judgedOn)
    {
        Criterion? Worded(CriteriaPurpose purpose) =>
            MayHold(
                [.. Believed<Event>("recovery-r").Where(s => s.Content is IStatesCriteria c && c.Purpose == purpose)],
                judgedOn
            )
                .May.Select(set =>
                    ((IStatesCriteria)set.Content).Criteria.FirstOrDefault(c => c.Reference == criterion.Reference)
                )
                .LastOrDefault(found => found is not null);
        var then = Worded(CriteriaPurpose.Exit) ?? Worded(CriteriaPurpose.Transition);
        return then is not null
            && then.Wording == criterion.Wording
            && then.SustainedMonths == criterion.SustainedMonths;
    }

    private static Said? Newest(IEnumerable<Said> said) =>
        said.OrderBy(s => s.Latest).ThenBy(s => s.Place).LastOrDefault();

    private (Said[] May, bool PerhapsNone) MayHold(Said[] among, DateOnly? on = null) => belief.MayHold(among, on);

    private Said[] Believed<T>(string subject) => belief.About<T>(subject);

    private bool Names(Guid named, Guid entry) => belief.Names(named, entry);
}

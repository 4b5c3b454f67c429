using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Said = Oversight.Projections.Tests.RandomHistories.ReferenceBelief.Said;

namespace Oversight.Projections.Tests.RandomHistories;

/// <content>Recovery Support where a publication says it, published positions beside decisions, and what an engagement works with.</content>
internal sealed partial class ReferenceSupport
{
    /// <summary>Whether each organisation is in Recovery Support, what says so, and in which entries.</summary>
    public IReadOnlyList<string> Recovery() => [.. RandomSupport.Organisations.Select(o => $"{o} {RecoveryOf(o)}")];

    /// <summary>Each published position beside what was decided by the end of its period.</summary>
    public IReadOnlyList<string> PublishedPositions() =>
        [
            .. from organisation in RandomSupport.Organisations
            from said in Believed<Event>($"organisation-{organisation}")
            where said.Content is SegmentPublished or RecoveryPublished && said.Earliest <= day
            select Beside(organisation, said),
        ];

    /// <summary>The letters and stocktakes so far, the packages and plans in force, the last meeting of the board; by their places.</summary>
    public IReadOnlyList<string> Groundwork()
    {
        if (Entry() is null)
        {
            return [];
        }

        string Places(IEnumerable<Said> said) => string.Join(",", said.Select(s => s.Place));
        IEnumerable<Said> InOrder<T>() =>
            Believed<T>("recovery-r").Where(s => s.Earliest <= day).OrderBy(s => s.Latest).ThenBy(s => s.Place);
        return
        [
            $"letters {Places(InOrder<EntryLetterIssued>())}",
            $"stocktakes {Places(InOrder<StocktakeReported>())}",
            $"packages {Places(InForceFor<SupportPackageAgreed>())}",
            $"plans {Places(InForceFor<ImprovementPlanAgreed>())}",
            $"board {Places(InOrder<ImprovementBoardMet>().TakeLast(1))}",
        ];
    }

    // "A package agreed later takes the place of the one before it for the same members."
    private IEnumerable<Said> InForceFor<T>() =>
        EverMembers()
            .SelectMany(member =>
                MayHold([
                    .. Believed<T>("recovery-r")
                        .Where(s =>
                            deviation == SupportDeviation.PlansAreThoseOfAllMembers
                            || ((IConcernsMembers)s.Content).Members is not { } only
                            || only.Contains(member)
                        ),
                ]).May
            )
            .DistinctBy(s => s.Place)
            .OrderBy(s => s.Place);

    private string RecoveryOf(OdsCode organisation)
    {
        var named = EverMembers().Contains(organisation);
        var about = Believed<Event>("recovery-r")
            .Where(s => Enters(s.Content, organisation) || Leaves(s.Content, organisation))
            .ToArray();
        var through = Through(organisation);
        var begun = (named && MayHold(about).May.Length > 0) || through.Length > 0;
        var (published, perhapsNone) = PublishedOf(organisation);
        var places = string.Join(",", published.Select(s => s.Place));
        var allOver = published.All(IsOver);
        var membership = through
            .Append(named ? Membership(organisation) : "No")
            .MaxBy(m => Array.IndexOf(["No", "Perhaps", "Yes"], m))!;

        if (begun && deviation != SupportDeviation.EngagementsDoNotAnswer)
        {
            return InStated(membership) + " Engagement";
        }

        if (published.Length > 0 && !(allOver && named))
        {
            var answers = published.Select(Read).Distinct().ToArray();
            var answer =
                answers.Length > 1 || perhapsNone ? "Uncertain"
                : allOver ? "NotStated"
                : answers[0];
            return $"{answer} Publication {places}";
        }

        // An engagement begins later. Who was last published as in the programme may have been in it since.
        return named && published.Any(s => Read(s) != "No") ? $"Uncertain Publication {places}"
            : named ? InStated(membership) + " Engagement"
            : "NotStated";
    }

    // "System: each ICB among the members is in with the trusts that belong to its system on the day." They leave with it, and when they leave it.
    private string[] Through(OdsCode organisation)
    {
        if (deviation == SupportDeviation.SystemsAreNoMembers)
        {
            return [];
        }

        var (systems, sure) = SystemsOf(organisation);
        string[] inside =
        [
            .. from icb in systems
            where EverMembers().Contains(icb)
            where ScopeOf(icb) == Concerning.System
            let member = Membership(icb)
            where member != "No"
            select sure ? member : "Perhaps",
        ];
        return
            inside.Length == 0 && LastIn(organisation) is { } left && (JoinedAnother(organisation, left) || IsOut(left))
            ? ["No"]
            : inside;
    }

    // "Those too that it certainly was in so by then, and is in no more": the ICB with whose system it was in last, looked for day by day.
    private OdsCode? LastIn(OdsCode organisation)
    {
        var joined = Believed<SystemJoined>($"organisation-{organisation}").ToArray();
        if (joined.Length == 0)
        {
            return null;
        }

        return joined
            .Concat(Believed<Event>("recovery-r"))
            .SelectMany(s => new[] { s.Earliest, s.Latest })
            .Append(Believed<OrganisationRegistered>($"organisation-{organisation}").FirstOrDefault()?.Latest ?? day)
            .Where(then => then <= day)
            .Distinct()
            .OrderDescending()
            .Select(then =>
                new ReferenceSupport(record, known, then, deviation).SystemItIsCertainlyInWith(organisation)
            )
            .FirstOrDefault(icb => icb is not null);
    }

    private OdsCode? SystemItIsCertainlyInWith(OdsCode organisation) =>
        SystemsOf(organisation) is ([var icb], true)
        && EverMembers().Contains(icb)
        && ScopeOf(icb) == Concerning.System
        && Membership(icb) == "Yes"
            ? icb
            : null;

    private bool JoinedAnother(OdsCode organisation, OdsCode icb)
    {
        var (joined, noneYet) = MayHold([.. Believed<SystemJoined>($"organisation-{organisation}")]);
        return !noneYet && joined.All(s => ((SystemJoined)s.Content).System != icb);
    }

    // Not where its membership passed on: the trust may be in with the system of the successor.
    private bool IsOut(OdsCode icb) =>
        Membership(icb) == "No"
        && !MayHold([.. Believed<Event>("recovery-r").Where(s => Enters(s.Content, icb) || Leaves(s.Content, icb))])
            .May.Any(s =>
                s.Content is OpenItemsDisposed disposed
                && disposed.Items.Any(i => i.What == OpenItemKind.Membership && i.Successor is not null)
            );

    // Who takes a membership over takes it over as it was the day before.
    private Concerning? ScopeOf(OdsCode member)
    {
        var enters = MayHold([
            .. Believed<Event>("recovery-r").Where(s => Enters(s.Content, member) || Leaves(s.Content, member)),
        ])
            .May.LastOrDefault(s => Enters(s.Content, member));
        return enters?.Content switch
        {
            RecoveryEntered entered => entered.Scope,
            RecoveryMemberJoined joined => joined.Scope,
            OpenItemsDisposed disposed when enters.Content.Decision.Effective.Precision != DatePrecision.Unknown =>
                new ReferenceSupport(record, known, enters.Earliest.AddDays(-1), deviation).ScopeOf(disposed.Ended),
            _ => null,
        };
    }

    // "A trust belongs to that of the ICB that it joined last, while both exist."
    private (OdsCode[] Systems, bool Sure) SystemsOf(OdsCode trust)
    {
        var registered = Believed<OrganisationRegistered>($"organisation-{trust}").FirstOrDefault();
        if (
            registered?.Content is not OrganisationRegistered { Kind: not OrganisationKind.Icb }
            || HasEnded(trust) == 2
        )
        {
            return ([], false);
        }

        var (may, noneYet) = MayHold([.. Believed<SystemJoined>($"organisation-{trust}")]);
        OdsCode[] joined = [.. may.Select(s => ((SystemJoined)s.Content).System)];
        OdsCode[] systems = [.. joined.Where(icb => HasEnded(icb) != 2).Distinct().Order()];
        return (
            systems,
            systems.Length == 1 && !noneYet && HasEnded(trust) == 0 && joined.All(icb => HasEnded(icb) == 0)
        );
    }

    // 0: not by the day; 1: perhaps; 2: certainly.
    private int HasEnded(OdsCode organisation) =>
        Believed<OrganisationSucceeded>($"organisation-{organisation}").FirstOrDefault() is not { } end ? 0
        : end.Latest <= day ? 2
        : end.Earliest <= day ? 1
        : 0;

    private static string InStated(string membership) => membership == "Perhaps" ? "Uncertain" : membership;

    // "A position published for a period is certain for that period, and afterwards only the last one published."
    private (Said[] May, bool PerhapsNone) PublishedOf(OdsCode organisation)
    {
        var own = PublishedFor(organisation);
        if (own.May.Length > 0 || deviation == SupportDeviation.SystemsAreNoMembers)
        {
            return own;
        }

        // What was published of a system is published of the trusts that belong to it, unless something was of the trust itself.
        var (systems, sure) = SystemsOf(organisation);
        var ofSystems = systems.Select(PublishedFor).Where(p => p.May.Any(OfSystem)).ToArray();
        return (
            [.. ofSystems.SelectMany(p => p.May.Where(OfSystem))],
            !sure || ofSystems.Any(p => p.PerhapsNone || !p.May.All(OfSystem))
        );

        static bool OfSystem(Said said) => ((RecoveryPublished)said.Content).Scope == Concerning.System;
    }

    private (Said[] May, bool PerhapsNone) PublishedFor(OdsCode organisation)
    {
        Said[] all = [.. Believed<RecoveryPublished>($"organisation-{organisation}")];
        bool Certain(Said s) => (IsPeriod(s) ? s.Earliest : s.Latest) <= day;
        bool Follows(Said later, Said earlier) =>
            later.Earliest > earlier.Latest
            || (
                later.Earliest == later.Latest
                && earlier.Earliest == earlier.Latest
                && later.Earliest == earlier.Earliest
                && later.Place > earlier.Place
            );
        return (
            [.. all.Where(s => s.Earliest <= day && !all.Any(o => Certain(o) && Follows(o, s)))],
            !all.Any(Certain)
        );
    }

    private static bool IsPeriod(Said said) =>
        said.Content.Decision.Effective.Precision
            is DatePrecision.Month
                or DatePrecision.Quarter
                or DatePrecision.FinancialYear;

    private bool IsOver(Said said) => deviation != SupportDeviation.PublishedRecoveryHoldsForEver && said.Latest < day;

    // The position is that of the period's end; a date of entry or leaving that is stated says more of the days before.
    private string Read(Said said)
    {
        var content = (RecoveryPublished)said.Content;
        var isIn = content.Position == RecoveryPosition.InProgramme;
        if (deviation != SupportDeviation.PublishedDatesAreIgnored)
        {
            if (content.Entered is { } entered)
            {
                if (day < entered.Earliest)
                {
                    return "No";
                }

                if (day < entered.Latest)
                {
                    return "Uncertain";
                }
            }

            if (content.Left is { } left && !isIn)
            {
                return day < left.Earliest ? "Yes"
                    : day < left.Latest ? "Uncertain"
                    : "No";
            }
        }

        return isIn ? "Yes" : "No";
    }

    private string Beside(OdsCode organisation, Said said)
    {
        var dated = said.Content.Decision.Effective.Precision != DatePrecision.Unknown;
        var published =
            said.Content is SegmentPublished segment ? $"{segment.Segment}"
            : ((RecoveryPublished)said.Content).Position == RecoveryPosition.Left ? "left"
            : "in-programme";
        var (decided, perhapsNone) =
            !dated ? ([], true)
            : said.Content is SegmentPublished ? SegmentsBy(organisation, said.Latest)
            : PositionsBy(organisation, said.Latest);
        var agrees =
            decided.Length == 0 ? "NotStated"
            : !decided.Contains(published) ? "No"
            : decided.Length > 1 || perhapsNone ? "Uncertain"
            : "Yes";
        return $"{organisation} {said.Place} {published} beside {string.Join(",", decided)}: {agrees}";
    }

    private (string[] Decided, bool PerhapsNone) SegmentsBy(OdsCode organisation, DateOnly end)
    {
        var (may, perhapsNone) = MayHold(
            [
                .. Believed<IStatesSegment>($"organisation-{organisation}")
                    .Where(s =>
                        s.Content is not SegmentPublished || deviation == SupportDeviation.PublishedIsHeldAgainstItself
                    ),
            ],
            end
        );
        return (
            [.. may.Select(s => ((IStatesSegment)s.Content).Segment).Distinct().Order().Select(s => $"{s}")],
            perhapsNone
        );
    }

    private (string[] Decided, bool PerhapsNone) PositionsBy(OdsCode organisation, DateOnly end) =>
        new ReferenceSupport(record, known, end, deviation).RecoveryOf(organisation).Split(' ') switch
        {
            [var answer, "Engagement", ..] => (
                answer == "Yes" ? ["in-programme"]
                : answer == "No" ? ["left"]
                : ["in-programme", "left"],
                false
            ),
            _ => ([], true),
        };
}

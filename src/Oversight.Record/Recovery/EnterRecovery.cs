using Oversight.Record.Authority;
using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>
/// Intensive support of one organisation or a whole system began: an engagement of the Recovery Support Programme, or of
/// what the framework of the day calls it.
/// </summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Title">What people call the engagement, such as the system's name.</param>
/// <param name="Members">The organisations that it begins with, at least one.</param>
/// <param name="TargetExit">When it is meant to end, as far as that was said.</param>
/// <param name="Scope">
/// System: each ICB among the members is in with the trusts that belong to its system on the day, which need not be named. Organisation, or
/// absent: only those named.
/// </param>
/// <param name="Reasons">Why it began; absent: not stated.</param>
public sealed record RecoveryEntered(
    Decision Decision,
    string Title,
    IReadOnlyList<OdsCode> Members,
    DateWithPrecision? TargetExit = null,
    Concerning? Scope = null,
    IReadOnlyList<RecoveryReason>? Reasons = null
) : Event(Decision), INamesThoseConcerned, IMayConcernSystem
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Title, "title", 200);
        if (IsMaternitySafetySupport(Title))
        {
            throw new BadInputException(
                "title",
                "The Maternity Safety Support Programme is not Recovery Support: a trust enters and leaves it by other decisions, "
                    + "which this record does not hold yet. Nothing is stored."
            );
        }

        Check.Organisations(Members, "members", atLeast: 1);
        RecoveryReasons.Check(Reasons);
    }

    // It has a programme of its own beside the oversight framework's; counted as Recovery Support it would be a false answer.
    private static bool IsMaternitySafetySupport(string title) =>
        string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Contains("maternity safety support", StringComparison.OrdinalIgnoreCase)
        || title.Split(' ', '(', ')', ',', ':', '-', '/').Contains("MSSP", StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Members;

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{InWords.OneLine(Title)} entered Recovery Support {When} with {names.Listed(Members)}"
        + (Scope == Concerning.System ? " and the trusts of the system" : "")
        + (TargetExit is { } target ? $"; target exit {target}" : "")
        + RecoveryReasons.Said(Reasons);

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("title", Title),
            .. Stated.Each("member", Members),
            .. Stated.Maybe("scope", Scope is { } scope ? InWords.Stored(scope) : null),
            .. Stated.Maybe("target exit", TargetExit),
            .. RecoveryReasons.Stated(Reasons),
        ];

    // A trust among the members is in for itself; the system is that of the ICBs.
    IEnumerable<OdsCode> IMayConcernSystem.SystemsNamed(SubjectId subject) => Scope == Concerning.System ? Members : [];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => EnterRecovery.Kind;
}

/// <summary>How <see cref="RecoveryEntered"/> is called, and the rules that say when it may be recorded.</summary>
public static class EnterRecovery
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("recovery_entered", "recovery", typeof(RecoveryEntered), SubjectKind.Recovery, "Recovery Support began")
        {
            Begins = true,
            ByBodiesOfFramework = true,
            IsRegulatoryAction = true,
            Example = () =>
                new RecoveryEntered(
                    Example.Decided,
                    "Shropshire, Telford and Wrekin",
                    [Example.Icb],
                    Example.Date("2025/26"),
                    Reasons: [RecoveryReason.Finance, RecoveryReason.Leadership]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.FrameworkCarriedOn,
            MembersExist,
            OneEngagementAtATime,
            ProgrammeOfFramework,
            NationalRecoveryDecision,
            SystemAsMember.SystemNamedByIcb,
            EngagementRules.DatesCanBeKept,
        ];

    /// <summary>An engagement may be older than the body that it is about; then it names the predecessor.</summary>
    public static Rule<Event> MembersExist { get; } =
        new(
            "members-exist",
            "A member of an engagement is a registered organisation that exists by then; before that only with its predecessor named.",
            (said, judged) =>
                said.OrganisationsNamed()
                    .Select(member => ExistingOrganisation.Breach(member, judged.Decision, judged.Situation))
                    .FirstOrDefault(breach => breach is not null)
        );

    /// <summary>Only reported: which of the two engagements is to end is decided elsewhere. It is found at the one that began later.</summary>
    public static Rule<Event> OneEngagementAtATime { get; } =
        new(
            "one-engagement-at-a-time",
            "An organisation is in one engagement at a time.",
            (said, judged) =>
            {
                var effective = judged.Effective;
                foreach (var member in said.OrganisationsNamed())
                {
                    var other = Engagement
                        .NamingAsMember(judged.Record, member)
                        .FirstOrDefault(e =>
                            e.Subject != judged.Entry.Subject && e.IsMember(member, effective.Latest) == Certainty.Yes
                        );
                    if (other is not null)
                    {
                        return $"{member} is in {other.Subject} ({other.Title}) already, which is under way.";
                    }
                }

                return null;
            },
            RuleForce.Reports
        );

    /// <summary>The framework that judges is the one in force on the latest effective day, as for segments.</summary>
    public static Rule<Event> ProgrammeOfFramework { get; } =
        new(
            "programme-of-framework",
            "Recovery Support is entered under an oversight framework that is in force on the latest effective day, or carried on until it, and places "
                + "that kind of organisation in segments.",
            (said, judged) =>
            {
                var effective = judged.Effective;
                if (effective.Precision == DatePrecision.Unknown)
                {
                    return "Its effective date is unknown, so no framework version can be said to judge it.";
                }

                if (judged.Frameworks.Judging(effective.Latest) is null)
                {
                    return $"No framework version certainly holds on {DateWithPrecision.Day(effective.Latest)}, "
                        + "so there is no programme to enter.";
                }

                foreach (var member in said.OrganisationsNamed())
                {
                    var registered = judged.Organisation(member)?.Of<OrganisationRegistered>().FirstOrDefault();
                    if (
                        registered?.Content is { Kind: var kind }
                        && judged.Frameworks.Judging(effective.Latest, kind) is { } version
                        && !version.Segmented(kind)
                    )
                    {
                        return $"{version.Title} places no organisation of the kind of {member} in segments, "
                            + $"so {member} cannot enter its {version.Programme}.";
                    }
                }

                return null;
            }
        );

    /// <summary>Recovery Support is mandated support: entry and exit are decided nationally (NHS Oversight Framework 2022/23).</summary>
    public static Rule<Event> NationalRecoveryDecision { get; } =
        new(
            "national-recovery-decision",
            "Entry to and exit from Recovery Support are decided by a national body that the framework names.",
            (said, judged) =>
            {
                var body = judged.Decision.DecidedBy.Body;
                return
                    judged.Frameworks.Judging(judged.Effective.Latest) is not { } version
                    || NationalAgreement.CanBeGivenBy(version, judged.Decision)
                    ? null
                    : $"{body} cannot decide {(said is IExit ? "exit from" : "entry to")} the {version.Programme}: "
                        + $"it takes {string.Join(" or ", version.NationalBodies)}.";
            }
        );
}

using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>Where an organisation stands towards Recovery Support, as a publication says.</summary>
public enum RecoveryPosition
{
    /// <summary>It is in Recovery Support at the end of the period, even where it is said to be about to leave.</summary>
    InProgramme,

    /// <summary>It was in Recovery Support and has left it by the end of the period.</summary>
    Left,
}

/// <summary>
/// A document states for a period where an organisation stands towards Recovery Support, as the annual assessment does: a position,
/// not a decision to enter or leave.
/// </summary>
/// <param name="Decision">Effective: the period, such as 2023/24. Source: the publication.</param>
/// <param name="Position">Whether it is in the programme or has left it.</param>
/// <param name="Scope">Whom it concerns: the organisation, or an ICB with its system; absent: not stated, so the organisation.</param>
/// <param name="TargetExit">When it was meant to leave, as far as the publication says.</param>
/// <param name="TargetMissed">Whether the publication says that this target was missed; absent: not stated.</param>
/// <param name="Entered">When it entered, as far as the publication says.</param>
/// <param name="Left">When it left, as far as the publication says.</param>
/// <param name="Reasons">Why it entered, as far as the publication says.</param>
/// <param name="CriteriaText">
/// What the publication says of the criteria for leaving, in short. Published texts call them transition criteria; in this record they are exit criteria.
/// </param>
public sealed record RecoveryPublished(
    Decision Decision,
    RecoveryPosition Position,
    Concerning? Scope = null,
    DateWithPrecision? TargetExit = null,
    bool? TargetMissed = null,
    DateWithPrecision? Entered = null,
    DateWithPrecision? Left = null,
    IReadOnlyList<RecoveryReason>? Reasons = null,
    string? CriteriaText = null
) : Event(Decision), IStatedForPeriod, IMayConcernSystem
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        RecoveryReasons.Check(Reasons);
        if (CriteriaText is not null)
        {
            BadInputException.Text(CriteriaText, "criteriaText", 1000);
        }

        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the publication that states the position.");
        }

        if (Left is { } left)
        {
            if (Position != RecoveryPosition.Left)
            {
                throw new BadInputException("left", "is only for the position left: leave it out, or say left.");
            }

            if (Entered is { } entered && left.Latest < entered.Earliest)
            {
                throw new BadInputException("left", $"is {left}, before it entered ({entered}).");
            }
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        (Position == RecoveryPosition.Left ? "Left Recovery Support" : "In Recovery Support")
        + $", published for {When}"
        + (Scope == Concerning.System ? ", with its system" : "")
        + (Entered is { } entered ? $"; entered {entered}" : "")
        + (Left is { } left ? $"; left {left}" : "")
        + (TargetExit is { } target ? $"; target exit {target}" : "")
        + (
            TargetMissed switch
            {
                true => TargetExit is null ? "; target exit missed" : ", missed",
                false => TargetExit is null ? "; target exit not missed" : ", not missed",
                null => "",
            }
        )
        + RecoveryReasons.Said(Reasons)
        + (CriteriaText is null ? "" : $"; {InWords.OneLine(CriteriaText)}");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("recovery support", InWords.Stored(Position)),
            .. Stated.Maybe("scope", Scope is { } scope ? InWords.Stored(scope) : null),
            .. Stated.Maybe("entered", Entered),
            .. Stated.Maybe("left", Left),
            .. Stated.Maybe("target exit", TargetExit),
            .. Stated.Maybe("target missed", TargetMissed is { } missed ? (missed ? "yes" : "no") : null),
            .. RecoveryReasons.Stated(Reasons),
            .. Stated.Maybe("criteria", CriteriaText),
        ];

    IEnumerable<OdsCode> IMayConcernSystem.SystemsNamed(SubjectId subject) =>
        Scope == Concerning.System && subject.Organisation is { } ods ? [ods] : [];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PublishRecovery.Kind;
}

/// <summary>How <see cref="RecoveryPublished"/> is called, and the rules that say when it may be recorded.</summary>
public static class PublishRecovery
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "recovery_published",
            "published-recovery",
            typeof(RecoveryPublished),
            SubjectKind.Organisation,
            "A document states for a period whether an organisation is in Recovery Support"
        )
        {
            IsPublic = true,
            Decides = false,
            Example = () =>
                new RecoveryPublished(
                    Example.Published,
                    RecoveryPosition.InProgramme,
                    TargetExit: Example.Date("Q1 2024/25"),
                    TargetMissed: true,
                    Reasons: [RecoveryReason.Finance]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            GeneralRules.FrameworkCarriedOn,
            SystemAsMember.SystemNamedByIcb,
            PublishedAgreesWithEngagement,
        ];

    /// <summary>Where an engagement is recorded it answers; a publication that says otherwise shows that one of them is wrong.</summary>
    public static Rule<RecoveryPublished> PublishedAgreesWithEngagement { get; } =
        new(
            "published-agrees-with-engagement",
            "What is published of Recovery Support for a period is what the engagement in the record gives at the period's end.",
            (published, judged) =>
            {
                // Of no known period there is no end on which to compare.
                if (
                    judged.Timeline.Subject.Organisation is not { } organisation
                    || judged.Effective.Precision == DatePrecision.Unknown
                )
                {
                    return null;
                }

                Engagement[] engagements = [.. Engagement.NamingAsMember(judged.Record, organisation)];
                if (engagements.Length == 0)
                {
                    return null;
                }

                var day = judged.Effective.Latest;
                var inside = engagements
                    .Select(e => e.IsMember(organisation, day))
                    .Concat(SystemAsMember.Through(judged.Timeline, judged.Record, day).Select(t => t.Member))
                    .Max();
                var on = DateWithPrecision.Day(day);
                return published.Position == RecoveryPosition.InProgramme && inside == Certainty.No
                        ? $"It was published as in Recovery Support for {judged.Effective}, but it is a member of no engagement on {on}."
                    : published.Position == RecoveryPosition.Left && inside == Certainty.Yes
                        ? $"It was published as having left Recovery Support by {judged.Effective}, but it is a member of an engagement on {on}."
                    : Differs("entered", published.Entered, Dates(begins: true))
                        ?? Differs("left", published.Left, Dates(begins: false))
                        ?? Differs(
                            "its target exit is",
                            published.TargetExit,
                            engagements.SelectMany(e => e.TargetExitHistoryOf(organisation)).Select(t => t.Target)
                        );

                IEnumerable<DateWithPrecision> Dates(bool begins) =>
                    engagements
                        .SelectMany(e => e.MembershipEntries(organisation))
                        .Where(e => Engagement.Begins(e, organisation) == begins)
                        .Select(e => e.Effective);
            },
            RuleForce.Reports
        );

    // Dates of different precision agree where they may mean the same day.
    private static string? Differs(string what, DateWithPrecision? said, IEnumerable<DateWithPrecision> recorded)
    {
        DateWithPrecision[] dates = [.. recorded.Distinct()];
        return
            said is not { } date
            || dates.Length == 0
            || dates.Any(d => d.Earliest <= date.Latest && date.Earliest <= d.Latest)
            ? null
            : $"It was published that {(what.EndsWith("is", StringComparison.Ordinal) ? what : $"it {what}")} {date}; "
                + $"in the record that is {string.Join(" or ", dates)}.";
    }
}

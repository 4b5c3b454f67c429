using Oversight.Record.Organisations;

namespace Oversight.Record.Recovery;

/// <summary>An organisation joined an engagement that had begun.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Organisation">The organisation.</param>
/// <param name="Scope">
/// System: it is an ICB, in with the trusts that belong to its system on the day. Organisation, or absent: only the one named.
/// </param>
public sealed record RecoveryMemberJoined(Decision Decision, OdsCode Organisation, Concerning? Scope = null)
    : Event(Decision),
        INamesThoseConcerned,
        IMayConcernSystem
{
    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{names.Of(Organisation)}{(Scope == Concerning.System ? " and the trusts of its system" : "")} joined Recovery Support {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("member", Organisation.Value), .. Stated.Maybe("scope", Scope is { } scope ? InWords.Stored(scope) : null)];

    IEnumerable<OdsCode> IMayConcernSystem.SystemsNamed(SubjectId subject) =>
        Scope == Concerning.System ? [Organisation] : [];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => JoinRecovery.Kind;
}

/// <summary>How <see cref="RecoveryMemberJoined"/> is called, and the rules that say when it may be recorded.</summary>
public static class JoinRecovery
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "recovery_member_joined",
            "recovery-member",
            typeof(RecoveryMemberJoined),
            SubjectKind.Recovery,
            "An organisation joined Recovery Support"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new RecoveryMemberJoined(Example.Decided, Example.Trust),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.FrameworkCarriedOn,
            EnterRecovery.MembersExist,
            EnterRecovery.OneEngagementAtATime,
            JoinsEngagementUnderWay,
            EnterRecovery.ProgrammeOfFramework,
            SystemAsMember.SystemNamedByIcb,
        ];

    /// <summary>Joining is asked of the engagement as it would be without it.</summary>
    public static Rule<RecoveryMemberJoined> JoinsEngagementUnderWay { get; } =
        new(
            "joins-engagement-under-way",
            "An organisation joins an engagement that is under way, and of which it is not a member.",
            (joined, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var effective = judged.Effective;
                var organisation = joined.Organisation;
                var without = Sequence.NotBefore(judged.Entry, judged.Content);
                if (
                    effective.Latest < engagement.Entered.Effective.Earliest
                    || (
                        engagement.MembersOn(effective.Latest, without).Count == 0
                        && engagement.MembersOn(effective.Earliest, without).Count == 0
                    )
                )
                {
                    return $"{engagement.Subject} is not under way {effective}: nobody is a member.";
                }

                return
                    engagement.IsMember(organisation, effective.Earliest, without) == Certainty.Yes
                    && engagement.IsMember(organisation, effective.Latest, without) == Certainty.Yes
                    ? $"{organisation} is a member already on {effective}."
                    : null;
            }
        );
}

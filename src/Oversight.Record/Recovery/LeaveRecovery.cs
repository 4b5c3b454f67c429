namespace Oversight.Record.Recovery;

/// <summary>One member left an engagement, while it goes on for others.</summary>
/// <param name="Decision">Effective: the first day without it.</param>
/// <param name="Organisation">The organisation.</param>
/// <param name="Unmet">Each criterion of its own that is not met, accepted by name.</param>
public sealed record RecoveryMemberExited(
    Decision Decision,
    OdsCode Organisation,
    IReadOnlyList<AcceptedUnmet>? Unmet = null
) : Event(Decision), IExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        AcceptedUnmet.Check(Unmet);
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        base.WithPeople(change) is var e && Unmet is null
            ? e
            : (RecoveryMemberExited)e with
            {
                Unmet = AcceptedUnmet.WithPeople(Unmet!, change),
            };

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{names.Of(Organisation)} left Recovery Support {When}{AcceptedUnmet.InWords(Unmet)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("member exited", Organisation.Value), .. AcceptedUnmet.Stated(Unmet)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => LeaveRecovery.Kind;
}

/// <summary>How <see cref="RecoveryMemberExited"/> is called, and the rules that say when it may be recorded.</summary>
public static class LeaveRecovery
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "recovery_member_exited",
            "recovery-member-exit",
            typeof(RecoveryMemberExited),
            SubjectKind.Recovery,
            "One member left Recovery Support"
        )
        {
            ByBodiesOfFramework = true,
            IsRegulatoryAction = true,
            Example = () => new RecoveryMemberExited(Example.Decided, Example.Trust, [AcceptedUnmet.Example]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.FrameworkCarriedOn,
            AgreeExit.LeavesAsMember,
            EnterRecovery.NationalRecoveryDecision,
            AgreeExit.UnmetAcceptedByName,
        ];
}

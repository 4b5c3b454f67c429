using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>An organisation joined an engagement that had begun.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Organisation">The organisation.</param>
public sealed record RecoveryMemberJoined(Decision Decision, OdsCode Organisation) : Event(Decision)
{
    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says() => $"{Organisation} joined Recovery Support {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("member", Organisation.Value)];

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
            Example = () => new RecoveryMemberJoined(Example.Decided, Example.Trust),
        };
}

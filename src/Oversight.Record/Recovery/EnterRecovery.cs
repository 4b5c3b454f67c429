using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Record.Recovery;

/// <summary>
/// Intensive support of one organisation or a whole system began: an engagement of the Recovery Support Programme, or of
/// what the framework of the day calls it.
/// </summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Title">What people call the engagement, such as the system's name.</param>
/// <param name="Members">The organisations that it begins with, at least one.</param>
/// <param name="TargetExit">When it is meant to end, as far as that was said.</param>
public sealed record RecoveryEntered(
    Decision Decision,
    string Title,
    IReadOnlyList<OdsCode> Members,
    DateWithPrecision? TargetExit = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Title, "title", 200);
        Check.Organisations(Members, "members", atLeast: 1);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Members;

    /// <inheritdoc/>
    public override string Says() =>
        $"{InWords.OneLine(Title)} entered Recovery Support {When} with {InWords.Listed(Members)}"
        + (TargetExit is { } target ? $"; target exit {target}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("title", Title), .. Stated.Each("member", Members), .. Stated.Maybe("target exit", TargetExit)];

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
            Example = () =>
                new RecoveryEntered(
                    Example.Decided,
                    "Shropshire, Telford and Wrekin",
                    [Example.Icb],
                    Example.Date("2025/26")
                ),
        };
}

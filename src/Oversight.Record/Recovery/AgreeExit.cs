using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>An engagement ended, for all its members or for some.</summary>
/// <param name="Decision">Effective: the first day without it.</param>
/// <param name="Recommendation">The id of the recommendation's entry, where there was one.</param>
/// <param name="Members">The members that leave; null: all.</param>
/// <param name="Unmet">Each criterion that is not met, accepted by name.</param>
public sealed record ExitAgreed(
    Decision Decision,
    Guid? Recommendation = null,
    IReadOnlyList<OdsCode>? Members = null,
    IReadOnlyList<AcceptedUnmet>? Unmet = null
) : Event(Decision), IExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        AcceptedUnmet.Check(Unmet);
        if (Members is not null)
        {
            Check.Organisations(Members, "members", atLeast: 1);
        }
    }

    /// <inheritdoc/>
    public override Event WithPeople(Func<string?, string, string?> change) =>
        base.WithPeople(change) is var e && Unmet is null
            ? e
            : (ExitAgreed)e with
            {
                Unmet = AcceptedUnmet.WithPeople(Unmet!, change),
            };

    /// <inheritdoc/>
    public override string Says() => $"Exit agreed from {When}{InWords.For(Members)}{AcceptedUnmet.InWords(Unmet)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. Stated.AllOrEach("exit", Members), .. AcceptedUnmet.Stated(Unmet)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeExit.Kind;
}

/// <summary>How <see cref="ExitAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeExit
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("exit_agreed", "exit", typeof(ExitAgreed), SubjectKind.Recovery, "Exit was agreed")
        {
            Example = () => new ExitAgreed(Example.Decided, Example.Entry, Unmet: [AcceptedUnmet.Example]),
        };
}

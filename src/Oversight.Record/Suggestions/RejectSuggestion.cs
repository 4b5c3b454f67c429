namespace Oversight.Record.Suggestions;

/// <summary>
/// What a document was read to say is not to be recorded. A suggestion is no entry until somebody accepts it; what is remembered here is
/// that somebody looked and said no, so that the same words of the same document are not offered again.
/// </summary>
/// <param name="Decision">Effective: the day of the answer. Rationale: why, which must be said. Source: the document, and where in it.</param>
/// <param name="Key">The suggestion's key: the same document, words and fact have the same one at each reading.</param>
/// <param name="Suggests">The stored name of the kind of entry that was suggested.</param>
/// <param name="Fields">What the entry would have said (as JSON).</param>
public sealed record SuggestionRejected(Decision Decision, string Key, string Suggests, string Fields) : Event(Decision)
{
    private const int LongestFields = 20_000;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Key, "key", 100);
        BadInputException.Text(Suggests, "suggests", 100);
        BadInputException.Text(Fields, "fields", LongestFields);
        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the document that was read.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Suggestion {Key} rejected {When}: {Suggests} {Fields}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("suggestion rejected", Key), ("kind suggested", Suggests), ("fields suggested", Fields)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RejectSuggestion.Kind;
}

/// <summary>How <see cref="SuggestionRejected"/> is called, and the rules that say when it may be recorded.</summary>
public static class RejectSuggestion
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "suggestion_rejected",
            "suggestion-rejected",
            typeof(SuggestionRejected),
            SubjectKind.Organisation,
            "What a document was read to say was rejected"
        )
        {
            Decides = false,
            Provision = Provision.GeneralFunctions,
            Example = () =>
                new SuggestionRejected(
                    Example.Decided with
                    {
                        Rationale = "It speaks of the year before.",
                        Source = new Source("PRN01455", "line 24"),
                    },
                    "QOC-3f0a91c2d47b",
                    "financial_position_stated",
                    """{"scope":"system","outturn":{"balance":"deficit"}}"""
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [GeneralRules.ReasonForDeclining, RejectedOnce];

    /// <summary>Who wants it offered again retracts the rejection.</summary>
    public static Rule<SuggestionRejected> RejectedOnce { get; } =
        new(
            "suggestion-rejected-once",
            "A suggestion is rejected once; it is offered again after its rejection was retracted.",
            (rejected, judged) =>
                judged
                    .Timeline.Of<SuggestionRejected>()
                    .FirstOrDefault(earlier =>
                        earlier.Place < judged.Entry.Place && earlier.Content.Key == rejected.Key
                    )
                    is { } before
                    ? $"Suggestion {rejected.Key} was rejected before, by entry {before.Id}."
                    : null
        );
}

namespace Oversight.Record.Undertakings;

/// <summary>It was said where undertakings are published, or why they are not.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Publication">Where, or why not.</param>
public sealed record UndertakingsPublicationStated(Decision Decision, Publication Publication) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Publication.CheckInput("publication");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        Publication.WithheldBecause is { } reason
            ? $"Undertakings withheld from publication {When}: {InWords.OneLine(reason)}"
            : $"Undertakings published {When} at {Publication.Address}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Publication.Stated(Publication);

    /// <inheritdoc/>
    public override bool IsPublic() => Publication.Address is not null;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PublishUndertakings.Kind;
}

/// <summary>Where undertakings are published, or why they are not: exactly one of the two.</summary>
/// <param name="Address">Where they are published.</param>
/// <param name="WithheldBecause">Why they are not.</param>
public sealed record Publication(string? Address = null, string? WithheldBecause = null)
{
    internal static IEnumerable<(string, string)> Stated(Publication? publication) =>
        [
            .. Entries.Stated.Maybe("published at", publication?.Address),
            .. Entries.Stated.Maybe("withheld because", publication?.WithheldBecause),
        ];

    internal void CheckInput(string field)
    {
        BadInputException.OptionalText(Address, field + ".address", 500);
        BadInputException.OptionalText(WithheldBecause, field + ".withheldBecause", 2000);
        if (string.IsNullOrWhiteSpace(Address) == string.IsNullOrWhiteSpace(WithheldBecause))
        {
            throw new BadInputException(
                field,
                "must say where it is published (address) or why it is not (withheldBecause), and not both."
            );
        }
    }
}

/// <summary>How <see cref="UndertakingsPublicationStated"/> is called, and the rules that say when it may be recorded.</summary>
public static class PublishUndertakings
{
    private static readonly Publication Withheld = new(WithheldBecause: "Publication awaits the trust's board.");

    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertakings_publication_stated",
            "undertakings-publication",
            typeof(UndertakingsPublicationStated),
            SubjectKind.Undertakings,
            "Undertakings were published, or withheld"
        )
        {
            Example = () => new UndertakingsPublicationStated(Example.Decided, Withheld),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [UndertakingsRules.AfterAcceptance];
}

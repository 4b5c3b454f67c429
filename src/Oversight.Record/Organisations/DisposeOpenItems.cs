namespace Oversight.Record.Organisations;

/// <summary>
/// Something that was open when a body ended was disposed of: it passed to a successor, or nobody takes it over. Lives in the stream of
/// what it is about: the undertakings, the engagement, or the ended body itself.
/// </summary>
/// <param name="Decision">Effective: from when; not before the body ended.</param>
/// <param name="Ended">The body that ended.</param>
/// <param name="Items">What becomes of each, at least one.</param>
public sealed record OpenItemsDisposed(Decision Decision, OdsCode Ended, IReadOnlyList<DisposedItem> Items)
    : Event(Decision),
        INamesThoseConcerned
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Items, "items", atLeast: 1, i => $"{InWords.Of(i.What)} {i.Item}".TrimEnd());
        for (var i = 0; i < Items.Count; i++)
        {
            Items[i].CheckInput($"items[{i}]");
            if (Items[i].Successor == Ended)
            {
                throw new BadInputException(
                    $"items[{i}].successor",
                    $"is {Ended}, the body that ended: name the one that follows it."
                );
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() =>
        Items.Select(i => i.Successor).OfType<OdsCode>().Prepend(Ended).Distinct();

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"What was open for {names.Of(Ended)} disposed of {When}: "
        + string.Join("; ", Items.Select(i => i.Says(names)));

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("ended body", Ended.Value),
            .. Items.Select(i => ($"{InWords.Of(i.What)} {i.Item ?? "all"}", $"{i.Becomes()}")),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DisposeOpenItems.Kind;
}

/// <summary>What becomes of something that was open for a body that ended.</summary>
/// <param name="What">What it is.</param>
/// <param name="Disposition">What becomes of it.</param>
/// <param name="Successor">To which successor it passes, where it passes.</param>
/// <param name="Item">
/// Which one: the reference of an undertaking, criterion or milestone, such as 1.1 or EC1; of anything else the entry by which it was made
/// (its id). Left out: every one of them that is open and not disposed of by itself.
/// </param>
public sealed record DisposedItem(
    OpenItemKind What,
    Disposition Disposition,
    OdsCode? Successor = null,
    string? Item = null
)
{
    internal void CheckInput(string field)
    {
        if (Successor is null != (Disposition != Disposition.Passes))
        {
            throw new BadInputException(
                field + ".successor",
                Successor is null
                    ? "must say to which successor it passes."
                    : "is only said of what passes: leave it out, or write passes as the disposition."
            );
        }

        if (
            (What, Disposition) is (OpenItemKind.SegmentProposal or OpenItemKind.ExitRecommendation, Disposition.Passes)
        )
        {
            throw new BadInputException(
                field + ".disposition",
                $"must be ended: a {InWords.Of(What)} is about the body as it was. Propose anew for the successor."
            );
        }

        if ((What, Disposition) is (OpenItemKind.Membership, Disposition.Discharged))
        {
            throw new BadInputException(
                field + ".disposition",
                "must be passes or ended: a membership is no obligation."
            );
        }

        switch (Named)
        {
            case NamedBy.Nothing when Item is not null:
                throw new BadInputException(
                    field + ".item",
                    "is left out: a body has one membership of an engagement."
                );
            case NamedBy.Reference when Item is not null:
                Check.Reference(Item, field + ".item");
                break;
            case NamedBy.Entry
                when Item is not null && (!Guid.TryParseExact(Item, "D", out var id) || id.ToString() != Item):
                throw new BadInputException(field + ".item", $"\"{Item}\" is not the id of an entry.");
        }
    }

    /// <summary>What becomes of it, in words.</summary>
    public string Becomes() => Becomes(Naming.ByCode);

    internal string Says(Naming names) => $"{InWords.Of(What)}{Which(names)} {Becomes(names)}";

    private string Becomes(Naming names) => Successor is { } to ? $"passes to {names.Of(to)}" : InWords.Of(Disposition);

    private string Which(Naming names) =>
        Item is null
            ? Named == NamedBy.Nothing
                ? ""
                : " (all that is open)"
            : Named == NamedBy.Entry && Guid.TryParse(Item, out var id)
                ? $" {names.OfEntry("", id)}"
                : $" {Item}";

    /// <summary>Whether it is about that one, or about all of its kind.</summary>
    public bool IsAbout(OpenItemKind what, string? item) => What == what && (Item is null || Item == item);

    private NamedBy Named =>
        What switch
        {
            OpenItemKind.Membership => NamedBy.Nothing,
            OpenItemKind.Undertaking or OpenItemKind.Criterion or OpenItemKind.Milestone => NamedBy.Reference,
            _ => NamedBy.Entry,
        };

    private enum NamedBy
    {
        Nothing,
        Reference,
        Entry,
    }
}

/// <summary>What can be open when a body ends.</summary>
public enum OpenItemKind
{
    /// <summary>An undertaking that is not complied with yet; item is its reference.</summary>
    Undertaking,

    /// <summary>An application for a compliance certificate that nobody has answered; item is its entry.</summary>
    CertificateApplication,

    /// <summary>A direction that was given to it; item is its entry.</summary>
    Direction,

    /// <summary>Its membership of Recovery Support, with the criteria and milestones that are not disposed of by themselves.</summary>
    Membership,

    /// <summary>An exit or transition criterion that is not satisfied for it; item is its reference.</summary>
    Criterion,

    /// <summary>A milestone that is not achieved, of an engagement that has no member left; item is its reference.</summary>
    Milestone,

    /// <summary>A recommendation that it leaves Recovery Support, which nobody has answered; item is its entry.</summary>
    ExitRecommendation,

    /// <summary>Evidence that waits to be judged or sent back; item is its entry.</summary>
    Evidence,

    /// <summary>A proposal of a segment that nobody has answered; item is its entry.</summary>
    SegmentProposal,

    /// <summary>An action or other commitment that was neither met nor withdrawn; item is its entry.</summary>
    Commitment,

    /// <summary>A concern that was not closed; item is its entry.</summary>
    Concern,

    /// <summary>Support that was set, a tier or another kind, and is not over; item is its entry.</summary>
    Support,

    /// <summary>A notice of another body, such as the CQC, that was not closed; item is its entry.</summary>
    Notice,

    /// <summary>An independent review that was commissioned and not answered; item is its entry.</summary>
    IndependentReview,

    /// <summary>A challenge by it of an entry, which nobody has answered; item is its entry.</summary>
    Challenge,
}

/// <summary>What becomes of something that was open when a body ended.</summary>
public enum Disposition
{
    /// <summary>A successor takes it over, and acts for it from then.</summary>
    Passes,

    /// <summary>It was discharged: nobody has to do it any more.</summary>
    Discharged,

    /// <summary>It ended with the body, and nobody takes it over.</summary>
    Ended,
}

/// <summary>How <see cref="OpenItemsDisposed"/> is called, and the rules that say when it may be recorded.</summary>
public static class DisposeOpenItems
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "open_items_disposed",
            "disposition",
            typeof(OpenItemsDisposed),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "What was open when a body ended was disposed of"
        )
        {
            Example = () =>
                new OpenItemsDisposed(
                    Example.Decided,
                    Example.Icb,
                    [new(OpenItemKind.Undertaking, Disposition.Passes, OdsCode.Parse("S1Y5D"), "1.1")]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision and the one that asks whether it was open.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OfTheBodyItself, BodyHasEnded, PassesToSuccessor, DisposedOfOnce, GeneralRules.DecisionSaysWhy];

    /// <summary>In the stream of an organisation nobody else's items can be.</summary>
    public static Rule<OpenItemsDisposed> OfTheBodyItself { get; } =
        new(
            "disposes-of-its-own",
            "What is disposed of in an organisation's own stream was open for that organisation.",
            (disposed, judged) =>
                judged.Timeline.Subject.Organisation is { } own && own != disposed.Ended
                    ? $"It is about {own}, and disposes of what was open for {disposed.Ended}: record it about {disposed.Ended}."
                    : null,
            RuleForce.RefusesAlways
        );

    /// <summary>It may be decided before; it takes effect on the day of the end at the earliest.</summary>
    public static Rule<OpenItemsDisposed> BodyHasEnded { get; } =
        new(
            "disposes-of-what-ended",
            "What is open is disposed of for a body that has ended by then, or ends on that day.",
            (disposed, judged) =>
                Passing.EndOf(judged.Organisation(disposed.Ended)) is not { } end
                    ? $"The record does not say that {disposed.Ended} ended: record its succession first."
                : judged.Effective.Latest < end.Effective.Earliest
                    ? $"It takes effect {judged.Effective}, before {disposed.Ended} ended ({end.Effective})."
                : null
        );

    /// <summary>What is to pass to another body is agreed with that body: it is no matter of the merger.</summary>
    public static Rule<OpenItemsDisposed> PassesToSuccessor { get; } =
        new(
            "passes-to-a-successor",
            "What was open for a body that ended passes to one of its successors.",
            (disposed, judged) =>
            {
                if (Passing.EndOf(judged.Organisation(disposed.Ended)) is not { } end)
                {
                    return null;
                }

                var successors = end.Content.Successors.Select(s => s.Organisation).ToArray();
                return
                    disposed.Items.Select(i => i.Successor).OfType<OdsCode>().Except(successors).ToArray()
                        is [var stranger, ..]
                    ? $"{stranger} does not follow {disposed.Ended}, which was succeeded by {InWords.Listed(successors)}."
                    : null;
            }
        );

    /// <summary>Who changes their mind corrects the entry.</summary>
    public static Rule<OpenItemsDisposed> DisposedOfOnce { get; } =
        new(
            "disposed-of-once",
            "What was open for a body that ended is disposed of once; another decision corrects the entry.",
            (disposed, judged) =>
            {
                foreach (var item in disposed.Items)
                {
                    var earlier = judged
                        .Timeline.Of<OpenItemsDisposed>()
                        .FirstOrDefault(e =>
                            e.Place < judged.Entry.Place
                            && e.Content.Ended == disposed.Ended
                            && e.Content.Items.Any(i => i.IsAbout(item.What, item.Item))
                        );
                    if (earlier is not null)
                    {
                        return $"The {InWords.Of(item.What)}{(item.Item is null ? "" : $" {item.Item}")} was disposed of already, by entry "
                            + $"{earlier.Id} ({earlier.Effective}): correct that one.";
                    }
                }

                return null;
            }
        );
}

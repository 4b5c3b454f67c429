using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>A set of undertakings was accepted from one organisation, or from several together.</summary>
/// <param name="Decision">Effective: when. Decided by: the body that accepted.</param>
/// <param name="Organisation">The organisation that gave them; of several the one that leads.</param>
/// <param name="LegalBasis">The power that they rest on (the id of its <see cref="Record.Undertakings.LegalBasis"/>).</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Grounds">Why, one ground each, at least one.</param>
/// <param name="Items">What was undertaken, at least one.</param>
/// <param name="Publication">Where they are published or why not, when that was said at once.</param>
/// <param name="Types">What they are about; left out where that is not stated.</param>
/// <param name="JointlyWith">The organisations that gave the same undertakings together with it; left out for none.</param>
/// <param name="Supplements">An earlier set (by its id) that goes on beside this one.</param>
/// <param name="Supersedes">An earlier set (by its id) in whose place this one stands: nothing of that one is due from then on.</param>
public sealed record UndertakingsAccepted(
    Decision Decision,
    OdsCode Organisation,
    string LegalBasis,
    LegalTest Test,
    IReadOnlyList<string> Grounds,
    IReadOnlyList<UndertakingItem> Items,
    Publication? Publication = null,
    IReadOnlyList<UndertakingsType>? Types = null,
    IReadOnlyList<OdsCode>? JointlyWith = null,
    string? Supplements = null,
    string? Supersedes = null
) : Event(Decision), IGivesUndertakings
{
    IReadOnlyList<OdsCode> IGivesUndertakings.GivenBy => [Organisation, .. JointlyWith ?? []];

    IReadOnlyList<UndertakingItem> IGivesUndertakings.ItemsGiven => Items;

    IReadOnlyList<string> IGivesUndertakings.WhyAccepted => Grounds;

    string? IGivesUndertakings.SetSupplemented => Supplements;

    string? IGivesUndertakings.SetSuperseded => Supersedes;

    /// <inheritdoc/>
    public (string? Basis, LegalTest? Test, bool Imposes) RestsOn() => (LegalBasis, Test, false);

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Record.Undertakings.LegalBasis.Of(LegalBasis);
        Check.Texts(Grounds, "grounds", 5000, atLeast: 1);
        Check.List(Items, "items", atLeast: 1, i => i.Reference);
        for (var i = 0; i < Items.Count; i++)
        {
            Items[i].CheckInput($"items[{i}]");
        }

        Publication?.CheckInput("publication");
        AcceptUndertakings.CheckTypes(Types);
        Check.Organisations(JointlyWith ?? [], "jointlyWith");
        if (JointlyWith?.Contains(Organisation) == true)
        {
            throw new BadInputException("jointlyWith", $"names {Organisation} itself: name the others only.");
        }

        CheckId(Supplements, "supplements");
        CheckId(Supersedes, "supersedes");
    }

    private static void CheckId(string? id, string field)
    {
        if (id is not null && !SubjectId.IsId(id))
        {
            throw new BadInputException(field, $"\"{id}\" is not the id of a set of undertakings, such as rxw-2023.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation, .. JointlyWith ?? []];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{(Items.Count == 1 ? "1 undertaking" : $"{Items.Count} undertakings")} "
        + $"accepted from {names.Listed(((IGivesUndertakings)this).GivenBy)} {When}{AcceptUndertakings.About(Types)}: "
        + Undertakings.LegalBasis.InWords(LegalBasis)
        + (Supplements is null ? "" : $"; beside {Supplements}")
        + (Supersedes is null ? "" : $"; in place of {Supersedes}");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("organisation", Organisation.Value),
            ("legal basis", LegalBasis),
            ("legal test", InWords.Of(Test)),
            .. Stated.Each("ground", Grounds),
            .. Items.SelectMany(i => i.States()),
            .. Publication.Stated(Publication),
            .. Stated.Each("organisation", JointlyWith ?? []),
            .. AcceptUndertakings.StatedTypes(Types),
            .. Stated.Maybe("supplements", Supplements),
            .. Stated.Maybe("supersedes", Supersedes),
        ];

    // Who gives undertakings knows them.
    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => OrganisationsNamed().Contains(organisation);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AcceptUndertakings.Kind;
}

/// <summary>One thing that an organisation undertakes to do.</summary>
/// <param name="Reference">Its number in the document, such as 1.2.</param>
/// <param name="Wording">What it undertakes.</param>
/// <param name="Due">By when.</param>
/// <param name="Owner">Who has to bring it about: a role or a body, never a person's name.</param>
public sealed record UndertakingItem(
    string Reference,
    string Wording,
    DateWithPrecision? Due = null,
    string? Owner = null
)
{
    internal void CheckInput(string field)
    {
        Check.Reference(Reference, $"{field}.reference");
        BadInputException.Text(Wording, $"{field}.wording", 5000);
        BadInputException.OptionalText(Owner, $"{field}.owner", 200);
    }

    internal IEnumerable<(string, string)> States() =>
        [
            ($"{Reference} wording", Wording),
            .. Stated.Maybe($"{Reference} due", Due),
            .. Stated.Maybe($"{Reference} owner", Owner),
        ];
}

/// <summary>How <see cref="UndertakingsAccepted"/> is called, and the rules that say when it may be recorded.</summary>
public static class AcceptUndertakings
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertakings_accepted",
            "undertakings",
            typeof(UndertakingsAccepted),
            SubjectKind.Undertakings,
            "Undertakings were accepted"
        )
        {
            Begins = true,
            IsRegulatoryAction = true,
            Example = () =>
                new UndertakingsAccepted(
                    Example.Decided,
                    Example.Trust,
                    "hsc-act-2012-s106",
                    LegalTest.ReasonableSuspicion,
                    ["The trust forecasts a deficit without an agreed plan."],
                    [new("1.1", "A financial recovery plan is sent.", Example.Date("2025-01-31"), "Chief Executive")]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GivenByExistingOrganisation,
            LegalBasisRules.LegalBasisFits,
            LegalBasisRules.LegalBasisExisted,
            FollowsEarlierSet,
            AcceptedFromThoseReported,
        ];

    /// <summary>What a predecessor gave is recorded about the successor only with the predecessor named.</summary>
    public static Rule<IGivesUndertakings> GivenByExistingOrganisation { get; } =
        new(
            "given-by-existing-organisation",
            "Undertakings are given by registered organisations that exist by then; before that only with their predecessor named.",
            (given, judged) =>
                given
                    .GivenBy.Select(organisation =>
                        ExistingOrganisation.Breach(organisation, judged.Decision, judged.Situation)
                    )
                    .FirstOrDefault(breach => breach is not null)
        );

    /// <summary>An earlier set is one of the same giver: of an organisation that gave this one too.</summary>
    public static Rule<IGivesUndertakings> FollowsEarlierSet { get; } =
        new(
            "follows-earlier-set",
            "Undertakings supplement or supersede another set that one of the same organisations gave, and not later than these.",
            (given, judged) =>
                new[] { given.SetSupplemented, given.SetSuperseded }
                    .OfType<string>()
                    .Select(id => Follows(id, given, judged))
                    .FirstOrDefault(breach => breach is not null)
        );

    /// <summary>What was known by report and what was accepted are one set only where they have a giver in common.</summary>
    public static Rule<UndertakingsAccepted> AcceptedFromThoseReported { get; } =
        new(
            "accepted-from-those-reported",
            "Undertakings that were known by report are accepted from an organisation that the report names.",
            (accepted, judged) =>
                judged
                    .Timeline.Of<UndertakingsReported>()
                    .FirstOrDefault(e =>
                        e.Place < judged.Entry.Place
                        && !e.Content.Organisations.Intersect(((IGivesUndertakings)accepted).GivenBy).Any()
                    )
                    is { } report
                    ? $"{judged.Timeline.Subject.Id} is known by report as given by {InWords.Listed(report.Content.Organisations)}, entry {report.Id}: "
                        + "correct that report, or give this set another id."
                    : null
        );

    internal static void CheckTypes(IReadOnlyList<UndertakingsType>? types)
    {
        if (types is { Count: 0 })
        {
            throw new BadInputException("types", "must name at least one: leave it out where it is not stated.");
        }

        Check.Once((types ?? []).Select(InWords.Of), "types");
    }

    internal static string About(IReadOnlyList<UndertakingsType>? types) =>
        types is null ? "" : $" ({InWords.Listed(types.Select(InWords.Of))})";

    internal static IEnumerable<(string, string)> StatedTypes(IReadOnlyList<UndertakingsType>? types) =>
        Stated.Each("undertakings about", (types ?? []).Select(InWords.Of));

    private static string? Follows(string id, IGivesUndertakings given, Judged judged)
    {
        if (id == judged.Timeline.Subject.Id)
        {
            return $"{id} cannot follow itself.";
        }

        if (AcceptedUndertakings.Of(judged.Record.TimelineOf(SubjectId.OfUndertakings(id))) is not { } earlier)
        {
            return $"There is no set of undertakings {id} in the record: record it first, by report only where its text is not known.";
        }

        if (!earlier.GivenBy.Intersect(given.GivenBy).Any())
        {
            return $"{id} was given by {InWords.Listed(earlier.GivenBy)}, and by none of those that gave these.";
        }

        return judged.Effective.Latest < earlier.Accepted.Effective.Earliest
            ? $"{id} was accepted {earlier.Accepted.Effective}, after these ({judged.Effective})."
            : null;
    }
}

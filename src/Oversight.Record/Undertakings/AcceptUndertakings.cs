using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>A set of undertakings was accepted from one organisation.</summary>
/// <param name="Decision">Effective: when. Decided by: the body that accepted.</param>
/// <param name="Organisation">The organisation that gave them.</param>
/// <param name="LegalBasis">The id of the legal basis (<see cref="Record.Undertakings.LegalBasis"/>).</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Grounds">Why, one ground each, at least one.</param>
/// <param name="Items">What was undertaken, at least one.</param>
/// <param name="Publication">Where they are published or why not, when that was said at once.</param>
public sealed record UndertakingsAccepted(
    Decision Decision,
    OdsCode Organisation,
    string LegalBasis,
    LegalTest Test,
    IReadOnlyList<string> Grounds,
    IReadOnlyList<UndertakingItem> Items,
    Publication? Publication = null
) : Event(Decision), INamesThoseConcerned
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Record.Undertakings.LegalBasis.Of(LegalBasis);
        Check.Texts(Grounds, "grounds", 5000, atLeast: 1);
        Check.List(Items, "items", atLeast: 1, i => i.Reference);
        for (var i = 0; i < Items.Count; i++)
        {
            Check.Reference(Items[i].Reference, $"items[{i}].reference");
            BadInputException.Text(Items[i].Wording, $"items[{i}].wording", 5000);
            BadInputException.OptionalText(Items[i].Owner, $"items[{i}].owner", 200);
        }

        Publication?.CheckInput("publication");
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says() =>
        $"{(Items.Count == 1 ? "1 undertaking" : $"{Items.Count} undertakings")} "
        + $"accepted from {Organisation} {When}: {Undertakings.LegalBasis.InWords(LegalBasis)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("organisation", Organisation.Value),
            ("legal basis", LegalBasis),
            ("legal test", InWords.Of(Test)),
            .. Stated.Each("ground", Grounds),
            .. Items.SelectMany(i => i.States()),
            .. Publication.Stated(Publication),
        ];

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
    public static IReadOnlyList<Rule> Rules => [GivenByExistingOrganisation, LegalBasisFits];

    /// <summary>What a predecessor gave is recorded about the successor only with the predecessor named.</summary>
    public static Rule<UndertakingsAccepted> GivenByExistingOrganisation { get; } =
        new(
            "given-by-existing-organisation",
            "Undertakings are given by a registered organisation that exists by then; before that only with its predecessor named.",
            (accepted, judged) => ExistingOrganisation.Breach(accepted.Organisation, judged.Decision, judged.Situation)
        );

    /// <summary>Reasonable grounds to suspect for accepting undertakings, being satisfied for a direction (<see cref="LegalBasis"/>).</summary>
    public static Rule<Event> LegalBasisFits { get; } =
        new(
            "legal-basis-fits",
            "Undertakings and directions each rest on a legal basis of their own, made for that kind of organisation, and on its test.",
            (said, judged) =>
            {
                if (AcceptedUndertakings.Of(judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                var (id, test, isDirection) = said switch
                {
                    DirectionIssued issued => (issued.LegalBasis, issued.Test, true),
                    _ => (((UndertakingsAccepted)said).LegalBasis, ((UndertakingsAccepted)said).Test, false),
                };
                var basis = LegalBasis.Of(id);
                if (basis.IsDirection != isDirection)
                {
                    return basis.IsDirection
                        ? $"{basis.Id} is a power to direct, not one to accept undertakings."
                        : $"{basis.Id} lets undertakings be accepted, and is no power to direct.";
                }

                var registered = judged
                    .Situation.Organisation(undertakings.Organisation)
                    ?.Of<OrganisationRegistered>()
                    .FirstOrDefault();
                if (registered?.Content is { Kind: var kind } && !basis.Kinds.Contains(kind))
                {
                    return $"{basis.Id} does not concern an organisation of the kind of {undertakings.Organisation}.";
                }

                return test == basis.Test
                    ? null
                    : $"{basis.Id} asks for another test than the one that was applied ({Word(test)}).";
            }
        );

    private static string Word(LegalTest test) => test == LegalTest.Satisfied ? "satisfied" : "reasonable suspicion";
}

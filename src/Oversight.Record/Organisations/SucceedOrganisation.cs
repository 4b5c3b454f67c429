namespace Oversight.Record.Organisations;

/// <summary>An organisation ended, and others follow it. Lives in the stream of the one that ended.</summary>
/// <param name="Decision">Effective: the first day on which the successors stand in its place.</param>
/// <param name="Successors">
/// Those that follow, at least one. Empty only on what is imported or back-dated, where it is known that it ended, and not who followed;
/// a correction names them once that is known.
/// </param>
public sealed record OrganisationSucceeded(Decision Decision, IReadOnlyList<Successor> Successors) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.NoneMissing(Successors, "successors");
        if (Successors.Count == 0 && Decision.Origin == Origin.Live)
        {
            throw new BadInputException("successors", "must name at least one organisation.");
        }

        Check.Once(Successors.Select(s => s.Organisation), "successors");
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Successors.Select(s => s.Organisation);

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        Successors.Count == 0
            ? $"Ended {When}; who follows it is not stated"
            : $"Ended {When}; followed by "
                + string.Join(", ", Successors.Select(s => $"{names.Of(s.Organisation)} ({InWords.Of(s.Kind)})"));

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        Successors.Select(x => ("successor", x.Organisation.Value));

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => SucceedOrganisation.Kind;
}

/// <summary>One organisation that follows another.</summary>
/// <param name="Organisation">The successor (by its ODS code).</param>
/// <param name="Kind">How it follows.</param>
public sealed record Successor(OdsCode Organisation, SuccessionKind Kind);

/// <summary>How <see cref="OrganisationSucceeded"/> is called, and the rules that say when it may be recorded.</summary>
public static class SucceedOrganisation
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "organisation_succeeded",
            "succession",
            typeof(OrganisationSucceeded),
            SubjectKind.Organisation,
            "An organisation ended, and others follow it"
        )
        {
            Provision = Provision.Establishment,
            Deciders = Deciders.National | Deciders.Government,
            IsPublic = true,
            Example = () =>
                new OrganisationSucceeded(Example.Decided, [new(OdsCode.Parse("S1Y5D"), SuccessionKind.Merger)]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [OrganisationRules.WithinExistence, SuccessorExists, EndsOnce];

    /// <summary>A successor is a registered organisation that exists when it takes over.</summary>
    public static Rule<OrganisationSucceeded> SuccessorExists { get; } =
        new(
            "successor-exists",
            "A successor is another registered organisation that exists on the day it takes over.",
            (succession, judged) =>
            {
                var succeeded = succession;
                foreach (var successor in succeeded.Successors)
                {
                    if (successor.Organisation == judged.Timeline.Subject.Organisation)
                    {
                        return $"{successor.Organisation} cannot succeed itself.";
                    }

                    var timeline = judged.Organisation(successor.Organisation);
                    var registered = timeline?.Of<OrganisationRegistered>().FirstOrDefault();
                    if (registered is null)
                    {
                        return $"The successor {successor.Organisation} is not in the record: register it first.";
                    }

                    if (registered.Effective.Earliest > judged.Effective.Latest)
                    {
                        return $"The successor {successor.Organisation} is established {registered.Effective}, "
                            + $"after it would take over ({judged.Effective}).";
                    }

                    var ended = timeline!.Of<OrganisationSucceeded>().FirstOrDefault();
                    if (ended is not null && ended.Effective.Latest <= judged.Effective.Earliest)
                    {
                        return $"The successor {successor.Organisation} has itself ended {ended.Effective}, "
                            + $"before it would take over ({judged.Effective}).";
                    }
                }

                return null;
            }
        );

    /// <summary>An organisation ends once.</summary>
    public static Rule<OrganisationSucceeded> EndsOnce { get; } =
        new(
            "ends-once",
            "An organisation is succeeded once; all its successors are named together.",
            (_, judged) =>
            {
                var first = judged
                    .Timeline.Of<OrganisationSucceeded>()
                    .FirstOrDefault(e => e.Place < judged.Entry.Place);
                return first is null ? null : $"It was succeeded already, by entry {first.Id} ({first.Effective}).";
            }
        );
}

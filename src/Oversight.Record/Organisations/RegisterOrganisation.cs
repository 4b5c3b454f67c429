namespace Oversight.Record.Organisations;

/// <summary>An organisation exists from the effective date on.</summary>
/// <param name="Decision">Effective: when it was established.</param>
/// <param name="Organisation">Its ODS code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its official name.</param>
/// <param name="Region">The code of the region that oversees it, such as Y60.</param>
/// <param name="AlsoKnownAs">Other names under which documents print it.</param>
public sealed record OrganisationRegistered(
    Decision Decision,
    OdsCode Organisation,
    OrganisationKind Kind,
    string Name,
    string Region,
    IReadOnlyList<string>? AlsoKnownAs = null
) : Event(Decision), IBeginsNamed
{
    /// <inheritdoc/>
    public (SubjectId Subject, string Field) Begins() => (SubjectId.Of(Organisation), "organisation");

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Name, "name", 200);
        Record.Region.Of(Region);
        foreach (var name in AlsoKnownAs ?? [])
        {
            BadInputException.Text(name, "alsoKnownAs", 200);
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{Name} ({Organisation}) established {When}, overseen by " + $"{Record.Region.Of(Region).Name}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("name", Name), ("region", Region)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RegisterOrganisation.Kind;
}

/// <summary>How <see cref="OrganisationRegistered"/> is called, and the rules that say when it may be recorded.</summary>
public static class RegisterOrganisation
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "organisation_registered",
            "organisation",
            typeof(OrganisationRegistered),
            SubjectKind.Organisation,
            "An organisation exists"
        )
        {
            Begins = true,
            Provision = Provision.Establishment,
            Deciders = Deciders.National | Deciders.Government,
            IsPublic = true,
            Decides = false,
            Example = () =>
                new OrganisationRegistered(
                    Example.Decided,
                    OdsCode.Parse("X1X1X"),
                    OrganisationKind.Icb,
                    "NHS Example ICB",
                    "Y60"
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [];
}

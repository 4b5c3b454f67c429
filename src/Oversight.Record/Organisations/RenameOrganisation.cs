namespace Oversight.Record.Organisations;

/// <summary>An organisation has another name from the effective date on. It stays the same organisation, with the same code.</summary>
/// <param name="Decision">Effective: the first day of the new name.</param>
/// <param name="Name">Its official name from then on.</param>
/// <param name="AlsoKnownAs">Other names under which documents print it.</param>
public sealed record OrganisationRenamed(Decision Decision, string Name, IReadOnlyList<string>? AlsoKnownAs = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Name, "name", 200);
        Check.Texts(AlsoKnownAs ?? [], "alsoKnownAs", 200);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Named {Name} from {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("name", Name)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RenameOrganisation.Kind;
}

/// <summary>How <see cref="OrganisationRenamed"/> is called, and the rules that say when it may be recorded.</summary>
public static class RenameOrganisation
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "organisation_renamed",
            "name",
            typeof(OrganisationRenamed),
            SubjectKind.Organisation,
            "An organisation has another name"
        )
        {
            Deciders = Deciders.National | Deciders.Government,
            IsPublic = true,
            Decides = false,
            Provision = Provision.Establishment,
            Example = () => new OrganisationRenamed(Example.Decided, "NHS Example and District ICB", ["Example"]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [OrganisationRules.WithinExistence];
}

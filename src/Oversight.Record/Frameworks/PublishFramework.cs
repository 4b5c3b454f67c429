namespace Oversight.Record.Frameworks;

/// <summary>A version of the oversight framework holds from the effective date on.</summary>
/// <param name="Decision">Effective: from when it is in force.</param>
/// <param name="Framework">What it says.</param>
public sealed record FrameworkPublished(Decision Decision, FrameworkVersion Framework) : Event(Decision), IBeginsNamed
{
    /// <inheritdoc/>
    public (SubjectId Subject, string Field) Begins() => (SubjectId.OfFramework(Framework.Id), "framework.id");

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Framework.CheckInput();
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{Framework.Title} in force from {When}" + (Framework.InForceUntil is { } until ? $" until {until}" : "");

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PublishFramework.Kind;
}

/// <summary>How <see cref="FrameworkPublished"/> is called, and the rules that say when it may be recorded.</summary>
public static class PublishFramework
{
    private static readonly FrameworkVersion Framework = new(
        "nof-2027-28",
        "NHS Oversight Framework 2027/28",
        "2027/28",
        [new FrameworkSegment(1, "Least support"), new FrameworkSegment(2, "Most support")],
        [OrganisationKind.Icb],
        2,
        "Intensive support",
        ["nhs-england"]
    );

    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "framework_published",
            "framework",
            typeof(FrameworkPublished),
            SubjectKind.Framework,
            "A version of the oversight framework was published"
        )
        {
            Begins = true,
            Provision = Provision.FrameworkPublication,
            Deciders = Deciders.National | Deciders.Government,
            IsPublic = true,
            Decides = false,
            Example = () =>
                new FrameworkPublished(Example.Decided with { Effective = Example.Date("2027-04-01") }, Framework),
        };
}

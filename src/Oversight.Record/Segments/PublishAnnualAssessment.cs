using Oversight.Record.Organisations;

namespace Oversight.Record.Segments;

/// <summary>NHS England published its annual assessment of an ICB (NHS Act 2006, section 14Z59).</summary>
/// <param name="Decision">Effective: the year that was assessed. Source: the publication.</param>
/// <param name="Areas">The areas in the order printed, at least one.</param>
public sealed record AnnualAssessmentPublished(Decision Decision, IReadOnlyList<AssessedArea> Areas) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.NoneMissing(Areas, "areas");
        if (Areas.Count is 0 or > 50)
        {
            throw new BadInputException("areas", "must hold 1 to 50 areas.");
        }

        Check.Once(Areas.Select(a => a.Heading), "areas");

        for (var i = 0; i < Areas.Count; i++)
        {
            BadInputException.Text(Areas[i].Heading, $"areas[{i}].heading", 300);
            BadInputException.Text(Areas[i].Text, $"areas[{i}].text", 50_000);
            BadInputException.OptionalText(Areas[i].Lines, $"areas[{i}].lines", 50);
        }

        if (Decision.Source is null)
        {
            throw new BadInputException("decision.source", "must name the publication.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Annual assessment of {When} published, {Areas.Count} areas";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Areas.Select(a => (a.Heading, a.Text));

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => PublishAnnualAssessment.Kind;
}

/// <summary>What an annual assessment says about one area.</summary>
/// <param name="Heading">The area's heading as printed; headings change from year to year.</param>
/// <param name="Text">The text as printed.</param>
/// <param name="Lines">Where it stands in the source: 18-18.</param>
public sealed record AssessedArea(string Heading, string Text, string? Lines = null);

/// <summary>How <see cref="AnnualAssessmentPublished"/> is called, and the rules that say when it may be recorded.</summary>
public static class PublishAnnualAssessment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "annual_assessment_published",
            "annual-assessment",
            typeof(AnnualAssessmentPublished),
            SubjectKind.Organisation,
            "An annual assessment of an ICB was published"
        )
        {
            Provision = Provision.AnnualAssessment,
            Deciders = Deciders.National | Deciders.Government,
            IsPublic = true,
            Decides = false,
            Example = () =>
                new AnnualAssessmentPublished(
                    Example.Published,
                    [new("System leadership", "The board has …", "18-18")]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [OrganisationRules.WithinExistence];
}

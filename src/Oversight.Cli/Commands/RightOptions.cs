using Oversight.Record.People;

namespace Oversight.Cli.Commands;

/// <summary>A right as it is written on a command line.</summary>
internal sealed class RightOptions
{
    private readonly Option<Role?> role = Inputs.Parsed<Role?>(
        "--role",
        "ROLE",
        $"The role: {string.Join(", ", Enum.GetValues<Role>().Select(Grant.Called))}. Default: region with --region, lead with --organisation.",
        text =>
            Grant.RoleCalled(text)
            ?? throw new FormatException(
                $"\"{text}\" is no role: write one of {string.Join(", ", Enum.GetValues<Role>().Select(Grant.Called))}.{NearestWord.Question(text, Enum.GetValues<Role>().Select(Grant.Called))}"
            )
    );

    private readonly Option<Region?> region = Inputs.InRegion("Of the team of this region, such as Y60.");

    private readonly Option<OdsCode?> organisation = Inputs.OfOrganisation(
        "Of the own people of this organisation, such as QOC."
    );

    private readonly Option<string[]> bodies = Inputs.ParsedEach(
        "--acts-for",
        "BODY",
        "A body for which they decide besides those that follow from the role, by id or ODS code; may be given more than once.",
        text => text
    );

    private readonly Option<DateOnly?> until = Inputs.Parsed<DateOnly?>(
        "--until",
        "DATE",
        "The last day on which the right is in force. Default: until it is ended.",
        text => Inputs.Day(text)
    );

    private readonly Option<string?> why = Inputs.Text("--why", "TEXT", "Why it is given: kept with it.");

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isRequired">Whether a right has to be said.</param>
    public void AddTo(Command command, bool isRequired)
    {
        foreach (var option in (Option[])[role, region, organisation, bodies, until, why])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var says = new Option[] { role, region, organisation }.Any(option => result.GetResult(option) is not null);
            if (!says && isRequired)
            {
                result.AddError("Say which right: --region CODE, --organisation ODS, or --role ROLE.");
            }
            else if (
                !says
                && new Option[] { until, why }.FirstOrDefault(option => result.GetResult(option) is not null)
                    is { } alone
            )
            {
                result.AddError($"{alone.Name} is about a right: say which, such as --region Y60.");
            }
        });
    }

    /// <summary>The right; null where none is said.</summary>
    /// <exception cref="BadInputException">It lacks what its role needs, or has more.</exception>
    public Grant? Read(ParseResult parsed)
    {
        var (ofRegion, ofOrganisation) = (parsed.GetValue(region), parsed.GetValue(organisation));
        Role? said =
            parsed.GetValue(role)
            ?? (
                ofRegion is not null ? Role.Region
                : ofOrganisation is not null ? Role.Lead
                : null
            );
        if (said is not { } given)
        {
            return null;
        }

        var grant = new Grant(given, ofRegion, ofOrganisation) { Bodies = parsed.GetValue(bodies) ?? [] };
        grant.CheckInput();
        return grant;
    }

    /// <summary>Its last day; null: none.</summary>
    public DateOnly? Until(ParseResult parsed) => parsed.GetValue(until);

    /// <summary>Why it is given.</summary>
    public string Why(ParseResult parsed) => parsed.GetValue(why) ?? "No reason was given.";
}

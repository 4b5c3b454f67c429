using Oversight.Record.Authority;

namespace Oversight.Record.People;

/// <summary>A right that somebody was given.</summary>
/// <param name="Role">What they are to the record.</param>
/// <param name="Region">The region, for its team; null for every other role.</param>
/// <param name="Organisation">The organisation, for its own people; null for every other role.</param>
public sealed record Grant(Role Role, Region? Region = null, OdsCode? Organisation = null)
{
    /// <summary>Bodies for which they act besides those that follow from the role, by id or ODS code.</summary>
    public IReadOnlyList<string> Bodies { get; init; } = [];

    /// <summary>Whether it lets somebody log decisions.</summary>
    public bool Decides => Role is Role.National or Role.Region or Role.Lead or Role.Contributor;

    /// <summary>Whether it lets somebody read the whole record.</summary>
    public bool ReadsEverything => Role is Role.National or Role.Auditor;

    /// <summary>Whether who has it may take a live decision in the name of a body.</summary>
    /// <param name="body">The body's id, or an organisation's ODS code.</param>
    public bool ActsFor(string body) =>
        Decides
        && (
            Bodies.Contains(body)
            || Role switch
            {
                Role.National => DecidingBody.Of(body) is not null,
                // Nobody of an inspector or of the government signs in here: those who oversee log what they decide.
                Role.Region => body == DecidingBody.IdOf(Region!)
                    || DecidingBody.Of(body)?.Kind is BodyKind.Inspector or BodyKind.Government,
                _ => body == Organisation?.Value,
            }
        );

    /// <summary>Checks that it names what its role needs, and no more.</summary>
    /// <exception cref="BadInputException">Names the field at fault.</exception>
    public void CheckInput()
    {
        if (Role == Role.Region != Region is not null)
        {
            throw new BadInputException(
                "region",
                Role == Role.Region
                    ? "is missing: the team of a region is of one region."
                    : $"must be left out: {Called(Role)} is of no one region."
            );
        }

        if (Role is Role.Lead or Role.Contributor != Organisation is not null)
        {
            throw new BadInputException(
                "organisation",
                Organisation is null
                    ? $"is missing: {Called(Role)} is of one organisation's own people."
                    : $"must be left out: {Called(Role)} is of no one organisation."
            );
        }

        if (!Decides && Bodies.Count > 0)
        {
            throw new BadInputException("bodies", $"must be left out: {Called(Role)} takes no decisions.");
        }

        if (Bodies.FirstOrDefault(body => !IsBody(body)) is { } unknown)
        {
            throw new BadInputException(
                "bodies",
                $"\"{unknown}\" is no body: write an ODS code, or an id such as nhs-england-Y60."
            );
        }
    }

    /// <summary>What it is, in words: region Y60 Midlands; lead of QOC.</summary>
    public string Says() =>
        (
            Region is { } region ? $"region {region.Code} {region.Name}"
            : Organisation is { } organisation ? $"{Called(Role)} of {organisation}"
            : Called(Role)
        ) + (Bodies.Count > 0 ? $", acting for {string.Join(", ", Bodies)} too" : "");

    /// <summary>What who has it reads, in a sentence.</summary>
    public string SaysWhatItReads() =>
        Role switch
        {
            Role.National => "Reads the whole record.",
            Role.Auditor => "Reads the whole record, and who read what of it is not public.",
            Role.Region =>
                "Reads everything about the organisations that the region oversees, or once did; of all others what is public.",
            Role.Administrator => "Reads what is public, and who may do what.",
            _ => $"Reads what is public, and what {Organisation} said itself, agreed to or was told.",
        };

    /// <summary>What who has it does to the record, and in whose name, in a sentence or two.</summary>
    public string SaysWhatItLogs() =>
        Role switch
        {
            Role.National =>
                "Logs entries of every kind, in the name of NHS England, of each of its regional teams, and of bodies of which nobody signs in here.",
            Role.Region =>
                $"Logs entries of every kind about those organisations, in the name of NHS England {Region!.Name}, of inspectors and of the government.",
            Role.Lead =>
                $"Logs what {Organisation} says itself, in its name: evidence, self-assessments, progress, applications.",
            Role.Contributor =>
                $"Hands in evidence and reports progress in the name of {Organisation}, and nothing else.",
            Role.Auditor => "Logs nothing.",
            _ => "Adds people, gives and ends rights, and logs nothing in the record.",
        } + (Bodies.Count > 0 ? $" Acts for {string.Join(", ", Bodies)} too." : "");

    /// <summary>A role in words, as it is written on a command line and in JSON.</summary>
    public static string Called(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The role that is called so; null when none is.</summary>
    public static Role? RoleCalled(string name) =>
        Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => Called(role!.Value) == name);

    private static bool IsBody(string body) =>
        DecidingBody.Of(body) is not null || (OdsCode.TryParse(body, out var ods) && ods.Value == body);
}

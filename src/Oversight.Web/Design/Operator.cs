using System.Text;

namespace Oversight.Web.Design;

/// <summary>Who runs this Oversight, and how they are reached, as it is configured.</summary>
/// <param name="Name">What they are called.</param>
internal sealed record Operator(string Name)
{
    /// <summary>Their e-mail address; null where there is none.</summary>
    public string? Email { get; init; }

    /// <summary>Their telephone number; null where there is none.</summary>
    public string? Telephone { get; init; }

    /// <summary>Whether it is configured. Where it is not, pages say "whoever runs this Oversight".</summary>
    public bool IsSaid { get; private init; } = true;

    /// <summary>Whether they can be reached in a way that is configured.</summary>
    public bool IsReached => Email is not null || Telephone is not null;

    /// <summary>Reads and checks a setting.</summary>
    /// <param name="json">The setting; nothing where it is not said.</param>
    /// <exception cref="FormatException">It cannot be taken, and why.</exception>
    public static Operator Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new Operator("whoever runs this Oversight") { IsSaid = false };
        }

        try
        {
            return StrictJson.Read<Operator>(StrictJson.ParseObject(Encoding.UTF8.GetBytes(json))).Checked();
        }
        catch (BadInputException e)
        {
            throw new FormatException($"Who runs this Oversight cannot be read: {e.Field} {e.Problem}", e);
        }
    }

    private Operator Checked() =>
        string.IsNullOrWhiteSpace(Name)
            ? throw new BadInputException("name", "is empty: write who runs this Oversight.")
        : Email is not null
        && !(Email.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !Email.Any(char.IsWhiteSpace))
            ? throw new BadInputException("email", "must be one e-mail address, such as oversight@example.nhs.uk.")
        : Telephone is not null && !Telephone.Any(char.IsAsciiDigit)
            ? throw new BadInputException("telephone", "must be a number that can be called.")
        : this;
}

using System.Text.RegularExpressions;
using Oversight.Record.Organisations;

namespace Oversight.Record;

/// <summary>
/// What a stream of entries is about; its text is the stream's identity in the event store: <c>organisation-QYG</c>,
/// <c>framework-nof-2022-23</c>.
/// </summary>
public readonly partial record struct SubjectId
{
    private const string OrganisationPrefix = "organisation-";
    private const string FrameworkPrefix = "framework-";

    private SubjectId(string value) => Value = value;

    /// <summary>The stream's identity.</summary>
    public string Value { get; }

    /// <summary>The organisation that it is about; null when it is about something else.</summary>
    public OdsCode? Organisation =>
        Value.StartsWith(OrganisationPrefix, StringComparison.Ordinal)
            ? OdsCode.Parse(Value[OrganisationPrefix.Length..])
            : null;

    /// <summary>The id of the framework version that it is about; null when it is about something else.</summary>
    public string? Framework =>
        Value.StartsWith(FrameworkPrefix, StringComparison.Ordinal) ? Value[FrameworkPrefix.Length..] : null;

    /// <summary>The subject of an organisation's own stream.</summary>
    public static SubjectId Of(OdsCode organisation) => new(OrganisationPrefix + organisation.Value);

    /// <summary>The subject of a framework version's stream; the id has small letters, digits and hyphens.</summary>
    /// <exception cref="BadInputException">The id has other characters.</exception>
    public static SubjectId OfFramework(string id) =>
        FrameworkId().IsMatch(id ?? "")
            ? new(FrameworkPrefix + id)
            : throw new BadInputException(
                "framework.id",
                $"\"{id}\" is not a framework id: use small letters, digits and hyphens, such as nof-2022-23."
            );

    /// <summary>The subject whose stream has that identity.</summary>
    /// <exception cref="FormatException">No subject has such a stream.</exception>
    public static SubjectId FromStream(string stream)
    {
        // Exactly as stored: "organisation-qyg" would be another stream than that of QYG.
        if (
            stream.StartsWith(OrganisationPrefix, StringComparison.Ordinal)
            && OdsCode.TryParse(stream[OrganisationPrefix.Length..], out var code)
            && code.Value == stream[OrganisationPrefix.Length..]
        )
        {
            return Of(code);
        }

        if (
            stream.StartsWith(FrameworkPrefix, StringComparison.Ordinal)
            && FrameworkId().IsMatch(stream[FrameworkPrefix.Length..])
        )
        {
            return new(stream);
        }

        throw new FormatException($"The stream \"{stream}\" is about nothing that this version of Oversight knows.");
    }

    /// <summary>The stream's identity.</summary>
    public override string ToString() => Value;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FrameworkId();
}

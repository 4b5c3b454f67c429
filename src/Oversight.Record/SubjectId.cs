using System.Text.RegularExpressions;

namespace Oversight.Record;

/// <summary>The kinds of subject that a stream of entries can be about.</summary>
[Flags]
public enum SubjectKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>An ICB, NHS trust or foundation trust.</summary>
    Organisation = 1,

    /// <summary>One version of the oversight framework.</summary>
    Framework = 2,

    /// <summary>One engagement of the Recovery Support Programme.</summary>
    Recovery = 4,

    /// <summary>One set of undertakings accepted from one organisation.</summary>
    Undertakings = 8,
}

/// <summary>
/// What a stream of entries is about; its text is the stream's identity in the event store: <c>organisation-QYG</c>,
/// <c>framework-nof-2022-23</c>, <c>recovery-qoc-2021</c>, <c>undertakings-rxw-2023</c>.
/// </summary>
public readonly partial record struct SubjectId
{
    private const int LongestId = 60;

    private static readonly IReadOnlyList<(SubjectKind Kind, string Prefix)> Prefixes =
    [
        (SubjectKind.Organisation, "organisation-"),
        (SubjectKind.Framework, "framework-"),
        (SubjectKind.Recovery, "recovery-"),
        (SubjectKind.Undertakings, "undertakings-"),
    ];

    private readonly OdsCode organisation;

    // Every answer finds hundreds of subjects among all: what each is found by is computed once.
    private readonly int hash;

    private SubjectId(SubjectKind kind, string value, OdsCode organisation = default)
    {
        (Kind, Value) = (kind, value);
        this.organisation = organisation;
        hash = value.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The stream's identity.</summary>
    public string Value { get; }

    /// <summary>What kind of subject it is.</summary>
    public SubjectKind Kind { get; }

    /// <summary>The part of the identity after the kind: an ODS code, or the id.</summary>
    public string Id => Value[(Value.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>The organisation that it is about; null when it is about something else.</summary>
    public OdsCode? Organisation => Kind == SubjectKind.Organisation ? organisation : null;

    /// <summary>The id of the framework version that it is about; null when it is about something else.</summary>
    public string? Framework => Kind == SubjectKind.Framework ? Id : null;

    /// <summary>The subject of an organisation's own stream.</summary>
    public static SubjectId Of(OdsCode organisation) =>
        new(SubjectKind.Organisation, "organisation-" + organisation.Value, organisation);

    /// <summary>The subject of a framework version's stream; the id has small letters, digits and hyphens.</summary>
    /// <exception cref="BadInputException">The id has other characters.</exception>
    public static SubjectId OfFramework(string id) =>
        Named(SubjectKind.Framework, id, "framework.id", "a framework", "nof-2022-23");

    /// <summary>The subject of an engagement's stream; the id has small letters, digits and hyphens.</summary>
    /// <exception cref="BadInputException">The id has other characters.</exception>
    public static SubjectId OfRecovery(string id) =>
        Named(SubjectKind.Recovery, id, "recovery", "an engagement", "qoc-2021");

    /// <summary>The subject of a set of undertakings' stream; the id has small letters, digits and hyphens.</summary>
    /// <exception cref="BadInputException">The id has other characters.</exception>
    public static SubjectId OfUndertakings(string id) =>
        Named(SubjectKind.Undertakings, id, "undertakings", "an undertakings", "rxw-2023");

    /// <summary>The subject of that kind and id: an ODS code, or the id of something else.</summary>
    /// <exception cref="BadInputException">It is not one.</exception>
    public static SubjectId Of(SubjectKind kind, string id) =>
        kind switch
        {
            SubjectKind.Organisation => Of(OdsCode.Parse(id)),
            SubjectKind.Framework => OfFramework(id),
            SubjectKind.Recovery => OfRecovery(id),
            SubjectKind.Undertakings => OfUndertakings(id),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No subject is of this kind."),
        };

    /// <summary>The subject whose stream has that identity.</summary>
    /// <exception cref="FormatException">No subject has such a stream.</exception>
    public static SubjectId FromStream(string stream)
    {
        foreach (var (kind, prefix) in Prefixes)
        {
            if (stream.StartsWith(prefix, StringComparison.Ordinal))
            {
                var id = stream[prefix.Length..];
                OdsCode code = default;
                // Exactly as stored: "organisation-qyg" would be another stream than that of QYG.
                var good =
                    kind == SubjectKind.Organisation ? OdsCode.TryParse(id, out code) && code.Value == id : IsId(id);
                if (good)
                {
                    return new(kind, stream, code);
                }
            }
        }

        throw new FormatException(
            $"\"{stream}\" names nothing that is recorded: write an ODS code such as QOC, or a kind and an id such as recovery-qoc-2021 "
                + "(organisation-, framework-, recovery-, undertakings-)."
        );
    }

    /// <summary>The subject of a stream of a newer version's: of no kind that this one knows, and in no list of subjects.</summary>
    public static SubjectId NotKnown(string stream) => new(SubjectKind.None, stream);

    /// <summary>True for the same stream: its identity says the rest.</summary>
    public bool Equals(SubjectId other) => hash == other.hash && Value == other.Value && Kind == other.Kind;

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>The stream's identity.</summary>
    public override string ToString() => Value;

    private static SubjectId Named(SubjectKind kind, string? id, string field, string what, string example) =>
        IsId(id)
            ? new(kind, PrefixOf(kind) + id)
            : throw new BadInputException(
                field,
                $"\"{id}\" is not {what} id: use at most {LongestId} small letters, digits and hyphens, such as {example}."
            );

    private static string PrefixOf(SubjectKind kind) => Prefixes.First(p => p.Kind == kind).Prefix;

    /// <summary>Whether it has the form of an id: small letters, digits and hyphens.</summary>
    internal static bool IsId(string? id) => id is { Length: <= LongestId } && IdForm().IsMatch(id);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdForm();
}

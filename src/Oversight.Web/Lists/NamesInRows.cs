using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;
using Oversight.Web.Design;

namespace Oversight.Web.Lists;

/// <summary>What the codes and ids in rows are called on a day, and where they are shown.</summary>
internal sealed class NamesInRows(RecordAt record, DateOnly on)
{
    // Names are public, and the rows were noted already.
    private readonly RecordAt record = record.Noting(null);

    // Many rows are about the same few.
    private readonly Dictionary<string, (string Name, string? Path)> named = new(StringComparer.Ordinal);
    private Dictionary<string, SubjectId>? subjects;

    private static readonly string[] OfOrganisations =
    [
        "ods",
        "system",
        "trusts",
        "passedTo",
        "systemTrusts",
        "concerns",
        "dependsOn",
        "givenBy",
        "successors",
        "successor",
        "recordedAbout",
        "organisations",
    ];

    /// <summary>Whether the texts of a column are codes of organisations.</summary>
    public static bool AreOrganisations(Column column) => column.Words is null && OfOrganisations.Contains(column.Name);

    /// <summary>The name of an organisation; its code when it is not registered.</summary>
    public string OfOrganisation(string ods) => OdsCode.TryParse(ods, out var code) ? record.NameOf(code, on) : ods;

    /// <summary>The title of an engagement.</summary>
    public string OfEngagement(string id) =>
        Engagement.Of(record.TimelineOf(SubjectId.OfRecovery(id)))?.Title is { Length: > 0 } title ? title : id;

    /// <summary>What a subject is called, and the address of its page; none for a framework.</summary>
    public (string Name, string? Path) OfSubject(string stream)
    {
        if (!named.TryGetValue(stream, out var name))
        {
            subjects ??= record.Subjects.ToDictionary(s => s.Value, StringComparer.Ordinal);
            name = subjects.TryGetValue(stream, out var subject) ? Named(subject) : (stream, null);
            named.Add(stream, name);
        }

        return name;
    }

    private (string Name, string? Path) Named(SubjectId subject) =>
        subject.Kind switch
        {
            SubjectKind.Organisation => (OfOrganisation(subject.Id), $"/organisations/{subject.Id}"),
            SubjectKind.Recovery => (OfEngagement(subject.Id), $"/recoveries/{subject.Id}"),
            SubjectKind.Undertakings => (OfUndertakings(subject), $"/undertakings/{subject.Id}"),
            _ => (
                record.TimelineOf(subject)?.Of<FrameworkPublished>().LastOrDefault()?.Content.Framework.Title
                    ?? subject.Id,
                null
            ),
        };

    /// <summary>A body, and the role in which somebody decided for it.</summary>
    public string OfDecider(string said) =>
        said.Split(", ", 2) is [var body, var role] ? $"{OfBody(body)}, {role}" : OfBody(said);

    private string OfBody(string body) =>
        OdsCode.TryParse(body, out var ods) && record.RegistrationOf(ods) is not null
            ? record.NameOf(ods, on)
            : Words.Body(body);

    private string OfUndertakings(SubjectId subject) =>
        AcceptedUndertakings.Of(record.TimelineOf(subject)!) is { } set
            ? $"Undertakings of {InWords.Several(set.GivenBy.Select(ods => record.NameOf(ods, on)))}"
            : $"Undertakings {subject.Id}";
}

using System.Text.Json;
using Oversight.Desk.Imports;

namespace Oversight.Desk.Tests;

public sealed record RegionItem(string Code, string Name, string Gss, string Source);

public sealed record OrganisationItem(
    string Ods,
    string Kind,
    string OfficialName,
    string Name,
    IReadOnlyList<string> AlsoKnownAs,
    string Region,
    string? Gss,
    string Established,
    string Source
);

public sealed record SuccessionItem(
    string Predecessor,
    string On,
    IReadOnlyList<SuccessorItem> Successors,
    string Source
);

public sealed record SuccessorItem(string Successor, string Kind);

public sealed record FrameworkItem(
    string Id,
    string Title,
    string Year,
    string? Reference,
    string PublishedOn,
    string InForceFrom,
    string? InForceUntil,
    IReadOnlyList<string> SegmentedKinds,
    IReadOnlyList<FrameworkSegmentItem> Segments,
    int MostIntensiveSegment,
    IReadOnlyList<int> RecoverySegments,
    string ReviewRhythm,
    IReadOnlyList<string> NationalBodies,
    string ProgrammeName,
    string ProgrammeFrom,
    string Note,
    string Source,
    string Verified
);

public sealed record FrameworkSegmentItem(int Number, string Label, string Verified);

public sealed record PublishedSegments(
    string Publication,
    string Title,
    string Year,
    string PublishedOn,
    string Framework,
    string Source,
    string Verified,
    IReadOnlyList<PublishedSegment> Segments
);

public sealed record PublishedSegment(string Ods, int Segment, string Label);

/// <summary>infra/reference as the build copies it; a field that no record here has is refused.</summary>
public static class ReferenceData
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static IReadOnlyList<RegionItem> Regions { get; } = Read<List<RegionItem>>("regions.json");

    public static IReadOnlyList<OrganisationItem> Organisations { get; } =
        Read<List<OrganisationItem>>("organisations.json");

    public static IReadOnlyList<SuccessionItem> Successions { get; } = Read<List<SuccessionItem>>("successions.json");

    public static IReadOnlyList<FrameworkItem> Frameworks { get; } = Read<List<FrameworkItem>>("frameworks.json");

    public static PublishedSegments Segments { get; } = Read<PublishedSegments>("segments-2023-24.json");

    public static IReadOnlyList<AssessmentHeadings> Headings { get; } =
        AssessmentHeadings.ReadAll("assessment-headings.json", Text("assessment-headings.json"));

    /// <summary>The vocabulary of an assessment of the boards that were established on the day.</summary>
    public static AssessmentVocabulary VocabularyOfBoardsEstablishedOn(string day)
    {
        var regions = Regions.ToDictionary(region => region.Code, region => region.Name);
        var boards = Organisations
            .Where(board => board.Established == day)
            .Select(board => new NamedOrganisation(
                board.Ods,
                board.OfficialName,
                [board.Name, .. board.AlsoKnownAs],
                regions[board.Region]
            ));
        return new AssessmentVocabulary(Headings, [.. regions.Values], new OrganisationNames(boards));
    }

    private static string Text(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", file));

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(Text(file), Strict)!;
}

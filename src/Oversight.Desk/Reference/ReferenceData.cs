using System.Text.Json;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Reference;

/// <summary>A region as infra/reference/regions.json has it.</summary>
public sealed record RegionItem(string Code, string Name, string Gss, string Source);

/// <summary>An organisation as infra/reference/organisations.json has it.</summary>
public sealed record OrganisationItem(
    OdsCode Ods,
    OrganisationKind Kind,
    string OfficialName,
    string Name,
    IReadOnlyList<string> AlsoKnownAs,
    string Region,
    string? Gss,
    DateWithPrecision Established,
    string Source
);

/// <summary>A trust as infra/reference/trusts.json has it.</summary>
public sealed record TrustItem(
    OdsCode Ods,
    OrganisationKind Kind,
    string OfficialName,
    string Name,
    IReadOnlyList<string> AlsoKnownAs,
    string Region,
    DateWithPrecision Opened,
    DateWithPrecision? Closed,
    IReadOnlyList<TrustSystemItem> Systems,
    string Source
);

/// <summary>The system that a trust belongs to from a day on.</summary>
public sealed record TrustSystemItem(OdsCode Icb, DateWithPrecision From);

/// <summary>The end of an organisation as infra/reference/successions.json has it.</summary>
public sealed record SuccessionItem(
    OdsCode Predecessor,
    DateWithPrecision On,
    IReadOnlyList<SuccessorItem> Successors,
    string Source
);

/// <summary>One successor of it.</summary>
public sealed record SuccessorItem(OdsCode Successor, SuccessionKind Kind);

/// <summary>A framework version as infra/reference/frameworks.json has it.</summary>
public sealed record FrameworkItem(
    string Id,
    string Title,
    string Year,
    string? Reference,
    DateWithPrecision PublishedOn,
    DateWithPrecision InForceFrom,
    DateWithPrecision? InForceUntil,
    IReadOnlyList<OrganisationKind> SegmentedKinds,
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

/// <summary>One of its segments.</summary>
public sealed record FrameworkSegmentItem(int Number, string Label, string Verified);

/// <summary>The segments of a published year as infra/reference/segments-2023-24.json has them.</summary>
public sealed record PublishedSegments(
    string Publication,
    string Title,
    DateWithPrecision Year,
    DateWithPrecision PublishedOn,
    string Framework,
    string Source,
    string Verified,
    IReadOnlyList<PublishedSegment> Segments
);

/// <summary>One organisation's segment in it.</summary>
public sealed record PublishedSegment(OdsCode Ods, int Segment, string Label);

/// <summary>
/// What every new record begins with: infra/reference, built into the program. A member that no type here has is
/// refused when it is read.
/// </summary>
public static class ReferenceData
{
    /// <summary>The seven regions.</summary>
    public static IReadOnlyList<RegionItem> Regions { get; } = Read<List<RegionItem>>("regions.json");

    /// <summary>The 42 ICBs of 2022 and the six of 2026.</summary>
    public static IReadOnlyList<OrganisationItem> Organisations { get; } =
        Read<List<OrganisationItem>>("organisations.json");

    /// <summary>The NHS trusts and foundation trusts that existed from July 2021 on.</summary>
    public static IReadOnlyList<TrustItem> Trusts { get; } = Read<List<TrustItem>>("trusts.json");

    /// <summary>Who followed whom on 1 April 2026.</summary>
    public static IReadOnlyList<SuccessionItem> Successions { get; } = Read<List<SuccessionItem>>("successions.json");

    /// <summary>The framework versions.</summary>
    public static IReadOnlyList<FrameworkItem> Frameworks { get; } = Read<List<FrameworkItem>>("frameworks.json");

    /// <summary>The segments published for 2023/24.</summary>
    public static PublishedSegments Segments { get; } = Read<PublishedSegments>("segments-2023-24.json");

    /// <summary>Where boards stand in the picture of England.</summary>
    public static BoardTiles Tiles { get; } = Read<BoardTiles>("board-tiles.json");

    /// <summary>The text of one of the files.</summary>
    public static string Text(string file)
    {
        using var stream =
            typeof(ReferenceData).Assembly.GetManifestResourceStream($"reference/{file}")
            ?? throw new InvalidOperationException($"The program was built without infra/reference/{file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(Text(file), EventCatalogue.Json)!;
}

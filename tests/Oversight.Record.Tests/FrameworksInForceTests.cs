using System.Globalization;
using Oversight.Record.Frameworks;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests;

public sealed class FrameworksInForceTests
{
    private static readonly SmallRecord Three = SmallRecord
        .Empty()
        .Told("nof-2021-22", Sample.Framework("nof-2021-22", "2021-07-01"))
        .Told("nof-2022-23", Sample.Framework("nof-2022-23", "Q1 2022/23"))
        .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2025-06-26", until: "2025/26"));

    [Theory]
    [InlineData("2021-06-30", FrameworkState.None, null, null)]
    [InlineData("2021-07-01", FrameworkState.InForce, "nof-2021-22", "nof-2021-22")]
    [InlineData("2022-03-31", FrameworkState.InForce, "nof-2021-22", "nof-2021-22")]
    [InlineData("2022-04-01", FrameworkState.Uncertain, null, null)]
    [InlineData("2022-06-29", FrameworkState.Uncertain, null, null)]
    [InlineData("2022-06-30", FrameworkState.InForce, "nof-2022-23", "nof-2022-23")]
    [InlineData("2025-06-25", FrameworkState.InForce, "nof-2022-23", "nof-2022-23")]
    [InlineData("2026-03-31", FrameworkState.InForce, "nof-2025-26", "nof-2025-26")]
    [InlineData("2026-04-01", FrameworkState.Lapsed, "nof-2025-26", null)]
    public void The_version_of_a_day(string on, FrameworkState state, string? version, string? judging)
    {
        var day = DateOnly.Parse(on, CultureInfo.InvariantCulture);
        var found = Three.Situation(SubjectId.Of(Sample.Icb)).Frameworks.On(day);
        Assert.Equal(state, found.State);
        Assert.Equal(version, found.Version?.Id);
        Assert.Equal(judging, found.Judging?.Id);
    }

    [Fact]
    public void They_are_listed_in_the_order_in_which_they_came_into_force()
    {
        var frameworks = Three.Situation(SubjectId.Of(Sample.Icb)).Frameworks;
        Assert.Equal([0, 1, 2], frameworks.All.Select(f => f.Place));
        Assert.Equal(2, frameworks.GreatestPlace);
        Assert.Equal(-1, new FrameworksInForce([]).GreatestPlace);
    }

    [Theory]
    [InlineData("2026-03-31", OrganisationKind.NhsTrust, "nof-2025-26")]
    [InlineData("2026-04-01", OrganisationKind.NhsTrust, "nof-2025-26")]
    [InlineData("2026-11-27", OrganisationKind.NhsFoundationTrust, "nof-2025-26")]
    [InlineData("2026-03-31", OrganisationKind.Icb, "nof-2025-26")]
    [InlineData("2026-11-27", OrganisationKind.Icb, "nof-2022-23")]
    [InlineData("2021-06-30", OrganisationKind.Icb, null)]
    [InlineData("2022-04-01", OrganisationKind.Icb, null)]
    public void Past_its_term_the_last_version_that_places_that_kind_in_segments_is_carried_on(
        string on,
        OrganisationKind kind,
        string? version
    ) =>
        Assert.Equal(
            version,
            ThreeSegmenting
                .Situation(SubjectId.Of(Sample.Icb))
                .Frameworks.Judging(DateOnly.Parse(on, CultureInfo.InvariantCulture), kind)
                ?.Id
        );

    private static SmallRecord ThreeSegmenting { get; } =
        SmallRecord
            .Empty()
            .Told("nof-2021-22", Sample.Framework("nof-2021-22", "2021-07-01"))
            .Told("nof-2022-23", Sample.Framework("nof-2022-23", "Q1 2022/23"))
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2025-06-26", until: "2025/26", icbs: false));
}

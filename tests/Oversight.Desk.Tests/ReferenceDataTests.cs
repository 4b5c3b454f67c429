using System.Text.RegularExpressions;
using Oversight.Desk.Reference;
using Oversight.Record;

namespace Oversight.Desk.Tests;

public sealed class ReferenceDataTests
{
    [Fact]
    public void Seven_regions_have_a_code_a_name_and_a_gss_code_of_their_own()
    {
        Assert.Equal(7, ReferenceData.Regions.Count);
        Assert.Equal(7, ReferenceData.Regions.Select(region => region.Code).Distinct().Count());
        Assert.Equal(7, ReferenceData.Regions.Select(region => region.Name).Distinct().Count());
        Assert.Equal(7, ReferenceData.Regions.Select(region => region.Gss).Distinct().Count());
        Assert.All(ReferenceData.Regions, region => Assert.Matches("^Y[0-9]{2}$", region.Code));
    }

    [Fact]
    public void There_are_42_boards_of_July_2022_and_6_of_April_2026_each_in_a_known_region()
    {
        var boards = ReferenceData.Organisations;
        Assert.Equal(42, boards.Count(board => board.Established.Stored == "2022-07-01"));
        Assert.Equal(6, boards.Count(board => board.Established.Stored == "2026-04-01"));
        Assert.Equal(48, boards.Count);
        Assert.Equal(48, boards.Select(board => board.Ods.Value).Distinct().Count());
        Assert.All(boards, board => Assert.Matches("^([A-Z0-9]{3}|[A-Z0-9]{5})$", board.Ods.Value));
        Assert.All(boards, board => Assert.Contains(board.Region, ReferenceData.Regions.Select(region => region.Code)));
        Assert.All(boards, board => Assert.Equal(OrganisationKind.Icb, board.Kind));
        Assert.All(boards, board => Assert.Equal($"NHS {board.Name} ICB", board.OfficialName));
        Assert.Equal(42, boards.Select(board => board.Gss).OfType<string>().Distinct().Count());
    }

    [Fact]
    public void No_two_boards_can_be_meant_by_one_name()
    {
        // The constructor refuses two organisations with one name; here all 48 stand side by side.
        var names = new Imports.OrganisationNames(
            ReferenceData.Organisations.Select(board => new Imports.NamedOrganisation(
                board.Ods.Value,
                board.OfficialName,
                [board.Name, .. board.AlsoKnownAs]
            ))
        );
        Assert.All(ReferenceData.Organisations, board => Assert.Equal(board.Ods.Value, names.Find(board.Name)?.Ods));
    }

    [Fact]
    public void There_are_211_trusts_each_in_a_known_region_of_which_9_closed()
    {
        var trusts = ReferenceData.Trusts;
        Assert.Equal(211, trusts.Select(trust => trust.Ods).Distinct().Count());
        Assert.Equal(9, trusts.Count(trust => trust.Closed is not null));
        Assert.All(trusts, trust => Assert.Contains(trust.Region, ReferenceData.Regions.Select(region => region.Code)));
        Assert.All(trusts, trust => Assert.NotEqual(OrganisationKind.Icb, trust.Kind));
        Assert.Equal(
            trusts.Count + trusts.Sum(trust => trust.AlsoKnownAs.Count),
            trusts
                .SelectMany(trust => trust.AlsoKnownAs.Prepend(trust.Name))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Count()
        );
    }

    [Fact]
    public void A_trust_is_of_a_system_while_both_exist_and_goes_with_an_ICB_only_where_that_went_whole()
    {
        var successions = ReferenceData.Successions.ToDictionary(succession => succession.Predecessor);
        foreach (var trust in ReferenceData.Trusts)
        {
            if (trust.Closed is { } closed && closed.Latest < new DateOnly(2022, 7, 1))
            {
                Assert.Empty(trust.Systems);
                continue;
            }

            var first = trust.Systems[0];
            Assert.Equal(new[] { trust.Opened.Earliest, new DateOnly(2022, 7, 1) }.Max(), first.From.Earliest);
            var followed =
                trust.Closed is null
                && successions.GetValueOrDefault(first.Icb)?.Successors is [{ Kind: SuccessionKind.Merger } only]
                    ? only.Successor
                    : (OdsCode?)null;
            Assert.Equal(followed, trust.Systems.Count == 2 ? trust.Systems[1].Icb : null);
            Assert.All(trust.Systems.Skip(1), next => Assert.Equal("2026-04-01", next.From.Stored));
        }
    }

    [Fact]
    public void The_succession_of_April_2026_leaves_36_boards()
    {
        var successions = ReferenceData.Successions;
        var of2022 = ReferenceData
            .Organisations.Where(board => board.Established.Stored == "2022-07-01")
            .Select(board => board.Ods.Value)
            .ToHashSet();
        var of2026 = ReferenceData
            .Organisations.Where(board => board.Established.Stored == "2026-04-01")
            .Select(board => board.Ods.Value)
            .ToHashSet();
        var ended = successions.Select(succession => succession.Predecessor.Value).ToHashSet();
        var successors = successions.SelectMany(succession => succession.Successors).ToList();

        Assert.Equal(12, successions.Count);
        Assert.Equal(12, ended.Count);
        Assert.Subset(of2022, ended);
        Assert.Equal(16, successors.Count);
        Assert.Equal(36, of2022.Count - ended.Count + of2026.Count);
        Assert.All(successions, succession => Assert.Equal("2026-04-01", succession.On.Stored));

        // Every new board comes from somewhere; the one old board that takes land in goes on.
        Assert.Subset(successors.Select(link => link.Successor.Value).ToHashSet(), of2026);
        var extended = Assert.Single(successors, link => !of2026.Contains(link.Successor.Value));
        Assert.Equal(new SuccessorItem(OdsCode.Parse("QRL"), SuccessionKind.BoundaryExtension), extended);
        Assert.DoesNotContain("QRL", ended);
    }

    [Fact]
    public void A_board_is_split_exactly_when_it_has_several_successors_and_Frimley_has_three()
    {
        foreach (var succession in ReferenceData.Successions)
        {
            var kinds = succession.Successors.Select(link => link.Kind).ToList();
            Assert.Equal(kinds.Count, succession.Successors.Select(link => link.Successor).Distinct().Count());
            Assert.All(
                kinds,
                kind =>
                    Assert.Contains(
                        kind,
                        kinds.Count == 1
                            ? [SuccessionKind.Merger]
                            : new[] { SuccessionKind.Split, SuccessionKind.BoundaryExtension }
                    )
            );
        }

        Assert.Equal(
            3,
            ReferenceData.Successions.Single(succession => succession.Predecessor.Value == "QNQ").Successors.Count
        );
    }

    [Fact]
    public void A_board_of_2026_is_in_the_region_of_all_its_predecessors()
    {
        var region = ReferenceData.Organisations.ToDictionary(board => board.Ods, board => board.Region);
        Assert.All(
            ReferenceData.Successions.SelectMany(succession =>
                succession.Successors.Select(link => (succession.Predecessor, link.Successor))
            ),
            link => Assert.Equal(region[link.Predecessor], region[link.Successor])
        );
    }

    [Fact]
    public void Each_framework_is_in_force_until_the_next_and_only_2025_26_has_a_term()
    {
        Assert.Equal(
            ["sof-2021-22", "nof-2022-23", "nof-2025-26"],
            ReferenceData.Frameworks.Select(framework => framework.Id)
        );
        Assert.All(
            ReferenceData.Frameworks.Zip(ReferenceData.Frameworks.Skip(1)),
            // June 2021, 1 July 2022, 26 June 2025: no part of one's beginning lies in the next one's.
            pair => Assert.True(pair.First.InForceFrom.Latest < pair.Second.InForceFrom.Earliest)
        );
        Assert.Equal(
            [null, null, "2026-03-31"],
            ReferenceData.Frameworks.Select(framework => framework.InForceUntil?.Stored)
        );
        Assert.Equal(
            ["2021-06", "2022-07-01", "2025-06-26"],
            ReferenceData.Frameworks.Select(framework => framework.InForceFrom.Stored)
        );
    }

    [Fact]
    public void A_frameworks_segments_count_up_from_1_to_the_most_intensive_which_is_the_programmes()
    {
        foreach (var framework in ReferenceData.Frameworks)
        {
            Assert.Equal(
                Enumerable.Range(1, framework.MostIntensiveSegment),
                framework.Segments.Select(segment => segment.Number)
            );
            Assert.Equal([framework.MostIntensiveSegment], framework.RecoverySegments);
            Assert.Equal(
                framework.Segments.Count,
                framework.Segments.Select(segment => segment.Label).Distinct().Count()
            );
            Assert.Subset(
                new HashSet<OrganisationKind>
                {
                    OrganisationKind.Icb,
                    OrganisationKind.NhsTrust,
                    OrganisationKind.NhsFoundationTrust,
                },
                framework.SegmentedKinds.ToHashSet()
            );
            Assert.Equal(framework.SegmentedKinds.Count, framework.SegmentedKinds.Distinct().Count());
            Assert.Equal(["nhs-england"], framework.NationalBodies);
        }
    }

    [Fact]
    public void Boards_are_segmented_until_2025_26_and_then_not()
    {
        Assert.Equal(
            [true, true, false],
            ReferenceData.Frameworks.Select(framework => framework.SegmentedKinds.Contains(OrganisationKind.Icb))
        );
    }

    [Fact]
    public void The_segments_of_2023_24_name_each_board_of_2022_once_and_fit_their_labels_and_framework()
    {
        var published = ReferenceData.Segments;
        Assert.Equal("PRN01455", published.Publication);
        Assert.Equal("2023/24", published.Year.Stored);
        Assert.Equal(
            ReferenceData
                .Organisations.Where(board => board.Established.Stored == "2022-07-01")
                .Select(board => board.Ods.Value)
                .Order(),
            published.Segments.Select(segment => segment.Ods.Value).Order()
        );
        Assert.Equal(
            [1, 13, 25, 3],
            Enumerable.Range(1, 4).Select(number => published.Segments.Count(segment => segment.Segment == number))
        );
        Assert.Equal(4, published.Segments.Select(segment => segment.Label).Distinct().Count());
        Assert.All(
            published.Segments,
            segment => Assert.StartsWith($"{segment.Segment}. ", segment.Label, StringComparison.Ordinal)
        );
        var framework = ReferenceData.Frameworks.Single(framework => framework.Id == published.Framework);
        Assert.Contains(OrganisationKind.Icb, framework.SegmentedKinds);
    }

    [Fact]
    public void Every_item_names_a_public_source_and_no_path_of_a_machine()
    {
        var sources = ReferenceData
            .Regions.Select(item => item.Source)
            .Concat(ReferenceData.Organisations.Select(item => item.Source))
            .Concat(ReferenceData.Successions.Select(item => item.Source))
            .Concat(ReferenceData.Frameworks.Select(item => item.Source))
            .Concat(ReferenceData.Trusts.Select(item => item.Source))
            .Append(ReferenceData.Segments.Source)
            .Append(ReferenceData.Tiles.Source)
            .ToList();
        Assert.Equal(7 + 48 + 12 + 3 + 211 + 1 + 1, sources.Count);
        Assert.All(sources, source => Assert.True(source.Length > 20, source));
        var built = typeof(ReferenceData).Assembly;
        var files = built
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("reference/", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(8, files.Count);
        Assert.All(
            files,
            file =>
            {
                using var reader = new StreamReader(built.GetManifestResourceStream(file)!);
                Assert.DoesNotMatch(
                    new Regex("/(work|home|root|tmp)/|\\.txt", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
                    reader.ReadToEnd()
                );
            }
        );
    }
}

using System.Text.Json;
using Oversight.Projections.Mergers;
using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record.Catalogue;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What holds of readiness and deadlines of every history of Recovery Support, whatever is in it.</summary>
public sealed class RandomSupportTests
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(RandomSupport.Of, Ask);

    [Fact]
    public void Readiness_and_deadlines_are_what_the_reference_says_at_random_days_and_places()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Chance alone need not make a segment that is published on a day on which it may have been another.
        Assert.Null(Difference(UncertainSegment(), SupportDeviation.None, seen));

        // Every kind of deadline and of standing.
        string[] kinds =
        [
            // Those of reviews and commitments are compared in RandomReviewsTests, those of support in RandomInterventionTests.
            .. Enum.GetNames<Deadlines.DeadlineKind>()
                .Except(["OversightReview", "Action", "Commitment", "SupportExit", "IndependentReview"]),
            "No",
            "Perhaps",
            "Yes",
            "satisfied",
            "open",
            "overdue",
            "unknown",
            "or else",
            .. Enum.GetNames<EvidenceState>().Select(state => $"evidence {state}"),
            "NotStated",
            "Uncertain",
            "of another wording",
            "Yes by Publication",
            "No by Publication",
            "Uncertain by Publication",
            "NotStated by Publication",
            "NotStated by nothing",
            "Yes by Engagement",
            .. Enum.GetNames<PublishedPositions.PositionAbout>()
                .SelectMany(_ => Enum.GetNames<Answers.StatedAnswer>(), (about, answer) => $"{about} {answer}"),
            "only with its system",
            "letters",
            "stocktakes",
            "several packages",
            "several plans",
            "board",
        ];
        History.NothingDiffers(Histories, history => Difference(history, SupportDeviation.None, seen), seen, kinds);
    }

    [Fact]
    public void Trusts_are_in_it_with_their_systems_and_leave_with_them_as_the_reference_says()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        History.NothingDiffers(
            History.MadeBy(RandomSupport.OfSystems, Ask),
            history => Difference(history, SupportDeviation.None, seen),
            seen,
            ["only with its system", "left with its system"]
        );
    }

    public static TheoryData<SupportDeviation> Deviations =>
        [.. Enum.GetValues<SupportDeviation>().Where(d => d != SupportDeviation.None)];

    // Of what few histories show: which come first that do, found by trying many. Without them it takes hundreds, or thousands.
    private static ulong FirstShowing(SupportDeviation deviation) =>
        deviation switch
        {
            SupportDeviation.AchievedIsStillDue => 21,
            SupportDeviation.AllOfAKindStandsBeforeOne => 382,
            SupportDeviation.CertificatesSettleNothing => 2234,
            SupportDeviation.JudgementsAreForAllMembers => 415,
            SupportDeviation.MembershipsTakeNoCriteriaAlong => 344,
            SupportDeviation.MissedIsSettled => 162,
            SupportDeviation.PlansAreThoseOfAllMembers => 4,
            SupportDeviation.ReceiptUndoesWhatWasSaid => 630,
            SupportDeviation.SystemsAreNoMembers => 185,
            SupportDeviation.TheLastDispositionHolds => 287,
            SupportDeviation.TheRegionOutranksTheNation => 501,
            SupportDeviation.TransitionNeverEnds => 238,
            SupportDeviation.WhatPassedBeforeIsForgotten => 146,
            SupportDeviation.WhatSettledItselfIsNotDisposedOf => 69,
            _ => 20240331,
        };

    // What is left when it has shrunk shows the deviation, and little else.
    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ_by_a_history_of_few_entries(
        SupportDeviation deviation
    )
    {
        var smallest = History.SmallestAgainst(
            Histories,
            h => Difference(h, deviation, []) is null,
            FirstShowing(deviation)
        );
        Assert.NotNull(smallest);
        Assert.Single(smallest.Questions);
        Assert.True(smallest.Entries.Count <= 10, $"{smallest}");
    }

    [Fact]
    public void What_is_missing_is_empty_exactly_where_a_criterion_is_satisfied_and_every_rule_is_told() =>
        History.Hold(
            Histories,
            history =>
            {
                var timelines = new RecordTimelines();
                timelines.Apply(history.Entries);
                var at = timelines.At(timelines.Place);
                var on = AnyDay(new Random(history.Seed));
                if (EngagementReadiness.Of(at, RandomSupport.Recovery, on) is not { } readiness)
                {
                    return;
                }

                var rules = readiness.Rules.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
                foreach (var criterion in readiness.Members.SelectMany(m => m.Criteria.Concat(m.TransitionCriteria)))
                {
                    Assert.Equal(criterion.Satisfied, criterion.Missing.Count == 0);
                    Assert.All(criterion.Missing, m => Assert.Contains(m.Rule, rules));
                }
            },
            tried: History.Usual / 2
        );

    [Fact]
    public void Answers_that_differ_in_more_than_their_place_differ_in_the_greatest_place_that_contributes() =>
        History.Hold(
            Histories,
            history =>
            {
                var timelines = new RecordTimelines();
                timelines.Apply(history.Entries);
                var on = AnyDay(new Random(history.Seed));
                var known = new Dictionary<(string, long), string>();
                for (var place = 0; place < history.Entries.Count; place++)
                {
                    var at = timelines.At(place);
                    if (EngagementReadiness.Of(at, RandomSupport.Recovery, on) is { } readiness)
                    {
                        Check("recovery", readiness.Contributing, Json(readiness with { Place = 0 }), place);
                    }

                    if (UndertakingsStanding.Of(at, RandomSupport.Undertakings, on) is { } standing)
                    {
                        Check("undertakings", standing.Contributing, Json(standing with { Place = 0 }), place);
                    }
                }

                void Check(string what, long contributing, string answer, long place) =>
                    Assert.True(
                        known.TryAdd((what, contributing), answer) || known[(what, contributing)] == answer,
                        $"Place {place}: {what} changed unseen."
                    );
            },
            tried: History.Usual / 5
        );

    private static IReadOnlyList<Question> Ask(Random random, int entries) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ => new Question(
                    Sample.Icb,
                    AnyDay(random),
                    random.Next(2) == 0 ? entries - 1 : random.Next(entries)
                )),
        ];

    private static History UncertainSegment()
    {
        var entries = RandomSupport.UncertainSegment();
        return new(0, entries, [new(Sample.Icb, new DateOnly(2023, 6, 1), entries.Count - 1)]);
    }

    private static string? Difference(History history, SupportDeviation deviation, HashSet<string> seen)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        foreach (var (_, on, known) in history.Questions)
        {
            var at = timelines.At(known);
            var reference = new ReferenceSupport(history.Entries, known, on, deviation);
            foreach (
                var (what, answer, expected) in new[]
                {
                    ("readiness", (IReadOnlyList<string>)Readiness(at, on, seen), reference.Readiness()),
                    ("deadlines", DeadlinesOf(at, on, seen), reference.Deadlines()),
                    ("mergers", MergersOf(at, on, seen), reference.Mergers()),
                    ("recovery", RecoveryLines.Recovery(at, on, seen), reference.Recovery()),
                    ("published", RecoveryLines.Positions(at, on, seen), reference.PublishedPositions()),
                    ("groundwork", RecoveryLines.Groundwork(at, on, seen), reference.Groundwork()),
                }
            )
            {
                if (!answer.SequenceEqual(expected))
                {
                    return $"{what} on {on:O} as known at {known}:\n  {string.Join("\n  ", answer)}\nby the reference\n  "
                        + string.Join("\n  ", expected);
                }
            }
        }

        return null;
    }

    private static List<string> Readiness(RecordAt record, DateOnly on, HashSet<string> seen)
    {
        if (EngagementReadiness.Of(record, RandomSupport.Recovery, on) is not { } readiness)
        {
            return [];
        }

        var lines = new List<string>();
        foreach (var member in readiness.Members)
        {
            seen.Add(member.Membership.ToString());
            lines.Add(
                $"{member.Organisation} {member.Membership} target {member.TargetExit?.Target?.Stored ?? "-"} moved {member.TargetExit?.Moved ?? 0} left {member.Exit?.Said.Entry.Id.ToString() ?? "-"}"
            );
            foreach (var criterion in member.Criteria)
            {
                var state = criterion.Satisfied ? "satisfied" : "open";
                seen.Add(state);
                lines.Add($"{member.Organisation} {criterion.Criterion.Reference} {state}");
                var (self, region, national, differ) = criterion.Ratings;
                seen.UnionWith([differ.ToString()]);
                seen.UnionWith(criterion.Evidence.Select(e => $"evidence {e.State}"));
                seen.UnionWith(region.Candidates.Any(c => c.OfAnotherWording) ? ["of another wording"] : []);
                lines.Add(
                    $"{member.Organisation} {criterion.Criterion.Reference} rated {Places(self)} {Places(region)} {Places(national)} differ {differ}"
                );
                lines.Add(
                    $"{member.Organisation} {criterion.Criterion.Reference} evidence {string.Join(", ", criterion.Evidence.Select(e => $"{e.Entry.Id} Evidence{e.State}"))}"
                );
            }
        }

        Assert.Equal(readiness.UnderWay != Certainty.No, readiness.Members.Any(m => m.Membership != Certainty.No));
        return lines;
    }

    private static string Places<T>(CriterionRating<T> rating)
        where T : struct, Enum =>
        string.Join(',', rating.Candidates.Select(c => $"{c.Said.Entry.Place}{(c.OfAnotherWording ? "*" : "")}"))
        + (rating.PerhapsNone ? "?" : "");

    private static IReadOnlyList<string> DeadlinesOf(RecordAt record, DateOnly on, HashSet<string> seen)
    {
        var all = Deadlines.Deadlines.On(record, on).All;
        Assert.Equal(all.Count, all.Select(d => d.Uid).Distinct().Count());
        Assert.Equal(
            all.Select(d => d.DueBy ?? DateOnly.MaxValue).Order(),
            all.Select(d => d.DueBy ?? DateOnly.MaxValue)
        );
        foreach (var deadline in all)
        {
            Assert.NotEmpty(deadline.RestsOn);
            Assert.Equal(deadline.DaysLeft < 0, deadline.Overdue);
            seen.Add(deadline.Kind.ToString());
            seen.UnionWith(deadline.Overdue ? ["overdue"] : []);
            seen.UnionWith(deadline.DaysLeft is null ? ["unknown"] : []);
            seen.UnionWith(deadline.OrElse.Count > 0 ? ["or else"] : []);
        }

        return
        [
            .. all.Select(d =>
                    $"{d.Uid} due {d.Due.Stored}, {d.DaysLeft?.ToString() ?? "-"} left, {string.Join(' ', d.Organisations)}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<string> MergersOf(RecordAt record, DateOnly on, HashSet<string> seen)
    {
        var items = EndOfBody.All(record, on).SelectMany(end => end.Items, (end, item) => (end.Body, item)).ToArray();
        seen.UnionWith(items.Select(i => $"{i.item.State}"));
        seen.UnionWith(items.Select(i => $"open {i.item.What}"));
        return
        [
            .. items
                .Select(i =>
                    $"{i.Body} {i.item.About} {i.item.What} {i.item.Item} {i.item.State}{(i.item.Successor is { } to ? $" {to}" : "")}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static DateOnly AnyDay(Random random) =>
        random.Next(5) == 0
            ? new DateOnly(2022, 8, 1).AddDays(random.Next(700))
            : new DateOnly(2023, 2, 25).AddDays(random.Next(110));

    private static string Json<T>(T answer) => JsonSerializer.Serialize(answer, EventCatalogue.Json);
}

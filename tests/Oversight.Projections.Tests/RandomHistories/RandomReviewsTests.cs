using Oversight.Projections.Answers;
using Oversight.Projections.Commitments;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Reviews;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What holds of reviews, concerns and commitments of every history, whatever is in it.</summary>
public sealed class RandomReviewsTests
{
    private static readonly DeadlineKind[] Kinds =
    [
        DeadlineKind.OversightReview,
        DeadlineKind.Action,
        DeadlineKind.Commitment,
    ];

    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        RandomReviews.Of,
        (random, entries) =>
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(i => new Question(
                        i == 0 ? Sample.Trust : Sample.Icb,
                        random.Next(4) == 0
                            ? new DateOnly(2022, 2, 1).AddDays(random.Next(900))
                            : new DateOnly(2023, 2, 25).AddDays(random.Next(110)),
                        random.Next(2) == 0 ? entries - 1 : random.Next(entries)
                    )),
            ]
    );

    [Fact]
    public void They_are_what_the_reference_says_at_random_days_and_places()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        History.NothingDiffers(
            Histories,
            history => Difference(history, ReviewDeviation.None, seen),
            seen,
            [
                .. Kinds.Select(kind => kind.ToString()),
                .. Enum.GetNames<CommitmentState>(),
                .. Enum.GetNames<ConcernState>(),
                .. Enum.GetNames<StatedAnswer>().Select(answer => $"overdue {answer}"),
                "or else",
                "moved",
                "within years",
                "came from a review",
                "aimed at",
            ]
        );
    }

    public static TheoryData<ReviewDeviation> Deviations =>
        [.. Enum.GetValues<ReviewDeviation>().Where(d => d != ReviewDeviation.None)];

    // What is left when it has shrunk shows the deviation, and little else.
    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ_by_a_history_of_few_entries(
        ReviewDeviation deviation
    )
    {
        var smallest = History.SmallestAgainst(Histories, h => Difference(h, deviation, []) is null);
        Assert.NotNull(smallest);
        Assert.Single(smallest.Questions);
        Assert.True(smallest.Entries.Count <= 6, $"{smallest}");
    }

    private static string? Difference(History history, ReviewDeviation deviation, HashSet<string> seen)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        foreach (var (organisation, on, known) in history.Questions)
        {
            var at = timelines.At(known);
            var reference = new ReferenceReviews(history.Entries, known, on, deviation);
            foreach (
                var (what, answer, expected) in new[]
                {
                    ("it", Said(at, organisation, on, seen), reference.Of(organisation)),
                    ("deadlines", Due(at, organisation, on, seen), reference.Deadlines(organisation)),
                }
            )
            {
                // Of whom nothing is recorded nothing is said.
                if (at.TimelineOf(organisation) is not null && !answer.SequenceEqual(expected))
                {
                    return $"{what} of {organisation} on {on:O} as known at {known}:\n  {string.Join("\n  ", answer)}\nby the reference\n  "
                        + string.Join("\n  ", expected);
                }
            }
        }

        return null;
    }

    private static IReadOnlyList<string> Said(RecordAt at, OdsCode organisation, DateOnly on, HashSet<string> seen)
    {
        if (at.TimelineOf(organisation) is not { } timeline)
        {
            return [];
        }

        var reviews = OversightReview.On(timeline, on);
        var concerns = Concern.On(timeline, on);
        var commitments = Commitment.On(timeline, on);
        var ambitions = SegmentAmbition.On(timeline, on);
        seen.UnionWith(reviews.Any(r => r.Concerns.Count + r.Commitments.Count > 0) ? ["came from a review"] : []);
        seen.UnionWith(concerns.Select(c => $"{c.State}"));
        seen.UnionWith(ambitions.Count > 0 ? ["aimed at"] : []);
        foreach (var commitment in commitments)
        {
            seen.Add($"{commitment.State}");
            seen.Add($"overdue {commitment.Overdue}");
            seen.UnionWith(commitment.OrElse.Count > 0 ? ["or else"] : []);
            seen.UnionWith(commitment.Moved > 0 ? ["moved"] : []);
            seen.UnionWith(commitment is { WithinYears: not null, Due: not null } ? ["within years"] : []);
            Assert.Equal(!commitment.Stands, commitment.Ended is not null);
        }

        return
        [
            .. reviews.Select(r => $"review {r.Id} from it {string.Join(' ', r.Concerns.Concat(r.Commitments))}"),
            $"last {OversightReview.Last(timeline, on)?.Id.ToString() ?? "-"}",
            .. concerns.Select(c =>
                $"concern {c.Id} {c.State} for {c.DaysOpen?.ToString() ?? "-"} to {string.Join(' ', c.Escalations.Select(e => e.To))}"
            ),
            .. commitments.Select(c =>
                $"commitment {c.Id} {c.State} due {c.Due?.Stored ?? "-"} or {string.Join(' ', c.OrElse.Select(d => d.Stored))} left {c.DaysLeft?.ToString() ?? "-"}"
                + $" overdue {c.Overdue} moved {c.Moved}"
            ),
            $"aimed at {string.Join(' ', ambitions.Select(a => a.Said.Entry.Place))}",
        ];
    }

    private static IReadOnlyList<string> Due(RecordAt at, OdsCode organisation, DateOnly on, HashSet<string> seen)
    {
        var all = Deadlines.Deadlines.On(at, on).All;
        Assert.Equal(all.Count, all.Select(d => d.Uid).Distinct().Count());
        var own = all.Where(d => d.Subject == $"organisation-{organisation}" && Kinds.Contains(d.Kind)).ToArray();
        seen.UnionWith(own.Select(d => $"{d.Kind}"));
        Assert.All(own, d => Assert.NotEmpty(d.RestsOn));
        return
        [
            .. own.Select(d =>
                    $"{d.Uid} due {d.Due.Stored}, {d.DaysLeft?.ToString() ?? "-"} left, {string.Join(' ', d.Organisations)}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}

using Oversight.Projections.Deadlines;
using Oversight.Projections.Notices;
using Oversight.Projections.Support;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What holds of support, notices and independent reviews of every history, whatever is in it.</summary>
public sealed class RandomInterventionTests
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        RandomIntervention.Of,
        (random, entries) =>
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(_ => new Question(
                        RandomIntervention.Organisations[random.Next(3) == 0 ? random.Next(4) : 0],
                        random.Next(5) == 0
                            ? new DateOnly(2022, 2, 1).AddDays(random.Next(900))
                            : new DateOnly(2023, 2, 25).AddDays(random.Next(110)),
                        random.Next(2) == 0 ? entries - 1 : random.Next(entries)
                    )),
            ]
    );

    [Fact]
    public void Support_notices_and_reviews_are_what_the_reference_says_at_random_days_and_places()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        History.NothingDiffers(
            Histories,
            history => Difference(history, InterventionDeviation.None, seen),
            seen,
            [
                .. Enum.GetValues<SupportState>().Select(s => $"support {InWords.Stored(s)}"),
                .. Enum.GetValues<NoticeState>().Select(s => $"notice {InWords.Stored(s)}"),
                .. Enum.GetValues<IndependentReviewState>().Select(s => $"review {InWords.Stored(s)}"),
                "support-exit due",
                "independent-review due",
            ]
        );
    }

    public static TheoryData<InterventionDeviation> Deviations =>
        [.. Enum.GetValues<InterventionDeviation>().Where(d => d != InterventionDeviation.None)];

    // What is left when it has shrunk shows the deviation, and little else.
    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ_by_a_history_of_few_entries(
        InterventionDeviation deviation
    )
    {
        var smallest = History.SmallestAgainst(Histories, h => Difference(h, deviation, []) is null);
        Assert.NotNull(smallest);
        Assert.Single(smallest.Questions);
        Assert.True(smallest.Entries.Count <= 8, $"{smallest}");
    }

    [Fact]
    public void What_is_recorded_about_an_icb_and_names_a_trust_is_told_of_that_trust() =>
        History.Hold(
            Histories,
            history =>
            {
                foreach (var (_, on, known) in history.Questions)
                {
                    var at = At(history, known);
                    var all = RandomIntervention
                        .Organisations.SelectMany(o => at.TimelineOf(o) is { } t ? SupportOnDay.On(on, t) : [])
                        .ToArray();
                    foreach (var organisation in RandomIntervention.Organisations)
                    {
                        Assert.Equal(
                            Places(
                                all.Where(s =>
                                    s.For == organisation
                                    || s.RecordedAbout == organisation
                                    || (s.For is null && s.HeldBy == organisation)
                                )
                            ),
                            Places(OrganisationSupport.Of(at, organisation, on).Support)
                        );
                    }
                }
            },
            tried: History.Usual / 5
        );

    private static IEnumerable<string> Places(IEnumerable<SupportOnDay> support) =>
        support
            .Select(s => $"{s.RecordedAbout} {s.For} {string.Join(',', s.StatedBy.Select(e => e.Entry.Place))}")
            .Order(StringComparer.Ordinal);

    private static RecordAt At(History history, long known)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        return timelines.At(known);
    }

    private static string? Difference(History history, InterventionDeviation deviation, HashSet<string> seen)
    {
        foreach (var (organisation, on, known) in history.Questions)
        {
            string[] answer =
            [
                .. At(history, known) is var at && at.TimelineOf(organisation) is { } timeline
                    ? Lines(timeline, on).Concat(Due(at, timeline, on)).Order(StringComparer.Ordinal)
                    : Enumerable.Empty<string>(),
            ];
            string[] expected = [.. new ReferenceIntervention(history.Entries, known, on, deviation).Of(organisation)];
            if (!answer.SequenceEqual(expected))
            {
                return $"{organisation} on {on:O} as known at {known}:\n  {string.Join("\n  ", answer)}\nby the reference\n  "
                    + string.Join("\n  ", expected);
            }

            seen.UnionWith(
                answer.Select(line =>
                    line.Split(' ') is ["support", _, _, _, _, var state, ..] ? $"support {state}"
                    : line.Split(' ') is [var kind, "due", ..] ? $"{kind} due"
                    : line.Split(' ') is [var what, _, var stands] ? $"{what} {stands}"
                    : ""
                )
            );
        }

        return null;
    }

    private static IEnumerable<string> Lines(Timeline timeline, DateOnly on) =>
        SupportOnDay
            .On(on, timeline)
            .Select(s =>
                $"support {InWords.Stored(s.Kind)} {(s.Programme is { } programme ? InWords.Stored(programme) : "-")} {(s.For?.Value ?? "system")} {s.HeldBy} "
                + $"{InWords.Stored(s.State)} tier {(s.Tier is { } tier ? $"{tier}" : "-")} "
                + $"rests on {string.Join(',', s.StatedBy.Select(e => e.Entry.Place))} "
                + $"exit {(s.ExpectedExit is { } exit ? exit.By?.Stored ?? "some time" : "-")}"
            )
            .Concat(NoticeOnDay.On(on, timeline).Select(n => $"notice {n.Given.Entry.Place} {InWords.Stored(n.State)}"))
            .Concat(
                IndependentReviewOnDay
                    .On(on, timeline)
                    .Select(r => $"review {r.Commissioned.Entry.Place} {InWords.Stored(r.State)}")
            );

    private static IEnumerable<string> Due(RecordAt at, Timeline timeline, DateOnly on)
    {
        var all = Deadlines.Deadlines.On(at, on).All;
        Assert.Equal(all.Count, all.Select(d => d.Uid).Distinct().Count());
        return all.Where(d =>
                d.Subject == timeline.Subject.Value
                && d.Kind is (DeadlineKind.SupportExit or DeadlineKind.IndependentReview)
            )
            .Select(d =>
                $"{InWords.Stored(d.Kind)} due {d.Due.Stored} {d.DaysLeft?.ToString() ?? "-"} for {string.Join(' ', d.Organisations)}"
            );
    }
}

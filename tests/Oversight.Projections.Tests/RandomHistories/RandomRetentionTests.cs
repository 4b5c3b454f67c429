using Oversight.Projections.Retention;
using Oversight.Projections.Timelines;
using Oversight.Record.Entries;
using Oversight.Record.Retention;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What holds of retention in every history, whatever is in it.</summary>
public sealed class RandomRetentionTests
{
    private static readonly HashSet<string> Rules =
    [
        DisposeDocuments.NotUnderHold.Name,
        DisposeDocuments.DisposesKnownDocuments.Name,
        DisposeDocuments.DisposedOnce.Name,
        DisposeDocuments.DisposedDocumentIsNotNamed.Name,
    ];

    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        RandomRetention.Of,
        (random, entries) =>
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => new Question(
                        Sample.Icb,
                        new DateOnly(2024, 5, 7).AddDays(random.Next(8)),
                        random.Next(3) == 0 ? random.Next(entries) : entries - 1
                    )),
            ]
    );

    public static TheoryData<RetentionDeviation> Deviations =>
        [.. Enum.GetValues<RetentionDeviation>().Where(d => d != RetentionDeviation.None)];

    [Fact]
    public void Holds_disposals_and_what_they_break_are_what_the_reference_says()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        History.NothingDiffers(
            Histories,
            history => Difference(history, RetentionDeviation.None, seen),
            seen,
            ["in force", "lifted", "disposed", "uncertain", .. Rules]
        );
    }

    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ_by_a_history_of_few_entries(
        RetentionDeviation deviation
    )
    {
        var smallest = History.SmallestAgainst(Histories, h => Difference(h, deviation, []) is null);
        Assert.NotNull(smallest);
        Assert.True(smallest.Entries.Count <= 6, $"{smallest}");
    }

    private static string? Difference(History history, RetentionDeviation deviation, HashSet<string> seen)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        foreach (var (_, on, known) in history.Questions)
        {
            var record = timelines.At(known);
            var reference = new ReferenceRetention([.. history.Entries.Where(e => e.Place <= known)], on, deviation);
            var own = record.TimelineOf(RandomRetention.Icb);
            var states = own is null
                ? []
                : HoldOnDay
                    .On(on, own)
                    .Select(hold => (hold.Placed.Entry.Place, hold.Placed.Entry.Id, InWords.Of(hold.State)))
                    .Concat(
                        DisposalOnDay
                            .On(on, own)
                            .Select(disposal =>
                                (disposal.Said.Entry.Place, disposal.Said.Entry.Id, InWords.Of(disposal.State))
                            )
                    )
                    .OrderBy(said => said.Place)
                    .Select(said => (said.Id, said.Item3))
                    .ToArray();
            if (!states.SequenceEqual(reference.States()))
            {
                return $"On {on:O} as known at {known}: {string.Join(", ", states)}\n{history}";
            }

            var findings = record
                .Subjects.SelectMany(record.FindingsOf)
                .Where(finding => Rules.Contains(finding.Rule))
                .Select(finding => (finding.Entry, finding.Rule))
                .Order()
                .ToArray();
            if (!findings.SequenceEqual(reference.Findings().Order()))
            {
                return $"As known at {known}: {string.Join(", ", findings)}\n{history}";
            }

            seen.UnionWith(states.Select(s => s.Item2));
            seen.UnionWith(findings.Select(f => f.Rule));
        }

        return null;
    }
}

using System.Globalization;
using System.Text.Json;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What holds of the status of every history, whatever is in it.</summary>
public sealed class RandomHistoryTests
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(RandomHistory.Of, Ask);

    [Fact]
    public void Status_is_what_the_reference_says_at_random_days_and_places_of_a_thousand_histories()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        History.NothingDiffers(
            Histories,
            history => Difference(history, Deviation.None, seen),
            seen,
            [
                "Certain",
                "Uncertain",
                "NotSegmented",
                "NotKnown",
                "LastPublished",
                "Exists",
                "NotYet",
                "Ended",
                "perhaps none",
                "several agree",
                "not registered",
                "proposed",
                "system Certain",
                "system Uncertain",
                "system NotStated",
                "a trust",
                "perhaps a trust",
            ]
        );
    }

    public static TheoryData<Deviation> Deviations => [.. Enum.GetValues<Deviation>().Where(d => d != Deviation.None)];

    // Of what few histories show: which come first that do, found by trying many.
    private static ulong FirstShowing(Deviation deviation) =>
        deviation switch
        {
            Deviation.AfterDoesNotReachThroughChains => 209,
            _ => 20240331,
        };

    // What is left when it has shrunk shows the deviation, and little else.
    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ_by_a_history_of_few_entries(Deviation deviation)
    {
        var smallest = History.SmallestAgainst(
            Histories,
            h => Difference(h, deviation, []) is null,
            FirstShowing(deviation)
        );
        Assert.NotNull(smallest);
        Assert.Single(smallest.Questions);
        Assert.True(smallest.Entries.Count <= 8, $"{smallest}");
    }

    [Fact]
    public void The_size_of_the_batches_in_which_entries_arrive_changes_no_byte_of_any_answer() =>
        History.Hold(
            Histories,
            history =>
            {
                var random = new Random(history.Seed);
                var entries = history.Entries;
                var whole = new RecordTimelines();
                whole.Apply(entries);
                var expected = Everything(whole.At(whole.Place));

                var single = new RecordTimelines();
                var batches = new RecordTimelines();
                foreach (var entry in entries)
                {
                    single.Apply([entry]);
                    Everything(single.At(single.Place));
                }

                for (var next = 0; next < entries.Count; )
                {
                    // Batches that overlap what is there: those entries are passed over.
                    var from = Math.Max(0, next - random.Next(3));
                    next = Math.Min(entries.Count, next + 1 + random.Next(7));
                    batches.Apply(entries.Skip(from).Take(next - from));
                    if (random.Next(2) == 0)
                    {
                        Everything(batches.At(random.Next(-1, (int)batches.Place + 1)));
                    }
                }

                Assert.True(expected == Everything(single.At(single.Place)), "One by one differs.");
                Assert.True(expected == Everything(batches.At(batches.Place)), "In batches differs.");
            },
            tried: History.Usual / 10
        );

    [Fact]
    public void An_answer_at_a_place_never_changes_whatever_is_recorded_later() =>
        History.Hold(
            Histories,
            history =>
            {
                var timelines = new RecordTimelines();
                var answers = new List<string>();
                foreach (var entry in history.Entries)
                {
                    timelines.Apply([entry]);
                    answers.Add(Everything(timelines.At(entry.Place)));
                }

                for (var place = 0; place < answers.Count; place++)
                {
                    Assert.True(answers[place] == Everything(timelines.At(place)), $"Place {place} changed.");
                }
            },
            tried: History.Usual / 20
        );

    [Fact]
    public void Answers_that_differ_in_more_than_their_place_differ_in_the_greatest_place_that_contributes() =>
        History.Hold(
            Histories,
            history =>
            {
                var timelines = new RecordTimelines();
                timelines.Apply(history.Entries);
                var on = RandomHistory.AnyDay(new Random(history.Seed));
                var known = new Dictionary<(string, long), string>();
                foreach (var organisation in RandomHistory.Organisations)
                {
                    for (var place = 0; place < history.Entries.Count; place++)
                    {
                        var at = timelines.At(place);
                        if (OrganisationStatus.Of(at, organisation, on) is { } status)
                        {
                            Check($"{organisation}'s status", status.Contributing, Json(status with { Place = 0 }));
                        }

                        if (AuditHistory.AuditHistory.Of(at, SubjectId.Of(organisation)) is { } audited)
                        {
                            Check($"{organisation}'s history", audited.Contributing, Json(audited with { Place = 0 }));
                        }
                    }
                }

                void Check(string what, long contributing, string answer) =>
                    Assert.True(
                        known.TryAdd((what, contributing), answer) || known[(what, contributing)] == answer,
                        $"{what} changed unseen."
                    );
            },
            tried: History.Usual / 5
        );

    [Fact]
    public void The_time_zone_and_the_culture_of_the_machine_change_no_byte_of_any_answer()
    {
        var expected = Enumerable.Range(1, 60).Select(AllOf).ToArray();
        var zone = Environment.GetEnvironmentVariable("TZ");
        var culture = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.DateTimeFormat.DateSeparator = "~";
        odd.DateTimeFormat.ShortDatePattern = "dd~MM~yy";
        odd.NumberFormat.NegativeSign = "minus";
        odd.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            foreach (var elsewhere in new[] { "Pacific/Kiritimati", "America/Los_Angeles" })
            {
                Environment.SetEnvironmentVariable("TZ", elsewhere);
                TimeZoneInfo.ClearCachedData();
                CultureInfo.CurrentCulture = odd;
                Assert.Equal(elsewhere, TimeZoneInfo.Local.Id);
                Assert.Equal("minus1", (-1).ToString());
                Assert.Equal(expected, Enumerable.Range(1, 60).Select(AllOf));
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string AllOf(int seed)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(RandomHistory.Of(seed));
        return Everything(timelines.At(timelines.Place));
    }

    private static IReadOnlyList<Question> Ask(Random random, int entries) =>
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ => new Question(
                    RandomHistory.Organisations[Math.Max(0, random.Next(4) - 1)],
                    RandomHistory.AnyDay(random),
                    random.Next(2) == 0 ? entries - 1 : random.Next(entries)
                )),
        ];

    // Where the answer and the reference differ; null where they agree.
    private static string? Difference(History history, Deviation deviation, HashSet<string> seen)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        foreach (var (organisation, on, known) in history.Questions)
        {
            var answer = Answer(timelines.At(known), organisation, on, seen);
            var reference = new ReferenceStatus(history.Entries, known, deviation).Of(organisation, on);
            if (answer != reference)
            {
                return $"{organisation} on {on:O} as known at {known} is {answer}, by the reference {reference}.";
            }
        }

        return null;
    }

    private static ReferenceAnswer? Answer(RecordAt record, OdsCode organisation, DateOnly on, HashSet<string> seen)
    {
        if (OrganisationStatus.Of(record, organisation, on) is not { } status)
        {
            seen.Add("not registered");
            return null;
        }

        var segment = status.Segment;
        seen.UnionWith([segment.State.ToString(), status.Existence.State.ToString()]);
        seen.UnionWith(segment.PerhapsNone ? ["perhaps none"] : []);
        seen.UnionWith(segment is { State: SegmentState.Certain, Candidates.Count: > 1 } ? ["several agree"] : []);
        seen.UnionWith(status.Proposals.Count > 0 ? ["proposed"] : []);
        var system = status.System;
        seen.UnionWith(status.Kind == OrganisationKind.Icb ? [] : [$"system {system.State}"]);
        seen.UnionWith(system.Trusts.Select(t => t.Certain ? "a trust" : "perhaps a trust"));
        return new(
            segment.State.ToString(),
            segment.Number,
            string.Join(",", segment.Candidates.Select(c => c.Entry.Place)),
            segment.PerhapsNone,
            status.Existence.State.ToString(),
            string.Join(",", status.Proposals.Select(p => p.Entry.Place)),
            ReferenceStatus.Said(system.Icbs.Select(i => i.Ods.Value), system.State == SystemState.Certain),
            string.Join(",", system.Trusts.Select(t => t.Ods + (t.Certain ? "" : "?"))),
            status.Name
        );
    }

    // Every status on some days, and every history, as JSON.
    private static string Everything(RecordAt record) =>
        string.Join(
            "\n",
            record
                .Subjects.Select(subject => Json(AuditHistory.AuditHistory.Of(record, subject)))
                .Concat(
                    from day in new[] { "2022-07-01", "2023-03-31", "2023-04-01", "2023-05-15", "2024-03-31" }
                    from organisation in RandomHistory.Organisations
                    select Json(
                        OrganisationStatus.Of(
                            record,
                            organisation,
                            DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture)
                        )
                    )
                )
                .Concat(Facts.Fact.All(record).Select(Json))
        );

    private static string Json<T>(T answer) => JsonSerializer.Serialize(answer, EventCatalogue.Json);
}

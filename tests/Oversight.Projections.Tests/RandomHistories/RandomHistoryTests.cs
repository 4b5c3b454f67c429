using System.Globalization;
using System.Text.Json;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Each history has a seed, which a failure names: RandomHistory.Of(seed) is that record again.</summary>
public sealed class RandomHistoryTests
{
    private const int Histories = 10_000;
    private const int QuestionsEach = 4;

    [Fact]
    public void Status_is_what_the_reference_says_at_random_days_and_places_of_ten_thousand_histories()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var difference = Difference(seed, Deviation.None, seen);
            Assert.True(difference is null, difference);
        }

        // What was compared holds every kind of answer, or the comparison would say little.
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
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
            },
            seen
        );
    }

    public static TheoryData<Deviation> Deviations => [.. Enum.GetValues<Deviation>().Where(d => d != Deviation.None)];

    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ(Deviation deviation) =>
        Assert.Contains(
            Enumerable.Range(1, Histories),
            seed => Difference(seed, deviation, new HashSet<string>(StringComparer.Ordinal)) is not null
        );

    [Fact]
    public void The_size_of_the_batches_in_which_entries_arrive_changes_no_byte_of_any_answer()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var entries = RandomHistory.Of(seed);
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

            Assert.True(expected == Everything(single.At(single.Place)), $"Seed {seed}: one by one differs.");
            Assert.True(expected == Everything(batches.At(batches.Place)), $"Seed {seed}: in batches differs.");
        }
    }

    [Fact]
    public void An_answer_at_a_place_never_changes_whatever_is_recorded_later()
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            var entries = RandomHistory.Of(seed);
            var timelines = new RecordTimelines();
            var answers = new List<string>();
            foreach (var entry in entries)
            {
                timelines.Apply([entry]);
                answers.Add(Everything(timelines.At(entry.Place)));
            }

            for (var place = 0; place < answers.Count; place++)
            {
                Assert.True(answers[place] == Everything(timelines.At(place)), $"Seed {seed}, place {place} changed.");
            }
        }
    }

    [Fact]
    public void Answers_that_differ_in_more_than_their_place_differ_in_the_greatest_place_that_contributes()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var entries = RandomHistory.Of(seed);
            var timelines = new RecordTimelines();
            timelines.Apply(entries);
            var on = RandomHistory.AnyDay(new Random(seed));
            foreach (var organisation in RandomHistory.Organisations)
            {
                var known = new Dictionary<long, string>();
                for (var place = 0; place < entries.Count; place++)
                {
                    var at = timelines.At(place);
                    if (OrganisationStatus.Of(at, organisation, on) is { } status)
                    {
                        var answer = Json(status with { Place = 0 });
                        Assert.True(
                            known.TryAdd(status.Contributing, answer) || known[status.Contributing] == answer,
                            $"Seed {seed}, {organisation}, place {place}: the status changed unseen."
                        );
                    }
                }

                var histories = new Dictionary<long, string>();
                for (var place = 0; place < entries.Count; place++)
                {
                    var at = timelines.At(place);
                    if (AuditHistory.AuditHistory.Of(at, SubjectId.Of(organisation)) is { } history)
                    {
                        var answer = Json(history with { Place = 0 });
                        Assert.True(
                            histories.TryAdd(history.Contributing, answer) || histories[history.Contributing] == answer,
                            $"Seed {seed}, {organisation}, place {place}: the history changed unseen."
                        );
                    }
                }
            }
        }
    }

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

    // Where the answer and the reference differ; null where they agree.
    private static string? Difference(int seed, Deviation deviation, HashSet<string> seen)
    {
        var random = new Random(seed);
        var entries = RandomHistory.Of(seed);
        var timelines = new RecordTimelines();
        timelines.Apply(entries);
        for (var question = 0; question < QuestionsEach; question++)
        {
            var on = RandomHistory.AnyDay(random);
            var known = random.Next(2) == 0 ? entries.Count - 1 : random.Next(entries.Count);
            var organisation = RandomHistory.Organisations[
                random.Next(4) switch
                {
                    < 2 => 0,
                    var n => n - 1,
                }
            ];
            var answer = Answer(timelines.At(known), organisation, on, seen);
            var reference = new ReferenceStatus(entries, known, deviation).Of(organisation, on);
            if (answer != reference)
            {
                return $"Seed {seed}: {organisation} on {on:O} as known at {known} is {answer}, by the reference {reference}.";
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
        return new(
            segment.State.ToString(),
            segment.Number,
            string.Join(",", segment.Candidates.Select(c => c.Entry.Place)),
            segment.PerhapsNone,
            status.Existence.State.ToString(),
            string.Join(",", status.Proposals.Select(p => p.Entry.Place))
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

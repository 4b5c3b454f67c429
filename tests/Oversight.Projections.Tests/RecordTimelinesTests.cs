using System.Text.Json;
using Oversight.Projections.Status;
using Oversight.Projections.Tests.RandomHistories;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

public sealed class RecordTimelinesTests
{
    [Fact]
    public void Nothing_is_at_place_minus_one_and_no_place_can_be_asked_that_is_not_there_yet()
    {
        var timelines = new RecordTimelines();
        Assert.Equal(-1, timelines.Place);
        Assert.Empty(timelines.At(-1).Subjects);
        Assert.Throws<ArgumentOutOfRangeException>(() => timelines.At(0));
    }

    [Fact]
    public void A_missing_place_is_an_error_and_what_came_before_it_stays()
    {
        var entries = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")).Entries;
        var timelines = new RecordTimelines();
        var missing = Assert.Throws<MissingEntriesException>(() => timelines.Apply([entries[0], entries[2]]));
        Assert.StartsWith("Place 1 is missing in the record", missing.Message, StringComparison.Ordinal);
        Assert.Equal(0, timelines.Place);
        timelines.Apply(entries);
        Assert.Equal(2, timelines.Place);
        timelines.Apply(entries);
        Assert.Equal(2, timelines.At(2).TimelineOf(Sample.Icb)!.Version);
    }

    [Fact]
    public void Subjects_and_organisations_are_those_recorded_by_that_place_in_order()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.Trust, Sample.Registered(Sample.Trust));
        Assert.Equal([Sample.Icb], record.At(1).Organisations);
        Assert.Equal([Sample.Icb, Sample.OtherIcb, Sample.Trust], record.At().Organisations);
        Assert.Equal(
            ["framework-nof-2021-22", "organisation-QOC", "organisation-QUA", "organisation-RXW"],
            record.At().Subjects.Select(s => s.Value)
        );
    }

    [Fact]
    public void What_there_is_is_listed_again_when_something_new_is_recorded_of()
    {
        var entries = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Entries;
        var timelines = new RecordTimelines();
        var team = Sights.Region("Y60");
        foreach (var (count, expected) in new[] { (2, 1), (3, 1), (4, 2) })
        {
            timelines.Apply(entries.Take(count));
            var whole = timelines.At(count - 1);
            foreach (var record in new[] { whole, whole.AsSeenBy(team) })
            {
                Assert.Equal(expected, record.Organisations.Count);
                Assert.Equal(expected + 1, record.Subjects.Count);
                Assert.Equal(expected, record.OrganisationsByName(DateOnly.MaxValue).Count);
            }
        }

        // Of what came before them nothing is otherwise.
        Assert.Equal([Sample.Icb], timelines.At(2).Organisations);
        Assert.Equal([Sample.Icb], timelines.At(2).AsSeenBy(team).Organisations);
    }

    [Fact]
    public void Who_sees_the_same_as_somebody_else_keeps_their_own_rights()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")).At();
        var lead = Sights.OwnPeople(Sample.Icb, new DateOnly(2024, 5, 1));
        Sight both = new(new([.. lead.Grants.All, new(Role.Administrator)]), lead.On);
        Assert.Same(lead, record.AsSeenBy(lead).SeenBy);
        Assert.Same(both, record.AsSeenBy(both).SeenBy);
        Assert.Same(lead, record.AsSeenBy(lead).SeenBy);
        Assert.Equal(record.AsSeenBy(lead).Subjects, record.AsSeenBy(both).Subjects);
    }

    [Fact]
    public async Task Readers_see_only_whole_prefixes_while_a_writer_adds()
    {
        // One long record of many short ones, their places and ids moved up.
        var entries = new List<Entry>();
        for (var seed = 1; entries.Count < 3_000; seed++)
        {
            foreach (var entry in RandomHistory.Of(seed).Where(e => e.Event is not (EntryCorrected or EntryRetracted)))
            {
                entries.Add(entry with { Place = entries.Count, Id = SmallRecord.IdAt(entries.Count) });
            }
        }

        var timelines = new RecordTimelines();
        using var written = new CancellationTokenSource();
        var asked = 0;
        var readers = Enumerable
            .Range(0, 3)
            .Select(number =>
                Task.Run(
                    () =>
                    {
                        var random = new Random(number);
                        var last = -1L;
                        while (!written.IsCancellationRequested || last < entries.Count - 1)
                        {
                            var place = timelines.Place;
                            Assert.True(place >= last, "The place went backwards.");
                            last = place;
                            var at = timelines.At(random.Next(3) == 0 ? random.Next(-1, (int)place + 1) : place);
                            var subject = entries[random.Next(entries.Count)].Subject;
                            var seen = at.TimelineOf(subject)?.Recorded.Select(e => e.Place) ?? [];
                            Assert.Equal(
                                entries.Take((int)at.Place + 1).Where(e => e.Subject == subject).Select(e => e.Place),
                                seen
                            );
                            Interlocked.Increment(ref asked);
                        }
                    },
                    TestContext.Current.CancellationToken
                )
            )
            .ToArray();

        await WriteAsync(timelines, entries.Chunk(7));
        await written.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(entries.Count - 1, timelines.Place);
        Assert.True(asked >= 3, "No reader asked anything.");
    }

    [Fact]
    public async Task Statuses_asked_at_a_place_by_many_readers_while_a_writer_adds_are_those_of_that_place()
    {
        var entries = RandomHistory.Of(7);
        var on = new DateOnly(2023, 5, 15);
        string Ask(RecordAt record) =>
            string.Join(
                "\n",
                RandomHistory.Organisations.Select(o =>
                    JsonSerializer.Serialize(OrganisationStatus.Of(record, o, on), EventCatalogue.Json)
                )
            );
        var whole = new RecordTimelines();
        whole.Apply(entries);
        var expected = entries.Select(e => Ask(whole.At(e.Place))).ToArray();

        for (var round = 0; round < 50; round++)
        {
            var timelines = new RecordTimelines();
            var readers = Enumerable
                .Range(0, 3)
                .Select(_ =>
                    Task.Run(
                        () =>
                        {
                            for (var place = -1L; place < entries.Count - 1; )
                            {
                                place = timelines.Place;
                                if (place >= 0)
                                {
                                    Assert.Equal(expected[place], Ask(timelines.At(place)));
                                }
                            }
                        },
                        TestContext.Current.CancellationToken
                    )
                )
                .ToArray();
            await WriteAsync(timelines, entries.Chunk(1));
            await Task.WhenAll(readers);
        }
    }

    // On a thread of its own: among the readers', who never pause, it would wait for its turn for seconds.
    private static Task WriteAsync(RecordTimelines timelines, IEnumerable<Entry[]> batches) =>
        Task.Factory.StartNew(
            () =>
            {
                foreach (var batch in batches)
                {
                    timelines.Apply(batch);
                    Thread.Yield();
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
}

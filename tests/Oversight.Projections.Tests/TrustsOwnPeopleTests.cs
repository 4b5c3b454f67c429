using System.Globalization;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Support;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Support;
using Oversight.Record.Telling;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>
/// What a trust's own people see of what concerns it with its system: an engagement of the system, and what is recorded about the ICB and
/// names the trust, or is of the whole system. Places: a framework 0, the ICB 1, another 2, the trust 3, its systems 4 and 5.
/// </summary>
public sealed class TrustsOwnPeopleTests
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly SubjectId Devon = SubjectId.OfRecovery("devon");

    [Fact]
    public void An_engagement_of_its_system_they_see_by_the_same_conditions_as_members()
    {
        // Not communicated; communicated to those concerned; to the ICB by name; to the trust by name.
        var record = Organisations().Told(Devon, Entered("2023-08-01"));
        Assert.Empty(Seen(record, Devon));
        Assert.Equal(
            [6L],
            Seen(
                Organisations()
                    .Told(
                        Devon,
                        Entered("2023-08-01").With(d => d with { Communicated = Day("2023-08-03") }),
                        SampleRecovery.Agreed("2023-08-01", "EC1")
                    ),
                Devon
            )
        );
        Assert.Empty(Seen(record.Told(Devon, Told(6, "2023-08-03", Sample.Icb)), Devon));
        record.Told(Devon, Told(6, "2023-08-04", Sample.Trust));
        Assert.Empty(Seen(record, Devon, "2023-08-03"));
        Assert.Equal([6L, 8], Seen(record, Devon, "2023-08-04"));

        var standing = RecoveryStanding.On(
            record.At().AsSeenBy(Sample.Trust, Day("2023-09-01")),
            Sample.Trust,
            Day("2023-09-01")
        );
        Assert.Equal("in Recovery Support (devon, with the system of QOC)", standing.Text);
        // It belongs to another system now, and was in it.
        Assert.Equal([6L, 8], Seen(record, Devon, "2024-05-10"));
    }

    [Theory]
    [InlineData("2023-08-01", null)]
    [InlineData("2023-08-01", Concerning.Organisation)]
    // By then it belongs to the system of another.
    [InlineData("2024-01-01", Concerning.System)]
    // Perhaps.
    [InlineData("unknown", Concerning.System)]
    public void An_engagement_of_the_icb_alone_or_of_the_system_of_another_they_do_not_see(
        string entered,
        Concerning? scope
    ) =>
        Assert.Empty(
            Seen(
                Organisations()
                    .Told(
                        Devon,
                        (Entered("2023-08-01") with { Scope = scope }).With(d =>
                            d with
                            {
                                Effective = Sample.Date(entered),
                                Communicated = Day("2023-08-03"),
                            }
                        ),
                        Told(6, "2023-08-04", Sample.Trust)
                    ),
                Devon
            )
        );

    [Fact]
    public void Where_it_is_no_longer_believed_to_have_been_of_the_system_they_see_it_no_more()
    {
        var record = Organisations().Told(Devon, Entered("2023-08-01"), Told(6, "2023-08-03", Sample.Trust));
        Assert.Equal([6L, 7], Seen(record, Devon));
        record.Told(Sample.Trust, Sample.Retracted(SmallRecord.IdAt(4)));
        Assert.Empty(Seen(record, Devon));
        // That is public: what they are told of the record has moved.
        Assert.Equal(8, record.At().AsSeenBy(Sample.Trust, Day("2024-05-10")).Place);
    }

    [Fact]
    public void They_say_something_of_the_engagement_of_their_system_once_they_are_told_of_it_and_have_joined_it_by_themselves()
    {
        var record = Organisations().Told(Devon, Entered("2023-08-01"));
        var people = Sights.OwnPeople(Sample.Trust, Day("2023-09-01"));
        var evidence = new EvidenceSubmitted(
            Sample.Decision("2023-09-01", Sample.Trust.Value),
            Sample.Trust,
            "A return",
            ["EC1"]
        );
        Assert.Throws<UnknownSubjectException>(() =>
            people.MayNotLog(evidence, Devon, record.TimelineOf(Devon), record)
        );
        record.Told(Devon, Told(6, "2023-08-03", Sample.Trust));
        Assert.Null(people.MayNotLog(evidence, Devon, record.TimelineOf(Devon), record));
        Assert.NotNull(
            people.MayNotLog(evidence with { Organisation = Sample.Icb }, Devon, record.TimelineOf(Devon), record)
        );

        // Who is in with its system only owes nothing by itself.
        record.Refuses(new LogDecision(Devon, evidence), "decided-with-authority");
        record.Told(
            Devon,
            SampleRecovery.Agreed("2023-08-01", "EC1"),
            SampleRecovery.Joined("2023-08-15", Sample.Trust)
        );
        record.Accepts(new LogDecision(Devon, evidence), evidence);
    }

    [Fact]
    public void Support_that_names_it_they_see_from_when_it_was_communicated_and_nothing_else_about_the_icb()
    {
        var record = Organisations()
            .Told(
                Icb,
                Set("2023-08-01", Sample.Trust),
                Set("2023-08-01", Sample.OtherIcb).With(d => d with { Communicated = Day("2023-08-02") }),
                Sample.Assigned(3, "2023-08-01").With(d => d with { Communicated = Day("2023-08-02") }),
                Told(8, "2023-08-02", Sample.Trust),
                Told(7, "2023-08-02", Sample.Trust)
            );
        Assert.Equal([1L], Seen(record, Icb));

        record.Told(Icb, Told(6, "2023-08-05", Sample.Icb), Told(6, "2023-08-06", Sample.Trust, Sample.Icb));
        Assert.Equal([1L], Seen(record, Icb, "2023-08-05"));
        Assert.Equal([1L, 6, 12], Seen(record, Icb, "2023-08-06"));
        var support = OrganisationSupport.Of(
            record.At().AsSeenBy(Sample.Trust, Day("2023-09-01")),
            Sample.Trust,
            Day("2023-09-01")
        );
        Assert.Single(support.Support);

        // What is said of it later is told in turn; of what is said of others they see nothing.
        record.Told(
            Icb,
            SampleSupport
                .SteppedDown("2023-10-01", SmallRecord.IdAt(6))
                .With(d => d with { Communicated = Day("2023-10-02") }),
            SampleSupport.Withdrawn("2023-11-01", SmallRecord.IdAt(6)),
            SampleSupport
                .Withdrawn("2023-11-01", SmallRecord.IdAt(7))
                .With(d => d with { Communicated = Day("2023-11-02") })
        );
        Assert.Equal([1L, 6, 12, 13], Seen(record, Icb));
        record.Told(Icb, Told(14, "2023-11-03", Sample.Trust));
        Assert.Equal([1L, 6, 12, 13, 14, 16], Seen(record, Icb));

        // Where it turns out to have been of another, they see no more of it.
        record.Told(Icb, Sample.Corrected(SmallRecord.IdAt(6), Set("2023-08-01", Sample.OtherIcb)));
        Assert.Equal([1L], Seen(record, Icb));
    }

    [Fact]
    public void Support_of_the_whole_system_they_see_when_it_was_communicated_to_the_trust_by_name()
    {
        var record = Organisations()
            .Told(
                Icb,
                SampleSupport.Set("2023-08-01").With(d => d with { Communicated = Day("2023-08-02") }),
                SampleSupport.Set("2023-08-01") with
                {
                    Scope = Concerning.Organisation,
                },
                Told(7, "2023-08-03", Sample.Trust)
            );
        Assert.Equal([1L], Seen(record, Icb));
        record.Told(Icb, Told(6, "2023-08-04", Sample.Trust));
        Assert.Equal([1L], Seen(record, Icb, "2023-08-03"));
        Assert.Equal([1L, 6, 9], Seen(record, Icb));
    }

    [Fact]
    public void Whatever_is_recorded_versions_move_where_what_they_see_does_and_what_they_see_was_told_them()
    {
        var shown = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            var timelines = new RecordTimelines();
            var entries = Random(new Random(seed)).Entries;
            timelines.Apply(entries);
            var last = At(timelines, entries.Count - 1);
            var (before, version, place) = ("", 0L, -1L);
            for (var known = 0; known < entries.Count; known++)
            {
                var seen = At(timelines, known);
                var timeline = seen.TimelineOf(Icb);
                var content = string.Join('|', (timeline?.Recorded ?? []).Select(e => (e.Id, e.Recorded)));
                Assert.True(
                    (content == before) == ((timeline?.Version ?? 0) == version),
                    $"Seed {seed}, place {known}: version {version} to {timeline?.Version}."
                );
                Assert.True(
                    known < 6 || (content == before) == (seen.Place == place),
                    $"Seed {seed}, place {known}: {place} to {seen.Place}."
                );
                Assert.Equal(timeline?.Version ?? 0, last.VersionAt(Icb, known));
                (before, version, place) = (content, timeline?.Version ?? 0, seen.Place);
            }

            var whole = timelines.At(entries.Count - 1).TimelineOf(Icb)!;
            var told = entries.Select(e => e.Event).OfType<EntryCommunicated>().Where(t => t.To.Contains("RXW"));
            foreach (var entry in last.TimelineOf(Icb)!.Recorded.Where(e => !e.Event.IsPublic()))
            {
                shown++;
                var root = entry.Event switch
                {
                    SupportSet set => set,
                    IAboutSupport about => last.EntryOf(about.Support)?.Event as SupportSet,
                    _ => null,
                };
                Assert.True(
                    entry.Event is EntryCommunicated telling
                        ? telling.To.Contains("RXW")
                        : told.Any(t => whole.StandsFor(t.Entry)?.Id == entry.Id)
                            || (
                                entry.Event.Decision.Communicated is not null
                                && (root is null || root.Organisations?.Contains(Sample.Trust) == true)
                            ),
                    $"Seed {seed}: place {entry.Place} is seen."
                );
                Assert.DoesNotContain("segment", entry.Event.KindOfEvent().Word, StringComparison.Ordinal);
                Assert.True(root?.Organisations?.Contains(Sample.Trust) ?? true, $"Seed {seed}: of another.");
            }
        }

        Assert.True(shown > 300, $"{shown}");
    }

    private static SmallRecord Random(Random random)
    {
        var record = Organisations();
        for (var count = random.Next(6, 18); count > 0; count--)
        {
            var any = SmallRecord.IdAt(random.Next(6, 6 + Math.Max(1, record.Entries.Count - 6)));
            var target = record.Entries.FirstOrDefault(e => e.Id == any)?.Event;
            Event content = random.Next(9) switch
            {
                0 or 1 => Support(),
                2 => Communicated(SampleSupport.Withdrawn("2023-10-01", any)),
                3 => Communicated(SampleSupport.SteppedDown("2023-10-01", any)),
                4 => Communicated(Sample.Assigned(3, "2023-08-01")),
                5 or 6 => new EntryCommunicated(
                    Sample.Decision("2023-08-01"),
                    any,
                    [random.Next(3) == 0 ? "QOC" : "RXW"],
                    HowCommunicated.Letter
                ),
                7 when target is SupportSet => Sample.Corrected(any, Support()),
                _ => Sample.Retracted(any),
            };
            record.Told(Icb, content);
        }

        return record;

        Event Support() =>
            Communicated(
                random.Next(4) switch
                {
                    0 => SampleSupport.Set("2023-08-01"),
                    1 => Set("2023-08-01", Sample.OtherIcb),
                    _ => Set("2023-08-01", Sample.Trust),
                }
            );

        Event Communicated(Event content) =>
            random.Next(3) == 0 ? content.With(d => d with { Communicated = Day("2023-09-01") }) : content;
    }

    private static RecordAt At(RecordTimelines timelines, long place) =>
        timelines.At(place).AsSeenBy(Sample.Trust, Day("2024-05-10"));

    private static long[] Seen(SmallRecord record, SubjectId subject, string on = "2024-05-10") =>
        [.. record.At().AsSeenBy(Sample.Trust, Day(on)).TimelineOf(subject)?.Recorded.Select(e => e.Place) ?? []];

    private static SmallRecord Organisations() =>
        SampleRecovery
            .Organisations()
            .Told(
                Sample.Trust,
                new SystemJoined(Sample.Decision("2023-07-01"), Sample.Icb),
                new SystemJoined(Sample.Decision("2024-01-01"), Sample.OtherIcb)
            );

    private static RecoveryEntered Entered(string on) =>
        SampleRecovery.Entered(on, Sample.Icb) with
        {
            Scope = Concerning.System,
        };

    private static SupportSet Set(string from, OdsCode trust) =>
        SampleSupport.Set(from) with
        {
            Organisations = [trust],
        };

    private static EntryCommunicated Told(long place, string on, params OdsCode[] to) =>
        new(Sample.Decision(on), SmallRecord.IdAt(place), [.. to.Select(o => o.Value)], HowCommunicated.Letter);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);
}

using System.Text.Json;
using Oversight.Projections.Answers;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.WhatIf;
using Oversight.Projections.Why;
using Oversight.Record;
using Oversight.Record.Entries;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A record with entries that are supposed answers as the record in which they were recorded does, whatever they say.</summary>
public sealed class SupposedTests
{
    // Some in every run; OVERSIGHT_HISTORIES says how many otherwise.
    private static readonly int Tried = History.IsAsked ? History.Usual : 60;

    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        seed =>
            (seed % 4) switch
            {
                0 => RandomHistory.Of(seed),
                1 => RandomSupport.Of(seed),
                2 => RandomReviews.Of(seed),
                _ => RandomIntervention.Of(seed),
            },
        (random, entries) =>
            [
                .. RandomSupport.Organisations.Select(organisation => new Question(
                    organisation,
                    new DateOnly(2023, 3, 1).AddDays(random.Next(160)),
                    random.Next(entries)
                )),
            ]
    );

    [Fact]
    public void What_is_supposed_answers_as_what_was_recorded()
    {
        var touched = 0;
        History.Repeat(1, () => touched > Tried / 2, () => History.Hold(Histories, Compare, Tried));
        Assert.True(touched > Tried / 2, $"{touched}");

        void Compare(History history)
        {
            foreach (var (organisation, on, known) in history.Questions)
            {
                var (record, supposed, whole) = Split(history.Entries, known);
                Assert.Equal(Told(whole, organisation, on), Told(supposed, organisation, on));
                Assert.Equal(
                    Explanation.AnswersOf(whole, organisation, on),
                    Explanation.AnswersOf(supposed, organisation, on)
                );
                var more = history.Entries.Skip(known + 1).Select(e => e.Subject).ToHashSet();
                // A framework can touch everybody.
                var about = more.Any(subject => subject.Framework is not null) ? null : more;
                var ofAll = Foretold.Between(record, whole, on, about: null);
                // Of whom nothing can be touched nothing is computed, and nothing is left out.
                var foretold = Foretold.Between(record, supposed, on, about);
                Assert.Empty(ofAll.Select(one => Json(one)).Except(foretold.Select(one => Json(one))));
                touched += foretold.Count;
            }
        }
    }

    [Fact]
    public void Another_framework_version_foretells_what_a_record_with_that_version_alone_does()
    {
        var differing = 0;
        foreach (var seed in Enumerable.Range(1, 60))
        {
            var entries = seed % 2 == 0 ? RandomHistory.Of(seed) : RandomIntervention.Of(seed);
            var record = Made(entries);
            var on = new DateOnly(2023, 3, 1).AddDays(3 * seed);
            foreach (var version in entries.Select(e => e.Subject).Where(s => s.Framework is not null).Distinct())
            {
                if (record.ReadBy(version) is not { } read)
                {
                    continue;
                }

                var published = read.TimelineOf(version)!.Recorded[^1];
                var alone = Made([
                    .. entries
                        .Where(e => e.Subject.Framework is null || e.Id == published.Id)
                        .Select(e => e.Id == published.Id ? published : e),
                ]);
                var foretold = Foretold.Between(record, read, on, about: null);
                Assert.Equal(Foretold.Between(record, alone, on, about: null).Select(Json), foretold.Select(Json));
                differing += foretold.Count;
            }
        }

        Assert.True(differing > 20, $"{differing}");
    }

    // As if nothing else had ever been recorded: the places are closed up.
    private static RecordAt Made(IReadOnlyList<Entry> entries)
    {
        var versions = new Dictionary<SubjectId, long>();
        var timelines = new RecordTimelines();
        timelines.Apply(
            entries.Select(
                (e, place) =>
                    e with
                    {
                        Place = place,
                        Version = versions[e.Subject] = versions.GetValueOrDefault(e.Subject) + 1,
                    }
            )
        );
        return timelines.At(timelines.Place);
    }

    private static string Told(RecordAt record, OdsCode organisation, DateOnly on) =>
        Json(
            OrganisationStatus.Of(record, organisation, on) is { } status
                ? status with
                {
                    Place = null,
                    Contributing = 0,
                }
                : null
        );

    private static string Json<T>(T answer) => JsonSerializer.Serialize(answer, AnswerJson.Options);

    private static (RecordAt Record, RecordAt Supposed, RecordAt Whole) Split(IReadOnlyList<Entry> entries, int known)
    {
        var (first, all) = (new RecordTimelines(), new RecordTimelines());
        first.Apply(entries.Take(known + 1));
        all.Apply(entries);
        var record = first.At(first.Place);
        return (record, record.With([.. entries.Skip(known + 1)]), all.At(all.Place));
    }
}

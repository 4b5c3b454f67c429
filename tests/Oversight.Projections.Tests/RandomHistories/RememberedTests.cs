using System.Text.Json;
using Oversight.Projections.Answers;
using Oversight.Projections.National;
using Oversight.Projections.Readiness;
using Oversight.Projections.Start;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Due = Oversight.Projections.Deadlines.Deadlines;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What was computed for an earlier question is never the answer to another one: a record that was asked all along answers as one that was not.</summary>
public sealed class RememberedTests
{
    // Some in every run, other ones each time; OVERSIGHT_HISTORIES says how many otherwise.
    private static readonly int Tried = History.IsAsked ? History.Usual : 2;

    [Fact]
    public void A_record_that_was_asked_before_answers_as_one_that_never_was()
    {
        var compared = 0;
        History.Repeat(Tried, () => compared > 800 * Tried, () => compared += CompareOne());
        Assert.True(compared > 800 * Tried, $"{compared} answers were compared.");

        static int CompareOne()
        {
            var compared = 0;
            var seed = Random.Shared.Next(1, int.MaxValue);
            var random = new Random(~seed);
            var entries = RandomRights.Of(seed);
            var others = RandomRights.People(entries, random);
            Sight[] people = [new(new([new Grant(Role.National)]), others[0].On), .. others];
            var asked = new RecordTimelines();
            foreach (var entry in entries)
            {
                asked.Apply([entry]);
                if (random.Next(4) > 0 && entry.Place < entries.Count - 1)
                {
                    continue;
                }

                var never = new RecordTimelines();
                never.Apply(entries.Take((int)entry.Place + 1));
                foreach (var sight in random.GetItems(people, 2).Append(people[0]))
                {
                    var (before, anew) = (Told(asked, sight, entries), Told(never, sight, entries));
                    foreach (var (question, answer) in anew)
                    {
                        Assert.True(
                            before[question] == answer,
                            $"Seed {seed}, place {entry.Place}, {sight.Grants.All[0].Role}: {question}\n{before[question]}\nand anew\n{answer}"
                        );
                    }

                    compared += anew.Count;
                }
            }

            return compared;
        }
    }

    [Fact]
    public void What_concerns_an_organisation_is_found_among_what_may_concern_it()
    {
        var found = 0;
        History.Repeat(25, () => found > 4_000, () => found += FindOfOne());
        Assert.True(found > 4_000, $"{found} characters were found.");

        static int FindOfOne()
        {
            var found = 0;
            var seed = Random.Shared.Next(1, int.MaxValue);
            var entries = RandomRights.Of(seed);
            var random = new Random(~seed);
            var whole = RandomRights.Timelines(entries).At(entries.Count - 1);
            foreach (var sight in RandomRights.People(entries, random))
            {
                var seen = whole.AsSeenBy(sight);
                foreach (var ods in whole.Organisations)
                {
                    var (all, some) = (
                        Concerning(seen, ods, sight.On),
                        Concerning(seen.ListingAbout(ods), ods, sight.On)
                    );
                    Assert.True(all == some, $"Seed {seed}, {ods}:\n{all}\nand of what may concern it\n{some}");
                    found += all.Length;
                }
            }

            return found;
        }
    }

    private static string Concerning(RecordAt record, OdsCode ods, DateOnly on) =>
        JsonSerializer.Serialize(
            new
            {
                Due = Due.On(record, on).Concerning(null, ods).All,
                Engagements = EngagementReadiness.All(record, on).Where(r => r.Members.Any(m => m.Organisation == ods)),
                Undertakings = UndertakingsStanding
                    .All(record, on)
                    .Where(u =>
                        u.Organisation == ods || u.JointlyWith.Contains(ods) || u.Items.Any(i => i.OwedBy.Contains(ods))
                    ),
            },
            AnswerJson.WithoutPlaces
        );

    // What they get, and what is noted that they looked at.
    private static Dictionary<string, string> Told(RecordTimelines timelines, Sight sight, IReadOnlyList<Entry> entries)
    {
        var looked = new LookedAt();
        var seen = timelines.At(timelines.Place).AsSeenBy(sight).Noting(looked);
        var told = new Dictionary<string, string>(
            WhatSomebodyGets.From(seen, sight.On, [entries[0].Id, entries[^1].Id], [])
        )
        {
            ["national"] = JsonSerializer.Serialize(
                OrganisationOnDay.All(seen, sight.On, _ => true),
                AnswerJson.WithoutPlaces
            ),
        };
        if (seen.SeenBy is null)
        {
            var start = AuditorStart.Of(seen, sight.On);
            told["state of the record"] =
                $"{start.Entries} {start.Subjects} {start.Last?.Id} "
                + string.Join(
                    ' ',
                    start.Kinds.Concat(start.Findings.Select(f => f.Entries)).Select(c => $"{c.Title}: {c.Count};")
                );
        }

        told["looked at"] = string.Join(' ', looked.Subjects) + $" {looked.Entries}";
        return told;
    }
}

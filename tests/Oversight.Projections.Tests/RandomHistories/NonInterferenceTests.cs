using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Telling;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// What is kept from somebody changes no byte of anything that they can get: a record with one more entry that they may not see, anywhere in
/// it, gives them the same answers as the record without it. Not by how the program decides what is seen, but by everything that it answers.
/// </summary>
public sealed class NonInterferenceTests
{
    // Some in every run; OVERSIGHT_HISTORIES=1000 for the whole proof.
    private static readonly int Tried = History.IsAsked ? History.Usual : 16;

    // Seeds by which something was found once.
    private static readonly int[] DifferedOnce = [1994546482, 2145471352];

    /// <summary>A way in which somebody might be told what they may not know.</summary>
    public enum Mistake
    {
        None,
        PlacesAreTold,
        TheWholeRecordIsRead,
        FindingsAreThoseOfTheWholeRecord,
        VersionsAreThoseOfTheWholeRecord,
        KnownIsTheLastEntryOfAll,
        WhatIsToldLaterIsSeen,
        TheOtherRegionIsSeenToo,
    }

    [Fact]
    public void What_is_kept_from_somebody_changes_no_byte_of_what_they_get()
    {
        var compared = new Dictionary<string, int>(StringComparer.Ordinal);
        // Of each role something was kept, or the comparison would say little; from those who see everything nothing is.
        string[] wanted = ["administrator", "contributor", "lead", "region", "several"];
        foreach (var seed in DifferedOnce)
        {
            Compare(seed);
        }

        History.Repeat(
            Tried,
            () => wanted.All(compared.ContainsKey),
            () => Compare(Random.Shared.Next(1, int.MaxValue))
        );
        Assert.Equal(wanted, compared.Keys.Order());
        Console.WriteLine(
            $"Compared: {string.Join(", ", compared.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}"))}"
        );

        void Compare(int seed)
        {
            var difference = Difference(seed, Mistake.None, compared);
            Assert.True(difference is null, difference);
        }
    }

    public static TheoryData<Mistake> Mistakes => [.. Enum.GetValues<Mistake>().Where(m => m != Mistake.None)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_on_purpose_is_seen(Mistake mistake) =>
        // The first by which the rarest is seen.
        Assert.Contains(Enumerable.Range(12, 200), seed => Difference(seed, mistake, []) is not null);

    private static string? Difference(int seed, Mistake mistake, Dictionary<string, int> compared)
    {
        // Other numbers than those of which the record is made, or ids would be given twice.
        var random = new Random(~seed);
        var entries = RandomRights.Of(seed);
        var without = RandomRights.Timelines(entries);
        foreach (var sight in RandomRights.People(entries, random).Where(sight => !sight.SeesEverything))
        {
            var (with, hidden, other) = OneMore(entries, without, sight, random);
            if (hidden is null)
            {
                continue;
            }

            var role = sight.Grants.All is [var only] ? $"{only.Role}".ToLowerInvariant() : "several";
            compared[role] = compared.GetValueOrDefault(role) + 1;
            Guid[] ids = [.. entries.Select(e => e.Id)];
            DateTimeOffset[] instants = [.. entries.Select(e => e.Recorded)];
            var on = sight.On.AddDays(random.Next(-40, 100));
            // As known now, and as known at some instant before.
            var earlier = instants[random.Next(instants.Length)];
            foreach (var known in new DateTimeOffset?[] { null, earlier })
            {
                var (expected, given) = (Get(other, known), Get(with, known));
                foreach (var (asked, answer) in given)
                {
                    if (expected.GetValueOrDefault(asked) is var before && before != answer)
                    {
                        return $"Seed {seed}: {string.Join(", ", sight.Grants.All.Select(g => g.Says()))} on {sight.On:O}, asked for {string.Join(", ", given.Keys.Where(k => expected.GetValueOrDefault(k) != given[k]))} on {on:O} as known {known:O}; "
                            + $"hidden is {hidden.Event.GetType().Name} {hidden.Id} at {hidden.Place} of {hidden.Subject}\nwithout: {before}\nwith:    {answer}\n"
                            + new History(
                                seed,
                                with.Place < 0
                                    ? []
                                    : [.. Enumerable.Range(0, (int)with.Place + 1).Select(p => with.EntryAt(p))],
                                []
                            );
                    }
                }

                if (given.Count != expected.Count)
                {
                    return $"Seed {seed}: more is answered without {hidden}";
                }
            }

            IReadOnlyDictionary<string, string> Get(RecordTimelines timelines, DateTimeOffset? known) =>
                WrongBy(mistake, timelines.KnownAt(known), sight, on, ids, instants);
        }

        return null;
    }

    // One more entry that they may not see, somewhere; or one of those that are there, as if it had not been recorded.
    private static (RecordTimelines With, Entry? Hidden, RecordTimelines Without) OneMore(
        IReadOnlyList<Entry> entries,
        RecordTimelines whole,
        Sight sight,
        Random random
    )
    {
        for (var tries = 0; tries < 12; tries++)
        {
            if (tries % 2 == 0)
            {
                var with = RandomRights.With(entries, random);
                var added = with.FirstOrDefault(e => e.LoggedBy == "somebody-else");
                var timelines = RandomRights.Timelines(with);
                if (added is not null && RandomRights.IsHidden(timelines, whole, added, sight))
                {
                    return (timelines, added, whole);
                }
            }
            else
            {
                // What somebody was told of is no entry that was never recorded; nor is what names trusts or is about a whole system, and of
                // which a trust was told what came of it (of support, that it ended).
                var left = entries[random.Next(entries.Count)];
                if (
                    entries.Any(e =>
                        e.Event is ITells tells && tells.BearsOn.Contains(left.Id)
                        // What changes a change changes what that one changed.
                        || left.Event is ICorrects or IRetracts
                            && (e.Event as ICorrects)?.Target is var corrected
                            && (corrected ?? (e.Event as IRetracts)?.Target) == left.Id
                        || left.Event
                            is INamesTrustsOfSystem
                                or IConcerns
                                or ICorrects { Replacement: INamesTrustsOfSystem or IConcerns }
                            && e.Event is ISaysOfEarlier { Earlier: { } earlier }
                            && earlier == left.Id
                    )
                )
                {
                    continue;
                }

                var timelines = RandomRights.Timelines(RandomRights.Without(entries, left.Id));
                if (RandomRights.IsHidden(whole, timelines, left, sight))
                {
                    return (whole, left, timelines);
                }
            }
        }

        return (whole, null, whole);
    }

    private static IReadOnlyDictionary<string, string> WrongBy(
        Mistake mistake,
        RecordAt whole,
        Sight sight,
        DateOnly on,
        IReadOnlyList<Guid> ids,
        IReadOnlyList<DateTimeOffset> instants
    )
    {
        var seen = whole.AsSeenBy(sight);
        IReadOnlyDictionary<string, string> With(string more) =>
            new Dictionary<string, string>(WhatSomebodyGets.From(seen, on, ids, instants)) { ["more"] = more };
        return mistake switch
        {
            Mistake.PlacesAreTold => WhatSomebodyGets.From(seen, on, ids, instants, WhatSomebodyGets.WithPlaces),
            Mistake.TheWholeRecordIsRead => WhatSomebodyGets.From(whole, on, ids, instants),
            Mistake.FindingsAreThoseOfTheWholeRecord => With(
                string.Join('\n', seen.Subjects.SelectMany(s => whole.FindingsOf(s).Select(f => f.Breach)))
            ),
            Mistake.VersionsAreThoseOfTheWholeRecord => With(
                string.Join('\n', seen.Subjects.Select(s => whole.TimelineOf(s)!.Version))
            ),
            Mistake.KnownIsTheLastEntryOfAll => With($"{whole.Known:O}"),
            Mistake.WhatIsToldLaterIsSeen => WhatSomebodyGets.From(
                whole.AsSeenBy(sight with { On = sight.On.AddDays(60) }),
                on,
                ids,
                instants
            ),
            Mistake.TheOtherRegionIsSeenToo => WhatSomebodyGets.From(
                whole.AsSeenBy(
                    sight with
                    {
                        Grants = new([
                            .. sight.Grants.All,
                            new(Role.Region, Region.Of("Y60")),
                            new(Role.Region, Region.Of("Y58")),
                        ]),
                    }
                ),
                on,
                ids,
                instants
            ),
            _ => WhatSomebodyGets.From(seen, on, ids, instants),
        };
    }
}

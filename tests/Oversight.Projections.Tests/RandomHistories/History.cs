using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What is asked of a history: about whom, on which day, as known at which place.</summary>
internal sealed record Question(OdsCode Organisation, DateOnly On, int Known);

/// <summary>
/// A record made up from a seed, and questions to it. One that fails shrinks: to the questions that fail, then to the fewest entries with
/// which they still do; that is what a failure shows.
/// </summary>
internal sealed record History(int Seed, IReadOnlyList<Entry> Entries, IReadOnlyList<Question> Questions)
{
    /// <summary>How many histories a property is tried with; OVERSIGHT_HISTORIES says another number.</summary>
    public static int Usual { get; } =
        Environment.GetEnvironmentVariable("OVERSIGHT_HISTORIES") is { Length: > 0 } number ? int.Parse(number) : 1_000;

    /// <summary>Whether it says one.</summary>
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("OVERSIGHT_HISTORIES") is { Length: > 0 };

    /// <summary>Histories whose entries and questions a seed makes.</summary>
    public static Arbitrary<History> MadeBy(
        Func<int, IReadOnlyList<Entry>> entries,
        Func<Random, int, IReadOnlyList<Question>> questions
    ) =>
        Arb.From(
            from seed in Gen.Choose(1, int.MaxValue - 1)
            let made = entries(seed)
            select new History(seed, made, questions(new Random(seed), made.Count)),
            history => history.Smaller()
        );

    /// <summary>
    /// Tries something with other histories each time, until they showed enough to say anything: some histories show little, and a run may
    /// happen to get those. The caller asserts that it was enough.
    /// </summary>
    /// <param name="times">How often in any case; ten times as often at most.</param>
    /// <param name="isEnough">Whether what was shown so far is enough.</param>
    /// <param name="tryOthers">What is tried.</param>
    public static void Repeat(int times, Func<bool> isEnough, Action tryOthers)
    {
        for (var time = 0; time < times || (time < 10 * times && !isEnough()); time++)
        {
            tryOthers();
        }
    }

    /// <summary>Shows that something holds of histories, other ones in each run; the failure names the smallest, and how to replay it.</summary>
    public static void Hold(Arbitrary<History> histories, Action<History> holds, int? tried = null) =>
        Prop.ForAll(histories, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(tried ?? Usual));

    /// <summary>
    /// The same of histories that show all that is wanted, or it would say little: where those of a run happen to leave something out, more
    /// are tried.
    /// </summary>
    /// <param name="histories">The histories.</param>
    /// <param name="holds">What holds; it notes what a history showed.</param>
    /// <param name="seen">What was shown, before and so far.</param>
    /// <param name="wanted">What has to be.</param>
    /// <param name="tried">How many are tried in any case.</param>
    public static void HoldOfAll(
        Arbitrary<History> histories,
        Action<History> holds,
        IReadOnlySet<string> seen,
        IReadOnlyCollection<string> wanted,
        int? tried = null
    )
    {
        Repeat(1, () => seen.IsSupersetOf(wanted), () => Hold(histories, holds, tried));
        Assert.Equal([], wanted.Except(seen));
    }

    /// <summary>Shows that nothing differs in histories that show all that is wanted.</summary>
    /// <param name="histories">The histories.</param>
    /// <param name="difference">What differs in one, null for nothing; it notes what the history showed.</param>
    /// <param name="seen">What was shown, before and so far.</param>
    /// <param name="wanted">What has to be.</param>
    public static void NothingDiffers(
        Arbitrary<History> histories,
        Func<History, string?> difference,
        IReadOnlySet<string> seen,
        IReadOnlyCollection<string> wanted
    ) =>
        HoldOfAll(
            histories,
            history =>
            {
                var found = difference(history);
                Assert.True(found is null, found);
            },
            seen,
            wanted
        );

    /// <summary>The smallest history of which something does not hold, the same in each run; null when all 10,000 pass.</summary>
    /// <param name="histories">The histories.</param>
    /// <param name="holds">What does not hold.</param>
    /// <param name="from">Which histories come first: of what few histories show, those that are known to.</param>
    public static History? SmallestAgainst(
        Arbitrary<History> histories,
        Func<History, bool> holds,
        ulong from = 20240331
    )
    {
        var found = new FirstFound();
        Prop.ForAll(Arb.From(histories.Generator), holds)
            .Check(Config.Quick.WithMaxTest(10_000).WithReplay(from, 1).WithRunner(found));
        return found.History?.SmallestAgainst(holds);
    }

    /// <summary>Each entry in a line, as it is stored.</summary>
    public override string ToString() =>
        $"Seed {Seed}, {Entries.Count} entries:\n"
        + string.Concat(
            Entries.Select(e =>
                $"  {e.Place} {e.Id} {e.Subject} {e.Event.GetType().Name} {JsonSerializer.Serialize(e.Event, e.Event.GetType(), EventCatalogue.Json)}\n"
            )
        )
        + string.Join('\n', Questions);

    /// <summary>The same without some of its entries, the places closed up.</summary>
    public History Without(Func<Entry, bool> takenAway)
    {
        var kept = Entries.Where(e => !takenAway(e)).ToArray();
        var versions = new Dictionary<SubjectId, long>();
        var moved = new Entry[kept.Length];
        foreach (var (place, entry) in kept.Index())
        {
            var version = versions[entry.Subject] = versions.GetValueOrDefault(entry.Subject) + 1;
            moved[place] = entry with { Place = place, Version = version };
        }

        return this with
        {
            Entries = moved,
            Questions =
            [
                .. Questions
                    .Select(q => q with { Known = kept.Count(e => e.Place <= q.Known) - 1 })
                    .Where(q => q.Known >= 0),
            ],
        };
    }

    private IEnumerable<History> Smaller()
    {
        if (Questions.Count > 1)
        {
            foreach (var question in Questions)
            {
                yield return this with
                {
                    Questions = [question],
                };
            }
        }

        for (var size = Entries.Count / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < Entries.Count; from += size)
            {
                yield return Without(e => e.Place >= from && e.Place < from + size);
            }
        }
    }

    // Goes on where it is after each part that can go: beginning anew, as FsCheck does, asks ten times as often.
    private History SmallestAgainst(Func<History, bool> holds)
    {
        var smallest = Questions
            .Select(question => this with { Questions = [question] })
            .Append(this)
            .First(history => !holds(history));
        for (var (size, gone) = (smallest.Entries.Count / 2, false); size > 0; size = gone && size == 1 ? 1 : size / 2)
        {
            gone = false;
            for (var from = 0; from < smallest.Entries.Count; )
            {
                var smaller = smallest.Without(e => e.Place >= from && e.Place < from + size);
                if (holds(smaller))
                {
                    from += size;
                }
                else
                {
                    (smallest, gone) = (smaller, true);
                }
            }
        }

        return smallest;
    }

    private sealed class FirstFound : IRunner
    {
        public History? History { get; private set; }

        public void OnStartFixture(Type t) { }

        public void OnArguments(
            int ntest,
            FSharpList<object> args,
            FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every
        ) { }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) { }

        public void OnFinished(string name, FsCheck.TestResult testResult) =>
            History = testResult is FsCheck.TestResult.Failed failed ? (History)failed.Item3.Head : null;
    }
}

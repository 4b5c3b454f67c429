using System.Text.Json;
using Oversight.Projections.Answers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Visibility;
using Oversight.Projections.Why;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Finance;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// What an explanation cites is what the answer rests on, whatever is in the record: held against a record that is made anew without the entry,
/// as if it had never been recorded.
/// </summary>
public sealed class ExplanationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Some in every run; OVERSIGHT_HISTORIES says how many otherwise.
    private static readonly int Tried = History.IsAsked ? History.Usual : 40;

    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        Made,
        (random, entries) =>
            [
                new(
                    random.Next(4) == 0 ? Sample.Trust : Sample.Icb,
                    new DateOnly(2023, 3, 1).AddDays(random.Next(160)),
                    random.Next(3) == 0 ? random.Next(entries) : entries - 1
                ),
            ]
    );

    /// <summary>A way in which an explanation might be wrong.</summary>
    public enum Mistake
    {
        None,
        OneIsLeftOut,
        OneTooManyIsCited,
        OneThatIsNotNeededIsSaidToBe,
        WhatSaysTheSameIsCitedTwice,
    }

    [Fact]
    public void Taking_away_what_is_cited_changes_the_answer_and_taking_away_any_other_entry_does_not() =>
        History.Hold(
            Histories,
            history =>
            {
                var difference = Difference(history, Mistake.None, []);
                Assert.True(difference is null, difference);
            },
            Tried
        );

    [Fact]
    public void The_same_of_histories_in_which_every_part_is_stated()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seed in Enumerable.Range(1, 60))
        {
            var entries = Made(seed);
            Question[] questions = [new(Sample.Icb, new DateOnly(2023, 4, 1).AddDays(2 * seed), entries.Count - 1)];
            var difference = Difference(new(seed, entries, questions), Mistake.None, seen);
            Assert.True(difference is null, difference);
        }

        // Each part, and each way of resting on an entry: it would say little otherwise.
        string[] wanted =
        [
            "organisation",
            "existence",
            "system",
            "segment",
            "segment-review",
            "proposals",
            "recovery",
            "exit",
            "undertakings",
            "undertakings-set",
            "support",
            "notices",
            "independent-reviews",
            "oversight-review",
            "concerns",
            "commitments",
            "financial-position",
            "annual-assessments",
            "finding",
            "entry_corrected",
            "entry_retracted",
            "says the same",
        ];
        Assert.Empty(wanted.Except(seen));
    }

    // What is believed of the entry names one trust; without the correction it would name another too, which bears on the answer only then.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_would_only_be_looked_at_without_another_entry_is_not_cited_in_its_place(bool isRegisteredLast)
    {
        var unknown = OdsCode.Parse("RXX");
        var record = SmallRecord.Empty().Told(Sample.Icb, Sample.Registered(Sample.Icb, "2022-07-01"));
        void Register() =>
            record.Told(Sample.Trust, Sample.Registered(Sample.Trust, "2019-04-01", OrganisationKind.NhsTrust));
        if (!isRegisteredLast)
        {
            Register();
        }

        record.Told(Sample.Icb, SampleSupport.Set("2023-03-02") with { Organisations = [Sample.Trust, unknown] });
        var set = record.Last;
        record.Told(
            Sample.Icb,
            Sample.Corrected(set, SampleSupport.Set("2023-03-02") with { Organisations = [unknown] })
        );
        var correction = record.Last;
        if (isRegisteredLast)
        {
            Register();
        }

        var question = new Question(Sample.Icb, new(2023, 7, 20), record.Entries.Count - 1);
        Assert.Null(Difference(new(0, record.Entries, [question]), Mistake.None, []));
        var finding = Assert.Single(
            Explanation.Of(At(record.Entries), Sample.Icb, question.On, null, Stop)!.Parts,
            part => part.Rules.Contains("names-existing-organisations")
        );
        Assert.Equal(
            [(set, true), (correction, false)],
            finding.RestsOn.Select(cited => (cited.Entry.Id, cited.Needed))
        );
    }

    public static TheoryData<Mistake> Mistakes => [.. Enum.GetValues<Mistake>().Where(m => m != Mistake.None)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void An_explanation_that_is_wrong_on_purpose_is_seen(Mistake mistake) =>
        Assert.Contains(
            Enumerable.Range(1, 40),
            seed =>
            {
                var entries = RandomHistory.Of(seed);
                return Difference(
                    new(seed, entries, [new(Sample.Icb, new(2023, 5, 1), entries.Count - 1)]),
                    mistake,
                    []
                )
                    is not null;
            }
        );

    [Fact]
    public void Nobody_is_told_of_an_entry_that_is_not_theirs_and_what_they_do_not_see_changes_no_explanation()
    {
        var compared = 0;
        for (var seed = 1; compared < 12; seed++)
        {
            var random = new Random(~seed);
            var entries = RandomRights.Of(seed);
            var more = RandomRights.With(entries, random);
            var (without, with) = (RandomRights.Timelines(entries), RandomRights.Timelines(more));
            foreach (var sight in RandomRights.People(entries, random).Where(sight => !sight.SeesEverything))
            {
                var seen = with.At(with.Place).AsSeenBy(sight);
                var told = Told(seen, sight);
                foreach (var cited in Explained(seen, sight).SelectMany(e => e.Parts).SelectMany(part => part.RestsOn))
                {
                    Assert.NotNull(seen.EntryOf(cited.Entry.Id));
                    Assert.Null(cited.Receipt);
                }

                if (
                    more.FirstOrDefault(e => e.LoggedBy == "somebody-else") is { } added
                    && RandomRights.IsHidden(with, without, added, sight)
                )
                {
                    Assert.Equal(Told(without.At(without.Place).AsSeenBy(sight), sight), told);
                    compared++;
                }
            }
        }
    }

    private static IReadOnlyList<Entry> Made(int seed) =>
        (seed % 5) switch
        {
            0 => RandomHistory.Of(seed),
            1 => RandomSupport.Of(seed),
            2 => RandomReviews.Of(seed),
            3 => WithPublications(seed),
            _ => RandomIntervention.Of(seed),
        };

    // What documents state besides: figures and assessments, some alike, corrected and retracted.
    private static List<Entry> WithPublications(int seed)
    {
        var random = new Random(seed);
        List<Entry> entries = [.. RandomReviews.Of(seed).Take(12)];
        for (var left = random.Next(3, 10); left > 0; left--)
        {
            var earlier = entries[random.Next(entries.Count)];
            var place = entries.Count;
            entries.Add(
                new(
                    place,
                    SmallRecord.IdAt(place),
                    SubjectId.Of(Sample.Icb),
                    1 + entries.Count(e => e.Subject == SubjectId.Of(Sample.Icb)),
                    new DateTimeOffset(2024, 5, 10, 11, 0, 0, TimeSpan.Zero).AddMinutes(place),
                    "alex",
                    random.Next(6) switch
                    {
                        0 => Sample.Assessed("2021/22"),
                        1 => Sample.Assessed("2022/23"),
                        2 when earlier.Event is FinancialPositionStated => Sample.Corrected(earlier.Id, Figures()),
                        3 => Sample.Retracted(earlier.Id),
                        _ => Figures(),
                    }
                )
            );
        }

        return entries;

        FinancialPositionStated Figures() =>
            Sample.Finances(
                random.Next(2) == 0 ? "2022/23" : "Q1 2023/24",
                (FinancialBalance)random.Next(3),
                (Concerning)random.Next(2)
            );
    }

    private static string Told(RecordAt seen, Sight sight) =>
        JsonSerializer.Serialize(Explained(seen, sight), AnswerJson.WithoutPlaces);

    private static IReadOnlyList<Explanation> Explained(RecordAt seen, Sight sight) =>
        [
            .. RandomHistory
                .Organisations.Select(ods => Explanation.Of(seen, ods, sight.On, null, Stop))
                .OfType<Explanation>(),
        ];

    private static string? Difference(History history, Mistake mistake, HashSet<string> seen)
    {
        foreach (var (ods, on, known) in history.Questions)
        {
            Entry[] entries = [.. history.Entries.Take(known + 1)];
            if (Explanation.Of(At(entries), ods, on, null, Stop) is not { } explanation)
            {
                continue;
            }

            var answers = Explanation.AnswersOf(At(entries), ods, on);
            var without = entries.ToDictionary(
                e => e.Id,
                e => Explanation.AnswersOf(At([.. entries.Where(other => other.Id != e.Id)]), ods, on)
            );
            var looked = Explanation.LookedAtFor(At(entries), ods, on);
            foreach (var part in explanation.Parts)
            {
                var key = Explanation.KeyOf(part);
                var cited = Wrong(mistake, part, entries);
                bool IsSame(IReadOnlyDictionary<string, object> other) =>
                    Equals(answers[key], other.GetValueOrDefault(key));
                bool IsSameOf(Func<Entry, bool> some) =>
                    IsSame(Explanation.AnswersOf(At([.. entries.Where(some)]), ods, on));

                // One by one from the first recorded, of all entries that were looked at and not only of those that were met.
                HashSet<Guid> Slowly()
                {
                    var kept = entries.Where(e => looked[key].Contains(e.Subject)).Select(e => e.Id).ToHashSet();
                    for (var before = 0; before != kept.Count; )
                    {
                        before = kept.Count;
                        foreach (var entry in entries.Where(e => kept.Contains(e.Id) && IsSame(without[e.Id])))
                        {
                            kept.Remove(entry.Id);
                            if (!IsSameOf(e => kept.Contains(e.Id)))
                            {
                                kept.Add(entry.Id);
                            }
                        }
                    }

                    return kept;
                }

                var wrong = entries.FirstOrDefault(e => IsSame(without[e.Id]) == cited.GetValueOrDefault(e.Id));
                var superfluous = cited
                    .Where(c => !c.Value)
                    .Select(c => c.Key)
                    .FirstOrDefault(id => IsSameOf(e => e.Id != id && cited.ContainsKey(e.Id)));
                var why =
                    wrong is not null ? $"it is wrong of entry {wrong.Place}"
                    : !IsSameOf(e => cited.ContainsKey(e.Id)) ? "what is cited does not give the answer"
                    : superfluous != Guid.Empty ? $"{superfluous} could go"
                    // Where all are needed, and give the answer, no way cites others.
                    : cited.ContainsValue(false) && !cited.Keys.ToHashSet().SetEquals(Slowly())
                        ? "the slow way cites others"
                    : null;
                if (why is not null)
                {
                    return $"{key} of {ods} on {on:O} rests on {string.Join(", ", part.RestsOn.Select(e => $"{e.Entry.Place}{(e.Needed ? "" : " (another says the same)")}"))}, and {why}: {answers[key]}";
                }

                Saw(part, seen);
            }
        }

        return null;
    }

    private static void Saw(ExplainedPart part, HashSet<string> seen)
    {
        if (part.Stated)
        {
            seen.Add(part.Part);
        }

        foreach (var cited in part.RestsOn)
        {
            seen.Add(cited.Needed ? cited.Entry.Kind : "says the same");
        }
    }

    // Which entries are cited, and whether they are said to be needed.
    private static Dictionary<Guid, bool> Wrong(Mistake mistake, ExplainedPart part, IReadOnlyList<Entry> entries)
    {
        var cited = part.RestsOn.ToDictionary(e => e.Entry.Id, e => e.Needed);
        switch (mistake)
        {
            case Mistake.OneIsLeftOut when cited.Count > 0:
                cited.Remove(cited.Keys.Last());
                break;
            case Mistake.OneTooManyIsCited when entries.FirstOrDefault(e => !cited.ContainsKey(e.Id)) is { } other:
                cited[other.Id] = true;
                break;
            case Mistake.OneThatIsNotNeededIsSaidToBe:
                foreach (var id in cited.Keys.ToArray())
                {
                    cited[id] = true;
                }

                break;
            case Mistake.WhatSaysTheSameIsCitedTwice
                when entries.FirstOrDefault(e => !cited.ContainsKey(e.Id)) is { } same:
                cited[same.Id] = false;
                break;
        }

        return cited;
    }

    // As if nothing else had ever been recorded: the places are closed up.
    private static RecordAt At(IReadOnlyList<Entry> entries)
    {
        var versions = new Dictionary<SubjectId, long>();
        var timelines = new RecordTimelines();
        timelines.Apply(
            entries.Select(
                (entry, place) =>
                    entry with
                    {
                        Place = place,
                        Version = versions[entry.Subject] = versions.GetValueOrDefault(entry.Subject) + 1,
                    }
            )
        );
        return timelines.At(timelines.Place);
    }
}

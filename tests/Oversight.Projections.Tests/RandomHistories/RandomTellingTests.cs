using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>What holds of tellings and challenges in every history, whatever is in it.</summary>
public sealed class RandomTellingTests
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(RandomTelling.Of, Ask);

    [Fact]
    public void What_own_people_see_and_where_challenges_stand_is_what_the_reference_says()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        History.NothingDiffers(
            Histories,
            history => Difference(history, TellingDeviation.None, seen),
            seen,
            ["made", "acknowledged", "upheld", "not upheld", "withdrawn", "segment_assigned"]
        );
    }

    public static TheoryData<TellingDeviation> Deviations =>
        [.. Enum.GetValues<TellingDeviation>().Where(d => d != TellingDeviation.None)];

    // Of what few histories show: which come first that do, found by trying many.
    private static ulong FirstShowing(TellingDeviation deviation) =>
        deviation switch
        {
            TellingDeviation.CorrectionsAreToldToo => 180,
            TellingDeviation.RetractedTellingsTell => 248,
            TellingDeviation.UpholdingTellsNothing => 1584,
            _ => 20240331,
        };

    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_reference_that_is_wrong_on_purpose_is_seen_to_differ_by_a_history_of_few_entries(
        TellingDeviation deviation
    )
    {
        var smallest = History.SmallestAgainst(
            Histories,
            h => Difference(h, deviation, []) is null,
            FirstShowing(deviation)
        );
        Assert.NotNull(smallest);
        Assert.True(smallest.Entries.Count <= 8, $"{smallest}");
    }

    [Fact]
    public void Versions_that_own_people_are_told_move_where_what_they_see_does_and_nowhere_else() =>
        History.Hold(
            Histories,
            history =>
            {
                if (history.Questions is not [var question, ..])
                {
                    return;
                }

                var timelines = new RecordTimelines();
                timelines.Apply(history.Entries);
                foreach (var subject in new[] { RandomTelling.Icb, RandomTelling.Recovery })
                {
                    var last = Seen(timelines, subject, question, history.Entries.Count - 1);
                    string? before = null;
                    var version = 0L;
                    for (var place = 0; place < history.Entries.Count; place++)
                    {
                        var now = Seen(timelines, subject, question, place);
                        var content = string.Join('|', (now?.Recorded ?? []).Select(e => (e.Id, e.Recorded)));
                        Assert.True(
                            (content == (before ?? "")) == ((now?.Version ?? 0) == version),
                            $"{place} of {subject}: {version} to {now?.Version}\n{history}"
                        );
                        Assert.True(
                            last is null || now is null || last.VersionAt(place) == now.Version,
                            $"{place} of {subject} as known last: {last?.VersionAt(place)}, then: {now?.Version}\n{history}"
                        );
                        (before, version) = (content, now?.Version ?? 0);
                    }
                }
            },
            tried: History.Usual / 5
        );

    private static Record.Timelines.Timeline? Seen(
        RecordTimelines timelines,
        SubjectId subject,
        Question question,
        long place
    ) => timelines.At(place).AsSeenBy(question.Organisation, question.On).TimelineOf(subject);

    private static IReadOnlyList<Question> Ask(Random random, int entries) =>
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ => new Question(
                    RandomTelling.Organisations[random.Next(3)],
                    new DateOnly(2023, 3, 31).AddDays(random.Next(35)),
                    random.Next(3) == 0 ? random.Next(entries) : entries - 1
                )),
        ];

    private static string? Difference(History history, TellingDeviation deviation, HashSet<string> seen)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        foreach (var question in history.Questions)
        {
            foreach (var subject in new[] { RandomTelling.Icb, RandomTelling.Recovery })
            {
                var known = history.Entries.Where(e => e.Place <= question.Known && e.Subject == subject).ToArray();
                var reference = new ReferenceTelling(known, deviation);
                var timeline = Seen(timelines, subject, question, question.Known);
                var told = (timeline?.Recorded ?? []).Select(e => (e.Id, EventCatalogue.Write(e.Event))).ToArray();
                if (!told.SequenceEqual(reference.SeenBy(question.Organisation, question.On)))
                {
                    return $"{question} {subject}: seen are {string.Join(", ", told.Select(t => t.Id))}\n{history}";
                }

                var whole = timelines.At(question.Known).TimelineOf(subject);
                var challenges = whole is null
                    ? []
                    : ChallengeStanding
                        .On(whole, question.On)
                        .Select(c => (c.Made.Id, InWords.Of(c.State), c.MendedBy))
                        .ToArray();
                if (!challenges.SequenceEqual(reference.Challenges(question.On)))
                {
                    return $"{question} {subject}: challenges are {string.Join(", ", challenges)}\n{history}";
                }

                seen.UnionWith(challenges.Select(c => c.Item2));
                seen.UnionWith((timeline?.Recorded ?? []).Select(e => EventCatalogue.NameOf(e.Event)));
            }
        }

        return null;
    }
}

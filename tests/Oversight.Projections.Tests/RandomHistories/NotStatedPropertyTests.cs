using Oversight.Projections.Answers;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record that knows less never says more: where the whole record states nothing, one from which entries are taken away
/// does not say "no" or "none". Registrations and frameworks stay, for they say whom an answer could speak of; so do corrections and
/// retractions, for without them an entry says what it no longer does.
/// </summary>
public sealed class NotStatedPropertyTests
{
    private static readonly FsCheck.Arbitrary<History> Histories = History.MadeBy(
        seed =>
            (seed % 4) switch
            {
                0 => RandomHistory.Of(seed),
                1 => RandomSupport.Of(seed),
                2 => RandomReviews.Of(seed),
                _ => RandomIntervention.Of(seed),
            },
        (_, _) => []
    );

    // Of these nothing can be missing: their rows are what is recorded.
    private static readonly string[] OfEntries = ["R2", "R14", "A3", "A4", "A5", "A10", "A16", "L6"];

    [Fact]
    public void Taking_entries_away_never_turns_not_stated_into_no_or_none()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Every kind of silence.
        History.HoldOfAll(
            Histories,
            history => CompareWithPart(history, seen),
            seen,
            [
                "membership",
                "exit-criteria",
                "target-exit",
                "ratings",
                "judgement",
                "undertakings",
                "undertaking-due",
                "undertaking-items",
                "directions",
                "segment-review",
                "oversight-review",
                "concern",
                "commitment",
                "commitment-due",
                "support",
                "tier-support",
                "notice",
                "independent-review",
                "segment-and-recovery",
                "segment",
            ],
            tried: History.Usual * 3 / 10
        );
    }

    [Fact]
    public void What_passed_to_a_successor_and_ended_is_in_place_without_what_it_ended()
    {
        // Found by chance: an earlier setting of a support that passed, which a later entry stepped down by its name.
        var whole = new History(88487571, RandomIntervention.Of(88487571), []);
        string[] four = ["00000002", "00000008", "0000000e", "00000014"];
        string[] five = [.. four, "00000005"];
        var on = new DateOnly(2023, 6, 10);
        var (with, without) = (
            new Cells(At(whole.Without(e => !five.Contains($"{e.Id}"[..8]))), on),
            new Cells(At(whole.Without(e => !four.Contains($"{e.Id}"[..8]))), on)
        );

        Assert.False(with.Of("support", "ods", "kind").ContainsKey("QUA"));
        Assert.True(IsInPlace("support", "QUA", without));
    }

    [Fact]
    public void What_is_added_again_under_its_reference_is_stated_without_what_was_added_first()
    {
        // Found by chance: an item without a date, added once more with one.
        var found = new History(1446150549, RandomSupport.Of(1446150549), []);
        CompareWithPart(found, []);
        string[] three = ["00000004", "00000006", "00000025"];
        string[] four = [.. three, "0000000b"];
        var on = new DateOnly(2023, 5, 20);
        string? Due(string[] kept) =>
            new Cells(At(found.Without(e => !kept.Contains($"{e.Id}"[..8]))), on)
                .Of("undertakings", "undertakings,reference", "due")
                .GetValueOrDefault("u 2.1");

        Assert.Equal("", Due(four));
        Assert.Equal("2023-05", Due(three));
    }

    [Fact]
    public void With_nothing_but_organisations_in_it_a_record_says_neither_no_nor_none() =>
        History.Hold(
            Histories,
            history =>
            {
                var record = At(history.Without(e => e.Event is not (OrganisationRegistered or FrameworkPublished)));
                var on = new DateOnly(2023, 6, 1);
                // Where nobody is registered by the day, there is nobody of whom an answer would be silent.
                if (OrganisationStatus.All(record, on).Count == 0)
                {
                    return;
                }

                Assert.All(
                    Register.Of("organisations").Ask(record, on, [], [], ["inRecovery"]).Cells(),
                    cells => Assert.Equal("not-stated", cells[0])
                );
                foreach (var question in QuestionList.All.Where(q => !OfEntries.Contains(q.Id)))
                {
                    var answer = question.Ask(record, on, new Dictionary<string, string?>());
                    Assert.True(answer.Rows.Count > 0 || answer.NotStated.Count > 0, $"{question.Id} is none.");
                }
            },
            tried: History.Usual * 3 / 10
        );

    private static void CompareWithPart(History history, HashSet<string> seen)
    {
        var random = new Random(history.Seed);
        var on = new DateOnly(2023, 2, 25).AddDays(random.Next(130));
        var keep = random.NextDouble();
        // By its id: an entry that goes, goes from every smaller history too.
        var part = history.Without(e =>
            !MustStay(e.Event) && new Random(history.Seed ^ e.Id.GetHashCode()).NextDouble() >= keep
        );
        Compare(on, At(history), At(part), seen);
    }

    private static void Compare(DateOnly on, RecordAt whole, RecordAt part, HashSet<string> seen)
    {
        var inPart = new Cells(part, on);
        foreach (var (ods, word) in new Cells(whole, on).Of("organisations", "ods", "inRecovery"))
        {
            Assert.False(
                word == "not-stated" && inPart.Of("organisations", "ods", "inRecovery").GetValueOrDefault(ods) == "no",
                $"{ods} on {on:O} is said not to be in Recovery Support."
            );
        }

        foreach (var register in Register.All)
        {
            foreach (var missing in register.Ask(whole, on, [], [], []).NotStated)
            {
                seen.Add(missing.What);
                foreach (var about in missing.About)
                {
                    Assert.True(
                        IsSilent(missing.What, about, inPart)
                            // Of two of one reference the first counts: without it the other one's date is stated.
                            || (missing.What == "undertaking-due" && IsAddedAgain(whole, about)),
                        $"{missing.What} of {about} on {on:O} is not stated, and is with fewer entries."
                    );
                }
            }
        }

        foreach (var question in QuestionList.All)
        {
            var answer = question.Ask(whole, on, new Dictionary<string, string?>());
            if (
                answer.NotStated.Any(m =>
                    m.What is "membership" or "undertakings" or "segment-review" or "notice" or "independent-review"
                    || (
                        m.What is "support" or "tier-support" && !m.About.All(about => IsInPlace(m.What, about, inPart))
                    )
                    // Where sources contradict each other, it may be certain without one of them.
                    || (m.What == "segment" && m.About.Any(about => StatesNoSegment(whole, about)))
                )
            )
            {
                Assert.True(
                    question.Ask(part, on, new Dictionary<string, string?>()).NotStated.Count > 0,
                    $"{question.Id} on {on:O} says what is missing, and with fewer entries does not."
                );
            }
        }
    }

    // Read from the rows, not from what is said to be missing.
    private static bool IsSilent(string what, string about, Cells part)
    {
        var words = about.Split(' ');
        string? Cell(string register, string key, string column, string of) =>
            part.Of(register, key, column).GetValueOrDefault(of);
        return what switch
        {
            "membership" => Cell("organisations", "ods", "inRecovery", about) is null or "not-stated",
            "oversight-review" => !part.Of("reviews", "ods", "held").ContainsKey(about),
            "concern" => !part.Of("concerns", "ods", "raised").ContainsKey(about),
            "commitment" => !part.Of("commitments", "ods", "made").ContainsKey(about),
            "commitment-due" => Cell("commitments", "entry", "due", words[^1]) is null or "",
            "segment-review" => Cell("organisations", "ods", "lastReview", about) is null or "",
            "exit-criteria" => !part.Of("criteria", "engagement,ods,purpose", "reference")
                .ContainsKey($"{words[2]} {words[0]} exit"),
            "target-exit" => Cell("engagements", "engagement,ods", "targetExit", $"{words[2]} {words[0]}")
                is null
                    or "",
            "ratings" => Cell("criteria", "engagement,reference,ods,purpose", "differ", $"{about} exit")
                is null
                    or "not-stated",
            "judgement" => (Cell("criteria", "engagement,reference,ods,purpose", "regionRating", $"{about} exit") ?? "")
                + (Cell("criteria", "engagement,reference,ods,purpose", "national", $"{about} exit") ?? "")
                == "",
            "support" => !part.Of("support", "ods", "kind").ContainsKey(about) || IsInPlace(what, about, part),
            "tier-support" => !part.Of("support", "ods,kind", "state").ContainsKey($"{about} tier")
                || IsInPlace(what, about, part),
            "notice" => !part.Of("notices", "ods", "kind").ContainsKey(about),
            "independent-review" => !part.Of("independent-reviews", "ods", "state").ContainsKey(about),
            "undertakings" => !part.Of("undertakings", "ods", "reference").ContainsKey(about),
            "directions" => !part.Of("directions", "ods", "legalBasis").ContainsKey(about),
            "undertaking-due" => Cell("undertakings", "undertakings,reference", "due", about) is null or "",
            // An entry that ended a segment may be among those taken away: then another one is stated.
            _ => true,
        };
    }

    // What a successor got is of one support with what was set before: where that is taken away, what ended it ends nothing, and the support is
    // in place. That is neither no nor none.
    private static bool IsInPlace(string what, string about, Cells part) =>
        what switch
        {
            "support" => part.Of("support", "ods,isOver", "kind").ContainsKey($"{about} no"),
            "tier-support" => part.Of("support", "ods,kind,isOver", "state").ContainsKey($"{about} tier no"),
            _ => false,
        };

    private static bool IsAddedAgain(RecordAt record, string item)
    {
        var words = item.Split(' ');
        return record
                .TimelineOf(SubjectId.OfUndertakings(words[0]))!
                .Entries.Where(entry => entry.Counts)
                .Select(entry => entry.Content)
                .SelectMany(content =>
                    content switch
                    {
                        UndertakingsAccepted accepted => accepted.Items,
                        UndertakingAdded added => [added.Added],
                        _ => [],
                    }
                )
                .Count(stated => stated.Reference == words[1]) > 1;
    }

    private static bool StatesNoSegment(RecordAt record, string organisation) =>
        record.TimelineOf(OdsCode.Parse(organisation))?.Of<IStatesSegment>().Any() != true;

    private static bool MustStay(Event content) =>
        content
            is OrganisationRegistered
                or OrganisationSucceeded
                or OpenItemsDisposed
                or FrameworkPublished
                or EntryCorrected
                or EntryRetracted;

    private static RecordAt At(History history)
    {
        var timelines = new RecordTimelines();
        timelines.Apply(history.Entries);
        return timelines.At(timelines.Place);
    }

    /// <summary>A register's cells by the texts of others, read once.</summary>
    private sealed class Cells(RecordAt record, DateOnly on)
    {
        private static readonly Dictionary<string, string> NoNames = [];
        private readonly Dictionary<string, Dictionary<string, string>> read = [];

        public Dictionary<string, string> Of(string register, string keys, string column)
        {
            var name = $"{register} {keys} {column}";
            if (!read.TryGetValue(name, out var cells))
            {
                string[] columns = [.. keys.Split(','), column];
                var answer = Register.Of(register).Ask(record, on, [], [], columns);
                cells = [];
                foreach (var row in answer.Rows)
                {
                    var texts = answer.Columns.Select(c => c.Text(c.Of(row), NoNames)).ToArray();
                    cells[string.Join(' ', texts[..^1])] = texts[^1];
                }

                read[name] = cells;
            }

            return cells;
        }
    }
}

using Oversight.Projections.Registers;
using Oversight.Projections.Start;

namespace Oversight.Projections.Completeness;

/// <summary>One kind of sign that the record may lack something, or came about as it should not.</summary>
/// <param name="Kind">Its stable name.</param>
/// <param name="Title">What is looked for.</param>
/// <param name="Threshold">From when on it is told.</param>
/// <param name="Source">Where that is from.</param>
/// <param name="DoesNotShow">What it does not show.</param>
/// <param name="Among">What was looked at, in words for one and for several: live entry, live entries.</param>
/// <param name="Found">What was found.</param>
/// <param name="LookedAt">What was looked at.</param>
/// <param name="Unknown">Of that, where the record does not say; null where it always does.</param>
public sealed record CompletenessSign(
    string Kind,
    string Title,
    string Threshold,
    string Source,
    string DoesNotShow,
    (string One, string Several) Among,
    Counted Found,
    Counted LookedAt,
    Counted? Unknown
)
{
    /// <summary>What came of it, in a sentence: never that nothing is missing.</summary>
    public string Says =>
        (
            LookedAt.Count == 0
                ? $"There were no {Among.Several} to look at."
                : $"{(Found.Count == 0 ? "None" : Number(Found.Count))} found among {Number(LookedAt.Count)} {(LookedAt.Count == 1 ? Among.One : Among.Several)}."
        ) + (Unknown is { Count: > 0 } unknown ? $" It is not stated of {Number(unknown.Count)}." : "");

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>
/// Signs that the record may lack something, or came about as it should not: another question than whether it is unaltered, which proofs answer. Each
/// is a list of a register with filters. A pure function of the record at a place and the day.
/// </summary>
public static class CompletenessSigns
{
    private const string Reviews = "deadlines?kind=segment-review,oversight-review,recovery-review,transition-review";
    private const string Chosen = "Chosen for Oversight; whoever runs it may choose another.";

    /// <summary>Those of a record on a day.</summary>
    /// <param name="record">The whole record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="from">The thresholds.</param>
    public static IReadOnlyList<CompletenessSign> Of(RecordAt record, DateOnly on, CompletenessThresholds from)
    {
        var counting = Counting.Of(record, on, _ => true);
        return
        [
            Late(counting, from),
            Clusters(counting, from),
            OverdueReviews(counting),
            Silences(counting, from),
            UnmetExits(counting),
            BothSides(counting),
        ];
    }

    /// <summary>The same as rows, for a spreadsheet: one for each kind.</summary>
    /// <param name="record">The whole record at a place.</param>
    /// <param name="on">The day.</param>
    /// <param name="from">The thresholds.</param>
    public static RegisterAnswer AsRows(RecordAt record, DateOnly on, CompletenessThresholds from) =>
        new(
            SignRow.Register,
            on,
            record.Place,
            SignRow.Register.Columns,
            [.. Of(record, on, from).Select(sign => new SignRow(sign))],
            []
        );

    private static CompletenessSign Late(Counting counting, CompletenessThresholds from) =>
        new(
            "late-recording",
            "Live entries recorded long after they took effect",
            $"{from.LateDays} days or more from the latest day on which it took effect to the day in London on which it was recorded.",
            Chosen,
            "What was never recorded; whether there was a reason for the delay; back-dated and imported entries, which say themselves that they are late (A16).",
            ("live entry", "live entries"),
            counting.Rows(
                "Late",
                $"history?origin=live&daysToRecord.atLeast={Text(from.LateDays)}&sort=-daysToRecord,place"
            ),
            counting.Rows("Live entries", "history?origin=live&sort=place"),
            counting.Rows("On a day that is not known", "history?origin=live&daysToRecord.empty=yes&sort=place")
        );

    private static CompletenessSign Clusters(Counting counting, CompletenessThresholds from) =>
        new(
            "back-dating",
            "Many back-dated entries by one account in a short time",
            $"{from.ClusterEntries} entries or more that one account logged as back-dated on one day in London.",
            Chosen,
            "Entries that were logged late and called live; those spread over several days or accounts; whether they are right. Taking over a spreadsheet looks the same.",
            ("day on which an account back-dated entries", "days on which an account back-dated entries"),
            counting.Rows("Clusters", $"back-dating?entries.atLeast={Text(from.ClusterEntries)}&sort=-entries,day"),
            counting.Rows("Days with back-dated entries", "back-dating?sort=day"),
            null
        );

    private static CompletenessSign OverdueReviews(Counting counting) =>
        new(
            "overdue-reviews",
            "Reviews that are overdue",
            "The day after the latest day on which the next review was due.",
            "The record: each review says when the next is due; where it does not, the framework's rhythm or the transition plan's.",
            "Reviews that were held and not recorded; reviews that nobody said are due, which are listed below as missing.",
            ("review that is due on some date", "reviews that are due on some date"),
            counting.Rows(
                "Overdue",
                $"{Reviews}&overdue=yes&sort=due",
                "segment-review, oversight-review, recovery-review"
            ),
            counting.Rows("Reviews due", $"{Reviews}&sort=due"),
            counting.Rows("On a date that is not known", $"{Reviews}&overdue.empty=yes&sort=title")
        );

    private static CompletenessSign Silences(Counting counting, CompletenessThresholds from) =>
        new(
            "silences",
            "Organisations in support of which nothing was heard",
            $"{from.SilentDays} days or more, up to the day, in which the record says that nothing happened about an organisation in Recovery Support or in segment 3 to 5.",
            $"{from.SilentDays} days: {Chosen} The frameworks of 2021/22 and 2022/23 have segments reviewed at least every quarter (infra/reference/frameworks.json), which has at most 92 days.",
            "Silences that ended before the day; whether something did happen. An entry about a period is taken for its whole period.",
            ("organisation in support", "organisations in support"),
            counting.Rows(
                "Silent",
                $"silences?daysSilent.atLeast={Text(from.SilentDays)}&sort=-daysSilent,ods",
                "segment, membership"
            ),
            counting.Rows("In support", "silences?sort=ods"),
            counting.Rows("Of which nothing has a date", "silences?daysSilent.empty=yes&sort=ods")
        );

    private static CompletenessSign UnmetExits(Counting counting) =>
        new(
            "unmet-exits",
            "Exits from Recovery Support with unmet criteria",
            "One criterion that the exit itself says was not met.",
            "The record: an exit names the criteria that were not met, why that was accepted, and by whom.",
            "Criteria that an exit does not name; whether what was judged met was.",
            ("exit", "exits"),
            counting.Rows("With unmet criteria", "engagements?unmet.empty=no&sort=exited", "criteria-at-exit"),
            counting.Rows("Exits", "engagements?state=exited&sort=exited"),
            counting.Rows("Known from a publication alone", "engagements?state=exited&saidBy=publication&sort=exited")
        );

    private static CompletenessSign BothSides(Counting counting) =>
        new(
            "both-sides",
            "The same person proposed and agreed",
            "One segment or exit that the account agreed to which had proposed or recommended it.",
            "The rule of four eyes: it refuses that live, and reports it of what was back-dated or imported.",
            "One person with two accounts; two people who share one; the same name in both entries, which has another id in each.",
            ("decision that answers a proposal", "decisions that answer a proposal"),
            counting.Rows("By the same", "decisions?sameProposer=yes&sort=place"),
            counting.Rows("Answers to proposals", "decisions?sameProposer.empty=no&sort=place"),
            counting.Rows(
                "Whose proposal is not recorded",
                "decisions?kind=segment_agreed,exit_agreed&sameProposer.empty=yes&sort=place"
            )
        );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

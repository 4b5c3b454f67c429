using System.Globalization;
using Oversight.Record.Tests.Given;
using Oversight.Record.Timelines;

namespace Oversight.Record.Tests.Timelines;

/// <summary>The sentences of the interval rule, one by one. Entries are told by their segment, 1, 2, 3, …</summary>
public sealed class CandidatesTests
{
    [Fact]
    public void Nothing_holds_before_anything_may_have_begun() =>
        Holds("2024-03-31", [], perhapsNone: true, "2024-04-01");

    [Fact]
    public void An_exact_day_holds_from_that_day_on() => Holds("2024-04-01", [1], perhapsNone: false, "2024-04-01");

    [Fact]
    public void From_its_earliest_day_on_an_entry_may_hold() =>
        Holds("2024-04-01", [1], perhapsNone: true, "Q1 2024/25");

    [Fact]
    public void Until_the_day_before_its_latest_it_is_possible_that_none_holds() =>
        Holds("2024-06-29", [1], perhapsNone: true, "Q1 2024/25");

    [Fact]
    public void From_its_latest_day_on_it_has_certainly_begun() =>
        Holds("2024-06-30", [1], perhapsNone: false, "Q1 2024/25");

    [Fact]
    public void An_unknown_date_may_always_hold_and_never_certainly() =>
        Holds("1950-01-01", [1], perhapsNone: true, "unknown");

    [Fact]
    public void One_that_has_certainly_begun_after_anothers_latest_day_ends_it() =>
        Holds("2024-07-01", [2], perhapsNone: false, "Q1 2024/25", "2024-07-01");

    [Fact]
    public void One_that_begins_on_anothers_latest_day_does_not_end_it() =>
        Holds("2024-07-01", [1, 2], perhapsNone: false, "Q1 2024/25", "2024-06-30");

    [Fact]
    public void One_that_may_have_begun_after_another_does_not_end_it_yet() =>
        Holds("2024-07-30", [1, 2], perhapsNone: false, "Q1 2024/25", "July 2024");

    [Fact]
    public void And_ends_it_on_its_own_latest_day() =>
        Holds("2024-07-31", [2], perhapsNone: false, "Q1 2024/25", "July 2024");

    [Fact]
    public void An_unknown_date_is_never_ended_by_dates() =>
        Holds("2199-01-01", [1, 2], perhapsNone: false, "unknown", "2024-07-01");

    [Fact]
    public void Two_imprecise_dates_that_overlap_may_both_hold_for_ever() =>
        Holds("2199-01-01", [1, 2], perhapsNone: false, "2023/24", "March 2024");

    [Fact]
    public void Of_two_entries_of_the_same_exact_day_the_later_place_wins() =>
        Holds("2024-04-01", [2], perhapsNone: false, "2024-04-01", "2024-04-01");

    [Fact]
    public void Of_two_entries_of_the_same_month_both_may_hold() =>
        Holds("2024-05-01", [1, 2], perhapsNone: false, "April 2024", "April 2024");

    [Fact]
    public void The_order_of_places_does_not_matter_where_dates_say_otherwise() =>
        Holds("2024-07-01", [1], perhapsNone: false, "2024-07-01", "2024-04-01");

    [Fact]
    public void After_settles_an_order_that_dates_leave_open()
    {
        Holds("2024-05-01", [2], perhapsNone: false, "April 2024", "April 2024 after 1");
        Holds("2024-05-01", [1], perhapsNone: false, "April 2024 after 2", "April 2024");
        Holds("2024-05-01", [2], perhapsNone: false, "unknown", "April 2024 after 1");
    }

    [Fact]
    public void After_an_entry_that_has_certainly_begun_one_that_may_have_begun_does_not_end_it() =>
        Holds("2024-06-01", [1, 2], perhapsNone: false, "April 2024", "2024/25 after 1");

    [Fact]
    public void After_reaches_through_chains()
    {
        // 3 follows 2 by date, 2 follows 1 because it says so; 1 and 3 overlap.
        Holds("2024-12-01", [3], perhapsNone: false, "2023/24", "January 2024 after 1", "February 2024");
        // 3 follows 2 and 2 follows 1 because both say so.
        Holds("2024-12-01", [3], perhapsNone: false, "2023/24", "2023/24 after 1", "2023/24 after 2");
    }

    [Fact]
    public void A_chain_holds_though_the_one_between_may_not_have_begun() =>
        Holds("2024-03-31", [2, 3], perhapsNone: false, "2023/24", "2023/24 after 1", "unknown after 2");

    [Fact]
    public void After_that_contradicts_the_dates_is_ignored_and_listed()
    {
        Holds("2024-12-01", [2], perhapsNone: false, "April 2024 after 2", "May 2024");
        Assert.Equal([1], Contradictory("April 2024 after 2", "May 2024"));
    }

    [Fact]
    public void Of_two_that_say_to_follow_each_other_the_later_place_is_ignored_and_listed()
    {
        Holds("2024-12-01", [1], perhapsNone: false, "April 2024 after 2", "April 2024 after 1");
        Assert.Equal([2], Contradictory("April 2024 after 2", "April 2024 after 1"));
        Assert.Equal([3], Contradictory("2023/24 after 2", "2023/24 after 3", "2023/24 after 1"));
    }

    [Fact]
    public void After_that_names_nothing_here_or_itself_is_ignored_and_no_contradiction()
    {
        Holds("2024-12-01", [1, 2], perhapsNone: false, "April 2024 after 1", "April 2024 after 9");
        Assert.Empty(Contradictory("April 2024 after 1", "April 2024 after 9"));
    }

    private static void Holds(string on, int[] segments, bool perhapsNone, params string[] entries)
    {
        var candidates = Candidates.On(DateOnly.Parse(on, CultureInfo.InvariantCulture), Believed(entries));
        Assert.Equal(segments, candidates.Entries.Select(Number));
        Assert.Equal(perhapsNone, candidates.PerhapsNone);

        // The order in which the entries are handed in does not matter.
        var reversed = Candidates.On(DateOnly.Parse(on, CultureInfo.InvariantCulture), Believed(entries).Reverse());
        Assert.Equal(segments, reversed.Entries.Select(Number));
    }

    private static IEnumerable<int> Contradictory(params string[] entries) =>
        new DatedEntries<BelievedEntry>(Believed(entries)).ContradictoryAfter.Select(Number);

    private static int Number(BelievedEntry entry) => (int)entry.Place + 1;

    // "April 2024 after 2": effective April 2024, said to follow the second entry.
    private static IEnumerable<BelievedEntry> Believed(string[] entries)
    {
        var record = SmallRecord.Empty();
        foreach (var text in entries)
        {
            var parts = text.Split(" after ");
            Guid? after =
                parts.Length == 1 ? null : SmallRecord.IdAt(int.Parse(parts[1], CultureInfo.InvariantCulture) - 1);
            record.Told(Sample.Icb, Sample.Assigned(1, parts[0]).With(d => d with { After = after }));
        }

        return record.Timeline(Sample.Icb).Entries;
    }
}

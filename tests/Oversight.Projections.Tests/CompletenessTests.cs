using Oversight.Projections.Completeness;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests;

/// <summary>
/// Signs that a record may lack something. A small record's clock stands at noon on 10 May 2024 and moves one minute with each entry: everything is
/// recorded on that day.
/// </summary>
public sealed class CompletenessTests
{
    private static readonly CompletenessThresholds Few = new(LateDays: 31, ClusterEntries: 3, SilentDays: 92);

    [Fact]
    public void Of_an_empty_record_there_was_nothing_to_look_at()
    {
        var signs = Of(SmallRecord.Empty(), "2024-05-10");

        Assert.Equal(
            ["late-recording", "back-dating", "overdue-reviews", "silences", "unmet-exits", "both-sides"],
            signs.Keys
        );
        Assert.All(
            signs.Values,
            sign =>
            {
                Assert.StartsWith("There were no ", sign.Says, StringComparison.Ordinal);
                Assert.DoesNotContain("complete", sign.Says, StringComparison.OrdinalIgnoreCase);
                Assert.Equal((0, 0), (sign.Found.Count, sign.LookedAt.Count));
            }
        );
    }

    [Fact]
    public void Late_is_what_is_live_and_was_recorded_so_many_days_after_it_took_effect_and_not_a_day_earlier()
    {
        var record = SmallRecord
            .Empty()
            .Told(
                Sample.Icb,
                Sample.Assigned(2, "2024-04-09"), // 31 days
                Sample.Assigned(3, "2024-04-10"), // 30 days
                Sample.Assigned(2, "2024-01-01").With(d => d with { Origin = Origin.BackDated }),
                Sample.Assigned(4, "2024-05-09").With(d => d with { Effective = DateWithPrecisionOf("unknown") })
            );

        var late = Of(record, "2024-05-10")["late-recording"];

        Assert.Equal([SmallRecord.IdAt(0)], EntriesOf(late));
        Assert.Equal("1 found among 3 live entries. It is not stated of 1.", late.Says);
        Assert.Equal(3, late.LookedAt.Count);
        Assert.Equal(1, late.Unknown!.Count);
        Assert.Equal(0, Of(record, "2024-05-10", Few with { LateDays = 32 })["late-recording"].Found.Count);
    }

    [Fact]
    public void A_cluster_is_of_one_account_on_one_day()
    {
        Event BackDated(int segment, string day) =>
            Sample.Assigned(segment, day).With(d => d with { Origin = Origin.BackDated });
        var icb = SubjectId.Of(Sample.Icb);
        var record = SmallRecord
            .Empty()
            .ToldBy("alex", icb, BackDated(2, "2024-01-01"), BackDated(3, "2024-02-01"))
            .ToldBy(
                "sam",
                icb,
                BackDated(2, "2024-02-10"),
                BackDated(3, "2024-02-20"),
                Sample.Assigned(2, "2024-05-09")
            )
            .ToldBy("alex", SubjectId.Of(Sample.OtherIcb), BackDated(2, "2024-03-01"));

        var cluster = Of(record, "2024-05-10")["back-dating"];

        Assert.Equal("1 found among 2 days on which an account back-dated entries.", cluster.Says);
        Assert.Equal([SmallRecord.IdAt(0), SmallRecord.IdAt(1), SmallRecord.IdAt(5)], EntriesOf(cluster));
        var row = Assert.Single(cluster.Found.Rows);
        Assert.Equal(("alex", 3L, 5L, 2L), (Cell("loggedBy"), Cell("entries"), Cell("minutes"), Cell("subjects")));
        Assert.Equal(2, Of(record, "2024-05-10", Few with { ClusterEntries = 2 })["back-dating"].Found.Count);
        object? Cell(string column) => cluster.Found.Cell(row, column);
    }

    [Fact]
    public void Silent_is_an_organisation_in_support_of_which_nothing_happened_for_so_long_whenever_it_was_recorded()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.Icb, Sample.Assigned(3, "2023-06-01"))
            // In segment 2 nothing has to be heard of it.
            .Told(Sample.OtherIcb, Sample.Assigned(2, "2023-06-01"))
            .Told(Sample.Icb, Sample.Reviewed(3, "2023-09-01"));

        Assert.Equal("None found among 1 organisation in support.", Of(record, "2023-12-01")["silences"].Says);
        var silent = Of(record, "2023-12-02")["silences"];
        Assert.Equal("1 found among 1 organisation in support.", silent.Says);
        var row = Assert.Single(silent.Found.Rows);
        Assert.Equal(92L, silent.Found.Cell(row, "daysSilent"));
        Assert.Contains(SmallRecord.IdAt(5), EntriesOf(silent));
        // What was known before the review was recorded.
        Assert.Equal(
            184L,
            Of(record.At(4), "2023-12-02", Few)["silences"] is var before
                ? before.Found.Cell(before.Found.Rows[0], "daysSilent")
                : null
        );
        // An engagement that names it is heard of too.
        record.Told(SubjectId.OfRecovery("qoc-2023"), Sample.Entered("2023-11-15", Sample.Icb));
        Assert.Equal(0, Of(record, "2023-12-02")["silences"].Found.Count);
        Assert.Equal(1, Of(record, "2024-03-01")["silences"].Found.Count);
        // A retracted entry was never heard.
        record.Told(SubjectId.OfRecovery("qoc-2023"), Sample.Retracted(record.Last));
        Assert.Equal(1, Of(record, "2023-12-02")["silences"].Found.Count);
    }

    [Fact]
    public void What_is_done_with_the_record_ends_no_silence()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample
                    .Assigned(3, "2023-06-01")
                    .With(d => d with { DecidedBy = d.DecidedBy with { Person = "person:" + new string('a', 64) } })
            );
        var assigned = record.Last;
        record.Told(
            Sample.Icb,
            new RetentionHoldPlaced(SampleRecovery.Because("2023-11-01"), HoldGround.Inquiry, "Inquiry 1")
        );
        var hold = record.Last;
        record.Told(
            Sample.Icb,
            new RetentionHoldLifted(SampleRecovery.Because("2023-11-02"), hold),
            new PersonRedacted(
                SampleRecovery.Because("2023-11-03"),
                ["person:" + new string('a', 64)],
                RedactionGround.CourtOrder
            )
        );

        var silent = Of(record, "2023-12-01")["silences"];

        Assert.Equal(183L, silent.Found.Cell(Assert.Single(silent.Found.Rows), "daysSilent"));
        Assert.Contains(assigned, EntriesOf(silent));
    }

    [Fact]
    public void Overdue_reviews_exits_with_unmet_criteria_and_the_same_account_on_both_sides_are_found()
    {
        var engagement = SubjectId.OfRecovery("qoc-2023");
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Reviewed(3, "2024-01-10", "2024-04-10"), Sample.Proposed(4, "2024-04-01"))
            .Told(Sample.Icb, new SegmentAgreed(Sample.Decision("2024-04-01"), SmallRecord.IdAt(3), 4))
            .Told(
                engagement,
                Sample.Entered("2023-01-01", Sample.Icb),
                SampleRecovery.Agreed("2023-02-01", "EC1"),
                new ExitAgreed(
                    SampleRecovery.Because("2024-05-01"),
                    Unmet: [new AcceptedUnmet("EC1", "It is nearly met.", "person:" + new string('a', 64))]
                )
            );

        var signs = Of(record, "2024-05-10");

        Assert.Equal(1, signs["overdue-reviews"].Found.Count);
        Assert.Equal(0, Of(record, "2024-04-10")["overdue-reviews"].Found.Count);
        Assert.Equal("1 found among 1 exit.", signs["unmet-exits"].Says);
        // The exit answers no recommendation that is recorded.
        Assert.Equal(
            "1 found among 1 decision that answers a proposal. It is not stated of 1.",
            signs["both-sides"].Says
        );
        Assert.Contains(SmallRecord.IdAt(3), EntriesOf(signs["both-sides"]));
    }

    [Theory]
    [InlineData("""{"lateDays": 14}""", 14, 10, 92)]
    [InlineData("", 31, 10, 92)]
    [InlineData("""{"silentDays": 30, "clusterEntries": 5}""", 31, 5, 30)]
    public void Thresholds_are_a_setting(string setting, int late, int cluster, int silent) =>
        Assert.Equal(new CompletenessThresholds(late, cluster, silent), CompletenessThresholds.Parse(setting));

    [Theory]
    [InlineData("""{"lateDays": 0}""")]
    [InlineData("""{"late": 1}""")]
    [InlineData("31")]
    [InlineData("null")]
    [InlineData("""{"lateDays": "a month"}""")]
    public void A_setting_that_cannot_be_taken_says_what_to_write(string setting) =>
        Assert.Contains(
            "threshold",
            Assert.Throws<FormatException>(() => CompletenessThresholds.Parse(setting)).Message,
            StringComparison.Ordinal
        );

    private static Record.Time.DateWithPrecision DateWithPrecisionOf(string text) => Sample.Date(text);

    private static IEnumerable<Guid> EntriesOf(CompletenessSign sign) =>
        sign.Found.Rows.SelectMany(row => row.RestsOn).Select(entry => entry.Id);

    private static Dictionary<string, CompletenessSign> Of(
        SmallRecord record,
        string on,
        CompletenessThresholds? thresholds = null
    ) => Of(record.At(), on, thresholds ?? Few);

    private static Dictionary<string, CompletenessSign> Of(RecordAt record, string on, CompletenessThresholds from) =>
        CompletenessSigns
            .Of(record, DateOnly.ParseExact(on, "O", System.Globalization.CultureInfo.InvariantCulture), from)
            .ToDictionary(sign => sign.Kind);
}

using Oversight.Projections.AuditHistory;
using Oversight.Projections.Facts;
using Oversight.Record;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests;

using AuditHistory = Oversight.Projections.AuditHistory.AuditHistory;

public sealed class AuditHistoryTests
{
    private static readonly Guid Entry = SmallRecord.IdAt(2);
    private static readonly SmallRecord Assigned = SmallRecord
        .OfAnIcb()
        .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));

    [Fact]
    public void Nothing_recorded_has_no_history()
    {
        Assert.Null(AuditHistory.Of(Assigned.At(), SubjectId.Of(Sample.OtherIcb)));
        Assert.Null(AuditHistory.Of(Assigned.At(0), SubjectId.Of(Sample.Icb)));
    }

    [Fact]
    public void Entries_are_in_the_order_in_which_they_were_recorded_each_explained()
    {
        var history = Of(Assigned);
        Assert.Equal([1L, 2L], history.Entries.Select(e => e.Place));
        Assert.Equal(
            ("organisation-QOC", 2, 2, 2),
            (history.Subject, history.Place, history.Version, history.Contributing)
        );

        var entry = history.Entries[1];
        Assert.Equal("segment_assigned", entry.Kind);
        Assert.Equal("Segment 3 assigned from 1 April 2024", entry.Summary);
        Assert.Equal("alex", entry.LoggedBy);
        Assert.Equal(Assigned.Entries[2].Recorded, entry.Recorded);
        Assert.Equal(EntryStanding.Stands, entry.Standing);
        Assert.Null(entry.ChangedBy);
        Assert.Null(entry.Old);
        Assert.Null(entry.New);
        Assert.Equal(Assigned.Entries[2].Event, entry.Event);
    }

    [Theory]
    [InlineData("2024-04-01", 39)] // recorded on 10 May 2024
    [InlineData("Q4 2023/24", 40)]
    [InlineData("2024/25", -325)]
    [InlineData("unknown", null)]
    public void Days_to_record_count_from_the_latest_effective_day(string effective, int? days) =>
        Assert.Equal(
            days,
            Of(SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, effective))).Entries[^1].DaysToRecord
        );

    [Fact]
    public void A_correction_shows_what_was_believed_just_before_and_what_it_says_instead()
    {
        var history = Of(
            Then(
                Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")),
                Sample.Corrected(Entry, Sample.Assigned(1, "2024-04-01"))
            )
        );
        Assert.Equal("Segment 3 assigned from 1 April 2024", history.Entries[2].Old);
        Assert.Equal("Segment 2 assigned from May 2024", history.Entries[2].New);
        Assert.Equal("Segment 2 assigned from May 2024", history.Entries[3].Old);
        Assert.Equal("Segment 1 assigned from 1 April 2024", history.Entries[3].New);
    }

    [Fact]
    public void A_correction_of_a_correction_shows_what_was_believed_of_the_entry_itself()
    {
        var history = Of(
            Then(
                Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")),
                Sample.Retracted(SmallRecord.IdAt(3)),
                Sample.Corrected(SmallRecord.IdAt(3), Sample.Assigned(1, "2024-04-01"))
            )
        );
        Assert.Equal("Segment 3 assigned from 1 April 2024", history.Entries[^1].Old);
    }

    [Fact]
    public void Before_a_correction_of_what_was_retracted_nothing_was_believed()
    {
        var history = Of(Then(Sample.Retracted(Entry), Sample.Corrected(Entry, Sample.Assigned(2, "May 2024"))));
        Assert.Null(history.Entries[^1].Old);
        Assert.Equal("Segment 2 assigned from May 2024", history.Entries[^1].New);
    }

    [Fact]
    public void Corrections_that_name_each_other_or_themselves_have_nothing_before_them()
    {
        var replacement = Sample.Assigned(2, "May 2024");
        var history = Of(
            Then(
                Sample.Corrected(SmallRecord.IdAt(4), replacement), // 3
                Sample.Corrected(SmallRecord.IdAt(3), replacement), // 4
                Sample.Corrected(SmallRecord.IdAt(4), replacement), // 5
                Sample.Corrected(SmallRecord.IdAt(6), replacement), // 6
                Sample.Corrected(SmallRecord.IdAt(6), replacement) // 7
            )
        );
        Assert.All(history.Entries, e => Assert.Null(e.Old));
        Assert.All(
            history.Entries.Skip(2),
            e => Assert.Equal("correction-fits-target", Assert.Single(e.Findings).Rule)
        );
    }

    [Fact]
    public void Each_entry_says_what_became_of_it_and_by_what()
    {
        var history = Of(
            Then(
                Sample.Corrected(Entry, Sample.Assigned(2, "2024-04-01")), // 3
                Sample.Corrected(Entry, Sample.Assigned(1, "2024-04-01")), // 4
                Sample.Corrected(Entry, Sample.Assigned(4, "2024-04-01")), // 5
                Sample.Retracted(SmallRecord.IdAt(5)), // 6
                Sample.Published(1, "2023/24"), // 7
                Sample.Retracted(SmallRecord.IdAt(7)), // 8
                Sample.Retracted(SmallRecord.IdAt(8)) // 9
            )
        );
        Assert.Equal(
            [
                (1, EntryStanding.Stands, null),
                (2, EntryStanding.Corrected, 4),
                (3, EntryStanding.Corrected, 4),
                (4, EntryStanding.Stands, null),
                (5, EntryStanding.Retracted, 6),
                (6, EntryStanding.Stands, null),
                (7, EntryStanding.Stands, null),
                (8, EntryStanding.Retracted, 9),
                (9, EntryStanding.Stands, null),
            ],
            history.Entries.Select(e =>
                (
                    (int)e.Place,
                    e.Standing,
                    history.Entries.FirstOrDefault(by => by.Id == e.ChangedBy) is { } by ? (int?)by.Place : null
                )
            )
        );
    }

    [Fact]
    public void An_earlier_place_shows_what_had_become_of_it_by_then()
    {
        var record = Then(Sample.Corrected(Entry, Sample.Assigned(2, "2024-04-01")), Sample.Retracted(Entry));
        EntryStanding At(long place) =>
            AuditHistory.Of(record.At(place), SubjectId.Of(Sample.Icb))!.Entries.Single(e => e.Id == Entry).Standing;
        Assert.Equal(EntryStanding.Stands, At(2));
        Assert.Equal(EntryStanding.Corrected, At(3));
        Assert.Equal(EntryStanding.Retracted, At(4));
    }

    [Fact]
    public void A_finding_is_placed_at_its_entry_with_the_rule_and_its_sentence()
    {
        var history = Of(Then(Sample.Assigned(7, "2024-05-01"), Sample.Reviewed(3, "2024-04-15")));
        Assert.Equal([0, 0, 1, 0], history.Entries.Select(e => e.Findings.Count));
        var finding = history.Entries[2].Findings[0];
        Assert.Equal("segment-of-framework", finding.Rule);
        Assert.Contains("has no segment 7", finding.Breach, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_event_is_told_in_words()
    {
        string[] words =
        [
            EventWords.Summary(Sample.Registered(Sample.Icb)),
            EventWords.Summary(Sample.Succeeded("2026-04-01", Sample.NewIcb)),
            EventWords.Summary(Sample.Framework("nof-2025-26", "2025-06-26", until: "2026-03-31")),
            EventWords.Summary(Sample.Published(3, "2023/24")),
            EventWords.Summary(Sample.Reviewed(3, "2024-05-01", "Q3 2024/25")),
            EventWords.Summary(Sample.Assessed("2023/24")),
            EventWords.Summary(Sample.Corrected(Entry, Sample.Assigned(2, "May 2024"))),
            EventWords.Summary(Sample.Retracted(Entry)),
        ];
        Assert.Equal(
            [
                "NHS QOC Integrated Care Board (QOC) established 1 July 2022, overseen by Midlands",
                "Ended 1 April 2026; followed by S1Y5D (merger)",
                "Framework nof-2025-26 in force from 26 June 2025 until 31 March 2026",
                "Segment 3 published for 2023/24 (\"Segment 3 as printed\")",
                "Segment 3 reviewed 1 May 2024 and confirmed; next review due Q3 2024/25",
                "Annual assessment of 2023/24 published, 1 areas",
                $"Entry {Entry} corrected to: Segment 2 assigned from May 2024",
                $"Entry {Entry} retracted",
            ],
            words
        );
    }

    [Fact]
    public void Facts_are_what_is_believed_one_a_line_with_period_precision_and_source()
    {
        var record = Then(
            Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")),
            Sample.Published(3, "2023/24"),
            Sample.Assessed("2023/24"),
            Sample.Reviewed(1, "2024-05-01"),
            Sample.Retracted(SmallRecord.IdAt(6)),
            Sample.Succeeded("2026-04-01", Sample.NewIcb)
        );
        Assert.Equal(
            [
                "nof-2021-22|framework_published|summary|Framework nof-2021-22 in force from 1 April 2021|2021-04-01|Day|",
                "QOC|organisation_registered|name|NHS QOC Integrated Care Board|2022-07-01|Day|",
                "QOC|organisation_registered|region|Y60|2022-07-01|Day|",
                "QOC|segment_assigned|segment|2|2024-05|Month|",
                "QOC|segment_published|segment|3|2023/24|FinancialYear|PRN01455, lines 14-16",
                "QOC|segment_published|label|Segment 3 as printed|2023/24|FinancialYear|PRN01455, lines 14-16",
                "QOC|annual_assessment_published|Improving the outcomes|It did well.|2023/24|FinancialYear|PRN01455, lines 14-16",
                "QOC|organisation_succeeded|successor|S1Y5D|2026-04-01|Day|",
            ],
            Fact.All(record.At())
                .Select(f => $"{f.Ods}|{f.Kind}|{f.Subject}|{f.Value}|{f.Period.Stored}|{f.Precision}|{f.Source}")
        );
        Assert.Equal(Entry, Fact.All(record.At()).Single(f => f.Precision == DatePrecision.Month).Entry);
    }

    private static SmallRecord Then(params Record.Events.Event[] contents) =>
        SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")).Told(Sample.Icb, contents);

    private static AuditHistory Of(SmallRecord record) => AuditHistory.Of(record.At(), SubjectId.Of(Sample.Icb))!;
}

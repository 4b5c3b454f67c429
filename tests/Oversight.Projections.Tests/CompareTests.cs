using Oversight.Projections.Compare;
using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests;

/// <summary>Two states of the record beside one another.</summary>
public sealed class CompareTests
{
    [Fact]
    public void What_took_effect_between_two_days_changed_in_the_world()
    {
        var record = Record().Told(Sample.Icb, Sample.Assigned(4, "2024-05-01"));

        var segment = Only(Days(record, "2024-04-15", "2024-05-05"), "Segment");

        Assert.Equal(WhatChanged.InTheWorld, segment.Changed);
        Assert.Equal(
            new("Segment", "3, assigned from 1 April 2024", "4, assigned from 1 May 2024"),
            Aspect(segment, "Segment")
        );
        var reason = Assert.Single(segment.Because);
        Assert.Equal(
            (record.Last, null, HowChanged.TookEffect, "Segment 4 assigned from 1 May 2024"),
            (reason.Entry, reason.About, reason.How, reason.Says)
        );
    }

    [Fact]
    public void Nothing_is_said_to_have_changed_where_nothing_has() =>
        Assert.Empty(Assert.Single(Days(Record(), "2024-04-15", "2024-05-05").Organisations).Differences);

    [Fact]
    public void A_correction_changed_what_is_known_and_not_what_is_so()
    {
        var record = Record().Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-01")));

        var segment = Only(Known(record, 2, 3, "2024-05-05", "2024-05-05"), "Segment");

        Assert.Equal(WhatChanged.InOurKnowledge, segment.Changed);
        var reason = Assert.Single(segment.Because);
        Assert.Equal(
            (record.Last, SmallRecord.IdAt(2), HowChanged.Corrected),
            (reason.Entry, reason.About, reason.How)
        );
        Assert.Equal(
            ("Segment 2 assigned from 1 April 2024", "Segment 3 assigned from 1 April 2024"),
            (reason.Says, reason.Replaced)
        );
        Assert.Equal(Sample.Corrected(default, Sample.Assigned(2, "2024-04-01")).Decision.Rationale, reason.Rationale);
    }

    [Fact]
    public void What_was_retracted_and_what_counts_again_changed_what_is_known()
    {
        var record = Record().Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(2)));
        var retracted = Only(Known(record, 2, 3, "2024-05-05", "2024-05-05"), "Segment");
        Assert.Equal([HowChanged.Retracted], retracted.Because.Select(b => b.How));

        record = record.Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(3)));
        var again = Only(Known(record, 3, 4, "2024-05-05", "2024-05-05"), "Segment");
        Assert.Equal((HowChanged.CountsAgain, record.Last), (again.Because[0].How, again.Because[0].Entry));
        Assert.Empty(Known(record, 2, 4, "2024-05-05", "2024-05-05").Organisations[0].Differences);
    }

    [Fact]
    public void An_entry_about_a_time_before_changed_what_is_known_of_then_and_one_since_what_is_so()
    {
        var record = Record()
            .Told(Sample.Icb, Sample.Assigned(2, "2024-04-10"))
            .Told(Sample.Icb, Sample.Assigned(4, "2024-05-01"));

        var differences = Known(record, 2, 4, "2024-04-20", "2024-05-05").Organisations[0].Differences;

        Assert.Equal(
            [
                (WhatChanged.InOurKnowledge, "Segment", HowChanged.RecordedSince, SmallRecord.IdAt(3)),
                (WhatChanged.InTheWorld, "Segment", HowChanged.TookEffect, SmallRecord.IdAt(4)),
            ],
            differences.Select(d => (d.Changed, d.What, d.Because[0].How, d.Because[0].Entry))
        );
        Assert.Equal(
            [
                ("3, assigned from 1 April 2024", "2, assigned from 10 April 2024"),
                ("2, assigned from 10 April 2024", "4, assigned from 1 May 2024"),
            ],
            differences.Select(d => Aspect(d, "Segment")).Select(a => (a.Before, a.After))
        );
    }

    [Fact]
    public void What_is_recorded_ahead_is_known_and_not_yet_so()
    {
        var record = Record().Told(Sample.Icb, Sample.Assigned(4, "2024-06-01"));

        var difference = Assert.Single(Known(record, 2, 3, "2024-05-05", "2024-05-05").Organisations[0].Differences);

        Assert.Equal(
            (WhatChanged.InOurKnowledge, Compared.Entry, HowChanged.RecordedAhead),
            (difference.Changed, difference.What, difference.Because[0].How)
        );
    }

    /// <summary>An id is written as it is, also where a line begins with it.</summary>
    [Fact]
    public void A_certificate_is_named_by_the_id_of_its_undertakings()
    {
        var certificate = Only(
            Days(SampleUndertakings.Applied(), "2024-03-31", "2024-04-02", "RXW"),
            "Compliance certificate"
        );
        Assert.Equal(SampleUndertakings.Subject.Id, certificate.Title);
    }

    [Fact]
    public void Time_alone_makes_an_undertaking_overdue()
    {
        var differences = Days(SampleUndertakings.Given(), "2024-03-31", "2024-04-01", "RXW")
            .Organisations[0]
            .Differences;

        var undertaking = Assert.Single(differences);
        Assert.Equal(("Undertaking", WhatChanged.InTheWorld), (undertaking.What, undertaking.Changed));
        Assert.Equal(new("Overdue", "no", "yes"), Assert.Single(undertaking.Aspects));
        Assert.Empty(undertaking.Because);
    }

    [Fact]
    public void Recovery_Support_its_target_and_its_criteria_are_compared_with_the_entries_behind_each()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(SampleRecovery.Subject, SampleRecovery.TargetExit("2023-06-01", "2024-03-31"))
            .Told(SampleRecovery.Subject, SampleRecovery.Judged("2023-06-10", "EC1", CriterionJudgement.Met));

        var differences = Days(record, "2023-05-15", "2023-06-30", "QOC").Organisations[0].Differences;

        var target = differences.Single(d => d.What == "Recovery Support" && d.Title is not null);
        Assert.Equal(new("Target exit", null, "31 March 2024"), Aspect(target, "Target exit"));
        Assert.Equal(["target_exit_revised"], KindsOf(record, target));
        var criterion = differences.Single(d =>
            d.What == "Criterion" && d.Title!.Contains("EC1", StringComparison.Ordinal)
        );
        Assert.Equal("yes", Aspect(criterion, "Met").After);
        Assert.Equal(["criterion_assessed"], KindsOf(record, criterion));
    }

    [Fact]
    public void What_no_list_shows_is_told_as_the_entry_that_it_is()
    {
        var record = Record().Told(Sample.Icb, Sample.Proposed(4, "2024-05-01"));

        var differences = Days(record, "2024-04-15", "2024-05-05").Organisations[0].Differences;

        var entry = Assert.Single(differences);
        Assert.Equal((Compared.Entry, "Segment proposed"), (entry.What, entry.Title));
        Assert.Equal(record.Last, entry.Because[0].Entry);
    }

    [Fact]
    public void At_a_merger_the_body_that_ends_and_the_one_that_begins_are_both_told()
    {
        var record = SampleMergers.WithRecovery();

        var organisations = Days(record, "2024-03-31", "2024-04-01").Organisations;

        var ended = organisations.Single(o => o.Ods == Sample.Icb);
        Assert.Contains(ended.Differences, d => d.Aspects.Any(a => a is { Aspect: "Existence", After: "ended" }));
        var begun = organisations.Single(o => o.Ods == Sample.NewIcb);
        Assert.Contains(begun.Differences, d => d.Changed == WhatChanged.InTheWorld && d.What == "Organisation");
    }

    [Fact]
    public void What_own_people_see_decides_what_is_compared_and_what_they_were_told_since_is_knowledge()
    {
        var record = Record()
            .Told(
                Sample.Icb,
                Sample.Assigned(4, "2024-05-01").With(d => d with { Communicated = new DateOnly(2024, 5, 8) })
            )
            .Told(Sample.Icb, Sample.Proposed(3, "2024-05-02"));
        var whole = record.At();
        ComparedState Seen(string on) => new(whole.AsSeenBy(Sample.Icb, Day(on)), null, Day(on));

        var compared = Compared.Of(Seen("2024-05-03"), Seen("2024-05-09"));

        Assert.True(compared.Partly);
        Assert.Null(compared.Place);
        var difference = Assert.Single(compared.Organisations[0].Differences);
        Assert.Equal(
            (WhatChanged.InOurKnowledge, HowChanged.Told, SmallRecord.IdAt(3)),
            (difference.Changed, difference.Because[0].How, difference.Because[0].Entry)
        );
    }

    [Fact]
    public void Only_whom_is_asked_about_is_compared()
    {
        var record = SampleRecovery.Organisations();

        Assert.Equal([Sample.Trust], Days(record, "2024-01-01", "2024-02-01", "RXW").Organisations.Select(o => o.Ods));
        Assert.Contains(
            Sample.Icb,
            Compared
                .Of(At(record, Day("2024-01-01")), At(record, Day("2024-02-01")), organisation: "system:QOC")
                .Organisations.Select(o => o.Ods)
        );
        var fault = Assert.Throws<BadInputException>(() => Days(record, "2024-01-01", "2024-02-01", "QQQ"));
        Assert.Equal("organisation", fault.Field);
    }

    [Fact]
    public void The_later_state_does_not_come_first()
    {
        Assert.Equal("to", Assert.Throws<BadInputException>(() => Days(Record(), "2024-05-05", "2024-05-04")).Field);
        Assert.Equal(
            "knownTo",
            Assert
                .Throws<BadInputException>(() =>
                    Known(Record().Told(Sample.Icb, Sample.Proposed(4, "2024-05-01")), 3, 2, "2024-05-05", "2024-05-05")
                )
                .Field
        );
    }

    [Fact]
    public void A_spreadsheet_has_a_row_for_each_aspect()
    {
        var record = Record().Told(Sample.Icb, Sample.Reviewed(4, "2024-05-01", "2024-08-01"));
        var rows = Days(record, "2024-04-15", "2024-05-05").AsRows();

        Assert.Equal(
            ["Last reviewed", "Next review due", "Review overdue"],
            rows.Rows.Select(r => (string)rows.Columns.Single(c => c.Name == "aspect").Of(r)!)
                .Order(StringComparer.Ordinal)
        );
        Assert.All(rows.Rows, row => Assert.Equal([record.Last], row.RestsOn.Select(e => e.Id)));
    }

    private static SmallRecord Record() => SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));

    private static DateOnly Day(string on) => DateWithPrecision.Parse(on).Latest;

    private static ComparedState At(SmallRecord record, DateOnly on) => new(record.At(), null, on);

    private static Compared Days(SmallRecord record, string from, string to, string? organisation = null) =>
        Compared.Of(At(record, Day(from)), At(record, Day(to)), organisation: organisation);

    private static Compared Known(SmallRecord record, int from, int to, string first, string second) =>
        Compared.Of(
            new(record.At(from), record.Entries[from].Recorded, Day(first)),
            new(record.At(to), record.Entries[to].Recorded, Day(second))
        );

    private static Difference Only(Compared compared, string what) =>
        Assert.Single(compared.Organisations.SelectMany(o => o.Differences), d => d.What == what);

    private static DifferentAspect Aspect(Difference difference, string aspect) =>
        difference.Aspects.Single(a => a.Aspect == aspect);

    private static IEnumerable<string> KindsOf(SmallRecord record, Difference difference) =>
        difference.Because.Select(b =>
            Oversight.Record.Catalogue.EventCatalogue.NameOf(record.Entries.Single(e => e.Id == b.Entry).Event)
        );
}

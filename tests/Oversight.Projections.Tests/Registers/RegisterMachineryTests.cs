using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Registers;

public sealed class RegisterMachineryTests
{
    // QOC in segment 3 since April, reviewed; QUA in segment 2; RXW registered only.
    private static readonly SmallRecord Record = SmallRecord
        .OfAnIcb()
        .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
        .Told(Sample.Trust, Sample.Registered(Sample.Trust, kind: Oversight.Record.OrganisationKind.NhsTrust))
        .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"), Sample.Reviewed(3, "2024-04-20", "Q1 2024/25"))
        .Told(Sample.OtherIcb, Sample.Assigned(2, "May 2023"));

    [Theory]
    [InlineData("ods=QOC", "QOC")]
    [InlineData("ods=qoc,QUA", "QOC QUA")]
    [InlineData("ods.not=QOC", "QUA RXW")]
    [InlineData("ods.contains=q", "QOC QUA")]
    [InlineData("segment=3", "QOC")]
    [InlineData("segment.not=3", "QUA RXW")]
    [InlineData("segment.atLeast=2", "QOC QUA")]
    [InlineData("segment.atMost=2", "QUA")]
    [InlineData("segment.empty=yes", "RXW")]
    [InlineData("segment.empty=false", "QOC QUA")]
    [InlineData("since.atLeast=2024-04-01", "QOC")]
    [InlineData("since.atMost=2023-05-30", "")]
    [InlineData("since.atMost=2023-05-31", "QUA")]
    [InlineData("since.atMost=2023/24", "QUA")]
    [InlineData("since.atLeast=2023/24", "QOC QUA")]
    [InlineData("since=May 2023", "QUA")]
    [InlineData("nextReviewDue.atMost=2024-06-30", "QOC")]
    [InlineData("reviewOverdue=no", "QOC")]
    [InlineData("reviewOverdue=yes", "")]
    [InlineData("reviewOverdue.not=no", "QUA RXW")]
    [InlineData("segmentState=certain,not-known", "QOC QUA RXW")]
    [InlineData("decidedBy=nhs-england", "QOC QUA")]
    [InlineData("decidedBy.contains=ENGLAND", "QOC QUA")]
    public void A_filter_leaves_the_rows_whose_cell_compares_so(string filter, string expected) =>
        Assert.Equal(expected, Ods([filter], "ods"));

    [Fact]
    public void Several_filters_hold_together() =>
        Assert.Equal("QOC", Ods(["segment.atLeast=2", "since.atLeast=2024-01-01"], "ods"));

    [Theory]
    [InlineData("segment", "QUA QOC RXW")]
    [InlineData("-segment", "QOC QUA RXW")]
    [InlineData("since,ods", "QUA QOC RXW")]
    [InlineData("-since", "QOC QUA RXW")]
    [InlineData("kind,-ods", "QUA QOC RXW")]
    [InlineData("-kind,ods", "RXW QOC QUA")]
    public void Rows_are_sorted_by_several_columns_with_empty_cells_last(string sort, string expected) =>
        Assert.Equal(expected, Ods([], sort));

    [Theory]
    [InlineData("segmnt=3", "segmnt", "segmentState")]
    [InlineData("segmnt.atLeast=3", "segmnt.atLeast", "ods")]
    [InlineData("segment=three", "segment", "three")]
    [InlineData("segment.contains=3", "segment.contains", "segment.atLeast")]
    [InlineData("segment.over=3", "segment.over", "atLeast")]
    [InlineData("since.atLeast=soon", "since.atLeast", "soon")]
    [InlineData("since=2024-02-30", "since", "2024-02-30")]
    [InlineData("ods.atLeast=QOC", "ods.atLeast", "contains")]
    [InlineData("kind=hospital", "kind", "nhs-trust")]
    [InlineData("reviewOverdue=perhaps", "reviewOverdue", "yes or no")]
    [InlineData("reviewOverdue.empty=perhaps", "reviewOverdue.empty", "yes or no")]
    [InlineData("ods=", "ods", "ods.empty")]
    public void A_filter_that_cannot_be_taken_is_named_with_what_is_allowed(string filter, string field, string allowed)
    {
        var fault = Assert.Throws<BadInputException>(() => Ods([filter], "ods"));

        Assert.Equal(field, fault.Field);
        Assert.Contains(allowed, fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("due")]
    [InlineData("ods,,name")]
    [InlineData("ods,-ods")]
    public void An_order_that_cannot_be_taken_is_refused(string sort) =>
        Assert.Equal("sort", Assert.Throws<BadInputException>(() => Ods([], sort)).Field);

    [Theory]
    [InlineData("ods,ods")]
    [InlineData("ods,segmnt")]
    public void Columns_are_those_of_the_register_each_once(string columns) =>
        Assert.Equal(
            "columns",
            Assert.Throws<BadInputException>(() => Ask("organisations", [], "ods", columns.Split(','))).Field
        );

    [Fact]
    public void Rows_have_the_cells_of_the_columns_asked_for_in_that_order()
    {
        var answer = Ask("organisations", ["ods=QOC"], "ods", ["segment", "ods"]);

        Assert.Equal(["segment", "ods"], answer.Columns.Select(c => c.Name));
        Assert.Equal([3L, "QOC"], Assert.Single(answer.Cells()));
    }

    [Fact]
    public void A_row_names_its_entries_its_rules_and_the_framework()
    {
        var row = Assert.Single(Ask("organisations", ["ods=QOC"], "ods", []).Rows);

        Assert.Contains(SmallRecord.IdAt(4), row.RestsOn.Select(e => e.Id));
        Assert.Contains(SmallRecord.IdAt(0), row.RestsOn.Select(e => e.Id));
        Assert.Contains("segment-on-a-day", row.Rules.Select(r => r.Name));
        Assert.Equal("nof-2021-22", row.Framework);
    }

    [Fact]
    public void An_instant_is_compared_with_a_day_in_London_or_with_an_instant()
    {
        long[] Places(params string[] filters) =>
            [.. Ask("history", filters, "place", ["place"]).Cells().Select(cells => (long)cells[0]!)];
        // Recorded from noon in London on 10 May 2024, a minute apart.
        Assert.Equal(7, Places("recorded.atLeast=2024-05-10", "recorded.atMost=2024-05-10").Length);
        Assert.Empty(Places("recorded.atLeast=2024-05-11"));
        Assert.Equal([5L, 6L], Places("recorded.atLeast=2024-05-10T11:05:00Z"));
        Assert.Equal([0L, 1L], Places("recorded.atMost=2024-05-10T12:01:00+01:00"));
    }

    [Fact]
    public void An_earlier_place_and_another_day_have_their_own_rows()
    {
        var before = Register
            .Of("organisations")
            .Ask(Record.At(3), new DateOnly(2024, 5, 1), [new("segment", Comparison.Empty, "no")], [], []);
        var earlier = Register
            .Of("organisations")
            .Ask(Record.At(), new DateOnly(2024, 3, 31), [new("segment", Comparison.Empty, "no")], [], ["ods"]);

        Assert.Empty(before.Rows);
        Assert.Equal(3, before.Place);
        Assert.Equal("QUA", Assert.Single(earlier.Cells())[0]);
    }

    [Fact]
    public void An_order_lacks_nothing_and_the_act_is_the_authority_of_what_no_framework_decides()
    {
        var order = Sample.Succeeded("2026-04-01", Sample.NewIcb);
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                order with
                {
                    Decision = order.Decision with { Source = Sample.Publication },
                },
                Sample.Assessed("2023/24"),
                Sample.Succeeded("2026-04-02", Sample.NewIcb)
            );
        var answer = Register
            .Of("decisions")
            .Ask(record.At(), new(2026, 5, 1), [Filter.Parse("ods=QOC")], [], ["kind", "authority", "missing"]);

        string Cell(object? cell) => cell is IEnumerable<string> list ? string.Join(" ", list) : $"{cell}";
        Assert.Equal(
            [
                "organisation_registered|National Health Service Act 2006|",
                "organisation_succeeded|National Health Service Act 2006|",
                "annual_assessment_published|National Health Service Act 2006, section 14Z59|",
                "organisation_succeeded|National Health Service Act 2006|rationale letter evidence",
            ],
            answer.Cells().Select(cells => string.Join('|', cells.Select(Cell)))
        );
    }

    [Fact]
    public void Every_register_has_a_name_of_its_own_and_columns_that_can_be_told_apart()
    {
        string[] reserved = ["on", "known", "sort", "columns", "limit", "after", "format"];
        Assert.Equal(Register.All.Count, Register.All.Select(r => r.Name).Distinct().Count());
        Assert.All(
            Register.All,
            register =>
            {
                var names = register.Columns.Select(c => c.Name).ToArray();
                Assert.Equal(names.Length, names.Distinct().Count());
                Assert.DoesNotContain(names, n => reserved.Contains(n) || n.Contains('.', StringComparison.Ordinal));
                Assert.Subset(names.ToHashSet(), register.Shown.ToHashSet());
                Assert.All(register.Columns, c => Assert.EndsWith(".", c.Description, StringComparison.Ordinal));
                Assert.Contains("region", names);
                Assert.Contains("ods", names);
            }
        );
        Assert.Equal("name", Assert.Throws<BadInputException>(() => Register.Of("organisation")).Field);
    }

    [Fact]
    public void Every_register_answers_an_empty_record_with_no_row() =>
        Assert.All(
            Register.All,
            register => Assert.Empty(register.Ask(SmallRecord.Empty().At(), new DateOnly(2024, 5, 1), [], [], []).Rows)
        );

    private static string Ods(string[] filters, string sort) =>
        string.Join(' ', Ask("organisations", filters, sort, ["ods"]).Cells().Select(cells => cells[0]));

    private static RegisterAnswer Ask(string register, string[] filters, string sort, string[] columns) =>
        Register
            .Of(register)
            .Ask(Record.At(), new DateOnly(2024, 5, 1), [.. filters.Select(Filter.Parse)], Sort.Parse(sort), columns);
}

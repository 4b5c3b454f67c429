using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class PublishAnnualAssessmentTests
{
    private static readonly AnnualAssessmentPublished Good = Sample.Assessed("2023/24");

    [Fact]
    public void An_assessment_is_published()
    {
        SmallRecord.OfAnIcb().Accepts(new LogDecision(SubjectId.Of(Sample.Icb), Good), Good);
    }

    [Fact]
    public void A_fault_is_named_by_its_field()
    {
        void Finds(string field, params AssessedArea[] areas) =>
            SmallRecord
                .OfAnIcb()
                .FindsFault(() => new LogDecision(SubjectId.Of(Sample.Icb), Good with { Areas = areas }), field);

        Finds("areas");
        Finds("areas", [.. Enumerable.Range(0, 51).Select(i => new AssessedArea($"Area {i}", "Text"))]);
        Finds("areas", new AssessedArea("Same", "Text"), new AssessedArea("Same", "Other text"));
        Finds("areas[1]", new AssessedArea("One", "Text"), null!);
        Finds("areas[0].heading", new AssessedArea("", "Text"));
        Finds("areas[1].text", new AssessedArea("One", "Text"), new AssessedArea("Two", ""));
        Finds("areas[0].text", new AssessedArea("One", new string('x', 50_001)));
        Finds("areas[0].lines", new AssessedArea("One", "Text", new string('1', 51)));
        SmallRecord
            .OfAnIcb()
            .FindsFault(
                () => new LogDecision(SubjectId.Of(Sample.Icb), Good.With(d => d with { Source = null })),
                "decision.source"
            );
    }

    [Fact]
    public void The_year_before_it_was_established_needs_its_predecessor()
    {
        var early = Sample.Assessed("2020/21");
        SmallRecord.OfAnIcb().Refuses(new LogDecision(SubjectId.Of(Sample.Icb), early), "within-existence");
        var named = early.With(d => d with { Predecessor = Sample.Trust });
        SmallRecord.OfAnIcb().Accepts(new LogDecision(SubjectId.Of(Sample.Icb), named), named);
    }
}

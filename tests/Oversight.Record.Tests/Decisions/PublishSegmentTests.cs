using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class PublishSegmentTests
{
    [Fact]
    public void A_document_states_a_segment_for_a_period()
    {
        var content = Sample.Published(3, "2023/24");
        SmallRecord.OfAnIcb().Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Fact]
    public void A_fault_is_named_by_its_field()
    {
        var good = Sample.Published(3, "2023/24");
        var record = SmallRecord.OfAnIcb();
        record.FindsFault(() => new LogDecision(SubjectId.Of(Sample.Icb), good with { Segment = 0 }), "segment");
        record.FindsFault(() => new LogDecision(SubjectId.Of(Sample.Icb), good with { Label = " " }), "label");
        record.FindsFault(
            () => new LogDecision(SubjectId.Of(Sample.Icb), good with { Label = new string('x', 201) }),
            "label"
        );
        record.FindsFault(
            () => new LogDecision(SubjectId.Of(Sample.Icb), good.With(d => d with { Source = null })),
            "decision.source"
        );
    }

    [Fact]
    public void A_disagreement_with_what_was_assigned_is_only_reported()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-01-01"));
        var content = Sample.Published(2, "2023/24");
        record.Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
        record.Told(Sample.Icb, content);
        Assert.Equal([("published-agrees-with-assigned", record.Last)], record.Findings(Sample.Icb));
    }
}

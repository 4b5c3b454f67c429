using Oversight.Record.Catalogue;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class AssignSegmentTests
{
    [Fact]
    public void An_organisation_is_placed_in_a_segment()
    {
        var content = Sample.Assigned(3, "2024-05-01");
        SmallRecord.OfAnIcb().Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Fact]
    public void The_date_stays_as_imprecise_as_it_was_stated()
    {
        var content = Sample.Assigned(3, "Q4 2023/24");
        SmallRecord.OfAnIcb().Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(21)]
    public void A_number_that_no_framework_could_have_is_bad_input(int segment) =>
        SmallRecord
            .OfAnIcb()
            .FindsFault(
                () => new LogDecision(SubjectId.Of(Sample.Icb), Sample.Assigned(segment, "2024-05-01")),
                "segment"
            );
}

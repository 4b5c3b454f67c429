using Oversight.Record.Catalogue;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class ReviewSegmentTests
{
    [Fact]
    public void A_review_confirms_the_segment_and_says_when_the_next_is_due()
    {
        var content = Sample.Reviewed(3, "2024-05-01", nextDue: "Q2 2024/25");
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
            .Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Fact]
    public void A_published_segment_can_be_confirmed_too()
    {
        var content = Sample.Reviewed(3, "2024-05-01");
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Published(3, "2023/24"))
            .Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Fact]
    public void Where_the_segment_is_uncertain_any_that_may_hold_can_be_confirmed()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2023/24"), Sample.Assigned(2, "March 2024"));
        var (two, three, one) = (
            Sample.Reviewed(2, "2024-05-01"),
            Sample.Reviewed(3, "2024-05-01"),
            Sample.Reviewed(1, "2024-05-01")
        );
        record.Accepts(new LogDecision(SubjectId.Of(Sample.Icb), two), two);
        record.Accepts(new LogDecision(SubjectId.Of(Sample.Icb), three), three);
        record.Refuses(new LogDecision(SubjectId.Of(Sample.Icb), one), "review-confirms-segment");
    }

    [Fact]
    public void A_number_that_no_framework_could_have_is_bad_input() =>
        SmallRecord
            .OfAnIcb()
            .FindsFault(() => new LogDecision(SubjectId.Of(Sample.Icb), Sample.Reviewed(0, "2024-05-01")), "segment");
}

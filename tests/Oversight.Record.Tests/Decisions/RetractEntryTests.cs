using Oversight.Record.Catalogue;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class RetractEntryTests
{
    private static readonly SubjectId About = SubjectId.Of(Sample.Icb);

    [Fact]
    public void An_entry_no_longer_counts()
    {
        var content = Sample.Retracted(SmallRecord.IdAt(1));
        SmallRecord.OfAnIcb().Accepts(new LogDecision(About, content), content);
    }

    [Fact]
    public void A_retraction_can_be_retracted_and_then_its_target_again()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(1)));
        var back = Sample.Retracted(SmallRecord.IdAt(2));
        record.Accepts(new LogDecision(About, back), back);

        record.Told(Sample.Icb, back);
        var again = Sample.Retracted(SmallRecord.IdAt(1));
        record.Accepts(new LogDecision(About, again), again);
    }

    [Fact]
    public void Nothing_recorded_cannot_be_retracted() =>
        SmallRecord
            .Empty()
            .Refuses(new LogDecision(About, Sample.Retracted(SmallRecord.IdAt(0))), "retraction-takes-something-away");
}

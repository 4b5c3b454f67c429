using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class RecordSuccessionTests
{
    [Fact]
    public void An_organisation_ends_and_others_follow_it()
    {
        var content = Sample.Succeeded("2026-04-01", Sample.NewIcb, Sample.OtherIcb) with
        {
            Successors =
            [
                new(Sample.NewIcb, SuccessionKind.Split),
                new(Sample.OtherIcb, SuccessionKind.BoundaryExtension),
            ],
        };
        SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2026-04-01"))
            .Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Fact]
    public void A_fault_is_named_by_its_field()
    {
        void Finds(string field, params Successor[] successors) =>
            SmallRecord
                .OfAnIcb()
                .FindsFault(
                    () =>
                        new LogDecision(
                            SubjectId.Of(Sample.Icb),
                            Sample.Succeeded("2026-04-01") with
                            {
                                Successors = successors,
                            }
                        ),
                    field
                );

        Finds("successors");
        Finds("successors", new(Sample.NewIcb, SuccessionKind.Merger), new(Sample.NewIcb, SuccessionKind.Split));
        Finds("successors[0]", [null!]);
    }
}

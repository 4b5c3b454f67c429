using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

/// <summary>What cannot be right for anybody is refused whatever its origin.</summary>
public sealed class KnownToTheRecordTests
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);

    [Theory]
    [InlineData("Bob from accounts", null)]
    [InlineData("nhs-englnad-Y60", "nhs-england-Y60")]
    [InlineData("nhs-england-y60", "nhs-england-Y60")]
    [InlineData("nhs-england-Y61x", "nhs-england-Y61")]
    [InlineData("RXX", null)]
    [InlineData("qoc", "QOC")]
    public void A_body_that_there_is_not_is_bad_input_and_what_may_be_meant_is_said(string body, string? meant)
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));
        foreach (var origin in Enum.GetValues<Origin>())
        {
            var content = Sample.Assigned(2, "2024-05-01").With(d => d with { DecidedBy = new(body) }).From(origin);
            var error = Assert.Throws<BadInputException>(() => record.Decide(Sample.Ask(Icb, content)));
            Assert.Equal("decision.decidedBy.body", error.Field);
            Assert.Contains(meant ?? "", error.Message, StringComparison.Ordinal);
            record.FindsFault(
                () => Sample.Ask(Icb, Sample.Corrected(SmallRecord.IdAt(2), content)),
                "decision.decidedBy.body"
            );
        }
    }

    [Fact]
    public void An_id_of_a_person_that_another_subject_has_is_bad_input()
    {
        var held = $"person:{new string('a', 64)}";
        Event By(int segment, string person) =>
            Sample
                .Assigned(segment, "2024-05-01")
                .With(d => d with { DecidedBy = d.DecidedBy with { Person = person } });
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(Sample.OtherIcb, By(3, held))
            .Told(Icb, By(2, $"person:{new string('b', 64)}"));
        var own = record.Last;

        record.FindsFault(() => Sample.Ask(Icb, By(4, held)), "decision.decidedBy.person");
        // A correction goes on with what the entry has.
        record.Decide(Sample.Ask(Icb, Sample.Corrected(own, By(4, $"person:{new string('b', 64)}"))));
        record.FindsFault(
            () => Sample.Ask(Icb, Sample.Corrected(own, By(4, held))),
            "replacement.decision.decidedBy.person"
        );
    }

    [Fact]
    public void A_day_of_being_told_that_nobody_lived_is_bad_input() =>
        SmallRecord
            .OfAnIcb()
            .FindsFault(
                () =>
                    Sample.Ask(
                        Icb,
                        Sample
                            .Assigned(2, "2024-05-01")
                            .With(d => d with { Communicated = new DateOnly(1, 1, 1) })
                            .From(Origin.Imported)
                    ),
                "decision.communicated"
            );
}

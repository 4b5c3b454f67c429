using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class CorrectEntryTests
{
    private static readonly SubjectId About = SubjectId.Of(Sample.Icb);

    [Fact]
    public void Another_content_stands_in_an_entrys_place()
    {
        var content = Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-15"));
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
            .Accepts(new LogDecision(About, content), content);
    }

    [Fact]
    public void A_correction_can_be_corrected()
    {
        var content = Sample.Corrected(SmallRecord.IdAt(3), Sample.Assigned(1, "2024-04-15"));
        SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(3, "2024-04-01"),
                Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-15"))
            )
            .Accepts(new LogDecision(About, content), content);
    }

    [Fact]
    public void A_correction_is_of_the_kind_of_the_entry_for_which_it_stands()
    {
        var refusal = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                Sample.Assigned(3, "2024-04-01"),
                Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-15"))
            )
            .Refuses(
                new LogDecision(About, Sample.Corrected(SmallRecord.IdAt(3), Sample.Published(2, "2023/24"))),
                "correction-fits-target"
            );
        Assert.Equal(
            $"Entry {SmallRecord.IdAt(2)} is of the kind segment_assigned; it cannot be replaced by segment_published.",
            refusal.Breach
        );
    }

    [Fact]
    public void Nothing_recorded_cannot_be_corrected() =>
        SmallRecord
            .Empty()
            .Refuses(
                new LogDecision(About, Sample.Corrected(SmallRecord.IdAt(0), Sample.Assigned(2, "2024-04-15"))),
                "correction-fits-target"
            );

    [Fact]
    public void The_replacement_is_checked_as_any_input()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));
        void Finds(string field, Event replacement) =>
            record.FindsFault(() => new LogDecision(About, Sample.Corrected(record.Last, replacement)), field);

        Finds("segment", Sample.Assigned(0, "2024-04-01"));
        Finds("decision.decidedBy.body", Sample.Assigned(3, "2024-04-01", by: ""));
    }

    [Fact]
    public void A_registration_stays_about_the_organisation_of_its_stream() =>
        SmallRecord
            .OfAnIcb()
            .FindsFault(
                () => new LogDecision(About, Sample.Corrected(SmallRecord.IdAt(1), Sample.Registered(Sample.OtherIcb))),
                "organisation"
            );

    [Fact]
    public void A_framework_keeps_the_id_of_its_stream() =>
        SmallRecord
            .OfAnIcb()
            .FindsFault(
                () =>
                    new LogDecision(
                        SubjectId.OfFramework("nof-2021-22"),
                        Sample.Corrected(SmallRecord.IdAt(0), Sample.Framework("nof-2023-24", "2021-04-01"))
                    ),
                "framework.id"
            );
}

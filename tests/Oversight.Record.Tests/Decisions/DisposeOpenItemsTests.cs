using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Decisions;

public sealed class DisposeOpenItemsTests
{
    private static readonly SubjectId Recovery = SampleRecovery.Subject;
    private static readonly DateOnly Before = new(2024, 4, 30);
    private static readonly DateOnly From = new(2024, 5, 1);

    [Fact]
    public void Several_are_disposed_of_at_once_and_each_may_take_another_way()
    {
        var content = SampleMergers.Disposed(
            "2024-05-01",
            SampleMergers.Discharges(OpenItemKind.Undertaking, "1.1"),
            SampleMergers.Passes(OpenItemKind.Undertaking)
        );
        var record = SampleMergers.WithUndertakings();
        record.Accepts(new LogDecision(SampleUndertakings.OfIcb, content), content);
        record.Told(SampleUndertakings.OfIcb, content);

        var set = AcceptedUndertakings.Of(record.Timeline(SampleUndertakings.OfIcb))!;
        Assert.Equal(("QOC", true), (Owing(set, "1.1", Before), set.IsOpen("1.1", Before)));
        Assert.Equal(("", false), (Owing(set, "1.1", From), set.IsOpen("1.1", From)));
        Assert.Equal(("S1Y5D", true), (Owing(set, "1.2", From), set.IsOpen("1.2", From)));
    }

    [Fact]
    public void Nothing_passes_to_the_body_that_ended()
    {
        var itself = new OpenItemsDisposed(
            SampleRecovery.Because("2024-05-01"),
            Sample.OtherIcb,
            [SampleMergers.Passes(OpenItemKind.Undertaking, "1.1", Sample.OtherIcb)]
        );
        Assert.Equal("items[0].successor", Assert.Throws<BadInputException>(itself.CheckInput).Field);
    }

    [Fact]
    public void What_passed_passes_on_when_the_successor_ends()
    {
        var record = SampleMergers
            .WithUndertakings()
            .Told(
                SampleUndertakings.OfIcb,
                SampleMergers.Disposed("2024-04-01", SampleMergers.Passes(OpenItemKind.Undertaking))
            )
            .Told(Sample.NewIcb, Sample.Succeeded("2024-04-20", Sample.OtherIcb));
        var on = new OpenItemsDisposed(
            SampleRecovery.Because("2024-05-01"),
            Sample.NewIcb,
            [SampleMergers.Passes(OpenItemKind.Undertaking, "1.1", Sample.OtherIcb)]
        );
        record.Accepts(new LogDecision(SampleUndertakings.OfIcb, on), on);
        record.Told(SampleUndertakings.OfIcb, on);

        var set = AcceptedUndertakings.Of(record.Timeline(SampleUndertakings.OfIcb))!;
        Assert.Equal(("QUA", "S1Y5D"), (Owing(set, "1.1", From), Owing(set, "1.2", From)));
    }

    [Fact]
    public void A_membership_passes_with_the_criteria_and_ends_for_the_body_that_ended()
    {
        var record = SampleMergers
            .WithRecovery()
            .Told(Recovery, SampleMergers.Disposed("2024-05-01", SampleMergers.Passes(OpenItemKind.Membership)));
        var engagement = Engagement.Of(record.Timeline(Recovery))!;

        Assert.Equal([Sample.Icb, Sample.Trust], engagement.MembersOn(Before));
        Assert.Equal([Sample.Trust, Sample.NewIcb], engagement.MembersOn(From));
        var ec1 = engagement.CriteriaInForce(CriteriaPurpose.Exit, From)[0];
        Assert.Equal(
            (true, false),
            (engagement.Concerns(ec1, Sample.Icb, Before), engagement.Concerns(ec1, Sample.Icb, From))
        );
        Assert.Equal(
            (false, true),
            (engagement.Concerns(ec1, Sample.NewIcb, Before), engagement.Concerns(ec1, Sample.NewIcb, From))
        );
    }

    [Fact]
    public void A_criterion_may_go_another_way_than_the_membership()
    {
        var record = SampleMergers
            .WithRecovery()
            .Told(
                Recovery,
                SampleMergers.Disposed(
                    "2024-05-01",
                    SampleMergers.Discharges(OpenItemKind.Criterion, "EC1"),
                    SampleMergers.Passes(OpenItemKind.Membership)
                )
            );
        var engagement = Engagement.Of(record.Timeline(Recovery))!;
        var criteria = engagement.CriteriaInForce(CriteriaPurpose.Exit, From);
        Assert.Equal([false, true, false], criteria.Select(c => engagement.Concerns(c, Sample.NewIcb, From)).ToArray());
        Assert.Equal([Sample.Trust], engagement.Concerned(criteria[0], From));
    }

    [Fact]
    public void Who_is_a_member_already_stays_one_when_a_membership_passes_to_it()
    {
        var engagement = Engagement.Of(
            SampleRecovery
                .UnderWay()
                .Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.Trust))
                .Told(
                    Recovery,
                    SampleMergers.Disposed(
                        "2024-05-01",
                        SampleMergers.Passes(OpenItemKind.Membership, to: Sample.Trust)
                    )
                )
                .Timeline(Recovery)
        )!;
        Assert.Equal([Sample.Trust], engagement.MembersOn(From));
        Assert.Equal((1, 1), engagement.TurnsOf(Sample.Icb));
    }

    [Fact]
    public void A_fault_is_named_by_its_field()
    {
        void Finds(string field, params DisposedItem[] items) =>
            SampleMergers
                .WithUndertakings()
                .FindsFault(
                    () => new LogDecision(SampleUndertakings.OfIcb, SampleMergers.Disposed("2024-05-01", items)),
                    field
                );

        Finds("items");
        Finds("items[0]", [null!]);
        Finds(
            "items",
            SampleMergers.Ends(OpenItemKind.Undertaking),
            SampleMergers.Discharges(OpenItemKind.Undertaking)
        );
        Finds("items[0].successor", new DisposedItem(OpenItemKind.Undertaking, Disposition.Passes));
        Finds("items[0].successor", new DisposedItem(OpenItemKind.Undertaking, Disposition.Ended, Sample.NewIcb));
        Finds("items[0].item", SampleMergers.Ends(OpenItemKind.Undertaking, "1 1"));
        Finds("items[0].item", SampleMergers.Ends(OpenItemKind.Membership, "1.1"));
        Finds("items[0].item", SampleMergers.Ends(OpenItemKind.Evidence, "1.1"));
        Finds("items[0].item", SampleMergers.Ends(OpenItemKind.Evidence, $"{Guid.Empty:N}"));
        Finds("items[0].disposition", SampleMergers.Passes(OpenItemKind.SegmentProposal));
        Finds("items[0].disposition", SampleMergers.Passes(OpenItemKind.ExitRecommendation));
        Finds("items[0].disposition", SampleMergers.Discharges(OpenItemKind.Membership));
    }

    private static string Owing(AcceptedUndertakings set, string item, DateOnly day) =>
        string.Join(' ', set.HoldersOf(OpenItemKind.Undertaking, item, day));
}

using Oversight.Projections.Commitments;
using Oversight.Projections.Mergers;
using Oversight.Projections.Registers;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests;

/// <summary>What was open for a board when it ended on 1 April 2024, divided between two others, and what became of it.</summary>
public sealed class MergersTests
{
    private static readonly SubjectId Undertakings = SampleUndertakings.OfIcb;
    private static readonly SubjectId Recovery = SampleRecovery.Subject;
    private static readonly DateOnly Day = new(2024, 5, 10);

    [Fact]
    public void What_nobody_has_decided_about_is_told_apart_from_what_passed_and_what_settled_itself()
    {
        var record = Split()
            .Told(Undertakings, Disposed(SampleMergers.Passes(OpenItemKind.Undertaking, "1.1")))
            .Told(Recovery, SampleRecovery.Judged("2024-04-15", "EC1", member: Sample.Icb));

        Assert.Equal(
            [
                "Criterion EC1 Settled",
                "Criterion EC2 NotDisposedOf",
                "Membership NotDisposedOf",
                "Undertaking 1.1 Passed S1Y5D",
                "Undertaking 1.2 NotDisposedOf",
            ],
            Told(record)
        );
        var end = EndOfBody.Of(record.At(), Sample.Icb, Day)!;
        Assert.Equal((3, true), (end.NotDisposedOf, end.Knowable));
        Assert.Equal([Sample.NewIcb, Sample.OtherIcb], end.Successors);
        Assert.Null(EndOfBody.Of(record.At(), Sample.Icb, new DateOnly(2024, 3, 31)));
    }

    [Fact]
    public void With_the_membership_go_the_criteria_that_are_not_disposed_of_by_themselves()
    {
        var record = Split()
            .Told(
                Recovery,
                Disposed(
                    SampleMergers.Discharges(OpenItemKind.Criterion, "EC2"),
                    SampleMergers.Passes(OpenItemKind.Membership, to: Sample.OtherIcb)
                )
            );
        Assert.Equal(
            ["Criterion EC1 Passed QUA", "Criterion EC2 Discharged", "Membership Passed QUA"],
            Told(record).Where(line => !line.StartsWith("Undertaking", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Each_obligation_is_owed_by_one_body_on_each_day()
    {
        var record = Split()
            .Told(
                Undertakings,
                Disposed(
                    SampleMergers.Passes(OpenItemKind.Undertaking, "1.1"),
                    SampleMergers.Passes(OpenItemKind.Undertaking, "1.2", Sample.OtherIcb)
                )
            );
        string[] Owing(DateOnly day) =>
            [
                .. Register
                    .Of("undertakings")
                    .Ask(record.At(), day, [], [], ["reference", "ods", "givenBy", "state"])
                    .Cells()
                    .Select(cells =>
                        string.Join(
                            ' ',
                            cells.Select(c => c is IEnumerable<string> all ? string.Join(',', all) : $"{c}")
                        )
                    ),
            ];

        Assert.Equal(["1.1 S1Y5D QOC open", "1.2 QUA QOC open"], Owing(Day));
        Assert.Equal(["1.1 QOC QOC open", "1.2 QOC QOC open"], Owing(new DateOnly(2024, 4, 30)));
        Assert.Equal(
            [Sample.NewIcb],
            Deadlines.Deadlines.On(record.At(), Day).All.Single(d => d.Subject == Undertakings.Value).Organisations
        );
    }

    [Fact]
    public void A_set_known_by_report_only_passes_whole()
    {
        var record = SampleMergers.Merged(
            SampleUndertakings
                .Organisations()
                .Told(Undertakings, new UndertakingsReported(SampleRecovery.Because("2024-01-10"), [Sample.Icb]))
        );
        Assert.Equal(["Undertaking NotDisposedOf"], Told(record));
        record.Told(Undertakings, Disposed(SampleMergers.Passes(OpenItemKind.Undertaking)));
        Assert.Equal(["Undertaking Passed S1Y5D"], Told(record));
        Assert.DoesNotContain(record.Findings(Undertakings), f => f.Entry == record.Last);
    }

    [Fact]
    public void An_action_and_a_concern_are_the_successors_from_the_day_on_which_they_pass()
    {
        var record = SampleMergers.Merged(
            SmallRecord
                .OfAnIcb()
                .Told(
                    Sample.Icb,
                    SampleReviews.Action("2024-02-01", "2024-06-30"),
                    SampleReviews.Concern("2024-02-01"),
                    SampleReviews.Action("2024-02-02", "2024-06-30")
                )
        );
        record.Told(
            Sample.Icb,
            Disposed(
                SampleMergers.Passes(OpenItemKind.Commitment, $"{SmallRecord.IdAt(2)}"),
                SampleMergers.Discharges(OpenItemKind.Commitment),
                SampleMergers.Passes(OpenItemKind.Concern)
            )
        );
        var at = record.At();

        Assert.Equal((SmallRecord.IdAt(2), true), Only(Commitment.Of(at, Sample.NewIcb, Day)));
        Assert.Equal((SmallRecord.IdAt(4), false), Only(Commitment.Of(at, Sample.Icb, Day)));
        Assert.Equal(2, Commitment.Of(at, Sample.Icb, new DateOnly(2024, 4, 30)).Count);
        Assert.Single(Reviews.Concern.Of(at, Sample.NewIcb, Day));
        Assert.Empty(Reviews.Concern.Of(at, Sample.Icb, Day));
        Assert.Equal([Sample.NewIcb], Assert.Single(Deadlines.Deadlines.On(at, Day).All).Organisations);

        static (Guid, bool) Only(IReadOnlyList<Commitment> all) => (Assert.Single(all).Id, all[0].Stands);
    }

    [Fact]
    public void That_nothing_was_open_is_said_only_where_something_in_the_record_names_the_body()
    {
        var record = SampleMergers.Merged(SmallRecord.OfAnIcb());
        Assert.False(EndOfBody.Of(record.At(), Sample.Icb, Day)!.Knowable);
        var answer = Register.Of("passing").Ask(record.At(), Day, [], [], []);
        Assert.Equal((0, "open-at-end"), (answer.Rows.Count, Assert.Single(answer.NotStated).What));
        answer = Register.Of("passing").Ask(record.At(), new DateOnly(2024, 3, 31), [], [], []);
        Assert.Equal("succession", Assert.Single(answer.NotStated).What);
    }

    [Fact]
    public void The_successors_own_people_see_what_passed_from_that_day_on_and_may_report_on_it()
    {
        var record = SampleMergers.Merged(
            SampleUndertakings
                .Organisations()
                .Told(Undertakings, Communicated(SampleUndertakings.AcceptedFromIcb("2024-01-10")))
                .Told(
                    Sample.Icb,
                    Communicated(Sample.Assigned(4, "2024-01-10")),
                    Communicated(SampleReviews.Action("2024-02-01")),
                    Communicated(SampleReviews.Action("2024-02-02"))
                )
        );
        var people = Sights.OwnPeople(Sample.NewIcb, Day);
        var progress = SampleUndertakings.Progress("2024-05-10").With(d => d with { DecidedBy = new("S1Y5D") });
        Assert.Null(people.See(record.Timeline(Undertakings), record));
        Assert.Throws<UnknownSubjectException>(() =>
            people.MayNotLog(progress, Undertakings, record.Timeline(Undertakings), record)
        );

        // It must be told that it passed.
        record.Told(Undertakings, Disposed(SampleMergers.Passes(OpenItemKind.Undertaking)));
        Assert.Null(people.See(record.Timeline(Undertakings), record));
        record
            .Told(Undertakings, Sample.Retracted(record.Last))
            .Told(Undertakings, Communicated(Disposed(SampleMergers.Passes(OpenItemKind.Undertaking))))
            .Told(
                Sample.Icb,
                Communicated(Disposed(SampleMergers.Passes(OpenItemKind.Commitment, $"{SmallRecord.IdAt(6)}")))
            );
        Assert.Equal([4L, 12], Places(people, Undertakings));
        Assert.Null(people.MayNotLog(progress, Undertakings, record.Timeline(Undertakings), record));
        Assert.Null((people with { On = new(2024, 4, 30) }).See(record.Timeline(Undertakings), record));
        // Of the other board's own stream what passed; not what it was told of itself.
        Assert.Equal([6L], Places(people, SubjectId.Of(Sample.Icb)).Intersect([5L, 6L, 7L]));

        IEnumerable<long> Places(Sight who, SubjectId subject) =>
            who.See(record.Timeline(subject), record)!.Entries.Select(e => e.Place);
    }

    private static Event Communicated(Event content) => content.With(d => d with { Communicated = new(2024, 2, 10) });

    // The board in Recovery Support with a trust, and with undertakings of its own; two follow it.
    private static SmallRecord Split() =>
        SampleRecovery
            .WithCriteria()
            .Told(Undertakings, SampleUndertakings.AcceptedFromIcb("2024-01-10"))
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-04-01"))
            .Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.NewIcb, Sample.OtherIcb));

    private static OpenItemsDisposed Disposed(params DisposedItem[] items) =>
        SampleMergers.Disposed("2024-05-01", items);

    private static string[] Told(SmallRecord record) =>
        [
            .. EndOfBody
                .Of(record.At(), Sample.Icb, Day)!
                .Items.Select(i =>
                    string.Join(' ', new[] { $"{i.What}", i.Item, $"{i.State}", i.Successor?.Value }.OfType<string>())
                )
                .Order(StringComparer.Ordinal),
        ];
}

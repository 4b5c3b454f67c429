using System.Globalization;
using Oversight.Record.Evidence;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Recovery;

public sealed class SubmittedEvidenceTests
{
    private static readonly Guid Submission = SmallRecord.IdAt(6);

    [Fact]
    public void Evidence_goes_from_submitted_over_acknowledged_to_judged()
    {
        var record = Waiting()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Acknowledged("2024-04-11", Submission),
                SampleRecovery.EvidenceJudged("2024-04-20", Submission)
            );
        Assert.Empty(On(record, "2024-04-09"));
        Assert.Equal([(EvidenceState.Submitted, Submission)], States(record, "2024-04-10"));
        Assert.Equal([(EvidenceState.Acknowledged, SmallRecord.IdAt(7))], States(record, "2024-04-19"));
        Assert.Equal([(EvidenceState.Judged, SmallRecord.IdAt(8))], States(record, "2024-04-20"));
        Assert.Equal([true, false], [On(record, "2024-04-19")[0].Waits, On(record, "2024-04-20")[0].Waits]);
    }

    [Fact]
    public void What_was_returned_is_submitted_again_as_another_piece()
    {
        var record = Waiting()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Returned("2024-04-11", Submission),
                SampleRecovery.Submitted("2024-04-12", Sample.Icb, "EC1")
            );
        Assert.Equal(
            [(EvidenceState.Returned, SmallRecord.IdAt(7)), (EvidenceState.Submitted, SmallRecord.IdAt(8))],
            States(record, "2024-04-12")
        );
    }

    [Fact]
    public void That_it_was_received_does_not_undo_that_it_was_judged()
    {
        var record = Waiting()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.EvidenceJudged("2024-04-11", Submission),
                SampleRecovery.Acknowledged("2024-04-12", Submission)
            );
        Assert.Equal([(EvidenceState.Judged, SmallRecord.IdAt(7))], States(record, "2024-04-30"));
    }

    [Fact]
    public void Of_imprecise_dates_the_later_place_wins_from_the_earliest_day_on()
    {
        var record = Waiting()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Returned("April 2024", Submission),
                SampleRecovery.EvidenceJudged("April 2024", Submission)
            );
        Assert.Equal([(EvidenceState.Judged, SmallRecord.IdAt(8))], States(record, "2024-04-10"));
    }

    [Fact]
    public void An_entry_that_names_a_correction_of_the_submission_is_about_it_and_a_retracted_one_about_nothing()
    {
        var record = Waiting()
            .Told(
                SampleRecovery.Subject,
                Sample.Corrected(Submission, SampleRecovery.Submitted("2024-04-11", Sample.Icb, "EC2")),
                SampleRecovery.EvidenceJudged("2024-04-12", SmallRecord.IdAt(7))
            );
        Assert.Equal([(EvidenceState.Judged, SmallRecord.IdAt(8))], States(record, "2024-04-12"));
        Assert.Equal(["EC2"], On(record, "2024-04-12")[0].Content.For);

        record.Told(SampleRecovery.Subject, Sample.Retracted(SmallRecord.IdAt(8)));
        Assert.Equal([(EvidenceState.Submitted, Submission)], States(record, "2024-04-12"));
        record.Told(SampleRecovery.Subject, Sample.Retracted(Submission));
        Assert.Empty(On(record, "2024-04-12"));
    }

    private static SmallRecord Waiting() =>
        SampleRecovery
            .WithCriteria()
            .Told(SampleRecovery.Subject, SampleRecovery.Submitted("2024-04-10", Sample.Icb, "EC1"));

    private static IReadOnlyList<SubmittedEvidence> On(SmallRecord record, string day) =>
        SubmittedEvidence.On(
            record.Timeline(SampleRecovery.Subject),
            DateOnly.Parse(day, CultureInfo.InvariantCulture)
        );

    private static IEnumerable<(EvidenceState State, Guid Last)> States(SmallRecord record, string day) =>
        On(record, day).Select(e => (e.State, e.Last.Id));
}

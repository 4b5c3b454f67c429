using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class EvidenceDecisionTests
{
    private static readonly SubjectId Subject = SampleRecovery.Subject;

    [Fact]
    public void Evidence_is_submitted_acknowledged_returned_submitted_again_and_judged()
    {
        var record = SampleRecovery.WithCriteria();
        Event[] story =
        [
            SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1", "EC2"),
            SampleRecovery.Acknowledged("2024-04-02", SmallRecord.IdAt(6)),
            SampleRecovery.Returned("2024-04-03", SmallRecord.IdAt(6)),
            SampleRecovery.Submitted("2024-04-04", Sample.Icb, "EC1", "EC2"),
            SampleRecovery.EvidenceJudged("2024-04-05", SmallRecord.IdAt(9)),
        ];
        foreach (var content in story)
        {
            record.Accepts(Sample.Ask(Subject, content), content);
            record.ToldBy(content is EvidenceSubmitted ? "sam" : "alex", Subject, content);
        }

        Assert.Empty(record.Findings(Subject));
    }

    [Fact]
    public void The_same_may_be_submitted_twice()
    {
        var content = SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1");
        SampleRecovery.WithCriteria().Told(Subject, content).Accepts(Sample.Ask(Subject, content), content);
    }

    [Fact]
    public void It_is_acknowledged_returned_and_judged_once()
    {
        var id = SmallRecord.IdAt(6);
        Assert.All(
            [
                SampleRecovery.Acknowledged("2024-04-02", id),
                SampleRecovery.Returned("2024-04-02", id),
                SampleRecovery.EvidenceJudged("2024-04-02", id),
            ],
            (Event content) =>
            {
                var record = SampleRecovery
                    .WithCriteria()
                    .ToldBy("sam", Subject, SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1"));
                record.Accepts(Sample.Ask(Subject, content), content);
                record.Told(Subject, content).Refuses(Sample.Ask(Subject, content), "evidence-in-order");
                record.Told(Subject, Sample.Retracted(SmallRecord.IdAt(7)));
                record.Accepts(Sample.Ask(Subject, content), content);
            }
        );
    }

    [Fact]
    public void It_may_be_judged_after_exit()
    {
        var content = SampleRecovery.EvidenceJudged("2024-05-01", SmallRecord.IdAt(6));
        SampleRecovery
            .WithCriteria()
            .ToldBy("sam", Subject, SampleRecovery.Submitted("2024-02-01", Sample.Icb, "EC1"))
            .Told(Subject, SampleRecovery.Exit("2024-03-01", null, "EC1", "EC2", "EC3"))
            .Accepts(Sample.Ask(Subject, content), content);
    }

    [Fact]
    public void It_is_about_undertakings_too()
    {
        var record = SampleUndertakings
            .Given()
            .ToldBy("sam", SampleUndertakings.Subject, SampleRecovery.Submitted("2024-04-01", Sample.Trust, "1.1"));
        var content = SampleRecovery.EvidenceJudged("2024-04-02", record.Last);
        record.Accepts(Sample.Ask(SampleUndertakings.Subject, content), content);
    }

    [Fact]
    public void It_is_nothing_about_an_organisation() =>
        SampleRecovery
            .WithCriteria()
            .FindsFault(
                () => Sample.Ask(SubjectId.Of(Sample.Icb), SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1")),
                "subject"
            );
}

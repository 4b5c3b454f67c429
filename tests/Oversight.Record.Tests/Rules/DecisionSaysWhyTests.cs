using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

public sealed class DecisionSaysWhyTests
{
    public static TheoryData<string, Event> Decisions =>
        new()
        {
            { "organisation-QOC", SampleReviews.Escalated("2024-05-01", Guid.Empty) },
            { "organisation-QOC", SampleReviews.Closed("2024-05-01", Guid.Empty) },
            { "organisation-QOC", SampleReviews.Moved("2024-05-01", Guid.Empty, "2024-06-01") },
            { "organisation-QOC", SampleReviews.Withdrawn("2024-05-01", Guid.Empty) },
            { "recovery-qoc-2023", SampleRecovery.Judged("2024-05-01", "EC1") },
            { "recovery-qoc-2023", SampleRecovery.Refreshed("2024-05-01", Guid.Empty, "EC1") },
            { "recovery-qoc-2023", SampleRecovery.Rescheduled("2024-05-01", "2024/25") },
            { "recovery-qoc-2023", SampleRecovery.TargetExit("2024-05-01", "2024/25") },
            { "recovery-qoc-2023", SampleRecovery.Recommended("2024-05-01") },
            { "recovery-qoc-2023", SampleRecovery.EvidenceJudged("2024-05-01", Guid.Empty) },
            { "undertakings-rxw-2024", SampleUndertakings.Judged("2024-05-01") },
            { "undertakings-rxw-2024", SampleUndertakings.Varied("2024-05-01") },
            { "undertakings-rxw-2024", SampleUndertakings.Breached("2024-05-01", "1.1") },
            { "undertakings-rxw-2024", SampleUndertakings.Discharged("2024-05-01") },
        };

    [Theory]
    [MemberData(nameof(Decisions), DisableDiscoveryEnumeration = true)]
    public void Each_of_these_needs_a_reason(string about, Event content)
    {
        bool Found(Event recorded) =>
            SmallRecord
                .Empty()
                .Told(SubjectId.FromStream(about), recorded)
                .Findings(SubjectId.FromStream(about))
                .Any(f => f.Rule == "decision-says-why");

        Assert.False(Found(content));
        Assert.True(Found(content with { Decision = content.Decision with { Rationale = " " } }));
    }

    [Fact]
    public void A_self_assessment_and_a_report_of_progress_need_none()
    {
        var rated = SampleRecovery.SelfAssessed("2024-05-01", "EC1");
        SampleRecovery.WithCriteria().Accepts(Sample.Ask(SampleRecovery.Subject, rated), rated);
        var progress = SampleUndertakings.Progress("2024-05-01");
        SampleUndertakings.Given().Accepts(Sample.Ask(SampleUndertakings.Subject, progress), progress);
    }
}

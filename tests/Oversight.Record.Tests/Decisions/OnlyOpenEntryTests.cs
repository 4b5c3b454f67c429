using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

/// <summary>A decision about an earlier entry that names none means the only one that is open.</summary>
public sealed class OnlyOpenEntryTests
{
    private static readonly SubjectId Recovery = SampleRecovery.Subject;
    private static readonly SubjectId Undertakings = SampleUndertakings.Subject;

    [Fact]
    public void Evidence_that_waits_is_meant_until_it_is_answered()
    {
        var record = SampleRecovery
            .WithCriteria()
            .ToldBy("sam", Recovery, SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1"));
        var evidence = record.Last;

        Means(record, Recovery, SampleRecovery.Acknowledged("2024-04-02", INamesOpenEntry.Unnamed), evidence);
        Means(record, Recovery, SampleRecovery.Returned("2024-04-02", INamesOpenEntry.Unnamed), evidence);
        record.ToldBy("alex", Recovery, SampleRecovery.Acknowledged("2024-04-02", evidence));
        record.FindsFault(
            () => Sample.Ask(Recovery, SampleRecovery.Acknowledged("2024-04-03", INamesOpenEntry.Unnamed)),
            "evidence"
        );
        Means(record, Recovery, SampleRecovery.EvidenceJudged("2024-04-03", INamesOpenEntry.Unnamed), evidence);

        record.ToldBy("sam", Recovery, SampleRecovery.Submitted("2024-04-02", Sample.Icb, "EC2"));
        var several = Assert.Throws<BadInputException>(() =>
            record.Decide(Sample.Ask(Recovery, SampleRecovery.EvidenceJudged("2024-04-03", INamesOpenEntry.Unnamed)))
        );
        Assert.Equal("evidence", several.Field);
        Assert.Contains($"{evidence}", several.Problem, StringComparison.Ordinal);
        Assert.Contains($"{record.Last}", several.Problem, StringComparison.Ordinal);
        Assert.Contains("1 April 2024", several.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proposal_of_a_segment_that_nobody_answered_is_meant()
    {
        var icb = SubjectId.Of(Sample.Icb);
        var record = SmallRecord.OfAnIcb().ToldBy("sam", icb, Sample.Proposed(3, "2024-05-01"));
        var first = record.Last;

        Means(record, icb, Sample.Agreed(INamesOpenEntry.Unnamed, 3, "2024-05-03"), first);
        Means(record, icb, Sample.Declined(INamesOpenEntry.Unnamed, "2024-05-03"), first);
        record.ToldBy("sam", icb, Sample.Proposed(2, "2024-05-02"));
        record.FindsFault(() => Sample.Ask(icb, Sample.Declined(INamesOpenEntry.Unnamed, "2024-05-03")), "proposal");
        record.ToldBy("alex", icb, Sample.Declined(first, "2024-05-03"));
        Means(record, icb, Sample.Agreed(INamesOpenEntry.Unnamed, 2, "2024-05-03"), SmallRecord.IdAt(3));
    }

    [Fact]
    public void The_application_and_the_certificate_that_stand_are_meant()
    {
        var record = SampleUndertakings.Applied();
        var application = record.Last;
        Means(record, Undertakings, SampleUndertakings.Issued("2024-04-05", INamesOpenEntry.Unnamed), application);
        Means(record, Undertakings, SampleUndertakings.Refused("2024-04-05", INamesOpenEntry.Unnamed), application);

        record = SampleUndertakings.Certified();
        record.FindsFault(
            () => Sample.Ask(Undertakings, SampleUndertakings.Issued("2024-04-06", INamesOpenEntry.Unnamed)),
            "application"
        );
        Means(record, Undertakings, SampleUndertakings.Revoked("2024-04-06", INamesOpenEntry.Unnamed), record.Last);
    }

    [Fact]
    public void The_set_of_criteria_of_the_same_purpose_that_none_replaced_is_meant()
    {
        var record = SampleRecovery.WithCriteria();
        var first = record.Last;
        record.Told(Recovery, SampleRecovery.Refreshed("2023-06-01", first, "EC1", "EC4"));

        Means(record, Recovery, SampleRecovery.Refreshed("2023-07-01", INamesOpenEntry.Unnamed, "EC1"), record.Last);
    }

    [Fact]
    public void The_recommendation_of_exit_is_meant_by_who_declines_and_by_a_live_exit_of_those_that_it_is_for()
    {
        var record = SampleRecovery.WithTransition().ToldBy("sam", Recovery, SampleRecovery.Recommended("2024-05-01"));
        var recommendation = record.Last;
        Means(record, Recovery, SampleRecovery.Declined("2024-05-03", INamesOpenEntry.Unnamed), recommendation);

        var exit = SampleRecovery.Exit("2024-05-03");
        Assert.Equal(recommendation, Named(record, exit).Recommendation);
        Assert.Null(Named(record, (ExitAgreed)exit.From(Origin.Imported)).Recommendation);

        record = SampleRecovery
            .WithTransition()
            .ToldBy("sam", Recovery, SampleRecovery.Recommended("2024-05-01", Sample.OtherIcb));
        Assert.Null(Named(record, exit with { Members = [Sample.Icb] }).Recommendation);
    }

    [Fact]
    public void The_concern_that_nobody_closed_and_the_commitment_that_stands_are_meant()
    {
        var icb = SubjectId.Of(Sample.Icb);
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, SampleReviews.Concern("2024-04-01"), SampleReviews.Action("2024-04-01", "April 2024"));
        var (concern, action) = (SmallRecord.IdAt(2), SmallRecord.IdAt(3));
        Means(record, icb, SampleReviews.Escalated("2024-05-01", INamesOpenEntry.Unnamed), concern);
        Means(record, icb, SampleReviews.Missed("2024-05-01", INamesOpenEntry.Unnamed), action);

        record.Told(Sample.Icb, SampleReviews.Concern("2024-04-02"), SampleReviews.Action("2024-04-02"));
        record.FindsFault(
            () => Sample.Ask(icb, SampleReviews.Closed("2024-05-01", INamesOpenEntry.Unnamed)),
            "concern"
        );
        record.FindsFault(
            () => Sample.Ask(icb, SampleReviews.Met("2024-05-01", INamesOpenEntry.Unnamed)),
            "commitment"
        );

        record.Told(Sample.Icb, SampleReviews.Closed("2024-05-01", concern), SampleReviews.Met("2024-05-01", action));
        Means(record, icb, SampleReviews.Closed("2024-05-02", INamesOpenEntry.Unnamed), SmallRecord.IdAt(4));
        Means(record, icb, SampleReviews.Withdrawn("2024-05-02", INamesOpenEntry.Unnamed), SmallRecord.IdAt(5));
    }

    private static ExitAgreed Named(SmallRecord record, ExitAgreed exit) =>
        (ExitAgreed)INamesOpenEntry.NameIn(record.Timeline(Recovery), exit);

    private static void Means(SmallRecord record, SubjectId subject, Event content, Guid entry)
    {
        var text = EventCatalogue.Write(record.Decide(Sample.Ask(subject, content)));
        Assert.Contains(
            $"\"{EventCatalogue.OpenEntryOf(content.GetType())}\":\"{entry}\"",
            text.Replace("\": ", "\":", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }
}

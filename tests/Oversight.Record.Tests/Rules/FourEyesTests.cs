using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Whoever wrote any part of what is agreed does not agree, however the entries came about. A record's own subject is alex.</summary>
public sealed class FourEyesTests
{
    private const string Rule = "approver-is-not-proposer";
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly Guid Proposal = SmallRecord.IdAt(2);

    [Fact]
    public void Who_wrote_the_correction_in_force_of_a_proposal_does_not_agree_to_it()
    {
        var record = Proposed().ToldBy("alex", Icb, Corrected(Proposal, 3));
        record.Refuses(Sample.Ask(Icb, Agreed(3)), Rule);
        record.ToldBy("alex", Icb, Agreed(3));
        Assert.Contains((Rule, record.Last), record.Findings(Icb));
    }

    [Fact]
    public void Who_wrote_a_correction_that_another_replaced_wrote_nothing_of_what_is_agreed() =>
        Proposed()
            .ToldBy("alex", Icb, Corrected(Proposal, 3))
            .ToldBy("sam", Icb, Corrected(Proposal, 2))
            .Accepts(Sample.Ask(Icb, Agreed(2)), Agreed(2));

    [Fact]
    public void A_correction_of_the_proposal_after_it_was_agreed_is_found_at_the_agreement()
    {
        var record = Proposed().ToldBy("alex", Icb, Agreed(2));
        var agreement = record.Last;
        Assert.DoesNotContain((Rule, agreement), record.Findings(Icb));
        record.ToldBy("alex", Icb, Corrected(Proposal, 3));
        var correction = record.Last;
        Assert.Contains((Rule, agreement), record.Findings(Icb));

        // To take it back leaves what sam wrote and alex agreed to.
        record.ToldBy("alex", Icb, Sample.Retracted(correction));
        Assert.DoesNotContain((Rule, agreement), record.Findings(Icb));
    }

    [Fact]
    public void An_agreement_that_the_proposer_rewrites_is_found()
    {
        var record = Proposed().ToldBy("alex", Icb, Agreed(2));
        var agreement = record.Last;
        record.ToldBy("sam", Icb, Sample.Corrected(agreement, Agreed(2)));
        Assert.Contains((Rule, agreement), record.Findings(Icb));
        record.ToldBy("sam", Icb, Sample.Retracted(record.Last));
        Assert.DoesNotContain((Rule, agreement), record.Findings(Icb));
    }

    [Fact]
    public void Who_chose_by_a_retraction_which_content_stands_does_not_agree_to_it()
    {
        // Sam proposes 2, kim corrects it to 3; taking the correction away, alex makes it 2 again.
        var record = Proposed().ToldBy("kim", Icb, Corrected(Proposal, 3));
        record.ToldBy("alex", Icb, Sample.Retracted(record.Last));
        record.Refuses(Sample.Ask(Icb, Agreed(2)), Rule);
        var retraction = record.Last;

        // And so does who takes that retraction away: kim's content stands by pat's choice, no longer by alex's.
        record.ToldBy("pat", Icb, Sample.Retracted(retraction));
        record.Accepts(Sample.Ask(Icb, Agreed(3)), Agreed(3));
        record.ToldBy("pat", Icb, Agreed(3));
        Assert.Contains((Rule, record.Last), record.Findings(Icb));
    }

    [Fact]
    public void The_same_holds_of_recommendations_and_of_evidence()
    {
        var record = SampleRecovery
            .WithCriteria()
            .ToldBy("sam", SampleRecovery.Subject, SampleRecovery.Recommended("2024-04-01"));
        record.ToldBy(
            "alex",
            SampleRecovery.Subject,
            Sample.Corrected(record.Last, SampleRecovery.Recommended("2024-04-02"))
        );
        record.Refuses(
            Sample.Ask(SampleRecovery.Subject, SampleRecovery.Declined("2024-05-01", SmallRecord.IdAt(6))),
            "exit-approver-is-not-recommender"
        );
        record.ToldBy("sam", SampleRecovery.Subject, SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1"));
        var evidence = record.Last;
        record.ToldBy(
            "alex",
            SampleRecovery.Subject,
            Sample.Corrected(evidence, SampleRecovery.Submitted("2024-04-02", Sample.Icb, "EC1"))
        );
        record.Refuses(
            Sample.Ask(SampleRecovery.Subject, SampleRecovery.EvidenceJudged("2024-05-01", evidence)),
            "evidence-judge-is-not-submitter"
        );
    }

    [Fact]
    public void A_live_change_after_which_one_person_wrote_both_sides_is_refused_whatever_it_changes()
    {
        // Of the proposal to which alex agreed; of the agreement to what alex proposed; not in what is imported, where it is found.
        var agreed = Proposed().ToldBy("alex", Icb, Agreed(2));
        var agreement = agreed.Last;
        agreed.Refuses(Sample.Ask(Icb, Corrected(Proposal, 2)), Rule);
        var late = Corrected(Proposal, 2).With(d => d with { Origin = Origin.Imported });
        agreed.Accepts(Sample.Ask(Icb, late), late);
        SmallRecord
            .OfAnIcb()
            .ToldBy("alex", Icb, Sample.Proposed(2, "2024-05-01"))
            .ToldBy("sam", Icb, Agreed(2))
            .Refuses(Sample.Ask(Icb, Sample.Corrected(agreement, Agreed(2))), Rule);

        // Which content stands, alex chooses by taking kim's correction away; and so by taking away that it was taken away.
        agreed.ToldBy("kim", Icb, Corrected(Proposal, 2));
        var correction = agreed.Last;
        agreed.Refuses(Sample.Ask(Icb, Sample.Retracted(correction)), Rule);
        agreed.ToldBy("sam", Icb, Sample.Retracted(correction));
        agreed.Refuses(Sample.Ask(Icb, Sample.Retracted(agreed.Last)), Rule);

        // To take the agreement back is no agreement, and what alex may not do pat may.
        agreed.Accepts(Sample.Ask(Icb, Sample.Retracted(agreement)), Sample.Retracted(agreement));
        agreed.ToldBy("alex", Icb, Sample.Retracted(agreement)).ToldBy("alex", Icb, Corrected(Proposal, 2));
        agreed.Refuses(Sample.Ask(Icb, Sample.Retracted(agreed.Entries[^2].Id)), Rule);
    }

    [Fact]
    public void Two_of_whom_nothing_is_known_are_not_the_same()
    {
        var record = SmallRecord.OfAnIcb().ToldBy("", Icb, Sample.Proposed(2, "2024-05-01")).ToldBy("", Icb, Agreed(2));
        Assert.DoesNotContain(record.Findings(Icb), found => found.Rule == Rule);
    }

    // Proposed by sam: segment 2.
    private static SmallRecord Proposed() => SmallRecord.OfAnIcb().ToldBy("sam", Icb, Sample.Proposed(2, "2024-05-01"));

    private static SegmentAgreed Agreed(int segment) => Sample.Agreed(Proposal, segment, "2024-05-03");

    private static EntryCorrected Corrected(Guid target, int segment) =>
        Sample.Corrected(target, Sample.Proposed(segment, "2024-05-01"));
}

using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

/// <summary>What every decision has in common.</summary>
public sealed class DecisionTests
{
    private static readonly Event[] AboutAnIcb =
    [
        Sample.Succeeded("2026-04-01", Sample.OtherIcb),
        Sample.Published(3, "2023/24"),
        Sample.Assigned(3, "2024-05-01"),
        Sample.Reviewed(3, "2024-05-01"),
        Sample.Assessed("2023/24"),
    ];

    private static readonly (string Field, Func<Decision, Decision> Change)[] Faults =
    [
        ("decision.decidedBy.body", d => d with { DecidedBy = new("") }),
        ("decision.decidedBy.body", d => d with { DecidedBy = new(new string('x', 101)) }),
        ("decision.decidedBy.body", d => d with { DecidedBy = new("nhs\0england") }),
        ("decision.decidedBy.role", d => d with { DecidedBy = new("nhs-england", new string('x', 201)) }),
        ("decision.decidedBy.role", d => d with { DecidedBy = new("nhs-england", "Director\ud800") }),
        ("decision.decidedBy.person", d => d with { DecidedBy = new("nhs-england", Person: new string('x', 201)) }),
        ("decision.rationale", d => d with { Rationale = new string('x', 20_001) }),
        ("decision.rationale", d => d with { Rationale = "\udc00 comes first" }),
        ("decision.source.document", d => d with { Source = new(" ") }),
        ("decision.source.fact", d => d with { Source = new("PRN01455", "line\01") }),
        ("decision.evidence", d => d with { Evidence = [.. Enumerable.Repeat(new EvidenceReference("Letter"), 101)] }),
        ("decision.evidence[1]", d => d with { Evidence = [new("Letter"), null!] }),
        ("decision.evidence[1].title", d => d with { Evidence = [new("Letter"), new("")] }),
        ("decision.evidence[0].reference", d => d with { Evidence = [new("Letter", new string('x', 501))] }),
        ("decision.evidence[0].sha256", d => d with { Evidence = [new("Letter", Sha256: new string('A', 64))] }),
        ("decision.evidence[0].sha256", d => d with { Evidence = [new("Letter", Sha256: new string('a', 63))] }),
    ];

    [Fact]
    public void Every_fault_in_what_decisions_have_in_common_is_named_by_its_field() =>
        Assert.All(
            Faults,
            fault =>
                SmallRecord
                    .OfAnIcb()
                    .FindsFault(
                        () =>
                            new LogDecision(
                                SubjectId.Of(Sample.Icb),
                                Sample.Assigned(3, "2024-05-01").With(fault.Change)
                            ),
                        fault.Field
                    )
        );

    [Fact]
    public void Every_decision_checks_what_decisions_have_in_common()
    {
        Assert.All(
            Filled.All,
            content =>
                Assert.Equal(
                    "decision.source.document",
                    Assert
                        .Throws<BadInputException>(() => content.With(d => d with { Source = new("") }).CheckInput())
                        .Field
                )
        );
    }

    [Fact]
    public void Nothing_is_decided_about_an_organisation_that_is_not_in_the_record() =>
        Assert.All(
            AboutAnIcb,
            content => SmallRecord.Empty().DoesNotKnow(Sample.Ask(SubjectId.Of(Sample.Icb), content))
        );

    [Fact]
    public void Nothing_is_decided_about_an_organisation_whose_registration_was_retracted() =>
        Assert.All(
            AboutAnIcb,
            content =>
                SmallRecord
                    .OfAnIcb()
                    .Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(1)))
                    .DoesNotKnow(Sample.Ask(SubjectId.Of(Sample.Icb), content))
        );

    [Fact]
    public void Every_kind_is_refused_about_a_subject_that_it_cannot_be_about() =>
        Assert.All(
            Filled.All.Where(content => !content.KindOfEvent().About.HasFlag(SubjectKind.Organisation)),
            content => SmallRecord.OfAnIcb().FindsFault(() => Sample.Ask(SubjectId.Of(Sample.Icb), content), "subject")
        );

    [Fact]
    public void All_of_what_decisions_have_in_common_is_kept()
    {
        DecidedBy jo = new("nhs-england", "Regional Director", PersonCommitment.To("Jo", new byte[16]).Id);
        var content = Sample
            .Assigned(3, "2024-05-01")
            .With(d =>
                d with
                {
                    DecidedBy = jo,
                    Rationale = "Finance and quality.",
                    Evidence = [new("Letter", "file 7", new string('a', 64))],
                    Source = Sample.Publication,
                    Communicated = new DateOnly(2024, 5, 3),
                    After = SmallRecord.IdAt(1),
                    Predecessor = Sample.Trust,
                }
            );
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(4, "2023-05-01").With(d => d with { DecidedBy = jo }))
            .Accepts(new LogDecision(SubjectId.Of(Sample.Icb), content), content);
    }

    [Fact]
    public void What_an_event_names_is_called_as_is_asked() =>
        Assert.All(
            Filled.All.Where(content => content is not OrganisationRegistered),
            content =>
            {
                var said = content.Says(new Called());
                Assert.DoesNotMatch("[0-9a-f]{8}-[0-9a-f]{4}-", said);
                Assert.All(content.OrganisationsNamed(), ods => Assert.DoesNotMatch($@"(?<!\w){ods}(?!\w)", said));
            }
        );

    [Fact]
    public void What_people_wrote_and_their_references_are_no_names()
    {
        var judged = Filled.All.OfType<CriterionAssessed>().First() with { Criterion = "RT1" };
        Assert.StartsWith("Criterion RT1 judged", judged.Says(new Called()), StringComparison.Ordinal);
        var reviewed = Filled.All.OfType<OversightReviewed>().First() with { Outcome = "RBS loan repaid; QUY told" };
        Assert.Contains("RBS loan repaid; QUY told", reviewed.Says(new Called()), StringComparison.Ordinal);
    }

    private sealed class Called : Naming
    {
        public override string Of(OdsCode organisation) => "that organisation";

        public override string OfBody(string id) => "that body";

        public override string OfEntry(string word, Guid id) => "that entry";
    }
}

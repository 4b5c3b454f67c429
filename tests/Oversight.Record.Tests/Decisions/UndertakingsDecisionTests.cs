using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Decisions;

/// <summary>What is decided about undertakings; the rules one by one are in <see cref="Rules.RuleBreach"/>.</summary>
public sealed class UndertakingsDecisionTests
{
    private static readonly SubjectId Subject = SampleUndertakings.Subject;

    [Fact]
    public void Undertakings_run_from_acceptance_to_discharge()
    {
        var record = SampleUndertakings.Organisations();
        Event[] story =
        [
            SampleUndertakings.Accepted("2024-01-10"),
            SampleUndertakings.Published("2024-01-20"),
            SampleUndertakings.Progress("2024-02-10"),
            SampleUndertakings.Varied("2024-03-01"),
            SampleUndertakings.Breached("2024-03-10", "1.2"),
            SampleUndertakings.Directed("2024-03-20"),
            SampleUndertakings.Judged("2024-04-01"),
            SampleUndertakings.AppliedFor("2024-04-01", "1.1"),
            SampleUndertakings.Refused("2024-04-05", SmallRecord.IdAt(11)),
            SampleUndertakings.AppliedFor("2024-04-06"),
            SampleUndertakings.Issued("2024-04-20", SmallRecord.IdAt(13)),
            SampleUndertakings.Revoked("2024-04-25", SmallRecord.IdAt(14)),
            SampleUndertakings.Discharged("2024-05-01"),
        ];
        foreach (var content in story)
        {
            record.Accepts(Sample.Ask(Subject, content), content);
            record.Told(Subject, content);
        }

        Assert.Empty(record.Findings(Subject));
    }

    [Fact]
    public void Undertakings_of_an_integrated_care_board_may_lead_to_a_direction_of_its_own_act()
    {
        var accepted = SampleUndertakings.AcceptedFromIcb("2024-05-01");
        SampleUndertakings.Organisations().Accepts(Sample.Ask(SampleUndertakings.OfIcb, accepted), accepted);
        var directed = SampleUndertakings.Directed("2024-05-01", "nhs-act-2006-s14z61");
        SampleUndertakings.GivenByIcb().Accepts(Sample.Ask(SampleUndertakings.OfIcb, directed), directed);
    }

    [Fact]
    public void Nothing_is_decided_about_undertakings_that_were_not_accepted() =>
        Assert.All(
            [
                SampleUndertakings.Varied("2024-05-01"),
                SampleUndertakings.AppliedFor("2024-05-01"),
                SampleUndertakings.Discharged("2024-05-01"),
            ],
            (Event content) => SampleUndertakings.Organisations().DoesNotKnow(Sample.Ask(Subject, content))
        );

    [Fact]
    public void They_are_accepted_once()
    {
        var content = SampleUndertakings.Accepted("2024-05-01");
        SampleUndertakings.Given().Refuses(Sample.Ask(Subject, content), "registered-once");
    }

    [Fact]
    public void A_report_of_progress_a_judgement_and_a_variation_can_be_repeated() =>
        Assert.All(
            [
                SampleUndertakings.Progress("2024-04-01"),
                SampleUndertakings.Judged("2024-04-01"),
                SampleUndertakings.Varied("2024-04-01"),
                SampleUndertakings.Published("2024-04-01"),
            ],
            (Event content) =>
                SampleUndertakings.Given().Told(Subject, content).Accepts(Sample.Ask(Subject, content), content)
        );

    [Fact]
    public void An_application_is_answered_once_and_again_after_the_answer_was_retracted()
    {
        var content = SampleUndertakings.Issued("2024-04-05", SmallRecord.IdAt(5));
        var record = SampleUndertakings.Applied();
        record.Accepts(Sample.Ask(Subject, content), content);
        record.Told(Subject, content).Refuses(Sample.Ask(Subject, content), "answers-open-application");
        record.Told(Subject, Sample.Retracted(SmallRecord.IdAt(6)));
        record.Accepts(Sample.Ask(Subject, content), content);
    }

    [Fact]
    public void They_are_discharged_once()
    {
        var content = SampleUndertakings.Discharged("2024-05-01");
        SampleUndertakings.Given().Told(Subject, content).Refuses(Sample.Ask(Subject, content), "not-after-discharge");
    }

    [Fact]
    public void A_late_answer_is_recorded_live_and_found()
    {
        var content = SampleUndertakings.Issued("2024-05-01", SmallRecord.IdAt(5));
        var record = SampleUndertakings.Applied();
        record.Accepts(Sample.Ask(Subject, content), content);
        record.Told(Subject, content);
        Assert.Equal([("certificate-decided-in-time", record.Last)], record.Findings(Subject));
    }

    [Fact]
    public void What_was_reported_is_accepted_later_about_the_same_set()
    {
        var accepted = SampleUndertakings.Accepted("2024-05-01");
        var record = SampleUndertakings.Organisations().Told(Subject, Reported);
        record.Accepts(Sample.Ask(Subject, accepted), accepted);
        record.Told(Subject, accepted);
        Assert.Empty(record.Findings(Subject));
        record.Refuses(Sample.Ask(Subject, accepted), "registered-once");
    }

    [Fact]
    public void A_set_of_nhs_improvements_is_varied_with_nhs_england_which_took_over_what_it_did()
    {
        var accepted = SampleUndertakings.Accepted("2022-03-01") with { LegalBasis = "nhs-trust-undertakings" };
        var record = SampleUndertakings
            .Organisations()
            .Told(Subject, accepted.With(d => d with { DecidedBy = new("nhs-improvement"), Origin = Origin.Imported }));
        Assert.Empty(record.Findings(Subject));
        var varied = SampleUndertakings.Varied("2024-05-01");
        record.Accepts(Sample.Ask(Subject, varied), varied);
    }

    private static UndertakingsReported Reported => new(Sample.Decision("2024-05-01"), [Sample.Trust]);

    public static TheoryData<string, Event> Faults =>
        new()
        {
            { "legalBasis", SampleUndertakings.Accepted("2024-05-01") with { LegalBasis = "magna-carta" } },
            { "grounds", SampleUndertakings.Accepted("2024-05-01") with { Grounds = [] } },
            { "items", SampleUndertakings.Accepted("2024-05-01") with { Items = [] } },
            { "items[0].wording", SampleUndertakings.Accepted("2024-05-01") with { Items = [new("1.1", "")] } },
            { "publication", SampleUndertakings.Accepted("2024-05-01") with { Publication = new() } },
            { "publication", SampleUndertakings.Published("2024-05-01") with { Publication = new("a", "b") } },
            { "due", SampleUndertakings.Varied("2024-05-01") with { Due = null } },
            { "agreedBy", SampleUndertakings.Varied("2024-05-01") with { AgreedBy = [] } },
            { "item", SampleUndertakings.Judged("2024-05-01", "1 1") },
            { "progress", SampleUndertakings.Progress("2024-05-01") with { Progress = "" } },
            { "items", SampleUndertakings.Breached("2024-05-01") },
            { "items[0]", SampleUndertakings.AppliedFor("2024-05-01", "1/1") },
            { "legalBasis", SampleUndertakings.Directed("2024-05-01", "magna-carta") },
            { "directed", SampleUndertakings.Directed("2024-05-01") with { Directed = "" } },
            { "types", SampleUndertakings.Accepted("2024-05-01") with { Types = [] } },
            { "jointlyWith", SampleUndertakings.Accepted("2024-05-01") with { JointlyWith = [Sample.Trust] } },
            { "supersedes", SampleUndertakings.Accepted("2024-05-01") with { Supersedes = "RXW 2021" } },
            { "organisations", Reported with { Organisations = [] } },
            { "jointly", Reported with { Jointly = true } },
            { "legalBasis", Reported with { LegalBasis = "magna-carta" } },
            { "added.wording", SampleUndertakings.Added("2024-05-01") with { Added = new("2.1", "") } },
            { "directed", SampleUndertakings.OrganisationDirected("2024-05-01") with { Directed = "" } },
            { "penalty", SampleUndertakings.OrganisationDirected("2024-05-01") with { Penalty = 1000 } },
            {
                "penalty",
                SampleUndertakings.OrganisationDirected("2024-05-01", "hsc-act-2012-s105-penalty") with
                {
                    Penalty = 0,
                }
            },
            { "due", SampleUndertakings.DirectionVaried("2024-05-01", Guid.NewGuid()) with { Due = null } },
        };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_fault_is_named_by_its_field(string field, Event content) =>
        SampleUndertakings
            .Given()
            .FindsFault(
                () =>
                    Sample.Ask(
                        content.KindOfEvent().About == SubjectKind.Organisation ? SubjectId.Of(Sample.Trust) : Subject,
                        content
                    ),
                field
            );
}

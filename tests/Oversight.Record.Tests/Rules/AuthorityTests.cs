using Oversight.Record.Authority;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Rules;

public sealed class AuthorityTests
{
    public static TheoryData<string> Names => [.. EventCatalogue.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_says_who_may_decide_it_and_what_gives_the_authority(string name)
    {
        var kind = EventCatalogue.Kinds.Single(k => k.Name == name);
        Assert.NotEqual(Deciders.None, kind.Deciders);
        Assert.All(
            Enum.GetValues<SubjectKind>().Where(s => s != SubjectKind.None && kind.About.HasFlag(s)),
            subject => Assert.NotEmpty(Authority.Authority.For(kind, subject).Says)
        );
    }

    [Fact]
    public void Every_provision_is_described_once_and_says_where_it_was_checked()
    {
        Assert.Equal(
            Enum.GetValues<Provision>().Order(),
            Authority.Authority.All.Select(authority => authority.Provision).Order()
        );
        Assert.All(Authority.Authority.All, a => Assert.NotEmpty(a.Checked));
    }

    [Fact]
    public void A_body_and_a_legal_basis_are_explained_to_those_who_choose()
    {
        Assert.All(DecidingBody.All, body => Assert.Matches("^[A-Z].{20,}\\.$", body.Help));
        Assert.All(
            LegalBasis.All,
            basis =>
            {
                Assert.Matches("^[A-Z].{20,}\\.$", basis.Help);
                Assert.NotEmpty(basis.Provision);
                Assert.NotEmpty(basis.Checked);
                Assert.Equal(basis.Kinds.Order(), basis.Periods.Select(p => p.Kind).Order());
            }
        );
    }

    [Theory]
    [InlineData("nhs-improvement")]
    [InlineData("nhs-england")]
    public void What_was_decided_nationally_in_2021_is_no_breach(string body)
    {
        var entered = SampleRecovery.Entered("2021-08-01", Sample.Icb, Sample.Trust).With(d => Imported(d, body));
        var assigned = Sample.Assigned(4, "2021-08-01").With(d => Imported(d, body));
        var record = SampleRecovery.Organisations().Told(SampleRecovery.Subject, entered).Told(Sample.Icb, assigned);
        Assert.Empty(record.Findings(SampleRecovery.Subject));
        Assert.Empty(record.Findings(SubjectId.Of(Sample.Icb)));
    }

    [Fact]
    public void What_the_joint_regional_team_decided_in_2021_is_no_breach()
    {
        var reviewed = Sample.Assigned(3, "2021-11-11").With(d => Imported(d, Sample.Regional));
        var record = SampleRecovery.Organisations().Told(Sample.Icb, reviewed);
        Assert.Empty(record.Findings(SubjectId.Of(Sample.Icb)));
    }

    [Fact]
    public void What_NHS_Improvement_is_said_to_have_decided_after_it_ended_is_a_finding()
    {
        var record = SampleRecovery
            .Organisations()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Entered("2022-07-01", Sample.Icb).With(d => Imported(d, "nhs-improvement"))
            );
        Assert.Equal(
            ["decided-by-existing-body", "national-recovery-decision"],
            record.Findings(SampleRecovery.Subject).Select(found => found.Rule)
        );
    }

    private static Decision Imported(Decision decision, string body) =>
        decision with
        {
            DecidedBy = new(body),
            Origin = Origin.Imported,
            Predecessor = Sample.OtherIcb,
        };
}

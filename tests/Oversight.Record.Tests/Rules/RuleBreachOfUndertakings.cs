using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of undertakings.</summary>
internal static class RuleBreachOfUndertakings
{
    private static readonly SubjectId Subject = SampleUndertakings.Subject;

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [.. Acceptance(), .. Items(), .. Certificates(), .. Evidence()];

    private static IEnumerable<RuleBreach> Acceptance()
    {
        var accepted = SampleUndertakings.Accepted("2024-05-01");
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "given-by-existing-organisation",
            "one that is not registered",
            SmallRecord.OfAnIcb(),
            accepted,
            SampleUndertakings.AcceptedFromIcb("2024-05-01")
        );
        yield return Case(
            "given-by-existing-organisation",
            "before it was established",
            SampleUndertakings.Organisations(),
            SampleUndertakings.AcceptedFromIcb("2022-06-30"),
            SampleUndertakings.AcceptedFromIcb("2022-06-30").With(d => d with { Predecessor = Sample.Trust })
        );
        yield return Case(
            "legal-basis-fits",
            "one of another kind of organisation",
            SampleUndertakings.Organisations(),
            accepted with
            {
                LegalBasis = "icb-undertakings",
            },
            accepted
        );
        yield return Case(
            "legal-basis-fits",
            "a power to direct",
            SampleUndertakings.Organisations(),
            accepted with
            {
                LegalBasis = "hsc-act-2012-s105",
                Test = LegalTest.Satisfied,
            },
            accepted
        );
        yield return Case(
            "legal-basis-fits",
            "another test",
            SampleUndertakings.Organisations(),
            accepted with
            {
                Test = LegalTest.Satisfied,
            },
            accepted
        );
        yield return Case(
            "legal-basis-fits",
            "a direction on what is no power to direct",
            SampleUndertakings.Given(),
            SampleUndertakings.Directed("2024-05-01", "hsc-act-2012-s106"),
            SampleUndertakings.Directed("2024-05-01")
        );
        yield return Case(
            "legal-basis-fits",
            "a direction under the section about integrated care boards",
            SampleUndertakings.Given(),
            SampleUndertakings.Directed("2024-05-01", "nhs-act-2006-s14z61"),
            SampleUndertakings.Directed("2024-05-01")
        );
        yield return new(
            "legal-basis-fits",
            "a direction on mere suspicion",
            SampleUndertakings.GivenByIcb(),
            SampleUndertakings.OfIcb,
            SampleUndertakings.Directed("2024-05-01", "nhs-act-2006-s14z61") with
            {
                Test = LegalTest.ReasonableSuspicion,
            },
            SampleUndertakings.Directed("2024-05-01", "nhs-act-2006-s14z61")
        );
        yield return Case(
            "after-acceptance",
            "published before",
            SampleUndertakings.Given(),
            SampleUndertakings.Published("2024-01-09"),
            SampleUndertakings.Published("2024-01-10")
        );
        yield return Case(
            "after-acceptance",
            "discharged before",
            SampleUndertakings.Given(),
            SampleUndertakings.Discharged("December 2023"),
            SampleUndertakings.Discharged("January 2024")
        );
    }

    private static IEnumerable<RuleBreach> Items()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return Case(
            "names-items-given",
            "progress on one that there is not",
            SampleUndertakings.Given(),
            SampleUndertakings.Progress("2024-05-01", "9.9"),
            SampleUndertakings.Progress("2024-05-01")
        );
        yield return Case(
            "names-items-given",
            "a breach of one that there is not",
            SampleUndertakings.Given(),
            SampleUndertakings.Breached("2024-05-01", "1.1", "9.9"),
            SampleUndertakings.Breached("2024-05-01", "1.1", "1.2")
        );
        yield return Case(
            "names-items-given",
            "a discharge of none",
            SampleUndertakings.Given(),
            SampleUndertakings.Discharged("2024-05-01") with
            {
                Items = [],
            },
            SampleUndertakings.Discharged("2024-05-01")
        );
        yield return Case(
            "varied-by-both-parties",
            "without the organisation",
            SampleUndertakings.Given(),
            SampleUndertakings.Varied("2024-05-01") with
            {
                AgreedBy = [Sample.National, "QOC"],
            },
            SampleUndertakings.Varied("2024-05-01") with
            {
                AgreedBy = [Sample.National, "rxw"],
            }
        );
        yield return Case(
            "varied-by-both-parties",
            "without the body that accepted them",
            SampleUndertakings.Given(),
            SampleUndertakings.Varied("2024-05-01") with
            {
                AgreedBy = ["dhsc", "RXW"],
            },
            SampleUndertakings.Varied("2024-05-01") with
            {
                AgreedBy = ["nhs-england-Y61", "RXW"],
            }
        );
        yield return Case(
            "decision-says-why",
            "a variation",
            SampleUndertakings.Given(),
            SampleUndertakings.Varied("2024-05-01").With(d => d with { Rationale = null }),
            SampleUndertakings.Varied("2024-05-01")
        );
        yield return Case(
            "not-after-discharge",
            "a variation",
            SampleUndertakings.Given().Told(Subject, SampleUndertakings.Discharged("2024-04-01", "1.1")),
            SampleUndertakings.Varied("2024-04-02"),
            SampleUndertakings.Varied("2024-04-02", "1.2")
        );
        yield return Case(
            "not-after-discharge",
            "a judgement",
            SampleUndertakings.Given().Told(Subject, SampleUndertakings.Discharged("2024-04-01")),
            SampleUndertakings.Judged("2024-04-02"),
            SampleUndertakings.Judged("2024-03-31")
        );
        yield return Case(
            "not-after-discharge",
            "one discharged again",
            SampleUndertakings.Given().Told(Subject, SampleUndertakings.Discharged("2024-04-01", "1.1")),
            SampleUndertakings.Discharged("2024-05-01", "1.2", "1.1"),
            SampleUndertakings.Discharged("2024-05-01")
        );
        yield return Case(
            "not-after-discharge",
            "all of them discharged again",
            SampleUndertakings
                .Given()
                .Told(
                    Subject,
                    SampleUndertakings.Discharged("2024-04-01", "1.1"),
                    SampleUndertakings.Discharged("2024-04-01", "1.2")
                ),
            SampleUndertakings.Discharged("2024-04-01"),
            null
        );
        yield return Case(
            "breach-of-open-items",
            "judged complied with",
            SampleUndertakings.Given().Told(Subject, SampleUndertakings.Judged("2024-04-01")),
            SampleUndertakings.Breached("2024-04-01", "1.1"),
            SampleUndertakings.Breached("2024-03-31", "1.1")
        );
        yield return Case(
            "breach-of-open-items",
            "discharged",
            SampleUndertakings.Given().Told(Subject, SampleUndertakings.Discharged("2024-04-01", "1.2")),
            SampleUndertakings.Breached("2024-04-01", "1.1", "1.2"),
            SampleUndertakings.Breached("2024-04-01", "1.1")
        );
        yield return Case(
            "breach-of-open-items",
            "certified",
            SampleUndertakings.Certified(),
            SampleUndertakings.Breached("2024-04-05", "1.1"),
            SampleUndertakings.Breached("2024-04-05", "1.2")
        );
    }

    private static IEnumerable<RuleBreach> Certificates()
    {
        RuleBreach Case(string rule, string which, SmallRecord record, Event breaking, Event? keeping) =>
            new(rule, which, record, Subject, breaking, keeping);

        yield return new(
            "certificates-of-legal-basis",
            "an integrated care board applies",
            SampleUndertakings.GivenByIcb(),
            SampleUndertakings.OfIcb,
            SampleUndertakings.AppliedFor("2024-05-01"),
            SampleUndertakings.Published("2024-05-01")
        );
        yield return Case(
            "answers-open-application",
            "on what is no application",
            SampleUndertakings.Applied(),
            SampleUndertakings.Issued("2024-04-05", SmallRecord.IdAt(4)),
            SampleUndertakings.Issued("2024-04-05", SmallRecord.IdAt(5))
        );
        yield return Case(
            "answers-open-application",
            "before it was received",
            SampleUndertakings.Applied(),
            SampleUndertakings.Refused("2024-03-31", SmallRecord.IdAt(5)),
            SampleUndertakings.Refused("2024-04-01", SmallRecord.IdAt(5))
        );
        yield return Case(
            "answers-open-application",
            "refused after it was issued",
            SampleUndertakings.Certified().Told(Subject, SampleUndertakings.AppliedFor("2024-04-06", "1.2")),
            SampleUndertakings.Refused("2024-04-06", SmallRecord.IdAt(5)),
            SampleUndertakings.Refused("2024-04-06", SmallRecord.IdAt(7))
        );
        yield return Case(
            "certificate-decided-in-time",
            "on the fifteenth day",
            SampleUndertakings.Applied(),
            SampleUndertakings.Refused("2024-04-16", SmallRecord.IdAt(5)),
            SampleUndertakings.Refused("2024-04-15", SmallRecord.IdAt(5))
        );
        yield return Case(
            "revokes-issued-certificate",
            "what is no certificate",
            SampleUndertakings.Certified(),
            SampleUndertakings.Revoked("2024-05-01", SmallRecord.IdAt(5)),
            SampleUndertakings.Revoked("2024-05-01", SmallRecord.IdAt(6))
        );
        yield return Case(
            "revokes-issued-certificate",
            "before it was issued",
            SampleUndertakings.Certified(),
            SampleUndertakings.Revoked("2024-04-04", SmallRecord.IdAt(6)),
            SampleUndertakings.Revoked("2024-04-05", SmallRecord.IdAt(6))
        );
        yield return Case(
            "revokes-issued-certificate",
            "twice",
            SampleUndertakings.Certified().Told(Subject, SampleUndertakings.Revoked("2024-04-08", SmallRecord.IdAt(6))),
            SampleUndertakings.Revoked("2024-05-01", SmallRecord.IdAt(6)),
            null
        );
    }

    private static IEnumerable<RuleBreach> Evidence()
    {
        RuleBreach Case(string rule, string which, Event breaking, Event keeping) =>
            new(rule, which, SampleUndertakings.Given(), Subject, breaking, keeping);

        yield return Case(
            "evidence-from-those-concerned",
            "by another organisation than the one that gave the undertakings",
            SampleRecovery.Submitted("2024-05-01", Sample.Icb, "1.1"),
            SampleRecovery.Submitted("2024-05-01", Sample.Trust, "1.1")
        );
        yield return Case(
            "evidence-for-what-is-in-force",
            "for an undertaking that there is not",
            SampleRecovery.Submitted("2024-05-01", Sample.Trust, "9.9"),
            SampleRecovery.Submitted("2024-05-01", Sample.Trust, "1.2")
        );
    }
}

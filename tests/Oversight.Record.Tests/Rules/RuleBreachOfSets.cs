using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of sets of undertakings that are reported, follow others or grow, of directions, and of what they rest on.</summary>
internal static class RuleBreachOfSets
{
    private static readonly SubjectId Subject = SampleUndertakings.Subject;
    private static readonly SubjectId Later = SubjectId.OfUndertakings("rxw-2025");
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);

    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } = [.. Sets(), .. Items(), .. Bases(), .. Directions()];

    private static UndertakingsReported Reported =>
        new(Sample.Decision("2024-05-01"), [Sample.Trust, Sample.Icb], Jointly: true);

    private static SmallRecord Superseded =>
        SampleUndertakings
            .Given()
            .Told(Later, SampleUndertakings.Accepted("2024-05-05") with { Supersedes = Subject.Id });

    private static IEnumerable<RuleBreach> Sets()
    {
        var accepted = SampleUndertakings.Accepted("2024-05-01");
        yield return new(
            "given-by-existing-organisation",
            "reported of one that is not registered",
            SmallRecord.OfAnIcb(),
            Subject,
            Reported,
            Reported with
            {
                Organisations = [Sample.Icb],
                Jointly = null,
            }
        );
        yield return new(
            "given-by-existing-organisation",
            "jointly with one that is not registered",
            SampleUndertakings.Organisations(),
            SampleUndertakings.OfIcb,
            SampleUndertakings.AcceptedFromIcb("2024-05-01") with
            {
                JointlyWith = [Sample.NewIcb],
            },
            SampleUndertakings.AcceptedFromIcb("2024-05-01") with
            {
                JointlyWith = [Sample.OtherIcb],
            }
        );
        yield return new(
            "accepted-from-those-reported",
            "the report names another",
            SampleUndertakings
                .Organisations()
                .Told(SampleUndertakings.OfIcb, Reported with { Organisations = [Sample.OtherIcb], Jointly = null }),
            SampleUndertakings.OfIcb,
            SampleUndertakings.AcceptedFromIcb("2024-05-01"),
            SampleUndertakings.AcceptedFromIcb("2024-05-01") with
            {
                JointlyWith = [Sample.OtherIcb],
            }
        );
        yield return new(
            "reported-before-accepted",
            "the acceptance is known",
            SampleUndertakings.Given(),
            Subject,
            Reported,
            null
        );
        yield return new(
            "follows-earlier-set",
            "one that there is not",
            SampleUndertakings.Given(),
            Later,
            accepted with
            {
                Supersedes = "rxw-2019",
            },
            accepted with
            {
                Supersedes = Subject.Id,
            }
        );
        yield return new(
            "follows-earlier-set",
            "itself",
            SampleUndertakings.Organisations(),
            Subject,
            accepted with
            {
                Supplements = Subject.Id,
            },
            accepted
        );
        yield return new(
            "follows-earlier-set",
            "one of another organisation",
            SampleUndertakings.GivenByIcb(),
            Subject,
            accepted with
            {
                Supplements = SampleUndertakings.OfIcb.Id,
            },
            accepted
        );
        yield return new(
            "follows-earlier-set",
            "one that was accepted later",
            SampleUndertakings.Given(),
            Later,
            SampleUndertakings.Accepted("2024-01-09") with
            {
                Supplements = Subject.Id,
            },
            SampleUndertakings.Accepted("2024-01-10") with
            {
                Supplements = Subject.Id,
            }
        );
        yield return new(
            "not-after-discharge",
            "judged when another set stands in its place",
            Superseded,
            Subject,
            SampleUndertakings.Judged("2024-05-05"),
            SampleUndertakings.Judged("2024-05-04")
        );
        yield return new(
            "not-after-discharge",
            "added to what was discharged",
            SampleUndertakings.Given().Told(Subject, SampleUndertakings.Discharged("2024-05-05")),
            Subject,
            SampleUndertakings.Added("2024-05-06"),
            SampleUndertakings.Added("2024-05-04")
        );
    }

    private static IEnumerable<RuleBreach> Items()
    {
        var added = SampleUndertakings.Given().Told(Subject, SampleUndertakings.Added("2024-05-05"));
        var reported = SampleUndertakings.Organisations().Told(Subject, Reported);
        yield return new(
            "added-under-new-number",
            "one of those accepted",
            SampleUndertakings.Given(),
            Subject,
            SampleUndertakings.Added("2024-05-01", "1.1"),
            SampleUndertakings.Added("2024-05-01")
        );
        yield return new(
            "added-under-new-number",
            "one that was added already",
            added,
            Subject,
            SampleUndertakings.Added("2024-05-06"),
            SampleUndertakings.Added("2024-05-06", "3.1")
        );
        yield return new(
            "added-under-new-number",
            "to what is known by report only",
            reported,
            Subject,
            SampleUndertakings.Added("2024-05-06", agreedBy: [Sample.National, "RXW", "QOC"]),
            null
        );
        yield return new(
            "names-items-given",
            "before it was added",
            added,
            Subject,
            SampleUndertakings.Judged("2024-05-04", "2.1"),
            SampleUndertakings.Judged("2024-05-05", "2.1")
        );
        yield return new(
            "names-items-given",
            "of what is known by report only",
            reported,
            Subject,
            SampleUndertakings.Judged("2024-05-06"),
            SampleUndertakings.Discharged("2024-05-06")
        );
        yield return new(
            "varied-by-both-parties",
            "an addition without the organisation",
            SampleUndertakings.Given(),
            Subject,
            SampleUndertakings.Added("2024-05-01", agreedBy: [Sample.National]),
            SampleUndertakings.Added("2024-05-01")
        );
        yield return new(
            "varied-by-both-parties",
            "without one of those that gave them jointly",
            SampleUndertakings
                .Organisations()
                .Told(Subject, SampleUndertakings.Accepted("2024-01-10") with { JointlyWith = [Sample.Icb] }),
            Subject,
            SampleUndertakings.Varied("2024-05-01"),
            SampleUndertakings.Varied("2024-05-01") with
            {
                AgreedBy = [Sample.National, "RXW", "QOC"],
            }
        );
    }

    private static IEnumerable<RuleBreach> Bases()
    {
        yield return new(
            "legal-basis-existed",
            "an NHS trust that is not licensed yet",
            SampleUndertakings.Organisations(),
            Subject,
            SampleUndertakings.Accepted("2023-03-31"),
            SampleUndertakings.Accepted("2023-04-01")
        );
        yield return new(
            "legal-basis-existed",
            "an NHS trust that is licensed",
            SampleUndertakings.Organisations(),
            Subject,
            SampleUndertakings.Accepted("2023-04-01") with
            {
                LegalBasis = "nhs-trust-undertakings",
            },
            SampleUndertakings.Accepted("2023-03-31") with
            {
                LegalBasis = "nhs-trust-undertakings",
            }
        );
        yield return new(
            "legal-basis-fits",
            "licence conditions of an NHS trust",
            SampleUndertakings.Organisations(),
            SubjectId.Of(Sample.Trust),
            SampleUndertakings.OrganisationDirected("2024-05-01", "hsc-act-2012-s111"),
            SampleUndertakings.OrganisationDirected("2024-05-01", "hsc-act-2012-s105")
        );
        yield return new(
            "legal-basis-fits",
            "a board under the section about licensed providers",
            SampleUndertakings.Organisations(),
            Icb,
            SampleUndertakings.OrganisationDirected("2024-05-01", "hsc-act-2012-s105"),
            SampleUndertakings.OrganisationDirected("2024-05-01")
        );
    }

    private static IEnumerable<RuleBreach> Directions()
    {
        var directed = SampleUndertakings
            .Organisations()
            .Told(Sample.Icb, SampleUndertakings.OrganisationDirected("2024-05-01"));
        var revoked = SmallRecord.IdAt(4);
        yield return new(
            "direction-in-force",
            "none was issued",
            SampleUndertakings.Organisations(),
            Icb,
            SampleUndertakings.DirectionRevoked("2024-05-02", Guid.NewGuid()),
            null
        );
        yield return new(
            "direction-in-force",
            "varied before it was issued",
            directed,
            Icb,
            SampleUndertakings.DirectionVaried("2024-04-30", revoked),
            SampleUndertakings.DirectionVaried("2024-05-01", revoked)
        );
        yield return new(
            "direction-in-force",
            "revoked once more",
            SampleUndertakings
                .Organisations()
                .Told(
                    Sample.Icb,
                    SampleUndertakings.OrganisationDirected("2024-05-01"),
                    SampleUndertakings.DirectionRevoked("2024-05-04", revoked)
                ),
            Icb,
            SampleUndertakings.DirectionRevoked("2024-05-05", revoked),
            null
        );
        yield return new(
            "decision-says-why",
            "a direction that does not",
            SampleUndertakings.Organisations(),
            Icb,
            SampleUndertakings.OrganisationDirected("2024-05-01").With(d => d with { Rationale = null }),
            SampleUndertakings.OrganisationDirected("2024-05-01")
        );
    }
}

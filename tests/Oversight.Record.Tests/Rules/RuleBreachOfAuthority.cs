using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Ways to break the rules about who decides.</summary>
internal static class RuleBreachOfAuthority
{
    private const string Existing = "decided-by-existing-body";
    private const string Authority = "decided-with-authority";
    private static readonly string OwnIcb = Sample.Icb.Value;
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);

    /// <summary>The cases.</summary>
    public static IEnumerable<RuleBreach> All { get; } =
    [
        new(
            Existing,
            "NHS Improvement, which is no more",
            SmallRecord.OfAnIcb(),
            Icb,
            Assigned(3, "nhs-improvement"),
            Assigned(3, "nhs-england")
        ),
        new(
            Existing,
            "a board that has ended reports",
            SampleUndertakings
                .GivenByIcb()
                .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-04-01"))
                .Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.NewIcb)),
            SampleUndertakings.OfIcb,
            By(SampleUndertakings.Progress("2024-05-01"), OwnIcb),
            By(SampleUndertakings.Progress("2024-05-01"), "nhs-england")
        ),
        new(
            Existing,
            "a board before it was established",
            SampleUndertakings.GivenByIcb().Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-06-01")),
            SampleUndertakings.OfIcb,
            By(SampleUndertakings.Progress("2024-05-01"), Sample.NewIcb.Value),
            By(SampleUndertakings.Progress("2024-05-01"), OwnIcb)
        ),
        new(
            Authority,
            "a region places an organisation of another",
            SmallRecord.OfAnIcb(),
            Icb,
            Assigned(3, "nhs-england-Y62"),
            Assigned(3, "nhs-england-Y60")
        ),
        new(
            Authority,
            "an organisation proposes its own segment",
            SmallRecord.OfAnIcb(),
            Icb,
            By(Sample.Proposed(3, "2024-05-01"), OwnIcb),
            Sample.Proposed(3, "2024-05-01")
        ),
        new(
            Authority,
            "an inspector places it",
            SmallRecord.OfAnIcb(),
            Icb,
            Assigned(3, "cqc"),
            Assigned(3, "nhs-england")
        ),
        new(
            Authority,
            "a trust judges its own criterion",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Subject,
            By(SampleRecovery.Judged("2024-05-01", "EC1"), Sample.Trust.Value),
            By(SampleRecovery.Judged("2024-05-01", "EC1"), "nhs-england")
        ),
        new(
            Authority,
            "a region judges at national level",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Subject,
            By(SampleRecovery.Judged("2024-05-01", "EC1") with { Level = AssessingLevel.National }, Sample.Regional),
            By(SampleRecovery.Judged("2024-05-01", "EC1") with { Level = AssessingLevel.Region }, Sample.Regional)
        ),
        new(
            Authority,
            "a trust rates what it is no member of",
            SampleRecovery.WithCriteria(),
            SampleRecovery.Subject,
            By(SampleRecovery.SelfAssessed("2024-05-01", "EC1", Sample.Icb), Sample.OtherIcb.Value),
            By(SampleRecovery.SelfAssessed("2024-05-01", "EC1", Sample.Icb), OwnIcb)
        ),
        new(
            Authority,
            "a board accepts its own undertakings",
            SampleUndertakings.Organisations(),
            SampleUndertakings.OfIcb,
            By(SampleUndertakings.AcceptedFromIcb("2024-01-10"), OwnIcb),
            SampleUndertakings.AcceptedFromIcb("2024-01-10")
        ),
        new(
            Authority,
            "a board discharges its own undertakings",
            SampleUndertakings.GivenByIcb(),
            SampleUndertakings.OfIcb,
            By(SampleUndertakings.Discharged("2024-05-01"), OwnIcb),
            SampleUndertakings.Discharged("2024-05-01")
        ),
        new(
            Authority,
            "a region publishes a framework",
            SmallRecord.Empty(),
            SubjectId.OfFramework("nof-2022-23"),
            By(Sample.Framework("nof-2022-23", "2022-07-01"), Sample.Regional),
            Sample.Framework("nof-2022-23", "2022-07-01")
        ),
        new(
            Authority,
            "an organisation corrects what its region decided",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")),
            Icb,
            By(Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-01")), OwnIcb),
            Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-01"))
        ),
        new(
            Authority,
            "an organisation retracts what its region decided",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")),
            Icb,
            By(Sample.Retracted(SmallRecord.IdAt(2)), OwnIcb),
            Sample.Retracted(SmallRecord.IdAt(2))
        ),
    ];

    private static SegmentAssigned Assigned(int segment, string by) => By(Sample.Assigned(segment, "2024-05-01"), by);

    private static T By<T>(T content, string body)
        where T : Event => content.With(d => d with { DecidedBy = new(body) });
}

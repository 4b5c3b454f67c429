using Oversight.Record.Deciding;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Given;

/// <summary>Good events about undertakings, and records with some.</summary>
internal static class SampleUndertakings
{
    /// <summary>The undertakings of the trust.</summary>
    public static SubjectId Subject { get; } = SubjectId.OfUndertakings("rxw-2024");

    /// <summary>Those of the ICB.</summary>
    public static SubjectId OfIcb { get; } = SubjectId.OfUndertakings("qoc-2024");

    /// <summary>A framework (0), an ICB (1), another (2) and a trust (3).</summary>
    public static SmallRecord Organisations() => SampleRecovery.Organisations();

    /// <summary>And undertakings of the trust (4) from 10 January 2024 on: 1.1, due 31 March 2024, and 1.2.</summary>
    public static SmallRecord Given() => Organisations().Told(Subject, Accepted("2024-01-10"));

    /// <summary>And an application for a certificate for 1.1 (5), received on 1 April 2024.</summary>
    public static SmallRecord Applied() => Given().Told(Subject, AppliedFor("2024-04-01", "1.1"));

    /// <summary>And the certificate (6), issued on 5 April 2024.</summary>
    public static SmallRecord Certified() => Applied().Told(Subject, Issued("2024-04-05", SmallRecord.IdAt(5)));

    /// <summary>Undertakings of the ICB (4), which know no certificates.</summary>
    public static SmallRecord GivenByIcb() => Organisations().Told(OfIcb, AcceptedFromIcb("2024-01-10"));

    public static UndertakingsAccepted Accepted(string on) =>
        new(
            Sample.Decision(on, Sample.Regional),
            Sample.Trust,
            "hsc-act-2012-s106",
            LegalTest.ReasonableSuspicion,
            ["Finance."],
            [new("1.1", "A plan is sent.", Sample.Date("2024-03-31")), new("1.2", "A board is appointed.")]
        );

    public static UndertakingsAccepted AcceptedFromIcb(string on) =>
        Accepted(on) with
        {
            Organisation = Sample.Icb,
            LegalBasis = "icb-undertakings",
        };

    public static UndertakingVaried Varied(string on, string item = "1.1", string? due = "2024-06-30") =>
        new(
            SampleRecovery.Because(on),
            item,
            [Sample.National, Sample.Trust.Value],
            due is null ? null : Sample.Date(due),
            due is null ? "A better plan is sent." : null
        );

    public static UndertakingAdded Added(string on, string item = "2.1", string[]? agreedBy = null) =>
        new(
            SampleRecovery.Because(on),
            new(item, "A director is appointed.", Sample.Date("2024-09-30")),
            agreedBy ?? [Sample.National, Sample.Trust.Value]
        );

    public static OrganisationDirected OrganisationDirected(string on, string basis = "nhs-act-2006-s14z61") =>
        new(SampleRecovery.Because(on), basis, LegalTest.Satisfied, "A plan is agreed.", Sample.Date("2024-06-30"));

    public static DirectionVaried DirectionVaried(string on, Guid direction) =>
        new(SampleRecovery.Because(on), direction, Due: Sample.Date("2024-09-30"));

    public static DirectionRevoked DirectionRevoked(string on, Guid direction) =>
        new(SampleRecovery.Because(on), direction);

    public static UndertakingProgressReported Progress(string on, string item = "1.1") =>
        new(Sample.Decision(on), item, "Drafted.");

    public static UndertakingJudged Judged(
        string on,
        string item = "1.1",
        ComplianceJudgement judgement = ComplianceJudgement.Complied
    ) => new(SampleRecovery.Because(on), item, judgement);

    public static CertificateAppliedFor AppliedFor(string on, params string[] items) =>
        new(Sample.Decision(on), items.Length == 0 ? null : items);

    public static CertificateIssued Issued(string on, Guid application) => new(Sample.Decision(on), application);

    public static CertificateRefused Refused(string on, Guid application) =>
        new(SampleRecovery.Because(on), application);

    public static CertificateRevoked Revoked(string on, Guid certificate) =>
        new(SampleRecovery.Because(on), certificate);

    public static UndertakingsPublicationStated Published(string on, string address = "https://example.invalid/1") =>
        new(Sample.Decision(on), new(address));

    public static UndertakingsBreached Breached(string on, params string[] items) =>
        new(SampleRecovery.Because(on), items);

    public static DirectionIssued Directed(string on, string basis = "hsc-act-2012-s105") =>
        new(Sample.Decision(on), basis, LegalTest.Satisfied, "Do it.");

    public static UndertakingsDischarged Discharged(string on, params string[] items) =>
        new(SampleRecovery.Because(on), items.Length == 0 ? null : items);
}

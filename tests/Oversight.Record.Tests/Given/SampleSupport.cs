using Oversight.Record.Entries;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Support;

namespace Oversight.Record.Tests.Given;

/// <summary>Good events about support, notices and independent reviews, and records with some.</summary>
internal static class SampleSupport
{
    /// <summary>The ICB.</summary>
    public static SubjectId Icb { get; } = SubjectId.Of(Sample.Icb);

    /// <summary>The trust.</summary>
    public static SubjectId Trust { get; } = SubjectId.Of(Sample.Trust);

    /// <summary>A framework (0), an ICB (1), another (2) and a trust (3).</summary>
    public static SmallRecord Organisations() => SampleRecovery.Organisations();

    /// <summary>And support of the trust and the other ICB, both named as of the ICB's system (4), from 1 June 2023 on.</summary>
    public static SmallRecord WithSupport(int? tier = 1) =>
        Organisations().Told(Icb, Set("2023-06-01", tier) with { Organisations = [Sample.Trust, Sample.OtherIcb] });

    /// <summary>Support for elective care, for the system.</summary>
    public static SupportSet Set(string from, int? tier = 1) =>
        new(Sample.Decision(from), SupportKind.Tier, Concerning.System, SupportProgramme.Elective, tier);

    public static SupportSteppedDown SteppedDown(string from, Guid support, int? tier = 2) =>
        new(SampleRecovery.Because(from), support, tier);

    public static SupportWithdrawn Withdrawn(string from, Guid support, params OdsCode[] organisations) =>
        new(SampleRecovery.Because(from), support, organisations.Length == 0 ? null : organisations);

    public static SupportExitExpected ExitExpected(string on, Guid support, string? by = null) =>
        new(Sample.Decision(on), support, by is null ? null : Sample.Date(by));

    public static SupportPublished Published(
        string period,
        SupportStanding standing = SupportStanding.InPlace,
        int? tier = null
    ) =>
        new(
            Sample.Decision(period) with
            {
                Source = Sample.Publication,
            },
            SupportKind.Tier,
            standing,
            Concerning.System,
            SupportProgramme.Elective,
            tier
        );

    public static NoticeGiven Warned(string on, params OdsCode[] organisations) =>
        new(
            Sample.Decision(on, "cqc"),
            NoticeKind.WarningNotice,
            "Maternity.",
            Organisations: organisations.Length == 0 ? null : organisations
        );

    public static NoticeClosed Closed(string on, Guid notice) => new(SampleRecovery.Because(on), notice);

    public static IndependentReviewCommissioned Commissioned(string on, string? expected = null) =>
        new(
            Sample.Decision(on, Sample.Regional),
            "Governance.",
            Expected: expected is null ? null : Sample.Date(expected)
        );

    public static IndependentReviewReported Reported(string on, Guid review) =>
        new(Sample.Decision(on), review, ["Figures are seen."]);

    public static IndependentReviewAnswered Answered(string on, Guid review) =>
        new(Sample.Decision(on), review, ReviewAnswer.Accepted);
}

using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Ways to break the rules about organisations and their systems.</summary>
internal static class RuleBreachOfOrganisations
{
    private static readonly SubjectId Trust = SubjectId.Of(Sample.Trust);

    /// <summary>The cases.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [
        new(
            "trust-joins-system",
            "an ICB joins another's",
            OfATrust().Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb)),
            SubjectId.Of(Sample.OtherIcb),
            Sample.Joined("2024-05-01"),
            null
        ),
        new(
            "system-of-an-icb",
            "an ICB that is not in the record",
            OfATrust(),
            Trust,
            Sample.Joined("2024-05-01", Sample.OtherIcb),
            Sample.Joined("2024-05-01")
        ),
        new(
            "system-of-an-icb",
            "the day before there were ICBs",
            OfATrust(),
            Trust,
            Sample.Joined("2022-06-30"),
            Sample.Joined("2022-07-01")
        ),
        new(
            "system-of-an-icb",
            "on the first day without the ICB",
            OfATrust().Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.OtherIcb)),
            Trust,
            Sample.Joined("2024-04-01"),
            Sample.Joined("2024-03-31")
        ),
        new(
            "system-of-an-icb",
            "a trust is no system",
            OfATrust(),
            Trust,
            Sample.Joined("2024-05-01", Sample.Trust),
            Sample.Joined("2024-05-01")
        ),
        new(
            "within-existence",
            "a trust joins after it ended",
            OfATrust().Told(Sample.Trust, Sample.Succeeded("2024-04-01", Sample.OtherIcb)),
            Trust,
            Sample.Joined("2024-04-01"),
            Sample.Joined("2024-03-31")
        ),
        new(
            "within-existence",
            "a name from before there was somebody to have it",
            OfATrust(),
            Trust,
            Sample.Renamed("2021-03-31", "Shrewsbury and Telford Teaching Hospital NHS Trust"),
            Sample.Renamed("2021-04-01", "Shrewsbury and Telford Teaching Hospital NHS Trust")
        ),
    ];

    private static SmallRecord OfATrust() =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Trust, Sample.Registered(Sample.Trust, "2021-04-01", OrganisationKind.NhsTrust));
}

using Oversight.Record.Finance;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Rules;

/// <summary>Cases of the rules of financial positions.</summary>
internal static class RuleBreachOfFinance
{
    /// <summary>At least one for every such rule.</summary>
    public static IReadOnlyList<RuleBreach> All { get; } =
    [
        new(
            "system-is-of-an-icb",
            "the figures of a trust's system",
            SmallRecord.OfAnIcb().Told(Sample.Trust, Sample.Registered(Sample.Trust, kind: OrganisationKind.NhsTrust)),
            SubjectId.Of(Sample.Trust),
            Sample.Finances("2023/24", FinancialBalance.Deficit),
            Sample.Finances("2023/24", FinancialBalance.Deficit, Concerning.Organisation)
        ),
        new(
            "financial-statements-agree",
            "another outturn of the same year",
            SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Finances("2023/24", FinancialBalance.Deficit)),
            SubjectId.Of(Sample.Icb),
            Sample.Finances("2023/24", FinancialBalance.Surplus),
            Sample.Finances("2023/24", FinancialBalance.Surplus, Concerning.Organisation)
        ),
        new(
            "financial-statements-agree",
            "another amount",
            SmallRecord
                .OfAnIcb()
                .Told(
                    Sample.Icb,
                    Sample.Finances("2023/24", FinancialBalance.Deficit) with
                    {
                        Outturn = new(FinancialBalance.Deficit, 5_000_000),
                    }
                ),
            SubjectId.Of(Sample.Icb),
            Sample.Finances("2023/24", FinancialBalance.Deficit) with
            {
                Outturn = new(FinancialBalance.Deficit, 5_000_001),
            },
            Sample.Finances("2023/24", FinancialBalance.Deficit)
        ),
    ];
}

using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Registers;

/// <summary>An ICB and the trusts of its system, asked for as one.</summary>
public sealed class SystemScopeTests
{
    private static readonly OdsCode Other = OdsCode.Parse("RL1");

    [Theory]
    [InlineData("2022-06-30", "QOC")]
    [InlineData("2024-04-30", "QOC RL1 RXW")]
    [InlineData("2024-05-01", "QOC RL1")]
    [InlineData("2026-04-01", "QOC")]
    public void The_system_of_an_ICB_is_itself_and_the_trusts_that_belong_to_it_on_the_day(string day, string whom)
    {
        var answer = Ask("organisations", day, "ods=system:QOC");
        Assert.Equal(whom, string.Join(' ', answer.Rows.Select(Cell(answer, "ods")).Order(StringComparer.Ordinal)));
        Assert.Equal(
            whom == "QOC" ? ["Which trusts belong to the system of"] : [],
            answer
                .NotStated.Where(m => m.What == "trusts-of-system")
                .Select(m => m.Sentence[.."Which trusts belong to the system of".Length])
        );
    }

    [Fact]
    public void It_may_stand_among_others_and_be_left_out()
    {
        Assert.Equal(4, Ask("organisations", "2024-04-30", "ods=system:QOC,QUA").Rows.Count);
        Assert.Equal(
            ["QUA"],
            Ask("organisations", "2024-04-30", "ods.not=system:QOC") is var answer
                ? answer.Rows.Select(Cell(answer, "ods"))
                : []
        );
    }

    [Theory]
    [InlineData("ods=system:RXW", "RXW) is no ICB")]
    [InlineData("ods=system:QQQ", "\"QQQ\" is not an organisation in the record.")]
    [InlineData("ods=system:", "\"\" is not an organisation in the record.")]
    public void What_has_no_system_is_refused_at_the_filter(string filter, string why)
    {
        var fault = Assert.Throws<BadInputException>(() => Ask("undertakings", "2024-04-30", filter));
        Assert.Equal("ods", fault.Field);
        Assert.Contains(why, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Regulatory_action_on_an_ICB_and_its_trusts_stands_on_one_timeline_and_that_there_is_none_is_not_said()
    {
        var answer = R10("QOC", "2024-04-30");
        Assert.Equal(
            ["2023-05-01 recovery_entered", "2024-01-01 undertakings_accepted", "2024-02-01 segment_assigned"],
            answer.Rows.Select(row => $"{Cell(answer, "effective")(row)} {KindOf(row)}")
        );
        Assert.Equal(["RL1"], Assert.Single(answer.NotStated, m => m.What == "regulatory-action").About);

        // RXW has joined the other system.
        Assert.Equal(["segment_assigned"], R10("QOC", "2024-05-01").Rows.Select(KindOf).Except(["recovery_entered"]));
        Assert.Contains("undertakings_accepted", R10("QUA", "2024-05-01").Rows.Select(KindOf));
    }

    [Fact]
    public void Criteria_that_depend_on_trusts_of_the_own_system_say_their_names()
    {
        var record = Record();
        var answer = Question.Of("L10").Ask(record, Day("2024-04-30"), new Dictionary<string, string?>());
        Assert.Equal(["Trust RL1; Trust RXW"], answer.Rows.Select(Cell(answer, "dependsOnTrusts")).Distinct());
        var later = Question.Of("L10").Ask(record, Day("2024-05-01"), new Dictionary<string, string?>());
        Assert.Equal(["Trust RL1"], later.Rows.Select(Cell(later, "dependsOnTrusts")).Distinct());
        Assert.Empty(Depending("dependsOn", "QUA").Rows);
        Assert.NotEmpty(Depending("dependsOn", "system:QOC").Rows);
        Assert.NotEmpty(Depending("dependsOnName", "trust rxw").Rows);

        RegisterAnswer Depending(string name, string value) =>
            Question.Of("L10").Ask(record, Day("2024-04-30"), new Dictionary<string, string?> { [name] = value });
    }

    private static RegisterAnswer R10(string icb, string day) =>
        Question.Of("R10").Ask(Record(), Day(day), new Dictionary<string, string?> { ["system"] = icb });

    private static RegisterAnswer Ask(string register, string day, string filter) =>
        Register.Of(register).Ask(Record(), Day(day), [Filter.Parse(filter)], [], []);

    private static string KindOf(Row row) => row.RestsOn[0].Kind;

    private static Func<Row, string> Cell(RegisterAnswer answer, string column) =>
        row =>
            Register.Of(answer.Register.Name).Columns.Single(c => c.Name == column) is var found
                ? found.Text(found.Of(row), new Dictionary<string, string>())
                : "";

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static Timelines.RecordAt Record() =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb))
            .Told(
                Sample.Trust,
                Sample.Registered(Sample.Trust, "2021-04-01", OrganisationKind.NhsTrust) with
                {
                    Name = "Trust RXW",
                },
                Sample.Joined("2022-07-01"),
                Sample.Joined("2024-05-01", Sample.OtherIcb)
            )
            .Told(
                Other,
                Sample.Registered(Other, "2021-04-01", OrganisationKind.NhsFoundationTrust) with
                {
                    Name = "Trust RL1",
                },
                Sample.Joined("2022-07-01")
            )
            .Told(Sample.Icb, Sample.Assigned(3, "2024-02-01"), Sample.Reviewed(3, "2024-03-01"))
            .Told(
                SubjectId.OfRecovery("qoc-2023"),
                Sample.Entered("2023-05-01", Sample.Icb),
                new Oversight.Record.Recovery.ExitCriteriaAgreed(
                    Sample.Decision("2023-06-01"),
                    Oversight.Record.Recovery.CriteriaPurpose.Exit,
                    [
                        new("EC1", "Finance", "Breakeven.", DependsOn: [Other, Sample.Trust]),
                        new("EC2", "Quality", "Waits are short."),
                    ]
                )
            )
            .Told(SampleUndertakings.Subject, SampleUndertakings.Accepted("2024-01-01"))
            .Told(Sample.Icb, Sample.Succeeded("2026-04-01", Sample.OtherIcb))
            .At();
}

using System.Globalization;
using Oversight.Projections.Answers;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Questions;
using Oversight.Record;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Registers;

/// <summary>An ICB and its providers are in Recovery Support as one: the trusts of the day are in it with the ICB, and are counted with it.</summary>
public sealed class SystemInRecoveryTests
{
    private static readonly SubjectId Devon = SubjectId.OfRecovery("devon");

    [Theory]
    [InlineData("2023-06-30", "NotStated")]
    [InlineData("2023-07-01", "Yes")]
    [InlineData("2023-12-31", "Yes")]
    [InlineData("2024-01-01", "No")]
    public void A_trust_is_in_it_while_it_belongs_to_the_system(string on, string inProgramme)
    {
        var standing = RecoveryStanding.On(Tell().At(), Sample.Trust, Day(on));
        Assert.Equal(inProgramme, standing.InProgramme.ToString());
        if (inProgramme == "Yes")
        {
            Assert.Equal("in Recovery Support (devon, with the system of QOC)", standing.Text);
            Assert.Equal(["recovery_entered", "system_joined"], standing.RestsOn.Select(e => e.Kind).Order());
        }
    }

    [Fact]
    public void When_the_icb_has_left_its_trusts_have_left_with_it_by_the_exit()
    {
        var record = Tell().Told(Devon, SampleRecovery.Exited("2023-10-01", Sample.Icb));
        Assert.Equal(StatedAnswer.Yes, RecoveryStanding.On(record.At(), Sample.Trust, Day("2023-09-30")).InProgramme);
        var left = RecoveryStanding.On(record.At(), Sample.Trust, Day("2023-10-01"));
        Assert.Equal(
            (
                StatedAnswer.No,
                RecoverySource.Engagement,
                "not in Recovery Support any more (devon, with the system of QOC)"
            ),
            (left.InProgramme, left.SaidBy, left.Text)
        );
        Assert.Equal(["recovery_member_exited", "system_joined"], left.RestsOn.Select(e => e.Kind).Order());
        // Who belonged to the system only afterwards was never in it.
        Assert.Equal(
            StatedAnswer.NotStated,
            RecoveryStanding
                .On(
                    Tell().Told(Devon, SampleRecovery.Exited("2023-07-01", Sample.Icb)).At(),
                    Sample.Trust,
                    Day("2023-08-01")
                )
                .InProgramme
        );
    }

    [Fact]
    public void A_trust_whose_icb_passed_its_membership_on_has_not_left_until_it_is_said_where_it_belongs()
    {
        var record = Tell()
            .Told(Sample.Icb, Sample.Succeeded("2023-11-01", Sample.NewIcb))
            .Told(
                Devon,
                new OpenItemsDisposed(
                    Sample.Decision("2023-11-01"),
                    Sample.Icb,
                    [new DisposedItem(OpenItemKind.Membership, Disposition.Passes, Sample.NewIcb)]
                )
            );
        Assert.Equal(StatedAnswer.Yes, RecoveryStanding.On(record.At(), Sample.Trust, Day("2023-10-31")).InProgramme);
        Assert.Equal(
            StatedAnswer.NotStated,
            RecoveryStanding.On(record.At(), Sample.Trust, Day("2023-11-01")).InProgramme
        );
        // In January it joined the system of another.
        Assert.Equal(StatedAnswer.No, RecoveryStanding.On(record.At(), Sample.Trust, Day("2024-01-01")).InProgramme);
    }

    [Fact]
    public void R4_has_one_row_for_the_system_with_its_trusts_and_criteria_are_asked_once()
    {
        var answer = Ask("R4", Tell().Told(Devon, SampleRecovery.Agreed("2023-06-01", "EC1", "EC2")));
        var row = Assert.Single(answer.Rows);
        object? Cell(string column) => answer.Register.Columns.Single(c => c.Name == column).Of(row);
        Assert.Equal(("QOC", "system"), (Cell("ods"), Cell("scope")));
        Assert.Equal(["RXW"], (IReadOnlyList<string>)Cell("systemTrusts")!);

        Assert.Equal(2, Ask("L1", Tell().Told(Devon, SampleRecovery.Agreed("2023-06-01", "EC1", "EC2"))).Rows.Count);
    }

    [Fact]
    public void A_trust_that_is_in_it_with_its_system_is_accused_of_no_mismatch()
    {
        var record = Tell().Told(Sample.Trust, Sample.Assigned(2, "2023-07-01"));
        Assert.Empty(Ask("R13", record).Rows);
        record.Told(Sample.Trust, Sample.Assigned(4, "2023-08-01"));
        Assert.Empty(Ask("R13", record).Rows);
        Assert.DoesNotContain(
            record.At().FindingsOf(SubjectId.Of(Sample.Trust)),
            finding => finding.Rule == "segment-without-recovery"
        );
    }

    [Fact]
    public void What_is_published_of_a_system_is_published_of_its_trusts_unless_something_is_of_the_trust()
    {
        var record = Organisations()
            .Told(
                Sample.Icb,
                SampleRecovery.Published(RecoveryPosition.InProgramme, "2023/24") with
                {
                    Scope = Concerning.System,
                }
            );
        Assert.Equal(
            "yes With the system of QOC: In Recovery Support, published for 2023/24, with its system",
            Said(record, "2023-08-01")
        );

        record.Told(Sample.Trust, SampleRecovery.Published(RecoveryPosition.Left, "2023/24"));
        Assert.Equal("no Left Recovery Support, published for 2023/24", Said(record, "2023-08-01"));
    }

    [Fact]
    public void A_trust_with_criteria_of_its_own_joins_besides_and_leaves_by_itself()
    {
        var record = Tell()
            .Told(
                Devon,
                SampleRecovery.Joined("2023-08-01", Sample.Trust),
                SampleRecovery.Exited("2023-11-01", Sample.Trust)
            );
        // It has left by itself, and is in it with its system still.
        Assert.Equal(StatedAnswer.Yes, RecoveryStanding.On(record.At(), Sample.Trust, Day("2023-12-01")).InProgramme);
        Assert.Empty(record.At().FindingsOf(Devon));
    }

    private static SmallRecord Tell() =>
        Organisations()
            .Told(
                Devon,
                SampleRecovery.Entered("2023-05-01", Sample.Icb) with
                {
                    Title = "Devon",
                    Scope = Concerning.System,
                }
            );

    private static SmallRecord Organisations() =>
        SampleRecovery
            .Organisations()
            .Told(
                Sample.Trust,
                new SystemJoined(Sample.Decision("2023-07-01"), Sample.Icb),
                new SystemJoined(Sample.Decision("2024-01-01"), Sample.OtherIcb)
            );

    private static string Said(SmallRecord record, string on)
    {
        var standing = RecoveryStanding.On(record.At(), Sample.Trust, Day(on));
        return $"{Oversight.Record.Entries.InWords.Stored(standing.InProgramme)} {standing.Text}";
    }

    private static Projections.Registers.RegisterAnswer Ask(string id, SmallRecord record) =>
        Question.Of(id).Ask(record.At(), Day("2023-09-01"), new Dictionary<string, string?>());

    private static DateOnly Day(string on) => DateOnly.ParseExact(on, "O", CultureInfo.InvariantCulture);
}

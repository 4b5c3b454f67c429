using System.Globalization;
using Oversight.Projections.Answers;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.Registers;

/// <summary>
/// What the annual assessment of 2023/24 states of Recovery Support, recorded as published positions and nothing else: the questions say what the
/// document says. Lines are those of its text.
/// </summary>
public sealed class PublishedRecoveryTests
{
    private const string EndOfYear = "2024-03-31";

    private static readonly SmallRecord AsPublished = Tell();

    [Fact]
    public void R4_says_who_is_in_it_with_whom_since_when_why_and_which_target_was_missed() =>
        Assert.Equal(
            [
                "QOC in-programme publication - 2021-08 - - -",
                "RXW in-programme publication - 2021-08 - - -",
                "QJK in-programme publication system - Q1 2024/25 yes -",
                "QRL in-programme publication system - - - finance,leadership,governance",
                "RAJ in-programme publication - - - - finance",
                "RF4 in-programme publication - - - - -",
                "RMY in-programme publication - - Q3 2024/25 no -",
                "RXV in-programme publication - - - - -",
            ],
            Rows("R4", EndOfYear, "ods,state,saidBy,scope,entered,targetExitText,targetMissed,reasons")
        );

    [Fact]
    public void A1_says_it_of_each_in_words_and_who_has_left_is_not_in_it()
    {
        Assert.Equal(
            "yes|In Recovery Support, published for 2023/24, with its system; target exit Q1 2024/25, missed; "
                + "Not all transition criteria: no sustainable progress.",
            Status("QJK", EndOfYear)
        );
        Assert.Equal("yes|In Recovery Support, published for 2023/24; entered August 2021", Status("QOC", EndOfYear));
        Assert.Equal(
            "no|Left Recovery Support, published for 2023/24; Financial transition criteria met.",
            Status("QJM", EndOfYear)
        );
        Assert.Equal("no|Left Recovery Support, published for 2023/24", Status("REM", EndOfYear));
        Assert.Equal("not-stated|not stated", Status("QUA", EndOfYear));
    }

    [Fact]
    public void The_register_says_who_has_left_and_what_was_met() =>
        Assert.Equal(
            ["QJM exited Left Recovery Support, published for 2023/24; Financial transition criteria met."],
            Cells(Register("engagements?state=exited&ods=QJM", EndOfYear), "ods", "state", "published")
        );

    [Fact]
    public void R13_holds_what_is_published_of_both_against_each_other() =>
        Assert.Equal(["QJM most-intensive-without-recovery"], Rows("R13", EndOfYear, "ods,mismatch"));

    [Fact]
    public void L1_says_that_no_exit_criteria_are_recorded_for_those_of_whom_only_a_publication_speaks()
    {
        var answer = Ask("L1", EndOfYear, ("organisation", "QJK"));
        Assert.Empty(answer.Rows);
        Assert.Equal(
            "No exit criteria are recorded for the only organisation in Recovery Support (NHS QJK Integrated Care Board (QJK), published for 2023/24).",
            Assert.Single(answer.NotStated).Sentence
        );
        Assert.Equal(8, Ask("L1", EndOfYear).NotStated.Single(missing => missing.What == "exit-criteria").About.Count);
    }

    [Fact]
    public void A_target_that_is_published_is_not_missed_and_one_that_is_not_is()
    {
        var missing = Ask("R4", EndOfYear).NotStated.Single(m => m.What == "target-exit");
        Assert.Equal((6, 8), (missing.About.Count, missing.Of));
        Assert.DoesNotContain(missing.About, who => who.Contains("QJK", StringComparison.Ordinal));
    }

    [Fact]
    public void After_the_period_it_is_only_what_was_last_published()
    {
        const string later = "2026-11-27";
        Assert.Equal(
            "not-stated|not stated; last published: Left Recovery Support, published for 2023/24",
            Status("REM", later)
        );
        Assert.StartsWith(
            "not-stated|not stated; last published: In Recovery Support",
            Status("QJK", later),
            StringComparison.Ordinal
        );
        Assert.All(Rows("R4", later, "state"), state => Assert.Equal("last-published-in", state));
        Assert.Contains(
            "nothing is published of it for 27 November 2026",
            Ask("R4", later, ("organisation", "QJK")).NotStated.Single(m => m.What == "membership").Sentence,
            StringComparison.Ordinal
        );
        Assert.Empty(Rows("R13", later, "ods"));
    }

    [Fact]
    public void Before_the_day_of_entry_that_is_published_it_is_not_in_it_and_in_its_month_that_is_uncertain()
    {
        var record = Organisations()
            .Told(
                Icb("QOC"),
                Published(RecoveryPosition.Left, 1, "2023/24") with
                {
                    Entered = Sample.Date("May 2023"),
                    Left = Sample.Date("2024-02-01"),
                }
            );
        string Answer(string on) => InWords.Stored(RecoveryStanding.On(record.At(), Icb("QOC"), Day(on)).InProgramme);

        Assert.Equal(
            ["not-stated", "no", "uncertain", "yes", "yes", "no", "not-stated"],
            new[]
            {
                "2023-03-31",
                "2023-04-30",
                "2023-05-01",
                "2023-05-31",
                "2024-01-31",
                "2024-02-01",
                "2024-04-01",
            }.Select(Answer)
        );
        Assert.Equal(
            ["QOC uncertain", "QOC exited 246"],
            new[] { "2023-05-01", "2024-03-31" }.SelectMany(on =>
                Cells(Register("engagements?sort=ods", on, record), "ods", "state", "length")
            )
        );
    }

    [Fact]
    public void Where_an_engagement_is_recorded_it_answers_and_what_is_published_otherwise_is_a_finding()
    {
        var record = Organisations()
            .Told(SubjectId.OfRecovery("qoc-2021"), SampleRecovery.Entered("2023-09-01", Icb("QOC")))
            .Told(Icb("QOC"), Published(RecoveryPosition.Left, 1, "2023/24"));

        Assert.Equal(StatedAnswer.Yes, RecoveryStanding.On(record.At(), Icb("QOC"), Day(EndOfYear)).InProgramme);
        Assert.Equal(
            ["published-agrees-with-engagement"],
            record.At().FindingsOf(SubjectId.Of(Icb("QOC"))).Select(f => f.Rule)
        );
        Assert.Equal(
            ["QOC in-programme engagement"],
            Cells(Register("engagements?sort=ods", EndOfYear, record), "ods", "state", "saidBy")
        );
        // The engagement leaves the days before it began to what was published.
        Assert.Equal(StatedAnswer.No, RecoveryStanding.On(record.At(), Icb("QOC"), Day("2023-08-31")).InProgramme);
        Assert.Equal(
            RecoverySource.Publication,
            RecoveryStanding.On(record.At(), Icb("QOC"), Day("2023-08-31")).SaidBy
        );
    }

    [Fact]
    public void Two_publications_for_one_period_that_differ_make_it_uncertain_and_both_are_named()
    {
        var record = Organisations()
            .Told(
                Icb("QOC"),
                Published(RecoveryPosition.InProgramme, 1, "2023/24"),
                Published(RecoveryPosition.Left, 2, "2023/24")
            );
        var standing = RecoveryStanding.On(record.At(), Icb("QOC"), Day(EndOfYear));
        Assert.Equal(StatedAnswer.Uncertain, standing.InProgramme);
        Assert.Equal(2, standing.Published.Count);
        Assert.Equal(
            "uncertain: In Recovery Support, published for 2023/24 or Left Recovery Support, published for 2023/24",
            standing.Text
        );
    }

    private static SmallRecord Tell()
    {
        var record = Organisations();
        record
            .Told(
                Icb("QOC"),
                Published(RecoveryPosition.InProgramme, 307) with
                {
                    Entered = Sample.Date("August 2021"),
                }
            )
            .Told(
                Icb("RXW"),
                Published(RecoveryPosition.InProgramme, 307) with
                {
                    Entered = Sample.Date("August 2021"),
                }
            )
            .Told(
                Icb("QJK"),
                Published(RecoveryPosition.InProgramme, 454) with
                {
                    Scope = Concerning.System,
                    TargetExit = Sample.Date("Q1 2024/25"),
                    TargetMissed = true,
                    CriteriaText = "Not all transition criteria: no sustainable progress.",
                }
            )
            .Told(
                Icb("QRL"),
                Published(RecoveryPosition.InProgramme, 360) with
                {
                    Scope = Concerning.System,
                    Reasons = [RecoveryReason.Finance, RecoveryReason.Leadership, RecoveryReason.Governance],
                }
            )
            .Told(
                Icb("QJM"),
                Published(RecoveryPosition.Left, 261) with
                {
                    CriteriaText = "Financial transition criteria met.",
                }
            )
            .Told(Icb("REM"), Published(RecoveryPosition.Left, 20))
            .Told(Icb("RXV"), Published(RecoveryPosition.InProgramme, 31))
            .Told(Icb("RAJ"), Published(RecoveryPosition.InProgramme, 156) with { Reasons = [RecoveryReason.Finance] })
            .Told(
                Icb("RMY"),
                Published(RecoveryPosition.InProgramme, 163) with
                {
                    TargetExit = Sample.Date("Q3 2024/25"),
                }
            )
            .Told(Icb("RF4"), Published(RecoveryPosition.InProgramme, 520));
        foreach (var (ods, segment) in new[] { ("QOC", 4), ("QJK", 4), ("QRL", 4), ("QJM", 4), ("QUA", 3) })
        {
            record.Told(Icb(ods), Sample.Published(segment, "2023/24"));
        }

        return record;
    }

    private static SmallRecord Organisations()
    {
        var record = SmallRecord.OfAnIcb();
        foreach (var ods in new[] { "QUA", "QJK", "QRL", "QJM" })
        {
            record.Told(Icb(ods), Sample.Registered(Icb(ods)));
        }

        foreach (var ods in new[] { "RXW", "REM", "RXV", "RMY", "RF4", "RAJ" })
        {
            record.Told(Icb(ods), Sample.Registered(Icb(ods), "2019-04-01", OrganisationKind.NhsFoundationTrust));
        }

        return record;
    }

    private static RecoveryPublished Published(RecoveryPosition position, int line, string period = "2023/24") =>
        new(
            Sample.Decision(period) with
            {
                Source = new("Annual assessment of ICBs 2023/24", $"line {line}"),
                Origin = Origin.Imported,
            },
            position
        );

    private static OdsCode Icb(string ods) => OdsCode.Parse(ods);

    private static DateOnly Day(string on) => DateOnly.ParseExact(on, "O", CultureInfo.InvariantCulture);

    private static RegisterAnswer Ask(string id, string on, params (string, string)[] given) =>
        Question.Of(id).Ask(AsPublished.At(), Day(on), given.ToDictionary(g => g.Item1, g => (string?)g.Item2));

    private static RegisterAnswer Register(string address, string on, SmallRecord? record = null)
    {
        var (name, query) = (address.Split('?')[0], address.Split('?')[1].Split('&'));
        var filters = query.Where(q => !q.StartsWith("sort=", StringComparison.Ordinal)).Select(Filter.Parse);
        return Projections.Registers.Register.Of(name).Ask((record ?? AsPublished).At(), Day(on), [.. filters], [], []);
    }

    private static IEnumerable<string> Rows(string id, string on, string columns)
    {
        var answer = Ask(id, on);
        var chosen = columns.Split(',').Select(c => answer.Register.Columns.Single(o => o.Name == c)).ToArray();
        return answer.Rows.Select(row => string.Join(' ', chosen.Select(c => Cell(c.Of(row)))));
    }

    private static IEnumerable<string> Cells(RegisterAnswer answer, params string[] columns)
    {
        var chosen = columns.Select(c => answer.Register.Columns.Single(o => o.Name == c)).ToArray();
        return answer.Rows.Select(row =>
            string.Join(' ', chosen.Select(c => Cell(c.Of(row))).Where(cell => cell != "-"))
        );
    }

    private static string Status(string ods, string on)
    {
        var row = Ask("A1", on, ("organisation", ods)).Rows.Single();
        var columns = Projections.Registers.Register.Of("organisations").Columns;
        return $"{columns.Single(c => c.Name == "inRecovery").Of(row)}|{columns.Single(c => c.Name == "recoveryText").Of(row)}";
    }

    private static string Cell(object? cell) =>
        cell switch
        {
            null => "-",
            DateWithPrecision date => date.Stored,
            bool yes => yes ? "yes" : "no",
            IEnumerable<string> texts => string.Join(',', texts),
            _ => $"{cell}",
        };
}

using System.Globalization;
using CsvHelper;

namespace Oversight.Cli.Tests;

public sealed class AskingQuestions(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task Questions_and_registers_are_listed_without_a_record()
    {
        var questions = (await Program.RunAsync("ask")).Gives(ExitCode.Done).Output;
        var asJson = (await Program.RunAsync("ask", "--json")).Gives(ExitCode.Done).Json;
        var registers = (await Program.RunAsync("registers")).Gives(ExitCode.Done).Output;

        Assert.Matches("(?m)^  R5 .*criteria", questions);
        Assert.Contains("--within", questions, StringComparison.Ordinal);
        // And who read what, which is kept beside the record.
        Assert.Equal(Oversight.Projections.Questions.QuestionList.All.Count + 1, asJson.GetArrayLength());
        Assert.Matches("(?m)^  A15 .*not public", questions);
        Assert.Matches("(?m)^organisations: ", registers);
        Assert.Matches("(?m)^  daysLeft +Days", registers);
    }

    [Fact]
    public async Task A_question_is_answered_with_what_it_rests_on()
    {
        var asked = new[] { "ask", "R1", "--region", "Y60", "--organisation", "QOC", "--on", "2024-03-31" };
        var text = (await Program.RunAsync([.. asked, "--entries"])).Gives(ExitCode.Done).Output;
        var json = (await Program.RunAsync([.. asked, "--json"])).Gives(ExitCode.Done).Json;
        var none = (await Program.RunAsync("ask", "R5", "--on", "2024-03-31")).Gives(ExitCode.Done).Output;
        var unknown = (await Program.RunAsync("ask", "L1", "--organisation", "Devon")).Gives(ExitCode.BadInput);
        var wrong = (await Program.RunAsync("ask", "R1", "--within", "30")).Gives(ExitCode.BadInput);
        var unasked = (await Program.RunAsync("ask", "A6")).Gives(ExitCode.BadInput).Error;
        Assert.Matches("A14.*A15", unasked);
        Assert.Contains("(A6) says oversight verify", unasked, StringComparison.Ordinal);

        Assert.Contains("QOC", text, StringComparison.Ordinal);
        Assert.Contains("1 row on 31 March 2024, as known at place", text, StringComparison.Ordinal);
        Assert.Contains("Rule segment-on-a-day: ", text, StringComparison.Ordinal);
        Assert.Contains("Framework nof-2022-23", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^Entry [0-9a-f-]{36} \\(segment_published, place [0-9]+\\)", text);
        Assert.Equal(
            "QOC",
            json.GetProperty("answer").GetProperty("rows")[0].GetProperty("cells").GetProperty("ods").GetString()
        );
        Assert.Contains("No row on 31 March 2024", none, StringComparison.Ordinal);
        Assert.Contains("Not stated: Whether 248 of 248 organisations (", none, StringComparison.Ordinal);
        Assert.Contains("within", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean QJK (NHS Devon ICB)?", unknown.Error, StringComparison.Ordinal);
    }

    // Whatever a question may be asked with, it can be asked with here, by the option that the list of questions names.
    [Fact]
    public async Task Every_parameter_of_every_question_is_an_option()
    {
        var help = (await Program.RunAsync("ask", "--help")).Gives(ExitCode.Done).Output;
        var list = (await Program.RunAsync("ask")).Gives(ExitCode.Done).Output;
        var named = System.Text.RegularExpressions.Regex.Matches(list, "--[A-Za-z-]+").Select(m => m.Value).ToHashSet();

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "--system", "--depends-on", "--publication", "--within" },
            named
        );
        Assert.All(named, option => Assert.Matches($"(?m)^  {option}[ ,]", help));
        var inSystem = await Program.RunAsync("ask", "R10", "--system", "QOC", "--on", "2024-03-31", "--json");
        Assert.Equal("R10", inSystem.Gives(ExitCode.Done).Json.GetProperty("question").GetProperty("id").GetString());
        Assert.Contains(
            "system",
            (await Program.RunAsync("ask", "R1", "--system", "QOC")).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_register_is_filtered_sorted_and_written_as_csv()
    {
        var asked = new[]
        {
            "register",
            "organisations",
            "--on",
            "2024-03-31",
            "--where",
            "region=Y60",
            "--where",
            "segment.atLeast=3",
            "--sort",
            "-segment,ods",
        };
        var text = (await Program.RunAsync(asked)).Gives(ExitCode.Done).Output;
        var csv = (await Program.RunAsync([.. asked, "--csv", "--columns", "segment,ods"])).Gives(ExitCode.Done).Output;
        var unknown = (await Program.RunAsync("ask", "L1", "--organisation", "Devon")).Gives(ExitCode.BadInput);
        var wrong = (await Program.RunAsync("register", "organisations", "--where", "segmnt=3")).Gives(
            ExitCode.BadInput
        );
        using var reader = new CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        var rows = new List<(int Segment, string Ods)>();
        while (reader.Read())
        {
            rows.Add((reader.GetField<int>("segment"), reader.GetField("ods")!));
        }

        Assert.Equal(["segment", "ods"], reader.HeaderRecord!);
        Assert.Equal((4, "QOC"), rows[0]);
        Assert.Equal(rows.OrderByDescending(r => r.Segment).ThenBy(r => r.Ods, StringComparer.Ordinal), rows);
        Assert.Contains($"{rows.Count} rows on 31 March 2024", text, StringComparison.Ordinal);
        Assert.Contains("segmnt", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bath & North")]
    [InlineData("bath AND north")]
    public async Task And_is_found_however_it_is_written(string part)
    {
        var rows = await Program.RunAsync("register", "organisations", "--where", $"name.contains={part}", "--json");

        var row = Assert.Single(rows.Gives(ExitCode.Done).Json.GetProperty("rows").EnumerateArray());
        Assert.Equal("QOX", row.GetProperty("cells").GetProperty("ods").GetString());
    }

    [Fact]
    public async Task An_organisation_is_found_by_a_part_of_its_name_and_says_its_system()
    {
        var found = (await Program.RunAsync("status", "--search", "shrewsbury", "--on", "2024-03-31"))
            .Gives(ExitCode.Done)
            .Output;
        var icb = (await Program.RunAsync("status", "QOC", "--on", "2024-03-31")).Gives(ExitCode.Done).Output;
        var both = await Program.RunAsync("status", "QOC", "--search", "shrewsbury");

        Assert.Contains("RXW", found, StringComparison.Ordinal);
        Assert.DoesNotContain("QOC", found, StringComparison.Ordinal);
        Assert.Contains("The Shrewsbury and Telford Hospital NHS Trust (RXW)", icb, StringComparison.Ordinal);
        Assert.Contains("not both", both.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status Devon", "Did you mean QJK (NHS Devon ICB)?")]
    [InlineData("facts --ods Devon", "Did you mean QJK (NHS Devon ICB)?")]
    [InlineData("history QJJ", "Did you mean ")]
    [InlineData("history framework-nof-2022-24", "Did you mean nof-2022-23?")]
    public async Task Who_names_what_is_not_in_the_record_is_told_what_may_be_meant(string line, string said)
    {
        var run = (await Program.RunAsync(line.Split(' '))).Gives(ExitCode.NotFound);

        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }
}

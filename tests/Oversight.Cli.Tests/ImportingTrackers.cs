namespace Oversight.Cli.Tests;

public sealed class ImportingTrackers(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task A_tracker_is_shown_then_stored_once_and_what_it_says_otherwise_is_a_conflict()
    {
        var map = record.Folder.Write(
            "map.json",
            """{"columns": {"ods": "ICB", "segment": "SOF", "effective": "From"}, "dates": "dd/MM/yyyy", "defaults": {"body": "nhs-england"}}"""
        );
        var file = record.Folder.Write("segments.csv", "ICB;SOF;From", "QHL;2;01/05/2024", "QUA;2;01/05/2024");
        var entries = await EntriesAsync();

        var dry = (await ImportAsync(file, "--map", map, "--dry-run")).Gives(ExitCode.Done);
        var afterDry = await EntriesAsync();
        var stored = (await ImportAsync(file, "--map", map)).Gives(ExitCode.Done);
        var again = (await ImportAsync(file, "--map", map, "--json")).Gives(ExitCode.Done);
        record.Folder.Write("segments.csv", "ICB;SOF;From", "QHL;3;01/05/2024");
        var conflict = (await ImportAsync(file, "--map", map)).Gives(ExitCode.Conflict);

        Assert.Contains(
            "NEW row 2: organisation-QHL Segment 2 assigned from 1 May 2024",
            dry.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("2 facts new", dry.Output, StringComparison.Ordinal);
        Assert.Contains("nothing stored", dry.Output, StringComparison.Ordinal);
        Assert.Equal(entries, afterDry);
        Assert.Contains("segments.csv: 2 rows, 0 refused; 2 facts new", stored.Output, StringComparison.Ordinal);
        Assert.Contains("2 stored", stored.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.Json.GetProperty("stored").GetInt32());
        Assert.All(
            again.Json.GetProperty("import").GetProperty("facts").EnumerateArray(),
            f => Assert.Equal("same", f.GetProperty("outcome").GetString())
        );
        Assert.Contains("CONFLICT row 2: organisation-QHL segment_assigned", conflict.Output, StringComparison.Ordinal);
        Assert.Equal(entries + 2, await EntriesAsync());
    }

    [Fact]
    public async Task A_refused_row_keeps_everything_out_unless_the_rest_is_asked_for()
    {
        var file = record.Folder.Write(
            "refused.csv",
            "ods,segment,effective,body",
            "QPM,2,2024-05-01,nhs-england",
            "QNX,two,2024-05-01,nhs-england"
        );
        var entries = await EntriesAsync();

        var refused = (await ImportAsync(file)).Gives(ExitCode.BadInput);
        Assert.Contains(
            "REFUSED row 3, segment: \"two\" is not a whole number",
            refused.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("nothing is stored", refused.Error, StringComparison.Ordinal);
        Assert.Equal(entries, await EntriesAsync());

        var rest = (await ImportAsync(file, "--skip-refused")).Gives(ExitCode.Done);
        Assert.Contains("1 refused; 1 fact new", rest.Output, StringComparison.Ordinal);
        Assert.Equal(entries + 1, await EntriesAsync());
    }

    [Fact]
    public async Task The_register_of_criteria_imported_back_is_in_the_record_already()
    {
        var file = record.Folder.Write(
            "criteria.csv",
            "engagement,title,members,entered,agreed,reference,theme,wording,threshold,evidence,owner,due,sustainedMonths,concerns,body",
            "x1-2024,X,QHM;QWO,2024-05-01,2024-06-01,EC1,Finance,\"The plan, \"\"whole\"\"\",''-5%,Accounts; Plan,Chair,Q4 2024/25,6,,nhs-england",
            "x1-2024,X,QHM;QWO,2024-05-01,2024-06-01,EC2,Quality,=Waits are shorter,'-5%,,,31/03/2025,,QHM,nhs-england"
        );
        var first = await Program.RunAsync("import", "tracker", file, "--kind", "criteria");
        Assert.Contains("2 stored", first.Gives(ExitCode.Done).Output, StringComparison.Ordinal);
        var entries = await EntriesAsync();

        var register = await Program.RunAsync(
            "register",
            "criteria",
            "--where",
            "engagement=x1-2024",
            "--on",
            "01/07/2024",
            "--csv"
        );
        var csv = register.Gives(ExitCode.Done).Output;
        Assert.Contains(",''-5%,", csv, StringComparison.Ordinal);
        Assert.Contains(",'-5%,", csv, StringComparison.Ordinal);
        Assert.Contains(",'=Waits are shorter,", csv, StringComparison.Ordinal);
        var export = record.Folder.Write("export.csv", csv.TrimEnd().Split("\r\n"));

        var back = (await Program.RunAsync("import", "tracker", export, "--kind", "criteria")).Gives(ExitCode.Done);
        Assert.Contains(
            "3 rows, 0 refused; 0 facts new, 2 in the record already",
            back.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(entries, await EntriesAsync());
    }

    [Theory]
    [InlineData("segments", "(heading) The segment's number")]
    [InlineData("criteria", "\"Red\": \"not-met\"")]
    [InlineData("undertakings", "\"legalBasis\"")]
    public async Task A_map_to_edit_is_printed_and_can_be_read(string kind, string said)
    {
        var template = (await Program.RunAsync("import", "tracker", "--map-template", kind)).Gives(ExitCode.Done);
        Assert.Contains(said, template.Output, StringComparison.Ordinal);

        var map = record.Folder.Write($"{kind}.json", template.Output);
        var file = record.Folder.Write("none.csv", "a,b");
        var ended = (await Program.RunAsync("import", "tracker", file, "--kind", kind, "--map", map)).Gives(
            ExitCode.BadInput
        );
        Assert.Contains("no column is headed \"(heading) ", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import tracker", "FILE")]
    [InlineData("import tracker some.csv", "--kind")]
    [InlineData("import tracker some.csv --kind criterias", "criterias")]
    [InlineData("import tracker /nowhere/at/all.csv --kind criteria", "/nowhere/at/all.csv")]
    public async Task What_is_missing_is_named(string words, string named) =>
        Assert.Contains(
            named,
            (await Program.RunAsync(words.Split(' '))).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );

    private Task<Ended> ImportAsync(string file, params IEnumerable<string> options) =>
        Program.RunAsync(["import", "tracker", file, "--kind", "segments", .. options]);

    private async Task<long> EntriesAsync() =>
        (await Program.RunAsync("status", "--json")).Gives(ExitCode.Done).Json.GetProperty("place").GetInt64() + 1;
}

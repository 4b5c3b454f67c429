using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Oversight.Desk.Answers;
using Oversight.Projections.Answers;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;

namespace Oversight.Web.Tests;

public sealed class RegisterTests(Site site) : IClassFixture<Site>
{
    private const string Organisations = "/api/registers/organisations?on=2024-03-31&existence=exists&kind=icb";

    [Fact]
    public async Task Every_register_is_listed_with_its_columns()
    {
        var all = (await site.GetAsync("/api/registers")).Is(HttpStatusCode.OK).Json.EnumerateArray().ToArray();

        Assert.Equal(Register.All.Select(r => r.Name), all.Select(r => r.GetProperty("name").GetString()));
        Assert.All(all, r => Assert.NotEqual(0, r.GetProperty("columns").GetArrayLength()));
        Assert.Equal(
            "yes-no",
            all[0]
                .GetProperty("columns")
                .EnumerateArray()
                .Single(c => c.GetProperty("name").GetString() == "reviewOverdue")
                .GetProperty("type")
                .GetString()
        );
    }

    [Fact]
    public async Task Every_row_has_every_column_and_what_is_empty_is_null()
    {
        foreach (
            var path in new[]
            {
                Organisations,
                "/api/registers/history?limit=100",
                "/api/questions/R1?region=Y60&on=2024-03-31",
            }
        )
        {
            var json = (await site.GetAsync(path)).Is(HttpStatusCode.OK).Json;
            var table = json.TryGetProperty("answer", out var answer) ? answer : json;
            var columns = table.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString());
            var rows = table.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("cells")).ToArray();

            Assert.All(rows, cells => Assert.Equal(columns, cells.EnumerateObject().Select(c => c.Name)));
            Assert.Contains(rows.SelectMany(r => r.EnumerateObject()), c => c.Value.ValueKind == JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task Rows_are_filtered_and_sorted_and_name_entries_rule_framework_and_place()
    {
        var reply = (
            await site.GetAsync(Organisations + "&region=Y60&segment.atLeast=3&sort=-segment,ods&columns=ods,segment")
        ).Is(HttpStatusCode.OK);
        var table = reply.Json;
        var rows = table.GetProperty("rows").EnumerateArray().ToArray();
        var segments = rows.Select(r => r.GetProperty("cells").GetProperty("segment").GetInt32()).ToArray();

        Assert.Equal("QOC", rows[0].GetProperty("cells").GetProperty("ods").GetString());
        Assert.Equal(segments.OrderDescending(), segments);
        Assert.InRange(rows.Length, 2, 10);
        Assert.Equal(rows.Length, table.GetProperty("total").GetInt32());
        Assert.NotEqual(0, rows[0].GetProperty("restsOn").GetArrayLength());
        Assert.Equal("segment-on-a-day", rows[0].GetProperty("rules")[0].GetString());
        Assert.Equal("nof-2022-23", rows[0].GetProperty("framework").GetString());
        Assert.Equal("nof-2022-23", table.GetProperty("frameworks")[0].GetString());
        Assert.Equal(reply.Header("Oversight-Place"), table.GetProperty("place").GetRawText());
        Assert.Contains("Accept", reply.Header("Vary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_record_does_not_state_is_named_for_a_program_too()
    {
        var reply = (await site.GetAsync("/api/questions/R13?on=2024-03-31&organisation=QJK")).Is(HttpStatusCode.OK);
        var missing = Assert.Single(reply.Json.GetProperty("answer").GetProperty("notStated").EnumerateArray());

        Assert.Equal("segment-and-recovery", missing.GetProperty("what").GetString());
        Assert.Equal("QJK", Assert.Single(missing.GetProperty("about").EnumerateArray()).GetString());
        Assert.Equal(1, missing.GetProperty("of").GetInt32());
        Assert.NotEqual(
            0,
            (await site.GetAsync("/api/deadlines?on=2024-03-31"))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("notStated")
                .GetArrayLength()
        );
    }

    [Theory]
    [InlineData("/api/questions/R1?organisation=Devon", "organisation")]
    [InlineData("/api/deadlines?organisation=ZZZ", "organisation")]
    [InlineData("/api/registers/organisations?ods=Devon", "ods")]
    public async Task A_name_that_is_not_in_the_record_is_refused_at_its_field(string path, string field)
    {
        var reply = (await site.GetAsync(path)).Is(HttpStatusCode.BadRequest);
        Assert.Contains($"\"{field}\"", reply.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_answer_comes_in_parts_that_together_are_the_whole()
    {
        const string all = "/api/registers/organisations?on=2024-03-31&existence=exists";
        var whole = Ods((await site.GetAsync(all)).Json);
        var parts = new List<string>();
        var next = "0";
        while (next is not null)
        {
            var part = (await site.GetAsync($"{all}&limit=60&after={next}")).Is(HttpStatusCode.OK).Json;
            Assert.Equal(248, part.GetProperty("total").GetInt32());
            parts.AddRange(Ods(part));
            next = part.TryGetProperty("next", out var following) ? following.GetRawText() : null;
        }

        Assert.Equal(248, whole.Length);
        Assert.Equal(whole, parts);
    }

    [Theory]
    [InlineData("&format=csv", null)]
    [InlineData("", "text/csv")]
    [InlineData("", "text/csv;q=0.9, application/json;q=0.1")]
    public async Task The_same_rows_are_had_as_csv(string format, string? accept)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            Organisations + "&columns=ods,segment,since" + format
        );
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var reply = (await site.SendAsync(request)).Is(HttpStatusCode.OK);
        using var csv = new CsvReader(new StringReader(reply.Text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var read = new List<string>();
        while (csv.Read())
        {
            read.Add(csv.GetField("ods")!);
            Assert.Equal("2023/24", csv.GetField("since"));
        }

        Assert.Equal("text/csv", reply.Type);
        // The byte order mark, which reading the text takes off: without it Excel shows "Â£".
        Assert.Equal(Encoding.UTF8.GetByteCount(reply.Text) + 3, reply.ContentHeaders.ContentLength);
        Assert.StartsWith("ods,segment,since\r\n", reply.Text, StringComparison.Ordinal);
        Assert.Equal(["ods", "segment", "since"], csv.HeaderRecord!);
        Assert.Equal(Ods((await site.GetAsync(Organisations)).Json), read);
        Assert.Equal("attachment", reply.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.Equal(
            $"oversight-organisations-on-2024-03-31-at-place-{reply.Header("Oversight-Place")}.csv",
            reply.ContentHeaders.ContentDisposition.FileName!.Trim('"')
        );
    }

    [Fact]
    public void Csv_keeps_quotes_lines_and_letters_and_no_text_is_a_formula()
    {
        string[] texts =
        [
            "=1+1",
            "+44",
            "-5",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "a, \"b\"\r\nc; d",
            "one\ntwo",
            "Zoë 🏥 Ω",
            "plain - text",
            "",
        ];
        var register = Register.Of("organisations");
        var answer = new RegisterAnswer(
            register,
            new DateOnly(2024, 3, 31),
            7,
            Column.Of<RowOfText>(),
            [.. texts.Select(text => new RowOfText(text))],
            []
        );
        using var written = new StringWriter();
        RegisterCsv.Write(answer, new Dictionary<string, string>(), written);
        using var csv = new CsvReader(new StringReader(written.ToString()), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var read = new List<string>();
        while (csv.Read())
        {
            read.Add(csv.GetField("text")!);
            Assert.Equal("-5", csv.GetField("number"));
        }

        Assert.Equal(texts.Select((t, i) => i < 6 ? "'" + t : t), read);
        Assert.Contains("\"a, \"\"b\"\"\r\nc; d\",-5\r\n", written.ToString(), StringComparison.Ordinal);
    }

    private sealed class RowOfText(string text) : Row
    {
        public string Text => text;

        public int Number { get; } = -5;

        protected override Basis Basis => new([], [], null);
    }

    [Theory]
    [InlineData("?segmnt=3", "segmnt")]
    [InlineData("?segment.atLeast=three", "segment.atLeast")]
    [InlineData("?segment=1&segment=2", "segment")]
    [InlineData("?sort=nothing", "sort")]
    [InlineData("?columns=ods,nothing", "columns")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?after=-1", "after")]
    [InlineData("?format=xml", "format")]
    [InlineData("?on=2024-03", "on")]
    [InlineData("?known=now", "known")]
    public async Task What_cannot_be_read_is_a_bad_request_that_names_the_parameter(string query, string field)
    {
        var reply = (await site.GetAsync("/api/registers/organisations" + query)).Is(HttpStatusCode.BadRequest);

        Assert.Equal("bad-input", reply.Problem);
        Assert.Equal(field, reply.Field);
    }

    [Fact]
    public async Task What_is_no_register_or_question_is_not_found_and_another_form_is_not_acceptable()
    {
        using var xml = new HttpRequestMessage(HttpMethod.Get, Organisations)
        {
            Headers = { { "Accept", "application/xml" } },
        };
        using var csvOfList = new HttpRequestMessage(HttpMethod.Get, "/api/registers")
        {
            Headers = { { "Accept", "text/csv" } },
        };

        Assert.Equal(
            "no-such-address",
            (await site.GetAsync("/api/registers/things")).Is(HttpStatusCode.NotFound).Problem
        );
        Assert.Equal(
            "no-such-address",
            (await site.GetAsync("/api/questions/R99")).Is(HttpStatusCode.NotFound).Problem
        );
        Assert.Equal("not-acceptable", (await site.SendAsync(xml)).Problem);
        Assert.Equal("not-acceptable", (await site.SendAsync(csvOfList)).Problem);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_other_coordinates_have_another_tag()
    {
        var tags = new HashSet<string>();
        foreach (
            var path in new[]
            {
                Organisations,
                Organisations + "&format=csv",
                Organisations + "&region=Y60",
                Organisations + "&sort=ods",
                Organisations + "&limit=2",
                "/api/registers/organisations?on=2024-04-01&existence=exists",
                "/api/registers/organisations?on=2024-03-31&existence=exists&known=2020-01-01T00:00:00Z",
                "/api/questions/R1?on=2024-03-31",
                "/api/questions/R1?on=2024-03-31&region=Y60",
                "/api/questions/r13?on=2024-03-31",
            }
        )
        {
            var tag = (await site.GetAsync(path)).Is(HttpStatusCode.OK).Header("ETag");
            Assert.True(tags.Add(tag), path);
            Assert.Equal("", (await site.GetAsync(path, tag)).Is(HttpStatusCode.NotModified).Text);
        }
    }

    [Fact]
    public async Task A_question_is_answered_with_its_filters_and_the_rows_that_answer_it()
    {
        var reply = (await site.GetAsync("/api/questions/r1?region=Y60&on=2024-03-31")).Is(HttpStatusCode.OK).Json;
        var question = reply.GetProperty("question");
        var answer = reply.GetProperty("answer");
        var csv = (await site.GetAsync("/api/questions/R1?region=Y60&on=2024-03-31&format=csv")).Is(HttpStatusCode.OK);

        Assert.Equal("R1", question.GetProperty("id").GetString());
        Assert.Equal("region", question.GetProperty("role").GetString());
        Assert.Equal("organisations", question.GetProperty("register").GetString());
        // Eleven boards, and forty trusts.
        Assert.Equal(51, answer.GetProperty("rows").GetArrayLength());
        Assert.Contains("QOC", Ods(answer));
        Assert.DoesNotContain("QYG", Ods(answer));
        Assert.Equal(52, csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith(
            "oversight-R1-on-2024-03-31",
            csv.ContentHeaders.ContentDisposition!.FileName!.Trim('"'),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_question_can_be_asked_of_the_real_record()
    {
        var all = (await site.GetAsync("/api/questions")).Is(HttpStatusCode.OK).Json.EnumerateArray().ToArray();
        foreach (var id in all.Select(q => q.GetProperty("id").GetString()))
        {
            var answer = (await site.GetAsync($"/api/questions/{id}?on=2024-03-31")).Is(HttpStatusCode.OK).Json;
            Assert.Equal(id, answer.GetProperty("question").GetProperty("id").GetString());
        }

        Assert.Equal(QuestionList.All.Count, all.Length);
    }

    [Theory]
    [InlineData("R1?engagement=x", "engagement")]
    [InlineData("R6?within=soon", "within")]
    [InlineData("R2?from=yesterday", "from")]
    [InlineData("R2?columns=ods", "columns")]
    public async Task A_parameter_that_a_question_cannot_take_is_named(string path, string field) =>
        Assert.Equal(field, (await site.GetAsync("/api/questions/" + path)).Is(HttpStatusCode.BadRequest).Field);

    [Fact]
    public async Task Who_decided_is_told_by_name_in_json_and_csv()
    {
        (await site.PostAsync("/api/organisations/QJK/segment", Bodies.Segment(2), 2)).Is(HttpStatusCode.Created);
        var json = (await site.GetAsync("/api/questions/A3?organisation=QJK")).Is(HttpStatusCode.OK).Json;
        var csv = (await site.GetAsync("/api/questions/A3?organisation=QJK&format=csv")).Is(HttpStatusCode.OK);
        var people = json.GetProperty("answer").GetProperty("people");
        var told = json.GetProperty("answer")
            .GetProperty("rows")
            .EnumerateArray()
            .Last()
            .GetProperty("cells")
            .GetProperty("decidedByPerson")[0]
            .GetString()!;

        Assert.Equal(Bodies.Person, people.GetProperty(told).GetString());
        Assert.Contains(Bodies.Person, csv.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("person:", csv.Text, StringComparison.Ordinal);
    }

    private static string[] Ods(JsonElement table) =>
        [
            .. table
                .GetProperty("rows")
                .EnumerateArray()
                .Select(r => r.GetProperty("cells").GetProperty("ods").GetString()!),
        ];
}

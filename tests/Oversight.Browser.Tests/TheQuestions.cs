using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Projections.Questions;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>
/// Each question that somebody asks in their daily work is answered on a page that is three clicks or fewer from where they start, along links
/// whose words say so. It needs no browser: links are links.
/// </summary>
public sealed class TheQuestions(Stage stage) : Journey(stage)
{
    private const int MostClicks = 3;

    /// <summary>Questions that no page answers yet, and why.</summary>
    private static readonly Dictionary<string, string> NotYet = new()
    {
        ["A6"] =
            "Whether the record is unaltered is told by a command, oversight verify, over an export or the database: no trust in the server; what it may lack by /completeness.",
    };

    private const string Own = $"/organisations/{Site.Told}";

    /// <summary>Questions that a page of another kind answers.</summary>
    private static readonly Dictionary<string, string> AnsweredBesides = new()
    {
        [QuestionList.WhoRead.Id] = "/readings",
        ["L14"] = $"/board-reports/{Site.Told}",
    };

    [Fact(Timeout = Limit)]
    public Task Of_a_team_of_a_region() => WalkAsync('R', 15, new Grant(Role.Region, Region.Of("Y60")));

    [Fact(Timeout = Limit)]
    public Task Of_an_auditor() => WalkAsync('A', 17, new Grant(Role.Auditor));

    [Fact(Timeout = Limit)]
    public Task Of_who_leads_for_an_organisation() =>
        WalkAsync('L', 15, new Grant(Role.Lead, Organisation: OdsCode.Parse(Site.Told)));

    private async Task WalkAsync(char role, int questions, Grant right)
    {
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = Stage.Site.Address,
        };
        using var signedIn = await client.GetAsync(await Stage.Site.LinkAsync($"Asks all of {role}", right));
        var pages = new Pages(client);
        List<string> lost = [];
        var clicks = new Dictionary<string, int>();
        foreach (var id in Enumerable.Range(1, questions).Select(number => $"{role}{number}"))
        {
            var way = await WayAsync(pages, id);
            if (way is null != NotYet.ContainsKey(id))
            {
                lost.Add(
                    way is null
                        ? $"{id}: {TextOf(id)} is answered nowhere."
                        : $"{id} is answered by {string.Join(" > ", way)}."
                );
            }
            else if (way is not null)
            {
                clicks[id] = way.Count;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(", ", clicks.Select(one => $"{one.Key} {one.Value}")) + $"; {pages.Count} pages"
        );
        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    // The words of the links that lead to an answer, the fewest first. Pages that many questions lead through are read once.
    private static async Task<IReadOnlyList<string>?> WayAsync(Pages pages, string id)
    {
        var (open, seen) = (new Queue<(string Address, string[] Way)>([("/", [])]), new HashSet<string> { "/" });
        while (open.TryDequeue(out var at))
        {
            if (await pages.OpenAsync(at.Address) is not { } page)
            {
                continue;
            }

            if (at.Way.Length > 0 && IsAskedAt(at.Address, id) && Answers(page))
            {
                return at.Way;
            }

            if (at.Way.Length == MostClicks)
            {
                continue;
            }

            // Who looks for an answer follows words that are the question's, or else the parts of the site and their own organisation.
            foreach (var link in page.QuerySelectorAll("a[href^='/']"))
            {
                var address = link.GetAttribute("href")!.Split('#')[0];
                var isPart = link.Closest("nav") is not null || address.Split('?')[0] == Own;
                if ((isPart || Says(link, address, id)) && seen.Add(address))
                {
                    open.Enqueue((address, [.. at.Way, link.TextContent.Trim()]));
                }
            }
        }

        return null;
    }

    private static bool Says(IElement link, string address, string id) =>
        IsAskedAt(address, id)
        && (
            link.TextContent.Trim() == TextOf(id)
            || link.TextContent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 1
        );

    private static bool IsAskedAt(string address, string id) =>
        address.Split('?')[0] == AnsweredBesides.GetValueOrDefault(id) || address.Split('?')[0] == $"/questions/{id}";

    // It has rows, or says that there are none and what is missing; nothing went wrong.
    private static bool Answers(IParentNode page) =>
        page.QuerySelector("main [role=alert]") is null
        && (
            page.QuerySelector("main table tbody tr") is not null
            || page.QuerySelectorAll("main p")
                .Any(said =>
                    said.TextContent.Replace("In what you see of the record: ", "", StringComparison.Ordinal).Trim()
                        is ['N', 'o', _, ..]
                )
        );

    private static string? TextOf(string id) =>
        id == QuestionList.WhoRead.Id
            ? QuestionList.WhoRead.Text
            : QuestionList.All.FirstOrDefault(one => one.Id == id)?.Text;

    private sealed class Pages(HttpClient client)
    {
        private readonly Dictionary<string, IDocument?> read = [];

        public int Count => read.Count;

        public async Task<IDocument?> OpenAsync(string address)
        {
            if (!read.TryGetValue(address, out var page))
            {
                using var answer = await client.GetAsync(address);
                var isPage = answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "text/html";
                page = isPage ? new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()) : null;
                read[address] = page;
            }

            return page;
        }
    }
}

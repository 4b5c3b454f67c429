using System.Collections.Concurrent;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>
/// Every page that the pages lead to, for each role: its HTML is valid, everybody can use it on screens of every width and on paper, nothing of it
/// comes from elsewhere, no script fails, and no link leads nowhere.
/// </summary>
public sealed class EveryPage(Stage stage) : Journey(stage)
{
    /// <summary>What is the same for everybody is looked at as whoever works nationally sees it.</summary>
    private static readonly string[] Alike =
    [
        "/accessibility",
        "/contact",
        "/cookies",
        "/help",
        "/national",
        "/privacy",
        "/questions",
        "/registers",
        "/sign",
    ];

    [Fact(Timeout = Limit)]
    public Task Of_who_works_nationally() => CrawlAsync(far: 3, ofAKind: 1, new Grant(Role.National));

    [Fact(Timeout = Limit)]
    public Task Of_who_works_in_a_region() => CrawlAsync(far: 1, ofAKind: 1, new Grant(Role.Region, Region.Of("Y60")));

    [Fact(Timeout = Limit)]
    public Task Of_who_leads_for_an_organisation() =>
        CrawlAsync(far: 1, ofAKind: 1, new Grant(Role.Lead, Organisation: OdsCode.Parse(Site.Told)));

    [Fact(Timeout = Limit)]
    public Task Of_an_auditor() => CrawlAsync(far: 1, ofAKind: 1, new Grant(Role.Auditor));

    [Fact(Timeout = Limit)]
    public Task Of_an_administrator() => CrawlAsync(far: 1, ofAKind: 1, new Grant(Role.Administrator));

    [Fact(Timeout = Limit)]
    public Task Of_somebody_who_is_not_signed_in() => CrawlAsync(far: 2, ofAKind: 1);

    // Pages of a kind are one page with other words: of each kind some are looked at, in the order in which they are named.
    private async Task CrawlAsync(int far, int ofAKind, params Grant[] rights)
    {
        var crawl = new Crawl(
            ofAKind,
            link => rights is [] or [{ Role: Role.National }] || !Alike.Any(link.StartsWith)
        );
        var visitors = new List<Visitor>();
        var link = rights.Length == 0 ? null : await Stage.Site.LinkAsync($"Crawls as {rights[0].Role}", rights);
        visitors.Add(await VisitorAsync());
        if (link is not null)
        {
            await visitors[0].GoAsync(link);
        }

        visitors.Add(await visitors[0].WindowAsync());
        var faults = new List<string>();
        for (var (clicks, next) = (0, crawl.Start(link is null ? "/sign-in" : "/")); next.Count > 0; clicks++)
        {
            // Whichever window is free takes the next page.
            var (looked, taken) = (new Looked[next.Count], -1);
            await Task.WhenAll(
                visitors.Select(async visitor =>
                {
                    for (
                        var i = Interlocked.Increment(ref taken);
                        i < looked.Length;
                        i = Interlocked.Increment(ref taken)
                    )
                    {
                        looked[i] = await visitor.LookAsync(next[i], crawl.IsLedToFirst);
                    }
                })
            );
            faults.AddRange(looked.SelectMany(page => page.Faults.Select(fault => $"{page.Address}: {fault}")));
            next = clicks < far ? crawl.Next(looked.SelectMany(page => page.Links)) : [];
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{crawl.Looked} pages");
        Assert.True(
            faults.Count == 0,
            string.Join('\n', faults.Prepend($"{faults.Count} faults on {crawl.Looked} pages"))
        );
        Assert.True(crawl.Looked > 5, $"{crawl.Looked} pages");
    }

    private sealed class Crawl(int ofAKind, Func<string, bool> isLookedAt)
    {
        private readonly HashSet<string> seen = [];
        private readonly Dictionary<string, int> kinds = [];
        private readonly ConcurrentDictionary<string, bool> ledTo = new();

        public int Looked { get; private set; }

        public List<string> Start(string address) => Next([address]);

        /// <summary>Whether nothing else led to that path before: whoever is not signed in is led to one page from everywhere.</summary>
        public bool IsLedToFirst(string path) => ledTo.TryAdd(path, true);

        public List<string> Next(IEnumerable<string> links)
        {
            List<string> next = [];
            foreach (var link in links.Where(link => isLookedAt(link) && seen.Add(link)))
            {
                var kind = KindOf(link);
                if (kinds.GetValueOrDefault(kind) < ofAKind)
                {
                    kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                    next.Add(link);
                }
            }

            Looked += next.Count;
            return next;
        }

        // What the address begins with, what is said of it, how long it is, and whether something is asked but the day:
        // /organisations/QOC?on=… is as /organisations/QNC.
        private static string KindOf(string link)
        {
            var (path, query) = (link.Split('?')[0].Split('/'), link.Split('?').Skip(1).FirstOrDefault());
            var asked =
                query
                    ?.Split('&')
                    .Select(one => one.Split('=')[0])
                    .Where(name => name != "on")
                    .Order(StringComparer.Ordinal)
                    .ToArray()
                ?? [];
            return
                path.Length > 2
                && path[1]
                    is "organisations"
                        or "recoveries"
                        or "undertakings"
                        or "entries"
                        or "log"
                        or "meetings"
                        or "questions"
                        or "registers"
                ? $"{path[1]}/…/{string.Join('/', path.Skip(3).Take(1))}/{path.Length}?{(asked.Length == 0 ? "" : "…")}"
                : $"{string.Join('/', path)}?{string.Join('&', asked)}";
        }
    }
}

using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Dom.Events;
using AngleSharp.Html.Parser;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>
/// What is wrong with the HTML of a page as the server sends it. The parser says what breaks the grammar, and the rules below what the grammar
/// allows and the standard does not: html-validate would know more of them, but needs packages from elsewhere at each run.
/// </summary>
internal static class Markup
{
    private const string Controls = "input:not([type=hidden]), select, textarea";

    private const string Blocks =
        "address, article, aside, blockquote, details, dialog, div, dl, fieldset, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, main, "
        + "nav, ol, p, pre, search, section, table, ul";

    // In these stands text, and what is a part of a line.
    private const string Lines =
        "p, span, strong, em, code, label, button, h1, h2, h3, h4, h5, h6, dt > a, summary > span, time, abbr, small";

    private static readonly Dictionary<string, string[]> Children = new()
    {
        ["ul"] = ["li", "script", "template"],
        ["ol"] = ["li", "script", "template"],
        ["dl"] = ["dt", "dd", "div"],
        ["table"] = ["caption", "colgroup", "thead", "tbody", "tfoot"],
        ["thead"] = ["tr"],
        ["tbody"] = ["tr"],
        ["tfoot"] = ["tr"],
        ["tr"] = ["th", "td"],
        ["select"] = ["option", "optgroup", "hr"],
    };

    private static readonly string[] Naming =
    [
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "list",
        "headers",
        "for",
    ];

    /// <summary>Reads a page; each fault is a sentence.</summary>
    public static IHtmlDocument Read(string html, out IReadOnlyList<string> faults)
    {
        var broken = new List<string>();
        var parser = new HtmlParser();
        parser.Error += (_, said) =>
        {
            var error = (HtmlErrorEvent)said;
            var near = Math.Clamp(error.Position.Position - 60, 0, html.Length);
            broken.Add(
                $"{error.Message} near {html.AsSpan(near, Math.Min(100, html.Length - near))}".ReplaceLineEndings(" ")
            );
        };
        var page = parser.ParseDocument(html);
        faults =
        [
            .. broken,
            .. Names(page),
            .. Headings(page),
            .. Fields(page),
            .. Tables(page),
            .. Nesting(page),
            .. Scripts(page),
        ];
        return page;
    }

    private static IEnumerable<string> Names(IHtmlDocument page)
    {
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToArray();
        foreach (var id in ids.Where(id => id.Length == 0 || id.Any(char.IsWhiteSpace)))
        {
            yield return $"The id “{id}” is none.";
        }

        foreach (var id in ids.CountBy(id => id).Where(id => id.Value > 1))
        {
            yield return $"The id “{id.Key}” is there {id.Value} times.";
        }

        foreach (var naming in Naming)
        {
            foreach (var element in page.QuerySelectorAll($"[{naming}]"))
            {
                foreach (var id in element.GetAttribute(naming)!.Split(' ').Except(ids))
                {
                    yield return $"{naming} names “{id}”, which is not there: {Shown(element)}";
                }
            }
        }

        foreach (var link in page.QuerySelectorAll("a[href^='#']"))
        {
            if (!ids.Contains(Uri.UnescapeDataString(link.GetAttribute("href")![1..])))
            {
                yield return $"A link leads to what is not there: {Shown(link)}";
            }
        }
    }

    private static IEnumerable<string> Headings(IHtmlDocument page)
    {
        if (string.IsNullOrWhiteSpace(page.Title) || page.DocumentElement.GetAttribute("lang") != "en-GB")
        {
            yield return "The page has no title, or no language.";
        }

        // Reports that are bound together are an article each, and have one each.
        var main = page.QuerySelectorAll("h1");
        if (main.Length == 0 || main.GroupBy(heading => heading.Closest("article")).Any(article => article.Count() > 1))
        {
            yield return $"There are {main.Length} main headings.";
        }

        var before = 1;
        foreach (var heading in page.QuerySelectorAll("main :is(h1, h2, h3, h4, h5, h6)"))
        {
            var level = heading.LocalName[1] - '0';
            if (level > before + 1 || heading.TextContent.Trim().Length == 0)
            {
                yield return $"A heading is empty, or skips a level: {Shown(heading)}";
            }

            before = level;
        }
    }

    private static IEnumerable<string> Fields(IHtmlDocument page)
    {
        foreach (var field in page.QuerySelectorAll(Controls))
        {
            var isNamed =
                field.HasAttribute("aria-label")
                || field.HasAttribute("aria-labelledby")
                || field.Closest("label") is not null
                || page.QuerySelectorAll("label")
                    .Any(label => label.GetAttribute("for") == field.Id && field.Id is not null);
            if (!isNamed && field.GetAttribute("type") is not ("submit" or "button"))
            {
                yield return $"A field has no label: {Shown(field)}";
            }
        }

        foreach (var button in page.QuerySelectorAll("form button:not([type])"))
        {
            yield return $"A button does not say what it is: {Shown(button)}";
        }

        foreach (
            var form in page.QuerySelectorAll("form[method=post]:not(:has(input[name=__RequestVerificationToken]))")
        )
        {
            yield return $"A form has no token: {Shown(form)}";
        }
    }

    private static IEnumerable<string> Tables(IHtmlDocument page)
    {
        foreach (
            var table in page.QuerySelectorAll("table:not(:has(caption)):not([aria-label]):not([aria-labelledby])")
        )
        {
            yield return $"A table has no name: {Shown(table)}";
        }

        foreach (var table in page.QuerySelectorAll("table:not(:has(th))"))
        {
            yield return $"A table has no headings: {Shown(table)}";
        }

        foreach (var heading in page.QuerySelectorAll("th:not([scope])"))
        {
            yield return $"A heading does not say of what: {Shown(heading)}";
        }

        foreach (var table in page.QuerySelectorAll("table"))
        {
            var widths = table.QuerySelectorAll("tr").Select(WidthOf).Distinct().ToArray();
            if (widths.Length > 1 && table.QuerySelector("[rowspan]") is null)
            {
                yield return $"A table has rows of {string.Join(" and ", widths)} columns: {Shown(table)}";
            }
        }

        static int WidthOf(IElement row) =>
            row.Children.Sum(cell => int.TryParse(cell.GetAttribute("colspan"), out var columns) ? columns : 1);
    }

    private static IEnumerable<string> Nesting(IHtmlDocument page)
    {
        foreach (var line in page.QuerySelectorAll(Lines))
        {
            if (line.QuerySelector(Blocks) is { } block)
            {
                yield return $"<{line.LocalName}> holds <{block.LocalName}>: {Shown(line)}";
            }
        }

        foreach (var outer in page.QuerySelectorAll("a[href], button, label:has(a), summary"))
        {
            if (outer.QuerySelector("a[href], button, input, select, textarea, summary") is { } inner)
            {
                yield return $"<{outer.LocalName}> holds <{inner.LocalName}>: {Shown(outer)}";
            }
        }

        foreach (var (parent, allowed) in Children)
        {
            foreach (
                var child in page.QuerySelectorAll($"{parent} > *").Where(child => !allowed.Contains(child.LocalName))
            )
            {
                yield return $"<{parent}> holds <{child.LocalName}>: {Shown(child)}";
            }
        }
    }

    private static IEnumerable<string> Scripts(IHtmlDocument page)
    {
        foreach (var inline in page.QuerySelectorAll("script:not([src]), style, [style]"))
        {
            yield return $"A script or style stands in the page: {Shown(inline)}";
        }

        foreach (var element in page.All)
        {
            foreach (
                var on in element.Attributes.Where(on => on.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
            )
            {
                yield return $"A script stands in {on.Name}: {Shown(element)}";
            }
        }

        // What only a script shows, whoever has none does not have. Passkeys are made by scripts alone, and the slider follows links.
        foreach (
            var hidden in page.QuerySelectorAll("main [hidden]:not(form[data-passkey], nav:has(ol a) > [data-steps])")
        )
        {
            yield return $"Only a script shows it: {Shown(hidden)}";
        }
    }

    private static string Shown(IElement element) =>
        element.OuterHtml.ReplaceLineEndings(" ") is { Length: > 160 } html ? html[..160] : element.OuterHtml;
}

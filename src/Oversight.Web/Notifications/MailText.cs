using System.Text;
using System.Text.Encodings.Web;

namespace Oversight.Web.Notifications;

/// <summary>What e-mails say, as plain text and as simple HTML.</summary>
internal static class MailText
{
    // One that is longer is read in the application.
    private const int MostLines = 50;

    /// <summary>That there is something new, and where.</summary>
    public static (string Text, string Html) OfNews(IReadOnlyList<(string Says, Uri Link)> lines, Uri choices)
    {
        var (text, html) = (new StringBuilder(), new StringBuilder("<ul>"));
        foreach (var (says, link) in lines.Take(MostLines))
        {
            text.AppendLine(says).AppendLine($"{link}").AppendLine();
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Encoded($"{link}")}\">{Encoded(says)}</a></li>");
        }

        html.Append("</ul>");
        if (lines.Count > MostLines)
        {
            var more = $"And {lines.Count - MostLines} more, which your notifications in Oversight list.";
            text.AppendLine(more).AppendLine();
            html.Append(CultureInfo.InvariantCulture, $"<p>{more}</p>");
        }

        const string Why =
            "What it says is shown when you have signed in. You get this e-mail because you chose to in Oversight. Change it:";
        text.AppendLine(Why).AppendLine($"{choices}");
        html.Append(
            CultureInfo.InvariantCulture,
            $"<p>{Why} <a href=\"{Encoded($"{choices}")}\">what I am told</a></p>"
        );
        return (text.ToString(), Page(html.ToString()));
    }

    /// <summary>The code by which somebody shows that an address is theirs.</summary>
    public static (string Text, string Html) OfCode(string code)
    {
        var says =
            $"Your code is {code}. Write it on the page in Oversight on which you named this address, within an hour. If you named none, do nothing: nothing more is sent here.";
        return (says, Page($"<p>{says}</p>"));
    }

    private static string Page(string body) =>
        $"<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Oversight</title></head><body>{body}</body></html>";

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}

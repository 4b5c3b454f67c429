using System.Net;
using Microsoft.AspNetCore.Components;

namespace Oversight.Web.Organisations;

/// <summary>What a drawing is written with.</summary>
internal static class Svg
{
    /// <summary>A length.</summary>
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>
    /// Words in a drawing, which are said by the names of its groups and links too. Razor has an element of the same name, which it leaves out.
    /// </summary>
    public static MarkupString Text(string look, double x, double y, string words) =>
        new(
            $"<text class=\"{look}\" x=\"{N(x)}\" y=\"{N(y)}\" aria-hidden=\"true\">{WebUtility.HtmlEncode(words)}</text>"
        );
}

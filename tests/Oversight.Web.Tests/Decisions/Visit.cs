using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Oversight.Web.Tests.SignIn;

namespace Oversight.Web.Tests.Decisions;

/// <summary>Somebody at a form, as a browser without scripts is: what stands in its fields is sent, and what is answered is followed.</summary>
internal sealed class Visit(Browser browser)
{
    private readonly Dictionary<string, string[]> written = [];
    private (string Field, string FileName, byte[] Content)? file;

    public Reply Reply { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public IHtmlDocument Page => Reply.Page;

    public string Main => Page.QuerySelector("main")!.TextContent;

    public async Task<Visit> OpenAsync(string address)
    {
        (Address, Reply) = (address, await browser.GetAsync(address));
        while (Reply.Status is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            Address = Reply.Headers.Location!.OriginalString;
            Reply = await browser.GetAsync(Address.Split('#')[0]);
        }

        return this;
    }

    public Visit Write(string field, params string[] values)
    {
        written[field] = values;
        return this;
    }

    public Visit WriteDay(string field, int day, int month, int year) =>
        Write($"{field}-day", $"{day}").Write($"{field}-month", $"{month}").Write($"{field}-year", $"{year}");

    /// <summary>Writes what is told in JSON into those of its fields that the page has.</summary>
    public Visit WriteWhatItHas(JsonNode told, string field = "")
    {
        switch (told)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    WriteWhatItHas(value!, field.Length == 0 ? name : $"{field}.{name}");
                }

                break;
            case JsonArray items when items.Any(item => item is JsonObject):
                foreach (var (row, item) in items.Index())
                {
                    WriteWhatItHas(item!, $"{field}.{row}");
                }

                break;
            case JsonArray items:
                WriteIfThere(field, [.. items.Select(item => $"{item}")]);
                break;
            default:
                if (!Has($"{field}-day"))
                {
                    WriteIfThere(field, $"{told}");
                }
                else if (
                    DateOnly.TryParseExact(
                        $"{told}",
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var day
                    )
                )
                {
                    WriteDay(field, day.Day, day.Month, day.Year);
                }
                else
                {
                    Write($"{field}-day", "").Write($"{field}-month", "").Write($"{field}-year", "");
                    Write($"{field}-roughly", $"{told}");
                }

                break;
        }

        return this;
    }

    private bool Has(string field) => Page.QuerySelector($"main form[method=post] [name='{field}']") is not null;

    private void WriteIfThere(string field, params string[] values)
    {
        if (
            Has(field) && values.Length == 1 && Page.QuerySelector($"textarea[name='{field}']") is null
            || Has(field) && Page.QuerySelector($"input[type=checkbox][name='{field}']") is not null
        )
        {
            Write(field, values);
        }
        else if (Has(field))
        {
            Write(field, string.Join("\r\n", values));
        }
    }

    public Visit HandIn(string field, string fileName, byte[] content)
    {
        file = (field, fileName, content);
        return this;
    }

    /// <summary>Presses a button of the form, and follows to where it leads.</summary>
    public async Task<Visit> PressAsync(string button)
    {
        var (form, pressed) = FormOf(button);
        await SendAsync(form, pressed);
        while (Reply.Status is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            await OpenAsync(Reply.Headers.Location!.OriginalString);
        }

        return this;
    }

    /// <summary>Sends the form of a page that was opened, without following, and stays on it.</summary>
    public async Task<Reply> SendOnceMoreAsync(IHtmlDocument opened, string button)
    {
        var form = opened.QuerySelectorAll("main form[method=post]").First(f => ButtonIn(f, button) is not null);
        using var content = ContentOf((IHtmlFormElement)form, ButtonIn(form, button));
        return await browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = content }
        );
    }

    public Visit Is(HttpStatusCode status)
    {
        Reply.Is(status);
        return this;
    }

    private (IHtmlFormElement Form, IElement Button) FormOf(string button)
    {
        var form = Page.QuerySelectorAll("main form[method=post]").FirstOrDefault(f => ButtonIn(f, button) is not null);
        Assert.True(form is not null, $"No button “{button}” on {Address}: {Main}");
        return ((IHtmlFormElement)form, ButtonIn(form, button)!);
    }

    private static IElement? ButtonIn(IElement form, string button) =>
        form.QuerySelectorAll("button")
            .FirstOrDefault(b => b.TextContent.Trim().StartsWith(button, StringComparison.Ordinal));

    private async Task SendAsync(IHtmlFormElement form, IElement button)
    {
        var names = form.QuerySelectorAll("[name]").Select(e => e.GetAttribute("name")).ToHashSet();
        Assert.All(written.Keys, field => Assert.True(names.Contains(field), $"No field {field} on {Address}"));
        var action = form.GetAttribute("action")!;
        using var content = ContentOf(form, button);
        Address = action;
        Reply = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = content });
        written.Clear();
        file = null;
    }

    private HttpContent ContentOf(IHtmlFormElement form, IElement? button)
    {
        var fields = Held(form)
            .Where(field => !written.ContainsKey(field.Name))
            .Concat(written.SelectMany(field => field.Value.Select(value => (field.Key, value))))
            .ToList();
        if (button?.GetAttribute("name") is { } name)
        {
            fields.Add((name, button.GetAttribute("value") ?? ""));
        }

        if (form.GetAttribute("enctype") != "multipart/form-data")
        {
            return new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        }

        var parts = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
        {
            parts.Add(new StringContent(value), field);
        }

        if (file is { } handed)
        {
            var part = new ByteArrayContent(handed.Content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            // As a browser says it of none, too: filename="".
            part.Headers.ContentDisposition = new("form-data")
            {
                Name = $"\"{handed.Field}\"",
                FileName = $"\"{handed.FileName}\"",
            };
            parts.Add(part);
        }

        return parts;
    }

    private static IEnumerable<(string Name, string Value)> Held(IHtmlFormElement form)
    {
        foreach (var element in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false }:
                case IHtmlInputElement { Type: "file" }:
                    break;
                case IHtmlInputElement input:
                    yield return (name, input.Value);
                    break;
                case IHtmlSelectElement select:
                    yield return (name, select.Value ?? "");
                    break;
                case IHtmlTextAreaElement area:
                    yield return (name, area.Value);
                    break;
            }
        }
    }
}

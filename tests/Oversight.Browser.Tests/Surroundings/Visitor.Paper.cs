using System.Globalization;
using Microsoft.Playwright;
using ZXing;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>What somebody sees who prints the page.</summary>
public sealed partial class Visitor
{
    // A small square of a code is drawn by so many dots a side, as a printer does.
    private const int Dots = 8;

    // What the page cannot do by itself, a picture as its brightness, dot by dot: the first four bytes are its width.
    private const string Brightness = """
        async picture => {
            const drawn = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), one => one.charCodeAt(0))]));
            const canvas = new OffscreenCanvas(drawn.width, drawn.height).getContext("2d");
            canvas.drawImage(drawn, 0, 0);
            const dots = canvas.getImageData(0, 0, drawn.width, drawn.height).data;
            return { width: drawn.width, light: Array.from({ length: dots.length / 4 }, (_, at) => dots[at * 4]) };
        }
        """;

    /// <summary>What a scanner reads of the codes that a selector finds, from the page as it is printed.</summary>
    public async Task<IReadOnlyList<string?>> CodesOnPaperAsync(string selector)
    {
        var size = Page.ViewportSize!;
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Page.SetViewportSizeAsync(Paper, 1000);
        var read = new List<string?>();
        foreach (var code in await Page.Locator(selector).AllAsync())
        {
            read.Add(await ReadAsync(code));
        }

        await Page.EmulateMediaAsync(new() { Media = Media.Null });
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        return read;
    }

    /// <summary>The receipt at an address, when a checkpoint covers its entry: within a moment.</summary>
    public async Task<byte[]> ReceiptAsync(string address)
    {
        for (var again = 0; ; again++)
        {
            var answer = await context.APIRequest.GetAsync(address);
            if (answer.Ok || again == 50)
            {
                Assert.True(answer.Ok, $"{address}: {answer.Status}");
                return await answer.BodyAsync();
            }

            await Task.Delay(100);
        }
    }

    private async Task<string?> ReadAsync(ILocator code)
    {
        await code.ScrollIntoViewIfNeededAsync();
        var side = int.Parse((await code.GetAttributeAsync("viewBox"))!.Split(' ')[2], CultureInfo.InvariantCulture);
        var box = (await code.BoundingBoxAsync())!;
        Assert.True(box.Width > 70, $"A code of {box.Width} pixels is too small on paper to be read.");
        var scroll = await Page.EvaluateAsync<double[]>("[scrollX, scrollY]");
        var devtools = await context.NewCDPSessionAsync(Page);
        var taken = await devtools.SendAsync(
            "Page.captureScreenshot",
            new()
            {
                ["captureBeyondViewport"] = true,
                ["clip"] = new
                {
                    x = box.X + scroll[0],
                    y = box.Y + scroll[1],
                    width = box.Width,
                    height = box.Height,
                    scale = side * Dots / box.Width,
                },
            }
        );
        await devtools.DetachAsync();
        var blank = await context.NewPageAsync();
        var picture = await blank.EvaluateAsync<Picture>(Brightness, taken!.Value.GetProperty("data").GetString());
        await blank.CloseAsync();
        var light = Array.ConvertAll(picture.Light, dot => (byte)dot);
        var paper = new RGBLuminanceSource(
            light,
            picture.Width,
            light.Length / picture.Width,
            RGBLuminanceSource.BitmapFormat.Gray8
        );
        return new BarcodeReaderGeneric { Options = { PossibleFormats = [BarcodeFormat.QR_CODE], PureBarcode = true } }
            .Decode(paper)
            ?.Text;
    }

    private sealed record Picture
    {
        public int Width { get; init; }

        public int[] Light { get; init; } = [];
    }
}

using System.Globalization;
using AngleSharp.Dom;
using ZXing;

namespace Oversight.Web.Tests;

/// <summary>A drawn QR code, painted as a printer would, and read by a decoder that was not written by whoever drew it.</summary>
internal static class PaintedCode
{
    public static string? Read(IElement drawn)
    {
        const int dots = 4;
        var size = int.Parse(drawn.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture);
        var side = size * dots;
        var paper = new byte[side * side];
        Array.Fill(paper, byte.MaxValue);
        foreach (var bar in drawn.QuerySelector("path")!.GetAttribute("d")!.Split('z'))
        {
            if (bar.Length == 0)
            {
                continue;
            }

            // M x y h width v height H x
            var numbers = bar.Split(['M', ' ', 'h', 'v', 'H'], StringSplitOptions.RemoveEmptyEntries)
                .Select(number => int.Parse(number, CultureInfo.InvariantCulture) * dots)
                .ToArray();
            for (var y = numbers[1]; y < numbers[1] + numbers[3]; y++)
            {
                paper.AsSpan((y * side) + numbers[0], numbers[2]).Clear();
            }
        }

        var light = new RGBLuminanceSource(paper, side, side, RGBLuminanceSource.BitmapFormat.Gray8);
        // Nothing but the code is on it: where it is need not be guessed, which failed once.
        return new BarcodeReaderGeneric { Options = { PossibleFormats = [BarcodeFormat.QR_CODE], PureBarcode = true } }
            .Decode(light)
            ?.Text;
    }
}

using System.Text;
using QRCoder;

namespace Oversight.Desk.Printing;

/// <summary>A text as a QR code, drawn as an SVG that asks nobody else for anything.</summary>
/// <param name="Side">How many modules a side has, with the light ones round it, which belong to it.</param>
/// <param name="Dark">The dark modules as the data of a path: those that touch in a row are one bar.</param>
public sealed record QrDrawing(int Side, string Dark)
{
    /// <summary>Draws a text.</summary>
    public static QrDrawing Of(string text)
    {
        // A sheet that was folded and copied is read still: a seventh of the code may be spoilt.
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var from = x;
                while (x < modules.Count && modules[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
                }
            }
        }

        return new(modules.Count, path.ToString());
    }
}

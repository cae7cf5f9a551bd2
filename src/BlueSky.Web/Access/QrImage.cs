using System.Globalization;
using System.Text;
using ZXing.QrCode.Internal;

namespace BlueSky.Web;

/// <summary>
/// A QR code (ISO/IEC 18004) as a drawing of the page itself: it is made here and nothing of it is fetched, so the secret in it goes nowhere else
/// and the page needs no script.
/// </summary>
/// <param name="Size">Width and height in modules, the quiet zone included.</param>
/// <param name="Path">Path of SVG over the dark modules, one unit a module.</param>
internal sealed record QrImage(int Size, string Path)
{
    // The standard demands a light border of four modules.
    private const int Quiet = 4;

    /// <summary>The code of a text; level M bears a seventh of it being unreadable.</summary>
    public static QrImage Of(string text)
    {
        var modules = ZXing.QrCode.Internal.Encoder.encode(text, ErrorCorrectionLevel.M).Matrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Height; y++)
        {
            for (var x = 0; x < modules.Width; x++)
            {
                var from = x;
                while (x < modules.Width && modules[x, y] == 1) x++;
                if (x > from) path.Append(CultureInfo.InvariantCulture, $"M{from + Quiet} {y + Quiet}h{x - from}v1h-{x - from}z");
            }
        }

        return new QrImage(modules.Width + (2 * Quiet), path.ToString());
    }
}

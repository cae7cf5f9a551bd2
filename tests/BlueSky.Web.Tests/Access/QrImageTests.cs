using System.Globalization;
using System.Text.RegularExpressions;
using BlueSky.Access;
using ZXing.Common;
using ZXing.QrCode.Internal;

namespace BlueSky.Web.Tests;

public sealed partial class QrImageTests
{
    private const int Quiet = 4;

    [Fact]
    public void What_is_drawn_reads_back_as_the_link_of_the_secret()
    {
        var link = Totp.Link(Totp.NewSecret(), "BlueSky", "zhang.san").OriginalString;

        Assert.Equal(link, new Decoder().decode(Modules(QrImage.Of(link)), null).Text);
    }

    [Fact]
    public void Nothing_is_drawn_in_the_quiet_zone()
    {
        var image = QrImage.Of("otpauth://totp/x");
        Assert.All(Bars().Matches(image.Path), bar =>
        {
            Assert.InRange(Number(bar, 1), Quiet, image.Size - Quiet - 1);
            Assert.InRange(Number(bar, 2), Quiet, image.Size - Quiet - 1);
            Assert.InRange(Number(bar, 1) + Number(bar, 3), Quiet, image.Size - Quiet);
        });
    }

    private static BitMatrix Modules(QrImage image)
    {
        var modules = new BitMatrix(image.Size - (2 * Quiet));
        foreach (Match bar in Bars().Matches(image.Path))
        {
            for (var i = 0; i < Number(bar, 3); i++) modules[Number(bar, 1) + i - Quiet, Number(bar, 2) - Quiet] = true;
        }

        return modules;
    }

    private static int Number(Match bar, int group) => int.Parse(bar.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\d+z")]
    private static partial Regex Bars();
}

using System.IO.Compression;
using BlueSky.Photos;
using CsCheck;

namespace BlueSky.Tests.Photos;

public sealed class PhotoFileTests
{
    [Theory]
    [InlineData("FFD8FFE000104A464946", "image/jpeg")]
    [InlineData("FFD8FFE1", "image/jpeg")]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("524946460000000057454250565038200000", "image/webp")]
    [InlineData("524946460000000057454250565038580000", "image/webp")]
    [InlineData("5249464600000000415649204C495354", null)]
    [InlineData("000000000000000057454250565038200000", null)]
    [InlineData("474946383961", null)]
    [InlineData("3C7376673E", null)]
    [InlineData("255044462D", null)]
    [InlineData("89504E470D0A1A", null)]
    [InlineData("", null)]
    public void The_form_of_a_photo_is_told_by_its_first_bytes(string hex, string? mediaType) =>
        Assert.Equal(mediaType, PhotoFile.MediaTypeOf(Convert.FromHexString(hex)));

    [Fact]
    public void The_id_is_the_SHA_256_of_the_bytes()
    {
        // FIPS 180-2, appendix B.1.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", PhotoFile.IdOf("abc"u8));
        Gen.Byte.Array.Sample(bytes => PhotoFile.IsId(PhotoFile.IdOf(bytes)));
        foreach (var no in new[] { "", "photo/1.jpg", new string('A', 64), new string('a', 63), new string('g', 64) }) Assert.False(PhotoFile.IsId(no), no);
    }

    [Fact]
    public void A_photo_of_the_demonstration_is_a_PNG_that_every_node_makes_alike()
    {
        var photo = DemoPhoto.Create(1);
        Assert.Equal("image/png", PhotoFile.MediaTypeOf(photo));
        Assert.Equal(photo, DemoPhoto.Create(1));
        Assert.NotEqual(PhotoFile.IdOf(photo), PhotoFile.IdOf(DemoPhoto.Create(2)));

        // 256 × 112 points of one bit, with a byte for the filter of each row; the reader of zlib checks the sum.
        var at = photo.AsSpan().IndexOf("IDAT"u8);
        using var rows = new ZLibStream(new MemoryStream(photo[(at + 4)..^16]), CompressionMode.Decompress);
        using var read = new MemoryStream();
        rows.CopyTo(read);
        Assert.Equal(112 * 33, read.Length);
    }
}

namespace BlueSky.Web;

/// <summary>Bodies that are files.</summary>
internal static class Bodies
{
    /// <summary>The whole body; null when it is larger. Counted while it is read: what a sender says of the length is not believed.</summary>
    public static async Task<byte[]?> Read(Stream body, int largest, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (content.Length + read > largest) return null;
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}

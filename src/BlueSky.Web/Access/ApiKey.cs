using System.Text;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>A key as presented: <c>bsk_ID_SECRET</c>. The secret is kept only as long as the request.</summary>
/// <param name="Id">Public part.</param>
/// <param name="Secret">Secret part.</param>
/// <param name="Whole">The whole text.</param>
internal sealed record ApiKey(string Id, string Secret, string Whole)
{
    public const string Header = "X-Api-Key";
    private const string Prefix = "bsk_";
    private const int LongestKey = 512;

    /// <summary>Ids are letters, digits and hyphens, 1 to 64.</summary>
    public static bool IsId(string text) =>
        text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Null when the text is no key.</summary>
    public static ApiKey? Parse(string text)
    {
        if (text.Length > LongestKey || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var end = text.IndexOf('_', Prefix.Length);
        if (end < 0 || end == text.Length - 1) return null;
        var id = text[Prefix.Length..end];
        return IsId(id) ? new ApiKey(id, text[(end + 1)..], text) : null;
    }

    /// <summary>
    /// What the request presents, valid or not: the header <c>X-Api-Key</c>, or the password of Basic authentication so that a
    /// browser can sign in. Null when it presents nothing.
    /// </summary>
    public static string? PresentedBy(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var header)) return header.ToString();
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var buffer = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), buffer, out var length)) return "";
        var pair = Encoding.UTF8.GetString(buffer, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? pair[(colon + 1)..] : "";
    }
}

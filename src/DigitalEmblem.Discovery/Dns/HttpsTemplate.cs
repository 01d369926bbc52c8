namespace DigitalEmblem.Discovery;

/// <summary>The URI template of a DNS server over HTTPS (RFC 8484, 3; RFC 6570), as providers print it:
/// <c>https://dns.example/dns-query{?dns}</c>.</summary>
internal static class HttpsTemplate
{
    private const string Variable = "dns";

    // The operators that an expression may begin with (RFC 6570, 2.2).
    private const string Operators = "+#./;?&";

    /// <summary>The URL for POST: the template without its variable, which is for GET alone (RFC 8484, 4.1).</summary>
    /// <param name="text">A template, or a URL.</param>
    /// <exception cref="FormatException">It is no https URL, or the template has another variable than <c>dns</c>.</exception>
    public static Uri WithoutVariable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!UrlText.TryRead(text, out _, out _, out string? problem))
        {
            throw new FormatException($"'{Printable.Text(text)}' {problem}. A resolver's URL is as https://dns.example/dns-query.");
        }

        string rest = text, plain = "";
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            int close = rest.IndexOf('}', open);
            plain += rest[..open];
            string expression = close < 0 ? "" : rest[(open + 1)..close].TrimStart([.. Operators]);
            if (expression != Variable || !IsAfterHost(plain, rest[(close + 1)..]))
            {
                throw new FormatException($"'{Printable.Text(text)}' is no template that is read: after the host it may have {{?dns}} or "
                    + "{dns}, and no other variable, as https://dns.example/dns-query{?dns}.");
            }

            rest = rest[(close + 1)..];
        }

        return Uri.TryCreate(plain + rest, UriKind.Absolute, out Uri? url)
            && url.Scheme == Uri.UriSchemeHttps
            && !rest.Contains('}', StringComparison.Ordinal)
            ? url
            : throw new FormatException($"'{Printable.Text(text)}' is not an https URL, as https://dns.example/dns-query or "
                + "https://dns.example/dns-query{?dns}.");
    }

    /// <summary>Whether the host is complete before an expression: a path has begun, or nothing follows.</summary>
    private static bool IsAfterHost(string before, string after) =>
        Uri.TryCreate(before, UriKind.Absolute, out Uri? url)
        && url.Host.Length > 0
        && (after.Length == 0 || before.IndexOf('/', before.IndexOf("//", StringComparison.Ordinal) + 2) > 0);
}

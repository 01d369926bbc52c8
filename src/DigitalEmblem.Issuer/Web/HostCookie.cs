namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// A cookie of this host alone (RFC 6265bis, 4.1.3.2): <c>__Host-</c>, Secure, HttpOnly, SameSite=Lax, path /. It is Secure at
/// http://localhost too, where browsers take that.
/// </summary>
internal sealed class HostCookie : CookieBuilder
{
    private const string Prefix = "__Host-";

    public HostCookie(string name)
    {
        Name = Prefix + name;
        // Always would have antiforgery refuse http://localhost.
        SecurePolicy = CookieSecurePolicy.None;
        (HttpOnly, IsEssential, Path, SameSite) = (true, true, "/", SameSiteMode.Lax);
    }

    /// <inheritdoc/>
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        CookieOptions options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}

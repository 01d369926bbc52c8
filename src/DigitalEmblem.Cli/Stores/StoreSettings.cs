using System.Net;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Where a store is, and how it is reached. Credentials are none of it: they come from where the AWS tools have them.</summary>
/// <param name="Endpoint">The endpoint; null for that of AWS for the region.</param>
/// <param name="Region">The region of AWS, or the one that requests to another store are signed for.</param>
internal sealed partial record StoreSettings(Uri? Endpoint, string Region)
{
    private const string UsualRegion = "us-east-1";

    /// <summary>Reads the settings.</summary>
    /// <param name="endpoint">What --endpoint says; null for what the environment says.</param>
    /// <param name="permitsPlain">Whether HTTP without TLS is permitted elsewhere than on this machine.</param>
    /// <param name="region">The region that a profile names.</param>
    /// <param name="context">The process.</param>
    /// <exception cref="UsageException">The endpoint is none, or may not be used without TLS.</exception>
    public static StoreSettings Of(string? endpoint, bool permitsPlain, string? region, CommandContext context)
    {
        string? url = endpoint ?? context.Environment("AWS_ENDPOINT_URL_S3") ?? context.Environment("AWS_ENDPOINT_URL");
        string named = context.Environment("AWS_REGION") ?? context.Environment("AWS_DEFAULT_REGION") ?? region ?? UsualRegion;
        if (!RegionName().IsMatch(named))
        {
            throw new UsageException($"'{named}' is no region: set AWS_REGION to one as eu-central-1.");
        }

        if (string.IsNullOrEmpty(url))
        {
            return new StoreSettings(null, named);
        }

        bool isUrl = Uri.TryCreate(url, UriKind.Absolute, out Uri? at)
            && (at.Scheme == Uri.UriSchemeHttps || at.Scheme == Uri.UriSchemeHttp)
            && at is { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" };
        if (!isUrl)
        {
            throw new UsageException($"'{url}' is no endpoint: write https://HOST or https://HOST:PORT, without a path or a user.");
        }

        return at!.Scheme == Uri.UriSchemeHttps || permitsPlain || IsLoopback(at.Host)
            ? new StoreSettings(at, named)
            : throw new UsageException(
                $"'{url}' has no TLS: anything between here and there can read the data, and answer in place of the store. Use https, or "
                    + $"permit it with --plain-http.");
    }

    // A name can be resolved to any address, and so only 'localhost' and addresses count.
    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionName();
}

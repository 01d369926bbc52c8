using System.Net;
using System.Text.Json;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// What it means that PowerDNS's API did not do what it was asked: whether the change may be made all the same, whether all names would be
/// told so, and what a person should do.
/// </summary>
/// <param name="api">The API's name in the settings.</param>
/// <param name="zone">The zone.</param>
internal sealed class PowerDnsFaults(string api, DomainName zone)
{
    private static readonly string[] Members = ["error", "errors"];

    /// <summary>It answered with a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">What it said.</param>
    /// <param name="isChange">Whether a change was sent, and not a question.</param>
    public WriteResult Of(HttpStatusCode status, byte[] body, bool isChange) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ForAll(
            $"PowerDNS ({api}) does not take our key ({(int)status}). Is it the api-key of pdns.conf (Publishing:PowerDns:{api}:Key)?"),
        HttpStatusCode.NotFound => ForAll(
            $"PowerDNS ({api}) does not have the zone {zone} in its API (404). Make the zone there, or correct Url and ServerId "
                + $"(Publishing:PowerDns:{api}). pdns.conf needs api=yes."),
        HttpStatusCode.TooManyRequests => new WriteResult(
            WriteOutcome.NotReached, $"PowerDNS ({api}) says that we call too often (429). Nothing was changed; it is tried again later.")
        {
            IsSilent = true,
        },
        >= HttpStatusCode.InternalServerError => new WriteResult(
            NotKnown(isChange),
            isChange
                ? Sentence.Of(
                    $"PowerDNS ({api}) failed while it made the change ({(int)status}): {Words(body)} It is looked at again. If it goes "
                        + $"on, look into PowerDNS's log and at its database.")
                : Sentence.Of(
                    $"PowerDNS ({api}) failed before anything was changed ({(int)status}): {Words(body)} It is tried again. If it goes "
                        + $"on, look into PowerDNS's log and at its database."))
        {
            // A relay before PowerDNS says these of all names; PowerDNS itself says 500, which may be about one.
            IsSilent = status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        },
        < HttpStatusCode.BadRequest => ForAll(
            $"At the address of PowerDNS ({api}) something sends us elsewhere ({(int)status}), and the key is not taken there. Correct Url "
                + $"(Publishing:PowerDns:{api})."),
        _ => new WriteResult(
            WriteOutcome.Refused,
            $"PowerDNS ({api}) refuses the change ({(int)status}): {Words(body)} Nothing was changed. Correct what it names in the zone "
                + $"{zone}; if it is a record of ours, its version of PowerDNS may not know the type."),
    };

    /// <summary>There was no answer of HTTP.</summary>
    public WriteResult Of(HttpRequestError error, bool isChange) => error switch
    {
        HttpRequestError.NameResolutionError => NotReached(
            $"The address of PowerDNS ({api}) has a name that leads nowhere. Is Url right (Publishing:PowerDns:{api})?"),
        HttpRequestError.SecureConnectionError => NotReached(
            $"PowerDNS ({api}) shows a certificate that is not in order, or leads to no root that is trusted here. Is Roots right "
                + $"(Publishing:PowerDns:{api})?"),
        HttpRequestError.ConnectionError => NotReached(
            $"The API of PowerDNS ({api}) cannot be reached. Is PowerDNS running with api=yes, and is Url right "
                + $"(Publishing:PowerDns:{api})?"),
        HttpRequestError.ConfigurationLimitExceeded => isChange
            ? new WriteResult(
                WriteOutcome.Unknown,
                $"PowerDNS ({api}) answered with more than a mebibyte, which PowerDNS does not. Is Url right (Publishing:PowerDns:{api})?")
            : Strange(),
        _ => new WriteResult(
            NotKnown(isChange),
            $"PowerDNS ({api}) ended the connection without an answer. Does webserver-allow-from in pdns.conf name this machine, and is "
                + $"Url right (Publishing:PowerDns:{api})?")
        {
            IsSilent = true,
        },
    };

    /// <summary>It did not answer in time.</summary>
    public WriteResult Late(bool isChange) => new(
        NotKnown(isChange),
        $"PowerDNS ({api}) did not answer in time. Is it running, and does a firewall let HTTP through? It is tried again.")
    {
        IsSilent = true,
    };

    /// <summary>It answered what PowerDNS does not.</summary>
    public WriteResult Strange() => ForAll(
        $"What answers at the address of PowerDNS ({api}) is not PowerDNS, or a version that is not known. Nothing was changed. Is Url "
            + $"right (Publishing:PowerDns:{api})?");

    /// <summary>It has the zone from another server.</summary>
    public WriteResult Secondary(string kind) => ForAll(
        $"PowerDNS ({api}) has {zone} from another server (kind {Printable.Text(kind)}): what is changed there is lost with the next "
            + $"transfer. Nothing was changed. Name the zone's primary server.");

    /// <summary>Its key cannot be read.</summary>
    public WriteResult NoKey(Sentence why) => ForAll(
        $"The key of PowerDNS (Publishing:PowerDns:{api}:Key) cannot be used: {why} Nothing was changed.");

    private static WriteOutcome NotKnown(bool isChange) => isChange ? WriteOutcome.Unknown : WriteOutcome.NotReached;

    private static WriteResult ForAll(Sentence detail) => new(WriteOutcome.Refused, detail) { IsForAll = true };

    private static WriteResult NotReached(Sentence detail) => new(WriteOutcome.NotReached, detail) { IsSilent = true };

    /// <summary>PowerDNS's own words, safe to show and bounded. What is no JSON of its form is not repeated.</summary>
    private static string Words(byte[] body)
    {
        try
        {
            JsonElement answer = JsonElement.Parse(body);
            foreach (string member in Members)
            {
                if (answer.TryGetProperty(member, out JsonElement said))
                {
                    string text = said.ValueKind == JsonValueKind.Array
                        ? string.Join("; ", said.EnumerateArray().Select(s => s.GetString()))
                        : said.GetString() ?? "";
                    return $"“{Printable.Text(text)}”.";
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The body has no words of PowerDNS.
        }

        return "it says no more.";
    }
}

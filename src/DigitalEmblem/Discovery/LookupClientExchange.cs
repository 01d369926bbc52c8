using System.Net;
using System.Net.Sockets;
using System.Text;
using DnsClient;
using DnsClient.Protocol;
using TxtResourceRecord = DnsClient.Protocol.TxtRecord;

namespace DigitalEmblem;

/// <summary>
/// Looks up through DnsClient's <see cref="ILookupClient"/>: the default of the library, and the way in for those who bring their own. Over TCP, since as it comes it takes UDP answers from anywhere; and with what it does not check, checked
/// here: that the question is the one asked, and owners and classes. This is the one file that knows DnsClient.
/// </summary>
public sealed class LookupClientExchange : IDnsLookup
{
    private readonly ILookupClient _client;
    private readonly bool _trustAuthenticData;
    private readonly string _description;

    /// <summary>Takes a client as it is. It should ask over TCP: over UDP it accepts answers from other addresses.</summary>
    /// <param name="client">The client.</param>
    /// <param name="trustAuthenticData">Whether the servers, and the way to them, are trusted to say that they validated by DNSSEC.</param>
    public LookupClientExchange(ILookupClient client, bool trustAuthenticData = false)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _trustAuthenticData = trustAuthenticData;
        _description = string.Join(", ", client.NameServers.Select(s => s.ToString()));
    }

    /// <summary>A client for the given servers, over TCP, without cache.</summary>
    /// <param name="servers">The servers; the system's if there are none.</param>
    /// <param name="timeout">How long one attempt may take; two seconds if not given.</param>
    /// <param name="trustAuthenticData">Whether the servers, and the way to them, are trusted to say that they validated by DNSSEC.</param>
    public static LookupClientExchange ForServers(IEnumerable<IPEndPoint> servers, TimeSpan? timeout = null, bool trustAuthenticData = false)
    {
        ArgumentNullException.ThrowIfNull(servers);
        IPEndPoint[] named = [.. servers];
        LookupClientOptions options = named.Length > 0 ? new LookupClientOptions(named) : new LookupClientOptions();
        options.UseTcpOnly = true;
        options.UseCache = false;
        options.Retries = 1;
        options.Timeout = timeout ?? TimeSpan.FromSeconds(2);
        options.RequestDnsSecRecords = true; // AD is not given without DO here
        options.ContinueOnDnsError = false;
        options.ExtendedDnsBufferSize = DnsWire.EdnsPayload;
        return new LookupClientExchange(new LookupClient(options), trustAuthenticData);
    }

    /// <summary>What the answers depend on beside the question: the servers, and what is believed of them. Only exchanges of the same identity may share answers.</summary>
    public string Identity => $"DnsClient: {_description}; {(_trustAuthenticData ? "AD believed" : "AD not believed")}";

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        LookupAnswer answer = await AskAsync(name, type, cancellation).ConfigureAwait(false);
        return answer with
        {
            Attempts = [$"{_description} over TCP, type {type}: {answer.Outcome}"],
            Exposure = [$"The server {_description} learns which name is looked up, and so does whoever sits on the way to it, since the question is not encrypted; the servers it asks in turn learn of the name as well."],
        };
    }

    private async Task<LookupAnswer> AskAsync(DomainName name, ushort type, CancellationToken cancellation)
    {
        try
        {
            IDnsQueryResponse response = await _client.QueryAsync($"{name}.", (QueryType)type, QueryClass.IN, cancellation).ConfigureAwait(false);
            if (response.Questions is not [var question] || Canonical(question.QueryName) != name.ToString() || (int)question.QuestionType != type)
            {
                return new LookupAnswer { Outcome = LookupOutcome.Malformed };
            }

            return DnsAnswerReader.Read(Convert(response), name, type, _trustAuthenticData, authoritative: false);
        }
        catch (DnsResponseException e)
        {
            // A cancelled token comes out of DnsClient as a timeout.
            cancellation.ThrowIfCancellationRequested();
            return new LookupAnswer
            {
                Outcome = e.InnerException is SocketException ? LookupOutcome.Unreachable
                    : e.Code == DnsResponseCode.ConnectionTimeout ? LookupOutcome.TimedOut
                    : LookupOutcome.Malformed,
            };
        }
        catch (Exception e) when (e is DnsXidMismatchException or DnsResponseParseException or ArgumentException or IndexOutOfRangeException)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Malformed };
        }
        catch (SocketException)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Unreachable };
        }
    }

    private static DnsResponse Convert(IDnsQueryResponse response) => new()
    {
        Code = (int)response.Header.ResponseCode,
        Truncated = response.Header.ResultTruncated,
        Authoritative = response.Header.HasAuthorityAnswer,
        RecursionAvailable = response.Header.RecursionAvailable,
        AuthenticData = response.Header.IsAuthenticData,
        Records =
        [
            .. response.Answers.Select(r => Convert(r, DnsSection.Answer)),
            .. response.Authorities.Select(r => Convert(r, DnsSection.Authority)),
            .. response.Additionals.Select(r => Convert(r, DnsSection.Additional)),
        ],
    };

    private static DnsRecord Convert(DnsResourceRecord record, DnsSection section) => new(
        section,
        Canonical(record.DomainName),
        (ushort)record.RecordType,
        (ushort)record.RecordClass,
        (uint)Math.Max(0, record.InitialTimeToLive),
        record switch
        {
            UnknownRecord unknown => unknown.Data.ToArray(),
            TxtResourceRecord txt => Strings(txt),
            _ => default,
        },
        ((record as CNameRecord)?.CanonicalName ?? (record as PtrRecord)?.PtrDomainName ?? (section == DnsSection.Answer ? (record as SoaRecord)?.MName : null)) is { } target ? Canonical(target) : null);

    // Back to the wire form. What was not UTF-8 is lost in DnsClient; it shows as U+FFFD, and no token or key has that.
    private static byte[] Strings(TxtResourceRecord record) => [.. record.Text.Select(Encoding.UTF8.GetBytes).SelectMany(CharacterStrings.Split).SelectMany(s => (byte[])[(byte)s.Length, .. s])];

    private static string Canonical(DnsString name) => name.Value.TrimEnd('.').ToLowerInvariant();
}

using DnsClient;
using DnsClient.Protocol;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TxtResourceRecord = DnsClient.Protocol.TxtRecord;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Looks up through DnsClient's <see cref="ILookupClient"/>: the default of the library, and the way to use a client of your own. It uses
/// TCP, because DnsClient as it comes takes UDP answers from any address. It checks what DnsClient does not check: that the question is the
/// one asked, owners, classes and extended codes. Its servers are asked one after the other, and those that were silent lately last. This
/// is the one file that knows DnsClient.
/// </summary>
public sealed class LookupClientExchange : IDnsLookup
{
    private readonly ILookupClient _client;
    private readonly bool _trustAuthenticData;
    private readonly string _description;
    private readonly (NameServer Server, ServerHealth Health)[] _servers;
    private readonly DnsQueryOptions _withoutEdns;

    /// <summary>Takes a client as it is. It should ask over TCP: over UDP it accepts answers from other addresses.</summary>
    /// <param name="client">The client.</param>
    /// <param name="trustAuthenticData">Whether the servers, and the way to them, are trusted to say that they validated by DNSSEC.</param>
    public LookupClientExchange(ILookupClient client, bool trustAuthenticData = false)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _trustAuthenticData = trustAuthenticData;
        _description = string.Join(", ", client.NameServers.Select(s => s.ToString()));
        _servers = [.. client.NameServers.Select(s => (s, new ServerHealth(TimeProvider.System)))];
        _withoutEdns = new DnsQueryOptions
        {
            UseTcpOnly = true,
            UseCache = false,
            Retries = 1,
            ExtendedDnsBufferSize = 0,
            RequestDnsSecRecords = false,
            ContinueOnDnsError = false
        };
        if ((client as LookupClient)?.Settings is { } settings)
        {
            (_withoutEdns.UseTcpOnly, _withoutEdns.Retries, _withoutEdns.Timeout) =
                (settings.UseTcpOnly, settings.Retries, settings.Timeout);
        }
    }

    /// <summary>A client for the given servers, over TCP, without cache.</summary>
    /// <param name="servers">The servers; the system's if there are none.</param>
    /// <param name="timeout">How long one attempt may take; two seconds if not given.</param>
    /// <param name="trustAuthenticData">Whether the servers, and the way to them, are trusted to say that they validated by DNSSEC.</param>
    public static LookupClientExchange ForServers(
        IEnumerable<IPEndPoint> servers, TimeSpan? timeout = null, bool trustAuthenticData = false)
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

    /// <summary>
    /// Names the servers, and whether their AD flag is trusted. The same question can have other answers under another identity, so
    /// only exchanges of the same identity may share a cache.
    /// </summary>
    public string Identity => $"DnsClient: {_description}; {(_trustAuthenticData ? "AD believed" : "AD not believed")}";

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var attempts = new List<string>();
        var exposure = new List<string>();
        var answer = new LookupAnswer { Outcome = LookupOutcome.Unreachable };
        List<(NameServer Server, ServerHealth Health)> left = [.. _servers];
        while (left.Count > 0 && !answer.IsAnswer)
        {
            int next = Math.Max(0, left.FindIndex(s => !s.Health.ComesLast()));
            (NameServer server, ServerHealth health) = left[next];
            left.RemoveAt(next);
            long asked = health.Now();
            answer = await AskToTheEndAsync(server, name, type, edns: true, cancellationToken).ConfigureAwait(false);
            if (answer.MayBeAboutEdns)
            {
                attempts.Add(Attempt(server, type, answer));
                answer = await AskToTheEndAsync(server, name, type, edns: false, cancellationToken).ConfigureAwait(false);
            }

            attempts.Add(Attempt(server, type, answer));
            exposure.Add($"The server {server} learns which name is looked up, and so does anyone on the way to it, since the "
                + "question is not encrypted; the servers it asks in turn learn of the name as well.");
            if (answer.Outcome != LookupOutcome.OutOfResources)
            {
                health.Ended(asked, heard: answer.Outcome is not (LookupOutcome.TimedOut or LookupOutcome.Unreachable));
            }
        }

        return answer with { Attempts = attempts, Exposure = exposure };
    }

    private static string Attempt(NameServer server, ushort type, LookupAnswer answer) =>
        $"{server} over TCP, type {type}: {answer.Outcome}{(answer.Reason is null ? "" : $" ({answer.Reason})")}";

    private async Task<LookupAnswer> AskToTheEndAsync(
        NameServer server, DomainName name, ushort type, bool edns, CancellationToken cancellationToken) =>
        await OpenAliases.FollowAsync(
            await AskAsync(server, name, type, edns, cancellationToken).ConfigureAwait(false),
            end => AskAsync(server, end, type, edns, cancellationToken)).ConfigureAwait(false);

    private async ValueTask<LookupAnswer> AskAsync(
        NameServer server, DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        var question = new DnsQuestion($"{name}.", (QueryType)type, QueryClass.IN);
        LookupAnswer answer;
        int code;
        try
        {
            IDnsQueryResponse response = edns
                ? await _client.QueryServerAsync([server], question, cancellationToken).ConfigureAwait(false)
                : await _client.QueryServerAsync([server], question, _withoutEdns, cancellationToken).ConfigureAwait(false);
            DnsResponse converted = Convert(response);
            code = converted.Code;
            // A server that cannot read the query may leave the question out.
            bool sameQuestion = response.Questions is [var repeated]
                && Canonical(repeated.QueryName) == name.ToString()
                && repeated.QuestionType == question.QuestionType;
            answer = sameQuestion || (response.Questions.Count == 0 && !DnsCode.IsAnswer(code))
                ? DnsAnswerReader.Read(converted, name, unchecked((ushort)question.QuestionType), _trustAuthenticData, authoritative: false)
                : new LookupAnswer { Outcome = LookupOutcome.Malformed, Reason = "the answer is to another question" };
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            // DnsClient reports a cancelled token as a timeout.
            cancellationToken.ThrowIfCancellationRequested();
            (answer, code) = Failed(e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            (answer, code) = (new LookupAnswer { Outcome = LookupOutcome.TimedOut }, DnsCode.NoError);
        }

        return answer.IsAnswer || !DnsCode.MayBeAboutEdns(code) ? answer
            : answer with { MayBeAboutEdns = edns, Reason = edns ? answer.Reason : $"{answer.Reason}, also without EDNS" };
    }

    /// <summary>
    /// The answer for an exception, and the response code in it. DnsClient reads a message with the arithmetic, the enumerations and the
    /// text decoders of the platform, and lets their exceptions through. Therefore every exception that is not about the connection means
    /// that the message is malformed.
    /// </summary>
    private static (LookupAnswer Answer, int Code) Failed(Exception fault)
    {
        const int CodeAt = 3, CodeBits = 0x0f;
        if (OwnLack.Of(fault) is { } lack)
        {
            return (new LookupAnswer { Outcome = LookupOutcome.OutOfResources, Reason = lack }, DnsCode.NoError);
        }

        // A response may be a header alone whose counts announce records. Its response code still counts.
        if (fault is DnsResponseParseException { ResponseData: { Length: DnsWire.HeaderLength } header }
            && (header[CodeAt] & CodeBits) is var code
            && !DnsCode.IsAnswer(code))
        {
            return (new LookupAnswer { Outcome = LookupOutcome.Malformed, Reason = $"the server answered {DnsCode.InWords(code)}" }, code);
        }

        return (fault switch
        {
            SocketException or DnsResponseException { InnerException: SocketException } =>
                new LookupAnswer { Outcome = LookupOutcome.Unreachable },
            DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } => new LookupAnswer { Outcome = LookupOutcome.TimedOut },
            DnsResponseException => new LookupAnswer
            {
                Outcome = LookupOutcome.Malformed,
                Reason = $"DnsClient has no answer: {Printable.Text(fault.Message.TrimEnd('.'))}"
            },
            TokenFormatException =>
                new LookupAnswer { Outcome = LookupOutcome.Malformed, Reason = $"the answer cannot be read: {fault.Message}" },
            _ => new LookupAnswer
            {
                Outcome = LookupOutcome.Malformed,
                Reason = $"DnsClient cannot read the answer ({fault.GetType().Name})"
            },
        }, DnsCode.NoError);
    }

    private static DnsResponse Convert(IDnsQueryResponse response)
    {
        DnsRecord[] records =
        [
            .. response.Answers.Select(r => Convert(r, DnsSection.Answer)),
            .. response.Authorities.Select(r => Convert(r, DnsSection.Authority)),
            .. response.Additionals.Select(r => Convert(r, DnsSection.Additional)),
        ];
        return new DnsResponse
        {
            Code = DnsCode.Of((int)response.Header.ResponseCode, records),
            Truncated = response.Header.ResultTruncated,
            Authoritative = response.Header.HasAuthorityAnswer,
            RecursionAvailable = response.Header.RecursionAvailable,
            AuthenticData = response.Header.IsAuthenticData,
            Records = records,
        };
    }

    // Types and classes are unsigned numbers of 16 bits, but DnsClient holds them as signed numbers.
    private static DnsRecord Convert(DnsResourceRecord record, DnsSection section) => new(
        section,
        Canonical(record.DomainName),
        unchecked((ushort)record.RecordType),
        unchecked((ushort)record.RecordClass),
        unchecked((uint)record.InitialTimeToLive),
        record switch
        {
            UnknownRecord unknown => unknown.Data.ToArray(),
            TxtResourceRecord txt => Strings(txt),
            _ => default,
        },
        ((record as CNameRecord)?.CanonicalName
            ?? (record as PtrRecord)?.PtrDomainName
            ?? (section == DnsSection.Answer ? (record as SoaRecord)?.MName : null)) is { } target ? Canonical(target) : null);

    // Converts back to the wire form. DnsClient replaces an octet that is not UTF-8 by U+FFFD. Write 0xFF for it, which no UTF-8 text
    // contains, so that the record is not taken for another one.
    private static byte[] Strings(TxtResourceRecord record) =>
        [.. record.Text.Select(WithoutReplacements).SelectMany(CharacterStrings.Split).SelectMany(s => (byte[])[(byte)s.Length, .. s])];

    private static byte[] WithoutReplacements(string text) =>
        [.. text.Split('\ufffd').SelectMany((part, i) => (byte[])[.. i == 0 ? (byte[])[] : [0xff], .. Encoding.UTF8.GetBytes(part)])];

    private static string Canonical(DnsString name) => name.Value.TrimEnd('.').ToLowerInvariant();
}

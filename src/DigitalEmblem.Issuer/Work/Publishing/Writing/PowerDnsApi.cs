using System.Net.Http.Headers;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// Calls the HTTP API of a PowerDNS server about one zone. Answers are bounded in size and time, and an answer that PowerDNS does not give
/// is told as that.
/// </summary>
internal sealed class PowerDnsApi : IDisposable
{
    private const int MostBytes = 1 << 20;

    private readonly PowerDnsOptions _options;
    private readonly PowerDnsFaults _faults;
    private readonly HttpClient _client;
    private readonly string _path;

    /// <summary>For a zone; connects when it is used.</summary>
    /// <param name="name">Its name in the settings.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="timeout">How long each answer may take.</param>
    /// <exception cref="IOException">The file of roots cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file of roots cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file of roots has no certificates.</exception>
    public PowerDnsApi(string name, PowerDnsOptions options, DomainName zone, TimeSpan timeout)
    {
        _options = options;
        _faults = new PowerDnsFaults(name, zone);
        _path = $"api/v1/servers/{options.ServerId}/zones/{zone}.";
        _client = new HttpClient(OutgoingHttp.Handler(options.Roots))
        {
            BaseAddress = new Uri(options.Url),
            Timeout = timeout,
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    /// <summary>Reads what is at a name, of all types and no other name.</summary>
    public async Task<(PowerDnsName? There, WriteResult? Fault)> ReadAsync(DomainName name, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_path}?rrset_name={name}.");
        (byte[] body, WriteResult? fault) = await SendAsync(request, cancellationToken);
        if (fault is not null)
        {
            return (null, fault);
        }

        PowerDnsName? there = PowerDnsName.TryRead(body, name);
        return there is null ? (null, _faults.Strange())
            : there.IsSecondary ? (null, _faults.Secondary(there.Kind))
            : (there, null);
    }

    /// <summary>Changes the zone.</summary>
    /// <param name="body">The change.</param>
    /// <param name="cancellationToken">Ends it. The change may be made.</param>
    public async Task<WriteResult> ChangeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, _path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return (await SendAsync(request, cancellationToken)).Fault ?? new WriteResult(WriteOutcome.Done, $"PowerDNS has made the change.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<(byte[] Body, WriteResult? Fault)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isChange = request.Method == HttpMethod.Patch;
        try
        {
            string key = _options.Key.Read();
            if (key.Any(c => c is < '!' or > '~'))
            {
                return ([], _faults.NoKey($"It has characters that a key of PowerDNS cannot have, such as a space."));
            }

            request.Headers.Add("X-API-Key", key);
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return (body, response.IsSuccessStatusCode ? null : _faults.Of(response.StatusCode, body, isChange));
        }
        catch (HttpRequestException e)
        {
            return ([], _faults.Of(e.HttpRequestError, isChange));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], _faults.Late(isChange));
        }
        catch (SecretException e)
        {
            return ([], _faults.NoKey(Sentence.Of(e)));
        }
    }
}

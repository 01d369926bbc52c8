using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>Calls the running service in the name of a person, by that person's API key.</summary>
internal sealed class ServiceCall : IDisposable
{
    private const int MostBytes = 1 << 20;

    /// <summary>JSON as the API reads it.</summary>
    public static readonly JsonSerializerOptions Json = Configured();

    private readonly HttpClient _client;

    private ServiceCall(HttpClient client) => _client = client;

    /// <summary>For an address; null for that of the settings.</summary>
    /// <exception cref="SettingsException">The address or the key's file is wrong.</exception>
    public static ServiceCall Open(ParseResult parsed, string? url, string keyFile)
    {
        Uri address = url is null ? OfSettings(parsed) : Of(url);
        var source = new SecretSource { File = keyFile };
        if (source.Validate("--api-key", 1).FirstOrDefault() is { } fault)
        {
            throw new SettingsException([fault]);
        }

        var client = new HttpClient(OutgoingHttp.Handler(null))
        {
            BaseAddress = new Uri(address, $"{IssuerApi.Root}/".TrimStart('/')),
            Timeout = TimeSpan.FromSeconds(30),
            MaxResponseContentBufferSize = MostBytes,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", source.Read());
        return new ServiceCall(client);
    }

    /// <summary>Calls, and reads the answer.</summary>
    /// <exception cref="IOException">The service was not reached, or refused; the message says why.</exception>
    public async Task<JsonElement> PostAsync(string path, HttpContent? body, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await _client.PostAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
            JsonElement json = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? json : throw new IOException(
                Text(json, "detail") ?? $"The service answered {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            throw new IOException(
                $"The service at {_client.BaseAddress} was not reached ({e.HttpRequestError}). Does it run? Else name its address with "
                    + "--url.",
                e);
        }
        catch (JsonException e)
        {
            throw new IOException($"What answers at {_client.BaseAddress} is no issuer's service. Name its address with --url.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The service did not answer in time. Look whether the act was done before you try again.", e);
        }
    }

    /// <summary>A member that is a text, or null.</summary>
    public static string? Text(JsonElement answer, string member) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(member, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? PrintableLine.Of(value.GetString()!) : null;

    public void Dispose() => _client.Dispose();

    private static Uri OfSettings(ParseResult parsed)
    {
        if (!parsed.HasSettings())
        {
            throw new SettingsException(
                ["Nothing says where the service is: name it with --url. Its settings would say it, but "
                    + $"{SettingsFile.Issuer.Missing()}."]);
        }

        ListenOptions listen = parsed.Settings().Options.Listen;
        string host = IPAddress.Any.Equals(listen.ApiEndPoint.Address) ? "127.0.0.1" : listen.ApiEndPoint.Address.ToString();
        return listen.Certificate is null
            ? new UriBuilder(Uri.UriSchemeHttp, host, listen.ApiEndPoint.Port).Uri
            : throw new SettingsException(
                ["The API has a certificate, which names the service and not this machine's address: name the service with --url."]);
    }

    private static Uri Of(string url) => OutgoingHttp.IsSafe(url)
        ? new Uri(url.EndsWith('/') ? url : url + "/")
        : throw new SettingsException(["--url is https, or http on this machine, as https://issuer.society.example."]);

    private static JsonSerializerOptions Configured()
    {
        var options = new JsonSerializerOptions();
        ApiJson.Configure(options);
        return options;
    }
}

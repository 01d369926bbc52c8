using System.Net;
using System.Net.Http.Headers;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// What every request to a store goes through. Signed requests go to the endpoint that was named and to no other, and what a store answers
/// is bounded before anything reads it.
/// </summary>
internal sealed class StoreDoor : DelegatingHandler
{
    /// <summary>Metadata in which the SDK gets the ETag of content that is read.</summary>
    public const string ETagName = "x-amz-meta-emblem-etag";

    // A page of 1,000 keys of 1,024 bytes, each escaped threefold, has some 4 MiB.
    private const int MostBytes = 16 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A store copies some gigabytes before it answers.
    private static readonly TimeSpan PatienceForCopies = TimeSpan.FromMinutes(30);

    private readonly Uri? _endpoint;

    /// <param name="endpoint">The endpoint that was named; null for those of AWS.</param>
    public StoreDoor(Uri? endpoint)
        : base(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),

            // Without TLS, a proxy of the environment would read and answer what was permitted only because it stays on this machine.
            UseProxy = endpoint is not { Scheme: "http", IsLoopback: true },
        })
    {
        _endpoint = endpoint;
    }

    /// <exception cref="StoreException">The store sends elsewhere, or its answer is too long.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri target = request.RequestUri!;
        if (!IsPermitted(target))
        {
            throw new StoreException($"A request to {target.Host} was not sent, because that is not the endpoint that was named.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Headers.Contains("x-amz-copy-source") ? PatienceForCopies : Patience);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreException($"{target.Host} did not answer in time. Try again.");
        }

        int status = (int)response.StatusCode;
        if (status is >= 300 and < 400 && response.StatusCode != HttpStatusCode.NotModified)
        {
            using (response)
            {
                throw new StoreException(Elsewhere(target, response));
            }
        }

        bool isContent = request.Method == HttpMethod.Get && response.IsSuccessStatusCode
            && !target.Query.Contains("list-type=", StringComparison.Ordinal);
        if (isContent)
        {
            HideETag(response);
        }
        else if (request.Method != HttpMethod.Head)
        {
            await BoundAsync(response, target, limit.Token, cancellationToken);
            if (request.Method == HttpMethod.Get && response.IsSuccessStatusCode)
            {
                await StoreList.ThrowIfNoneAsync(response.Content, target.Host, cancellationToken);
            }
        }

        return response;
    }

    private bool IsPermitted(Uri target) => _endpoint is null
        ? target.Scheme == Uri.UriSchemeHttps
            && (IsBelow(target.Host, "amazonaws.com") || IsBelow(target.Host, "amazonaws.com.cn"))
        : target.Scheme == _endpoint.Scheme && target.Authority == _endpoint.Authority;

    private static bool IsBelow(string host, string domain) => host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    private static Sentence Elsewhere(Uri target, HttpResponseMessage response)
    {
        string? region = response.Headers.TryGetValues("x-amz-bucket-region", out IEnumerable<string>? regions) ? regions.First() : null;
        Sentence where = region is not null ? Sentence.Of($"the region {Printable.Text(region)}")
            : response.Headers.Location is { IsAbsoluteUri: true } location ? Sentence.Of($"{Printable.Text(location.Host)}")
            : $"another place";
        Sentence next = region is not null ? Sentence.Of($"If that is right, set AWS_REGION={Printable.Text(region)}.")
            : $"If that is right, name it with --endpoint.";
        return $"{target.Host} sends to {where}, and no request is sent where you did not name it. {next}";
    }

    // The SDK takes an ETag for an MD5: it computes one over all that is read, and fails where an ETag is something else. It is no digest.
    private static void HideETag(HttpResponseMessage response)
    {
        HttpResponseHeaders headers = response.Headers;
        string[] tags = headers.NonValidated.TryGetValues("ETag", out HeaderStringValues values) ? [.. values] : [];
        headers.Remove("ETag");
        headers.Remove(ETagName);
        if (tags is [var tag])
        {
            headers.TryAddWithoutValidation(ETagName, tag);
        }
    }

    // HEAD has no body, and the content of an object is bounded by the one who reads it.
    private static async Task BoundAsync(
        HttpResponseMessage response, Uri target, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        try
        {
            using Stream body = await response.Content.ReadAsStreamAsync(limit);
            var buffer = new byte[64 * 1024];
            for (int count; (count = await body.ReadAsync(buffer, limit)) > 0;)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > MostBytes)
                {
                    throw new StoreException($"{target.Host} sends an answer of more than {MostBytes >> 20} MiB: it seems to be no store.");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreException($"{target.Host} began an answer and did not end it in time. Try again.");
        }

        var content = new ByteArrayContent(
            response.IsSuccessStatusCode ? bytes.ToArray() : StoreError.Clean(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        foreach (KeyValuePair<string, HeaderStringValues> header in response.Content.Headers.NonValidated
            .Where(h => h.Key != "Content-Length"))
        {
            _ = content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content.Dispose();
        response.Content = content;
    }
}

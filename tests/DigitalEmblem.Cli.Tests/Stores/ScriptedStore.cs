using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>
/// A store on loopback that keeps conditions, as S3 does, and lies or changes where a test says so. It believes every signature.
/// </summary>
internal sealed class ScriptedStore : IDisposable
{
    private readonly TcpListener _listener;
    // Not disposed: a test may stop the store before its end, and again there.
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, StoredBytes> _objects = [];
    private readonly List<StoreRequest> _requests = [];

    public ScriptedStore()
    {
        (Socket udp, _listener) = LoopbackPorts.Bind();
        udp.Dispose();
        Endpoint = $"http://{_listener.LocalEndpoint}";
        _ = Task.Run(ServeAsync);
    }

    public string Endpoint { get; }

    /// <summary>Hears of each request before it is answered, and may change what is there.</summary>
    public Action<StoreRequest> Before { get; set; } = _ => { };

    /// <summary>Answers in place of the store: the bytes that are sent; null for the store's own answer.</summary>
    public Func<StoreRequest, byte[]?> Instead { get; set; } = _ => null;

    /// <summary>Says that a request is carried out, and its answer is lost.</summary>
    public Func<StoreRequest, bool> Lost { get; set; } = _ => false;

    /// <summary>Whether it deletes on every condition, as many stores do.</summary>
    public bool ForgetsConditionsOfDeletions { get; set; }

    public StoreRequest[] Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public void Put(string key, byte[] content, Dictionary<string, string>? headers = null) =>
        _objects[key] = new StoredBytes(content, headers ?? []);

    public void Delete(string key) => _objects.Remove(key);

    public byte[]? Read(string key) => _objects.GetValueOrDefault(key)?.Content;

    public Dictionary<string, string> HeadersOf(string key) => _objects[key].Headers;

    /// <summary>An answer with a status and a body.</summary>
    public static byte[] Answer(int status, string body, params string[] headers) =>
        Answer(status, Encoding.UTF8.GetBytes(body), [.. headers, "Content-Type: application/xml"]);

    /// <summary>An error in the words of S3.</summary>
    public static byte[] Error(int status, string code, string message = "") =>
        Answer(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private static byte[] Answer(int status, byte[] body, string[] headers, long? length = null)
    {
        string head = $"HTTP/1.1 {status} Words\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n"
            + string.Concat(headers.Select(h => h + "\r\n")) + "\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }

    private byte[] Serve(StoreRequest request)
    {
        if (request.Query.Contains("list-type", StringComparison.Ordinal))
        {
            string keys = string.Concat(_objects.Keys.Where(k => k.StartsWith(request.Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(k => $"<Contents><Key>{Uri.EscapeDataString(k)}</Key><Size>1</Size></Contents>"));
            return Answer(
                200, $"<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>");
        }

        StoredBytes? there = _objects.GetValueOrDefault(request.Key);
        bool matches = request.Headers.GetValueOrDefault("if-match") is not { } etag || there?.ETag == etag;
        bool isNew = !request.Headers.ContainsKey("if-none-match") || there is null;
        switch (request.Method)
        {
            case "PUT" when request.Headers.ContainsKey("x-amz-copy-source"):
                if (there is null || request.Headers.GetValueOrDefault("x-amz-copy-source-if-match") is { } source && source != there.ETag)
                {
                    return Error(412, "PreconditionFailed");
                }

                _objects[request.Key] = new StoredBytes(there.Content, request.Kept);
                return Answer(200, $"<CopyObjectResult><ETag>{there.ETag}</ETag></CopyObjectResult>");
            case "PUT":
                if (!matches || !isNew)
                {
                    return Error(412, "PreconditionFailed");
                }

                _objects[request.Key] = new StoredBytes(request.Body, request.Kept);
                return Answer(200, "", $"ETag: {_objects[request.Key].ETag}");
            case "DELETE" when !matches && !ForgetsConditionsOfDeletions:
                return Error(412, "PreconditionFailed");
            case "DELETE":
                _objects.Remove(request.Key);
                return Answer(204, "");
            case "HEAD" when there is null:
                return Answer(404, "");
            case "GET" when there is null:
                return Error(404, "NoSuchKey");
            default:
                string[] headers = [$"ETag: {there!.ETag}", .. there.Headers.Select(h => $"{h.Key}: {h.Value}")];
                return Answer(200, request.Method == "HEAD" ? [] : there.Content, headers, there.Content.Length);
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                StoreRequest request = await StoreRequest.ReadAsync(stream, _stop.Token);
                byte[] answer;
                lock (_requests)
                {
                    _requests.Add(request);
                    Before(request);
                    answer = Instead(request) ?? Serve(request);
                    answer = Lost(request) ? [] : answer;
                }

                await stream.WriteAsync(answer, _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
            }
        }
    }

    private sealed record StoredBytes(byte[] Content, Dictionary<string, string> Headers)
    {
        public string ETag { get; } = string.Create(
            CultureInfo.InvariantCulture, $"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..32]}\"");
    }
}

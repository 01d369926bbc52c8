using System.Net.Sockets;
using System.Text;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>A request that a store got.</summary>
internal sealed record StoreRequest(string Method, string Target, Dictionary<string, string> Headers, byte[] Body)
{
    private static readonly string[] OfObjects =
        ["content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires"];

    private static readonly string[] OfRequests =
    [
        "x-amz-date", "x-amz-content-sha256", "x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-metadata-directive",
        "x-amz-user-agent"
    ];

    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    /// <summary>The key, behind the bucket.</summary>
    public string Key => Uri.UnescapeDataString(Target.Split('?')[0][(S3Server.Bucket.Length + 2)..]);

    public string Prefix => Uri.UnescapeDataString(
        Query.Split('&').FirstOrDefault(q => q.StartsWith("prefix=", StringComparison.Ordinal))?["prefix=".Length..] ?? "");

    /// <summary>The headers that a store keeps with the object.</summary>
    public Dictionary<string, string> Kept => Headers
        .Where(h => OfObjects.Contains(h.Key) || (h.Key.StartsWith("x-amz-", StringComparison.Ordinal) && !OfRequests.Contains(h.Key)))
        .ToDictionary(h => h.Key, h => h.Value);

    public static async Task<StoreRequest> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        List<byte> head = [];
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Add(one[0]);
        }

        string[] lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(l => l.Split(": ", 2)).ToDictionary(p => p[0].ToLowerInvariant(), p => p[^1]);
        var body = new byte[int.Parse(headers.GetValueOrDefault("content-length", "0"))];
        if (headers.ContainsKey("expect"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        await stream.ReadExactlyAsync(body, cancellationToken);
        string[] first = lines[0].Split(' ');
        return new StoreRequest(first[0], first[1], headers, body);
    }
}

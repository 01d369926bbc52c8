using System.IO.Compression;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// What may come in place of an answer, or around it: statuses, types, encodings, silence. Each of the three things
/// that a log is asked for meets each of them.
/// </summary>
internal static class TransportLies
{
    public static IReadOnlyList<Lie> All { get; } =
    [
        .. new[] { "head", "proof", "entry" }.SelectMany(At),
        .. new[] { "head", "entry" }.SelectMany(Slow),
        Refusal("429 with a Retry-After of an hour", 429, "3600"),
        Refusal("503 with a Retry-After of a century", 503, "2147483647"),
        Refusal("503 with a Retry-After of no number", 503, "99999999999999999999"),
        Refusal("503 with a Retry-After until the year 9999", 503, "Fri, 31 Dec 9999 23:59:59 GMT"),
        // These two keep nobody waiting, so that they must not be cut off on a slow machine.
        Refusal("503 with a Retry-After in the past", 503, "Thu, 01 Jan 1970 00:00:00 GMT") with
        {
            Because = "it answered with status 503",
            Options = Questioner.Patient
        },
        Refusal("503 with a negative Retry-After", 503, "-5") with
        {
            Because = "it answered with status 503",
            Options = Questioner.Patient
        },
    ];

    private static IEnumerable<Lie> At(string what) =>
    [
        .. new[] { 204, 206, 300, 304, 401, 403, 500, 503 }
            .Select(status => Tell(what, $"status {status}", "the log was asked, and it", _ => new LogResponse([], Status: status))),
        .. new[] { 400, 404, 410 }
            .Select(status => Tell(what, $"status {status}", "the log was asked, and ", _ => new LogResponse([], Status: status))),
        .. new[] { 408, 429, 500, 502, 503, 504 }
            .Select(status => Once(what, $"status {status} once", new LogResponse([], Status: status))),
        Once(what, "connection closed once", new LogResponse([]) { Aborted = true }),
        Tell(what, "connection closed", "the log was asked, and it", _ => new LogResponse([]) { Aborted = true }),
        Tell(
            what,
            "a web page",
            "a web page came in place of its answer",
            honest => honest with { ContentType = "text/html; charset=utf-8" }),
        Tell(
            what,
            "an XHTML page",
            "a web page came in place of its answer",
            honest => honest with { ContentType = "Application/XHTML+xml" }),
        Harmless(what, "text/plain", honest => honest with { ContentType = "text/plain" }),
        Harmless(what, "image/png", honest => honest with { ContentType = "image/png" }),
        Harmless(what, "a type that is none", honest => honest with { ContentType = "\"" }),
        Tell(what, "an empty body", "the log was asked, and it", honest => honest with { Body = [] }),
        Tell(what, "an endless body", "its answer is larger than", honest => honest with { Stream = EndlessAsync }),
        Tell(what, "a body that breaks off", "its answer broke off", honest =>
            honest with
            {
                Stream = async (body, aborted) => await body.WriteAsync(honest.Body.AsMemory(0, honest.Body.Length / 2), aborted),
                Headers = Header("Content-Length", $"{honest.Body.Length}")
            }),
        Harmless(what, "packed", honest => Packed(honest, Gzip(honest.Body))),
        Harmless(what, "packed, in capitals", honest => Packed(honest, Gzip(honest.Body), "GZIP")),
        Harmless(what, "packed as identity", honest => Packed(honest, honest.Body, "identity")),
        Tell(what, "a gzip bomb", "its answer is larger than", honest => Packed(honest, Bomb)),
        Tell(what, "gzip cut short", "the log was asked, and it", honest => Packed(honest, Gzip(honest.Body)[..^(honest.Body.Length / 8)])),
        Tell(what, "gzip that is none", "its answer broke off, or cannot be unpacked", honest => Packed(honest, [1, 2, 3, .. honest.Body])),
        Tell(
            what,
            "a packing that was not asked for",
            "its answer is packed in a way that was not asked for",
            honest => Packed(honest, honest.Body, "br")),
        Tell(
            what,
            "a packing that nobody knows",
            "its answer is packed in a way that was not asked for",
            honest => Packed(honest, honest.Body, "x-unheard-of")),
        Tell(
            what,
            "packed twice",
            "its answer is packed in a way that was not asked for",
            honest => Packed(honest, Gzip(Gzip(honest.Body)), "gzip, gzip")),
        Tell(
            what,
            "headers larger than any",
            "it could not be reached",
            honest => honest with { Headers = Header("X-More", new string('x', 200_000)) }),
    ];

    private static IEnumerable<Lie> Slow(string what) =>
    [
        Tell(
            what,
            "silence",
            "it did not answer in time",
            honest => honest with { Stream = (_, aborted) => Task.Delay(Timeout.Infinite, aborted) }) with
        {
            Options = Questioner.Hasty
        },
        Tell(what, "a body that drips", "it did not answer in time", honest => honest with { Stream = DripAsync }) with
        {
            Options = Questioner.Hasty
        },
    ];

    private static readonly Lazy<byte[]> BombBytes = new(() => Gzip(new byte[64 << 20]));

    private static byte[] Bomb => BombBytes.Value;

    private static Lie Tell(string what, string lie, string because, Func<LogResponse, LogResponse?> answer) =>
        Lie.Unavailable($"{what}: {lie}", because, s => s.Replace(Tampering.Place(s, what), answer));

    private static Lie Harmless(string what, string oddity, Func<LogResponse, LogResponse> answer) =>
        Lie.Proven($"{what}: {oddity}", s => s.Replace(Tampering.Place(s, what), answer));

    private static Lie Once(string what, string fault, LogResponse answer) => Lie.Proven($"{what}: {fault}", s =>
    {
        int asked = 0;
        s.Replace(Tampering.Place(s, what), honest => Interlocked.Increment(ref asked) == 1 ? answer : honest);
    });

    private static Lie Refusal(string name, int status, string retryAfter) =>
        Lie.Unavailable(name, "the log was asked, and it", s => s.Replace(
            Tampering.Place(s, "head"), _ => new LogResponse([], Status: status) { Headers = Header("Retry-After", retryAfter) })) with
        {
            Options = Questioner.Hasty
        };

    private static LogResponse Packed(LogResponse honest, byte[] body, string encoding = "gzip") =>
        honest with { Body = body, Headers = Header("Content-Encoding", encoding) };

    private static Dictionary<string, string> Header(string name, string value) => new() { [name] = value };

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static async Task EndlessAsync(Stream body, CancellationToken aborted)
    {
        byte[] chunk = new byte[64 * 1024];
        while (!aborted.IsCancellationRequested)
        {
            await body.WriteAsync(chunk, aborted);
        }
    }

    private static async Task DripAsync(Stream body, CancellationToken aborted)
    {
        while (!aborted.IsCancellationRequested)
        {
            await body.WriteAsync(" "u8.ToArray(), aborted);
            await body.FlushAsync(aborted);
            await Task.Delay(50, aborted);
        }
    }
}

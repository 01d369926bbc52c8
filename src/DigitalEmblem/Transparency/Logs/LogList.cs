using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// The logs that are known, with their keys and states: version 3 of the form in which Google publishes lists and Chrome reads them, tiled logs included. Immutable and thread-safe.
/// </summary>
public sealed class LogList
{
    private const string PublisherKeyPath = "publisher's key";

    private readonly Dictionary<Sha256Digest, TransparencyLog> _logs = [];

    private LogList(string? version, DateTimeOffset timestamp)
    {
        Version = version;
        Timestamp = timestamp;
    }

    /// <summary>The list's version, as <c>89.25</c>; null if it states none.</summary>
    public string? Version { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Every log in it.</summary>
    public IReadOnlyCollection<TransparencyLog> Logs => _logs.Values;

    /// <summary>How old it is at the time of judgement; zero if it was made after that (decisions.md, 20).</summary>
    /// <param name="at">The time of judgement.</param>
    public TimeSpan AgeAt(DateTimeOffset at) => at > Timestamp ? at - Timestamp : TimeSpan.Zero;

    /// <summary>A log by its identifier; null if it is not in the list.</summary>
    /// <param name="id">The identifier.</param>
    public TransparencyLog? Find(Sha256Digest id) => _logs.GetValueOrDefault(id);

    /// <summary>Reads a list that its publisher signed.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="signature">The detached signature: RSA PKCS #1 v1.5 or ECDSA on P-256 (DER), with SHA-256.</param>
    /// <param name="publisherKey">The publisher's public key: SubjectPublicKeyInfo, in PEM or DER.</param>
    /// <exception cref="TokenFormatException">The key cannot be read (the path begins with "publisher's key"), the signature is not the publisher's (the path is "signature"), or the list is none.</exception>
    public static LogList ReadSigned(ReadOnlyMemory<byte> utf8, ReadOnlySpan<byte> signature, ReadOnlyMemory<byte> publisherKey)
    {
        LogKey key = TokenFormatException.InPath(PublisherKeyPath, () => Pem.Decode(publisherKey, "PUBLIC KEY") is [var spki, ..]
            ? LogKey.Read(spki.ToArray())
            : throw new TokenFormatException("no public key in PEM or DER"));
        return key.VerifyDetached(utf8.Span, signature)
            ? Read(utf8)
            : throw new TokenFormatException("not that of the publisher's key over this list", "signature");
    }

    /// <summary>Reads a list. That it is the publisher's is for the caller to know.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <exception cref="TokenFormatException">It is no such list, or an identifier in it is not the hash of its key.</exception>
    public static LogList Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > TransparencyLimits.MaxLogListBytes)
        {
            throw new TokenFormatException($"a log list of more than {TransparencyLimits.MaxLogListBytes} bytes", fault: FormatFault.LimitExceeded);
        }

        return StrictJson.ReadObject(utf8, root =>
        {
            var list = new LogList(StrictJson.OptionalText(root, "version"), Instant(StrictJson.RequiredText(root, "log_list_timestamp"), "log_list_timestamp"));
            foreach (JsonElement one in StrictJson.Array(Member(root, "operators"), "operators"))
            {
                string name = StrictJson.RequiredText(one, "name");
                list.AddAll(one, "logs", LogKind.Rfc6962, name);
                list.AddAll(one, "tiled_logs", LogKind.Static, name);
            }

            return list;
        });
    }

    private void AddAll(JsonElement one, string member, LogKind kind, string operatorName)
    {
        if (!one.TryGetProperty(member, out JsonElement logs))
        {
            return;
        }

        foreach (JsonElement entry in StrictJson.Array(logs, member))
        {
            TransparencyLog log = ReadLog(entry, kind, operatorName);
            if (!_logs.TryAdd(log.Id, log))
            {
                throw new TokenFormatException($"the log {log.Id.ToBase64()} stands twice", member);
            }
        }
    }

    private static TransparencyLog ReadLog(JsonElement log, LogKind kind, string operatorName)
    {
        LogKey key;
        try
        {
            key = LogKey.OfLog(Convert.FromBase64String(StrictJson.RequiredText(log, "key")));
        }
        catch (FormatException e) when (e is not TokenFormatException)
        {
            throw new TokenFormatException("not base64", "key");
        }

        if (StrictJson.RequiredText(log, "log_id") != key.Id.ToBase64())
        {
            throw new TokenFormatException($"the identifier is not the hash of the key ({key.Id.ToBase64()})", "log_id");
        }

        (LogState state, DateTimeOffset? since) = ReadState(log);
        string? url = StrictJson.OptionalText(log, kind == LogKind.Static ? "monitoring_url" : "url");
        return new TransparencyLog(
            key, kind, StrictJson.OptionalText(log, "description") ?? key.Id.ToBase64(), operatorName, state, since, Prefix(url));
    }

    /// <summary>The state with the latest time: lists usually state one, some keep the former ones.</summary>
    private static (LogState, DateTimeOffset?) ReadState(JsonElement log)
    {
        (LogState State, DateTimeOffset? Since) latest = (LogState.None, null);
        if (!log.TryGetProperty("state", out JsonElement states))
        {
            return latest;
        }

        if (states.ValueKind != JsonValueKind.Object)
        {
            throw new TokenFormatException("not an object", "state");
        }

        foreach (JsonProperty property in states.EnumerateObject())
        {
            LogState state = property.Name switch
            {
                "pending" => LogState.Pending,
                "qualified" => LogState.Qualified,
                "usable" => LogState.Usable,
                "readonly" => LogState.ReadOnly,
                "retired" => LogState.Retired,
                "rejected" => LogState.Rejected,
                _ => LogState.None,
            };
            DateTimeOffset since = Instant(StrictJson.RequiredText(property.Value, "timestamp"), "state");
            if (latest.Since is null || since >= latest.Since)
            {
                latest = (state, since);
            }
        }

        return latest;
    }

    private static Uri? Prefix(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.Query.Length == 0
            ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/")
            : null;

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value : throw new TokenFormatException("required, and missing", name);

    private static DateTimeOffset Instant(string text, string path) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : throw new TokenFormatException("no time in ISO 8601", path);
}

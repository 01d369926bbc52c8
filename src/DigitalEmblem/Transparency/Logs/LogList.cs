using System.Globalization;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// The logs that are known, with their keys and states: version 3 of the form in which Google publishes lists and Chrome reads them, tiled
/// logs included. Immutable and thread-safe.
/// </summary>
public sealed class LogList
{
    private const string PublisherKeyPath = "publisher's key";

    private readonly Dictionary<Sha256Digest, TransparencyLog> _logs = [];
    private readonly Dictionary<string, string> _leftOut = [];
    private readonly HashSet<Sha256Digest> _contradicted = [];
    private readonly List<Finding> _findings = [];
    private LogKey? _publisher;
    private int _read;

    private LogList(string? version, DateTimeOffset timestamp, byte[] document)
    {
        Version = version;
        Timestamp = timestamp;
        Document = document;
    }

    /// <summary>The list's version, as <c>89.25</c>; null if it states none.</summary>
    public string? Version { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Every log in it.</summary>
    public IReadOnlyCollection<TransparencyLog> Logs => _logs.Values;

    /// <summary>
    /// The logs that stand in it and were left out, because what it says of them cannot be read (decisions.md, 20); a finding each.
    /// </summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The list as it was read, JSON in UTF-8.</summary>
    internal ReadOnlyMemory<byte> Document { get; }

    /// <summary>The list with its publisher's signature, for a record that must outlive it; null if it was read without one.</summary>
    internal SignedLogList? Signed { get; private set; }

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
    /// <exception cref="TokenFormatException">
    /// The key cannot be read (the path begins with "publisher's key"), the signature is not the publisher's (the path
    /// is "signature"), or the list is none.
    /// </exception>
    public static LogList ReadSigned(ReadOnlyMemory<byte> utf8, ReadOnlySpan<byte> signature, ReadOnlyMemory<byte> publisherKey)
    {
        LogKey key = TokenFormatException.InPath(PublisherKeyPath, () => Pem.Decode(publisherKey, "PUBLIC KEY") is [var spki, ..]
            ? LogKey.Read(spki.ToArray())
            : throw new TokenFormatException("no public key in PEM or DER"));
        if (!key.VerifyDetached(utf8.Span, signature))
        {
            throw new TokenFormatException("not that of the publisher's key over this list", "signature");
        }

        LogList list = Read(utf8);
        list._publisher = key;
        list.Signed = new SignedLogList(list.Document, signature.ToArray());
        return list;
    }

    /// <summary>
    /// An earlier list of the same publisher; null if this list was read without its publisher's key, or the publisher
    /// did not sign that one.
    /// </summary>
    /// <param name="earlier">The earlier list.</param>
    internal LogList? ReadEarlier(SignedLogList earlier) =>
        _publisher?.VerifyDetached(earlier.Document.Span, earlier.Signature.Span) == true
            && PlatformReader.TryRead(() => Read(earlier.Document), out LogList? list)
            ? list
            : null;

    /// <summary>Reads a list. The caller must know that it is the publisher's.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <exception cref="TokenFormatException">It is no such list.</exception>
    public static LogList Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > TransparencyLimits.MaxLogListBytes)
        {
            throw new TokenFormatException(
                $"a log list of more than {TransparencyLimits.MaxLogListBytes} bytes", fault: FormatFault.LimitExceeded);
        }

        return StrictJson.ReadObject(StrictJson.WithoutMark(utf8), root =>
        {
            var list = new LogList(
                StrictJson.OptionalText(root, "version"),
                StrictJson.Instant(StrictJson.RequiredText(root, "log_list_timestamp"), "log_list_timestamp"),
                utf8.ToArray());
            foreach (JsonElement one in Elements(Member(root, "operators"), "operators"))
            {
                if (one.ValueKind != JsonValueKind.Object)
                {
                    throw new TokenFormatException("not an object", "operators");
                }

                string name = StrictJson.RequiredText(one, "name");
                list.AddAll(one, "logs", LogKind.Rfc6962, name);
                list.AddAll(one, "tiled_logs", LogKind.Static, name);
            }

            return list;
        });
    }

    /// <summary>Why a log that stands in the list counts for nothing; null if none of that identifier was left out.</summary>
    /// <param name="id">The identifier.</param>
    internal string? WhyLeftOut(Sha256Digest id) => _leftOut.GetValueOrDefault(id.ToBase64());

    private void AddAll(JsonElement one, string member, LogKind kind, string operatorName)
    {
        if (!one.TryGetProperty(member, out JsonElement logs))
        {
            return;
        }

        foreach (JsonElement entry in Elements(logs, member))
        {
            if (++_read > TransparencyLimits.MaxLogs)
            {
                throw new TokenFormatException(
                    $"a log list of more than {TransparencyLimits.MaxLogs} logs", fault: FormatFault.LimitExceeded);
            }

            try
            {
                Add(ReadLog(entry, kind, operatorName));
            }
            catch (Exception e) when (e is TokenFormatException or InvalidOperationException)
            {
                // InvalidOperationException means a text that is not Unicode. One unreadable log must not remove the others (decisions.md,
                // 20).
                LeaveOut(StatedId(entry), operatorName, e is TokenFormatException ? e.Message : "a text is not valid Unicode");
            }
        }
    }

    private void Add(TransparencyLog log)
    {
        string id = log.Id.ToBase64();
        if (_logs.TryGetValue(log.Id, out TransparencyLog? first))
        {
            if ((first.Kind, first.State, first.StateSince, first.Expiries) != (log.Kind, log.State, log.StateSince, log.Expiries))
            {
                // Use neither entry: a choice could change how a commitment is read (by index or by hash), bring back a refused log, or use
                // a log out of its time.
                _logs.Remove(log.Id);
                _contradicted.Add(log.Id);
                LeaveOut(id, log.Operator, "it stands there twice, and differs");
            }
        }
        else if (!_contradicted.Contains(log.Id))
        {
            _logs.Add(log.Id, log);
        }
    }

    private void LeaveOut(string? id, string operatorName, string reason)
    {
        if (id is not null)
        {
            _leftOut.TryAdd(id, reason);
        }

        _findings.Add(Finding.Warning(
            FindingCode.LogUnreadable,
            $"The log {(id is null ? "without an identifier" : Printable.Text(id))} of {Printable.Text(operatorName)} was left out "
                + $"of the log list: {reason}.",
            "decisions.md, 20"));
    }

    private static string? StatedId(JsonElement log) =>
        log.ValueKind == JsonValueKind.Object
            && log.TryGetProperty("log_id", out JsonElement id)
            && PlatformReader.TryRead(id.GetString, out string? text)
            ? text
            : null;

    private static TransparencyLog ReadLog(JsonElement log, LogKind kind, string operatorName)
    {
        if (log.ValueKind != JsonValueKind.Object)
        {
            throw new TokenFormatException("not an object");
        }

        string encoded = StrictJson.RequiredText(log, "key");
        LogKey key = LogKey.OfLog(PlatformReader.Read("its key is not base64", () => Convert.FromBase64String(encoded)));
        if (StrictJson.RequiredText(log, "log_id") != key.Id.ToBase64())
        {
            throw new TokenFormatException($"the identifier is not the hash of the key ({key.Id.ToBase64()})", "log_id");
        }

        (LogState state, DateTimeOffset? since) = ReadState(log);
        string? url = Text(log, kind == LogKind.Static ? "monitoring_url" : "url");
        return new TransparencyLog(
            key,
            kind,
            Text(log, "description") ?? key.Id.ToBase64(),
            operatorName,
            state,
            since,
            Prefix(url),
            ReadExpiries(log),
            Prefix(kind == LogKind.Static ? Text(log, "submission_url") : url));
    }

    private static ExpiryRange? ReadExpiries(JsonElement log)
    {
        if (!log.TryGetProperty("temporal_interval", out JsonElement interval) || interval.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return TokenFormatException.InPath("temporal_interval", () => interval.ValueKind == JsonValueKind.Object
            ? new ExpiryRange(
                StrictJson.Instant(StrictJson.RequiredText(interval, "start_inclusive"), "start_inclusive"),
                StrictJson.Instant(StrictJson.RequiredText(interval, "end_exclusive"), "end_exclusive"))
            : throw new TokenFormatException("not an object"));
    }

    // Go writes null for an empty list.
    private static IEnumerable<JsonElement> Elements(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Null ? [] : StrictJson.Array(value, path);

    private static string? Text(JsonElement log, string name) =>
        log.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? StrictJson.Text(value, name) : null;

    /// <summary>The state with the latest time: lists usually state one, some keep the former ones.</summary>
    private static (LogState, DateTimeOffset?) ReadState(JsonElement log)
    {
        (LogState State, DateTimeOffset? Since) latest = (LogState.None, null);
        if (!log.TryGetProperty("state", out JsonElement states) || states.ValueKind == JsonValueKind.Null)
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
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                throw new TokenFormatException("not an object", "state");
            }

            DateTimeOffset since = StrictJson.Instant(StrictJson.RequiredText(property.Value, "timestamp"), "state");
            if (latest.Since is null || since >= latest.Since)
            {
                latest = (state, since);
            }
        }

        return latest;
    }

    private static Uri? Prefix(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri.Query.Length == 0
            ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/")
            : null;

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value : throw new TokenFormatException("required, and missing", name);
}

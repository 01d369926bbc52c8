using System.Text.Json;

namespace DigitalEmblem;

/// <summary>Reads evidence as <see cref="GatheredEvidenceJson"/> writes it. Nothing of it is verified.</summary>
internal static class GatheredEvidenceReader
{
    // More than 64 questions are never asked of logs; what is held may answer some more.
    private const int MaxAnswers = 1024;
    private const int MaxItems = 4096;

    public static GatheredEvidence Read(ReadOnlyMemory<byte> utf8) => StrictJson.ReadObject(StrictJson.WithoutMark(utf8), root =>
    {
        if (StrictJson.OptionalText(root, "format") != GatheredEvidenceJson.Format)
        {
            throw new TokenFormatException($"not a file of evidence (\"format\": \"{GatheredEvidenceJson.Format}\")");
        }

        if (!Member(root, "version").TryGetInt32(out int version) || version != GatheredEvidenceJson.Version)
        {
            throw new TokenFormatException("a version that is not known here; a newer program wrote it", "version", fault: FormatFault.Unsupported);
        }

        var answers = new Dictionary<CommitmentClaim, CommitmentEvidence>();
        foreach ((CommitmentClaim claim, CommitmentEvidence known) in List(root, "answers", MaxAnswers, ReadAnswer))
        {
            if (!answers.TryAdd(claim, known))
            {
                throw new TokenFormatException("two answers to one question", "answers");
            }
        }

        return GatheredEvidence.Restored(
            answers,
            TokenFormatException.InPath("rules", () => ReadRules(Object(root, "rules"))),
            Instant(root, "gatheredFor"),
            Texts(root, "assumptions"),
            Texts(root, "exposure"),
            List(root, "sources", MaxItems, ReadSource));
    });

    private static CommitmentRules ReadRules(JsonElement json)
    {
        var rules = new CommitmentRules
        {
            StrictNames = Boolean(json, "strictNames"),
            AllEntries = Boolean(json, "allEntries"),
            RevocationChecked = Boolean(json, "revocationChecked"),
            MaximumLogListAge = Seconds(json, "maximumLogListAge"),
            MaximumTimeSinceLogging = Seconds(json, "maximumTimeSinceLogging"),
            ClockSkew = Seconds(json, "clockSkew") ?? throw new TokenFormatException("required, and missing", "clockSkew"),
        };
        try
        {
            rules.Validate();
            return rules;
        }
        catch (ArgumentException e)
        {
            throw new TokenFormatException(e.Message);
        }
    }

    private static (CommitmentClaim, CommitmentEvidence) ReadAnswer(JsonElement json)
    {
        if (!OrganizationIdentifier.TryParse(StrictJson.RequiredText(json, "organization"), out OrganizationIdentifier? organization))
        {
            throw new TokenFormatException("no organization identifier", "organization");
        }

        byte[] key = Member(json, "key") is { ValueKind: JsonValueKind.String } text && text.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw new TokenFormatException("not base64", "key");
        var claim = new CommitmentClaim(organization, VerificationKey.FromCoseKey(key), JwsReader.ReadLog(Member(json, "log"), TokenLimits.Default));
        var known = new CommitmentEvidence(Enum<CommitmentOutcome>(json, "outcome"), ValueList.From(Texts(json, "reasons")))
        {
            Steady = ReadSpan(Object(json, "steady")),
            Entries = ValueList.From(List(json, "entries", MaxItems, ReadEntry)),
            Findings = ValueList.From(List(json, "findings", MaxItems, ReadFinding)),
        };
        return (claim, known);
    }

    private static EntryEvidence ReadEntry(JsonElement json) => new(
        JwsReader.ReadLogEntry(Member(json, "entry")),
        Enum<CommitmentOutcome>(json, "outcome"),
        Enum<LogAssurance>(json, "assurance"),
        Text(json, "reason"),
        ValueList.From(List(json, "checks", MaxItems, c => new CommitmentCheck(Enum<CommitmentCheckKind>(c, "check"), Enum<CheckOutcome>(c, "outcome"), Text(c, "detail")))))
    {
        LogName = Optional(json, "logName") is { } name ? Printable.Text(StrictJson.Text(name, "logName")) : null,
        LoggedAt = Optional(json, "loggedAt") is not null ? Instant(json, "loggedAt") : null,
        CertificateExpires = Optional(json, "certificateExpires") is not null ? Instant(json, "certificateExpires") : null,
        Names = Optional(json, "names") is { } names ? new BindingNames(Boolean(names, "key"), Boolean(names, "configuration"), Boolean(names, "domain")) : null,
    };

    private static Finding ReadFinding(JsonElement json)
    {
        FindingCode code = Enum<FindingCode>(json, "code");
        (string message, string clause) = (Text(json, "message"), Text(json, "clause"));
        return Enum<FindingSeverity>(json, "severity") switch
        {
            FindingSeverity.Note => Finding.Note(code, message, clause),
            FindingSeverity.Warning => Finding.Warning(code, message, clause),
            _ => Finding.Failure(code, message, clause),
        };
    }

    private static SourceReport ReadSource(JsonElement json) => new()
    {
        Source = Text(json, "source"),
        Outcome = Enum<SourceOutcome>(json, "outcome"),
        Detail = Text(json, "detail"),
        Authenticated = Boolean(json, "authenticated"),
        Records = Texts(json, "records"),
        Attempts = Texts(json, "attempts"),
        Exposure = Texts(json, "exposure"),
    };

    private static Validity ReadSpan(JsonElement json) => new(
        Optional(json, "from") is not null ? Instant(json, "from") : DateTimeOffset.MinValue,
        Optional(json, "until") is not null ? Instant(json, "until") : DateTimeOffset.MaxValue);

    private static T[] List<T>(JsonElement json, string name, int most, Func<JsonElement, T> read)
    {
        JsonElement[] all = [.. StrictJson.Array(Member(json, name), name).Take(most + 1)];
        return all.Length <= most
            ? [.. all.Select((one, i) => TokenFormatException.InPath($"{name}[{i}]", () => read(one)))]
            : throw new TokenFormatException($"more than {most}", name, fault: FormatFault.LimitExceeded);
    }

    // It goes to terminals and files: whoever wrote it is not believed to have made it fit for them.
    private static string[] Texts(JsonElement json, string name) => List(json, name, MaxItems, one => Printable.Text(StrictJson.Text(one, name)));

    private static string Text(JsonElement json, string name) => Printable.Text(StrictJson.Text(Member(json, name), name));

    private static DateTimeOffset Instant(JsonElement json, string name) => StrictJson.Instant(StrictJson.Text(Member(json, name), name), name);

    private static bool Boolean(JsonElement json, string name) => Member(json, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new TokenFormatException("neither true nor false", name),
    };

    private static TimeSpan? Seconds(JsonElement json, string name)
    {
        const decimal Most = int.MaxValue;
        return Optional(json, name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && seconds is >= -Most and <= Most
                ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : throw new TokenFormatException("not a number of seconds", name);
    }

    private static T Enum<T>(JsonElement json, string name)
        where T : struct, Enum =>
        System.Enum.TryParse(StrictJson.Text(Member(json, name), name), out T value) && value.ToString() == StrictJson.Text(Member(json, name), name)
            && System.Enum.IsDefined(value)
            ? value
            : throw new TokenFormatException("a word that is not known here", name, fault: FormatFault.Unsupported);

    private static JsonElement Object(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Object } value ? value : throw new TokenFormatException("not a JSON object", name);

    private static JsonElement? Optional(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : throw new TokenFormatException("required, and missing", name);
}

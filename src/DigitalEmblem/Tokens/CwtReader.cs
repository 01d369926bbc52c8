namespace DigitalEmblem;

/// <summary>Reads a CWT of the profile (core-02): one ladder, top to bottom, with nothing left over at the end.</summary>
internal static class CwtReader
{
    private const string ClaimsClause = "core-02, claims";
    private const string HeaderClause = "core-02, protected header";

    private static readonly CborLabel[] EndorsementClaims =
        [new(ClaimNames.CwtSubject), new(ClaimNames.EndorsedKey), new(ClaimNames.MayEndorse), new(ClaimNames.Log)];

    public static UnverifiedToken Read(ReadOnlyMemory<byte> data, TokenLimits limits)
    {
        if (data.Length > limits.MaxItemBytes)
        {
            throw new TokenFormatException($"a token of {data.Length} bytes, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded);
        }

        CoseSign1 message = CoseSign1.Read(data);
        if (message.UnprotectedCount > 0)
        {
            throw new TokenFormatException("must be empty: nothing signs what stands there", "unprotected");
        }

        if (message.Payload is not { } payload)
        {
            throw new TokenFormatException("must be in the token, and is detached", "payload");
        }

        var notes = new List<Finding>();
        Header header = TokenFormatException.InPath("protected", () => CborCursor.ReadOne(message.ProtectedHeader, cursor => ReadHeader(cursor, notes)));
        if (message.Signature.Length != header.Algorithm.SignatureLength)
        {
            throw new TokenFormatException($"{header.Algorithm} has {header.Algorithm.SignatureLength} bytes, and this has {message.Signature.Length}", "signature");
        }

        Token claims = ReadClaims(payload, header.Log, notes, limits);
        return new UnverifiedToken(
            TokenProfile.Cwt, header.Algorithm, header.KeyIdentifier, headerKey: null, claims, data, message.SigStructure(), message.Signature, notes);
    }

    private static Header ReadHeader(CborCursor cursor, List<Finding> notes)
    {
        long? algorithm = null;
        byte[]? keyId = null;
        ReadOnlyMemory<byte>? log = null;
        List<CborLabel>? critical = null;
        var present = new HashSet<CborLabel>();

        cursor.Map(label =>
        {
            present.Add(label);
            switch (label)
            {
                case { Number: ClaimNames.CoseAlgorithm }:
                    algorithm = cursor.At("alg").Integer();
                    break;
                case { Number: ClaimNames.CoseCritical }:
                    critical = ReadCritical(cursor.At("crit"));
                    break;
                case { Number: ClaimNames.CoseKeyId }:
                    keyId = cursor.At("kid").Bytes(KeyIdentifier.Length);
                    break;
                case { Number: ClaimNames.CoseType }:
                    string type = cursor.At("typ").Text();
                    if (!type.Equals(ClaimNames.MediaType, StringComparison.OrdinalIgnoreCase))
                    {
                        throw cursor.Fault($"'{Printable.Text(type)}', where '{ClaimNames.MediaType}' is asked");
                    }

                    break;
                case { Text: ClaimNames.Log }:
                    log = cursor.Encoded();
                    break;
                default:
                    cursor.Skip();
                    notes.Add(Finding.Note(FindingCode.UnknownHeader, $"The header parameter {label} is not understood and was ignored.", HeaderClause));
                    break;
            }
        });

        foreach (CborLabel label in critical ?? [])
        {
            if (!present.Contains(label))
            {
                throw new TokenFormatException($"names the parameter {label}, which is absent", "crit");
            }

            if (label is not ({ Number: ClaimNames.CoseAlgorithm or ClaimNames.CoseKeyId or ClaimNames.CoseType } or { Text: ClaimNames.Log }))
            {
                throw new TokenFormatException($"demands that the parameter {label} is understood, and it is not", "crit", fault: FormatFault.Unsupported);
            }
        }

        if (algorithm is not { } code)
        {
            throw new TokenFormatException("required, and missing", "alg");
        }

        return new Header(
            SignatureAlgorithm.FromCose(code)
                ?? throw new TokenFormatException($"the algorithm {code} is not supported (ES256, ES384, ES512, Ed25519)", "alg", fault: FormatFault.Unsupported),
            new KeyIdentifier(keyId ?? throw new TokenFormatException("required, and missing", "kid")),
            log);
    }

    private static List<CborLabel> ReadCritical(CborCursor cursor)
    {
        int count = cursor.StartArray();
        if (count == 0)
        {
            throw cursor.Fault("must not be empty");
        }

        var labels = new List<CborLabel>();
        for (int i = 0; i < count; i++)
        {
            labels.Add(cursor.IsInteger ? new CborLabel(cursor.Integer()) : new CborLabel(cursor.Text()));
        }

        cursor.EndArray();
        return labels;
    }

    private static Token ReadClaims(ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte>? headerLog, List<Finding> notes, TokenLimits limits)
    {
        var claims = new ClaimsMap(payload);

        ulong version = claims.Required(ClaimNames.Version, ClaimNames.Version, c => c.Unsigned());
        if (version != ClaimNames.CwtVersion)
        {
            throw new TokenFormatException($"version {version} is not supported (1 is)", "payload.ver", fault: FormatFault.Unsupported);
        }

        OrganizationIdentifier? issuer = claims.Optional(ClaimNames.CwtIssuer, ClaimNames.Issuer, ReadOrganization);
        var validity = new Validity(
            claims.Required(ClaimNames.CwtNotBefore, ClaimNames.NotBefore, c => ReadDate(c, roundUp: true)),
            claims.Required(ClaimNames.CwtExpires, ClaimNames.Expires, c => ReadDate(c, roundUp: false)));
        DateTimeOffset? issuedAt = claims.OptionalValue(ClaimNames.CwtIssuedAt, ClaimNames.IssuedAt, c => ReadDate(c, roundUp: true));
        Purposes purposes = claims.Required(ClaimNames.Purposes, ClaimNames.Purposes, ReadPurposes);

        // The token with assets is the emblem, every other one an endorsement.
        Token token;
        if (claims.Optional(ClaimNames.Assets, ClaimNames.Assets, c => ReadAssets(c, limits)) is { } assets)
        {
            notes.AddRange(assets.Where(a => a.Kind == AssetKind.Unrecognized).Select(a => Finding.Warning(
                FindingCode.AssetNotRecognized, $"The asset '{Printable.Text(a.ToString())}' is no domain name and matches nothing.", "decisions.md, 3")));
            token = new Emblem { Issuer = issuer, Validity = validity, IssuedAt = issuedAt, Purposes = purposes, Assets = assets };
        }
        else
        {
            ValueList<CommitmentEntry>? log = claims.Optional(ClaimNames.Log, ClaimNames.Log, c => ReadLog(c, limits));
            if (headerLog is { } encoded)
            {
                notes.Add(Finding.Note(FindingCode.LogInHeader, log is null
                    ? "The commitment stands in the protected header, as an older text had it."
                    : "A commitment stands in the protected header as well as in the claims; the claim counts.", ClaimsClause));
                log ??= TokenFormatException.InPath("protected.log", () => CborCursor.ReadOne(encoded, c => ReadLog(c, limits)));
            }

            token = new Endorsement
            {
                Issuer = issuer,
                Validity = validity,
                IssuedAt = issuedAt,
                Subject = claims.Optional(ClaimNames.CwtSubject, ClaimNames.Subject, ReadOrganization),
                EndorsedKey = new KeyIdentifier(claims.Required(ClaimNames.EndorsedKey, ClaimNames.EndorsedKey, c => c.Bytes(KeyIdentifier.Length))),
                MayEndorse = claims.Required(ClaimNames.MayEndorse, ClaimNames.MayEndorse, c => c.Boolean()),
                Constraints = new EmblemConstraints { Purposes = purposes },
                Log = log ?? [],
            };
        }

        if (token is Emblem && headerLog is not null)
        {
            notes.Add(Finding.Note(FindingCode.ClaimNotOfKind, "The header parameter \"log\" does not belong to an emblem and was ignored.", ClaimsClause));
        }

        notes.AddRange(claims.Left.Select(label => EndorsementClaims.Contains(label)
            ? Finding.Note(FindingCode.ClaimNotOfKind, $"The claim {label} does not belong to an emblem and was ignored.", ClaimsClause)
            : Finding.Note(FindingCode.UnknownClaim, $"The claim {label} is not understood and was ignored.", "RFC 8392, 3")));
        return token;
    }

    private static OrganizationIdentifier ReadOrganization(CborCursor cursor)
    {
        string text = cursor.Text();
        return OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? organization)
            ? organization
            : throw cursor.Fault($"'{Printable.Text(text)}' is no organization identifier (https:// and a domain name in lower case)");
    }

    private static DateTimeOffset ReadDate(CborCursor cursor, bool roundUp) =>
        (cursor.IsInteger ? Validity.FromNumericDate(cursor.Integer()) : Validity.FromNumericDate(cursor.Float(), roundUp))
        ?? throw cursor.Fault("not a finite date between the years 1 and 9999");

    private static Purposes ReadPurposes(CborCursor cursor)
    {
        ulong bits = cursor.Unsigned();
        return bits is > 0 and <= (ulong)Purposes.All ? (Purposes)bits : throw cursor.Fault($"{bits}, where 1 to 31 is asked");
    }

    private static ValueList<AssetIdentifier> ReadAssets(CborCursor cursor, TokenLimits limits)
    {
        int count = cursor.StartArray();
        Limit(cursor, count, limits.MaxAssets, "assets");
        var assets = new List<AssetIdentifier>();
        for (int i = 0; i < count; i++)
        {
            string text = cursor.Text();
            assets.Add(text.Length > 0 ? AssetIdentifier.FromCwtClaim(text) : throw cursor.Fault("an asset is an empty text"));
        }

        cursor.EndArray();
        return count > 0 ? ValueList.From(assets) : throw cursor.Fault("must name at least one asset");
    }

    private static ValueList<CommitmentEntry> ReadLog(CborCursor cursor, TokenLimits limits)
    {
        int count = cursor.StartArray();
        Limit(cursor, count, limits.MaxLogEntries, "entries");
        var entries = new List<CommitmentEntry>();
        for (int i = 0; i < count; i++)
        {
            entries.Add(ReadLogEntry(cursor));
        }

        cursor.EndArray();
        return ValueList.From(entries);
    }

    private static CommitmentEntry ReadLogEntry(CborCursor cursor)
    {
        Sha256Digest? id = null, hash = null;
        ulong? index = null;
        cursor.Map(label =>
        {
            switch (label.Text)
            {
                case ClaimNames.LogId:
                    id = new Sha256Digest(cursor.Bytes(Sha256Digest.Length));
                    break;
                case ClaimNames.LeafHash:
                    hash = new Sha256Digest(cursor.Bytes(Sha256Digest.Length));
                    break;
                case ClaimNames.LeafIndex:
                    index = cursor.Unsigned();
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        });
        return (id, hash, index) switch
        {
            (null, _, _) => throw cursor.Fault("an entry without \"id\""),
            ({ } log, { } leaf, null) => CommitmentEntry.InV1Log(log, leaf),
            ({ } log, null, { } leaf) => CommitmentEntry.InStaticLog(log, leaf),
            _ => throw cursor.Fault("an entry needs exactly one of \"hash\" and \"index\""),
        };
    }

    private static void Limit(CborCursor cursor, int count, int limit, string what)
    {
        if (count > limit)
        {
            throw cursor.Fault($"{count} {what}, where {limit} are the limit", FormatFault.LimitExceeded);
        }
    }

    private sealed record Header(SignatureAlgorithm Algorithm, KeyIdentifier KeyIdentifier, ReadOnlyMemory<byte>? Log);

    /// <summary>The claims by their keys. Each is taken once; what is left over was not understood.</summary>
    private sealed class ClaimsMap
    {
        private readonly Dictionary<CborLabel, ReadOnlyMemory<byte>> _values = [];

        public ClaimsMap(ReadOnlyMemory<byte> payload) => TokenFormatException.InPath("payload", () => CborCursor.ReadOne(payload, cursor =>
        {
            cursor.Map(label => _values.Add(label, cursor.Encoded()));
            return true;
        }));

        public IEnumerable<CborLabel> Left => _values.Keys;

        public T Required<T>(CborLabel label, string name, Func<CborCursor, T> read) =>
            _values.Remove(label, out ReadOnlyMemory<byte> value)
                ? TokenFormatException.InPath($"payload.{name}", () => CborCursor.ReadOne(value, read))
                : throw new TokenFormatException("required, and missing", $"payload.{name}");

        public T? Optional<T>(CborLabel label, string name, Func<CborCursor, T> read)
            where T : class => _values.ContainsKey(label) ? Required(label, name, read) : null;

        public T? OptionalValue<T>(CborLabel label, string name, Func<CborCursor, T> read)
            where T : struct => _values.ContainsKey(label) ? Required(label, name, read) : null;
    }
}

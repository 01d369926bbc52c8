namespace DigitalEmblem;

/// <summary>Reads a CWT of the profile (core-02): one ladder, top to bottom, with nothing left over at the end.</summary>
internal static class CwtReader
{
    private const string ClaimsClause = "core-02, claims";
    private const string HeaderClause = "core-02, protected header";

    public static UnverifiedToken Read(ReadOnlyMemory<byte> data, TokenLimits limits) => Read(data, limits, ReadAssets);

    /// <summary>
    /// Reads a token of a sign of data (data-emblem, token): an emblem whose one asset is data, or an endorsement. An emblem of anything
    /// else is refused, as <see cref="Read(ReadOnlyMemory{byte}, TokenLimits)"/> makes nothing of a sign of data.
    /// </summary>
    public static UnverifiedToken ReadOfData(ReadOnlyMemory<byte> data, TokenLimits limits) => Read(data, limits, ReadData);

    private static UnverifiedToken Read(ReadOnlyMemory<byte> data, TokenLimits limits, AssetsReader readAssets)
    {
        if (data.Length > limits.MaxItemBytes)
        {
            throw new TokenFormatException(
                $"a token of {data.Length} bytes, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded);
        }

        // Copy the bytes: their signature is verified later, and the caller may change its buffer until then.
        data = data.ToArray();
        CoseSign1 message = CoseSign1.Read(data);
        if (message.UnprotectedCount > 0)
        {
            throw new TokenFormatException("must be empty: nothing signs what stands there", "unprotected");
        }

        if (message.Payload is not { } payload)
        {
            throw new TokenFormatException("must be in the token, and is detached", "payload");
        }

        var notes = default(FindingList);
        Header header = ReadHeader(message.ProtectedHeader, ref notes, limits);
        if (message.Signature.Length != header.Algorithm.SignatureLength)
        {
            throw new TokenFormatException(
                $"{header.Algorithm} has {header.Algorithm.SignatureLength} bytes, and this has {message.Signature.Length}", "signature");
        }

        EmblemToken claims = ReadClaims(new CborCursor(payload, "payload"), header.Log, ref notes, limits, readAssets);
        return new UnverifiedToken(
            TokenProfile.Cwt, header.Algorithm, header.KeyIdentifier, headerKey: null, claims, data, message.ProtectedHeader, payload,
            message.Signature, notes.All);
    }

    private static Header ReadHeader(ReadOnlyMemory<byte> encoded, ref FindingList notes, TokenLimits limits)
    {
        var cursor = new CborCursor(encoded, "protected");
        long? algorithm = null;
        KeyIdentifier? keyId = null;
        ReadOnlyMemory<byte>? log = null;
        List<CborLabel>? critical = null;
        var present = default(CborKeys);
        int count = cursor.StartMap();
        Limit(cursor, count, limits.MaxMembers, "parameters");
        for (int i = 0; i < count; i++)
        {
            CborLabel label = cursor.At("protected").Key(ref present);
            switch (label)
            {
                case { Number: ClaimNames.CoseAlgorithm }:
                    algorithm = cursor.At("protected.alg").Integer();
                    break;
                case { Number: ClaimNames.CoseCritical }:
                    critical = ReadCritical(cursor.At("protected.crit"));
                    break;
                case { Number: ClaimNames.CoseKeyId }:
                    keyId = new KeyIdentifier(cursor.At("protected.kid").Bytes(KeyIdentifier.Length).Span);
                    break;
                case { Number: ClaimNames.CoseType }:
                    string type = cursor.At("protected.typ").Text();
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
                    if (notes.HasRoom(FindingCode.UnknownHeader))
                    {
                        notes.Add(Finding.Note(
                            FindingCode.UnknownHeader, $"The header parameter {label} is not understood and was ignored.", HeaderClause));
                    }

                    break;
            }
        }

        cursor.At("protected").End();
        foreach (CborLabel label in critical ?? [])
        {
            // Add returns true only if the parameter was not present.
            if (present.Add(label))
            {
                throw new TokenFormatException($"names the parameter {label}, which is absent", "protected.crit");
            }

            if (label is not ({ Number: ClaimNames.CoseAlgorithm or ClaimNames.CoseKeyId or ClaimNames.CoseType }
                or { Text: ClaimNames.Log }))
            {
                throw new TokenFormatException(
                    $"demands that the parameter {label} is understood, and it is not", "protected.crit", fault: FormatFault.Unsupported);
            }
        }

        if (algorithm is not { } code)
        {
            throw new TokenFormatException("required, and missing", "protected.alg");
        }

        return new Header(
            SignatureAlgorithm.FromCose(code)
                ?? throw new TokenFormatException(
                    $"the algorithm {code} is not supported (ES256, ES384, ES512, Ed25519)",
                    "protected.alg",
                    fault: FormatFault.Unsupported),
            keyId ?? throw new TokenFormatException("required, and missing", "protected.kid"),
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

        return labels;
    }

    private static EmblemToken ReadClaims(
        CborCursor cursor, ReadOnlyMemory<byte>? headerLog, ref FindingList notes, TokenLimits limits, AssetsReader readAssets)
    {
        // Locate all claims first, then read them in the order of the draft, so that the reported fault does not depend on the order in the
        // map.
        var claims = CwtClaims.Locate(cursor, limits);
        ulong version = claims.Required(CwtClaim.Version, cursor).Unsigned();
        if (version != ClaimNames.CwtVersion)
        {
            throw new TokenFormatException($"version {version} is not supported (1 is)", "payload.ver", fault: FormatFault.Unsupported);
        }

        OrganizationIdentifier? issuer = claims.Has(CwtClaim.Issuer) ? ReadOrganization(claims.Required(CwtClaim.Issuer, cursor)) : null;
        var validity = new Validity(
            ReadDate(claims.Required(CwtClaim.NotBefore, cursor), roundUp: true),
            ReadDate(claims.Required(CwtClaim.Expires, cursor), roundUp: false));
        DateTimeOffset? issuedAt = claims.Has(CwtClaim.IssuedAt)
            ? ReadDate(claims.Required(CwtClaim.IssuedAt, cursor), roundUp: true)
            : null;
        Purposes purposes = ReadPurposes(claims.Required(CwtClaim.Purposes, cursor));

        // A token with assets is an emblem; every other token is an endorsement.
        EmblemToken token = claims.Has(CwtClaim.Assets)
            ? new Emblem
            {
                Issuer = issuer,
                Validity = validity,
                IssuedAt = issuedAt,
                Purposes = purposes,
                Assets = readAssets(claims.Required(CwtClaim.Assets, cursor), limits, ref notes)
            }
            : new Endorsement
            {
                Issuer = issuer,
                Validity = validity,
                IssuedAt = issuedAt,
                Log = ReadLog(claims, cursor, headerLog, ref notes, limits),
                Subject = claims.Has(CwtClaim.Subject) ? ReadOrganization(claims.Required(CwtClaim.Subject, cursor)) : null,
                EndorsedKey = new KeyIdentifier(claims.Required(CwtClaim.EndorsedKey, cursor).Bytes(KeyIdentifier.Length).Span),
                MayEndorse = claims.Required(CwtClaim.MayEndorse, cursor).Boolean(),
                Constraints = EmblemConstraints.OnPurposes(purposes),
            };
        NoteIgnored(claims, token, headerLog is not null, ref notes);
        NoteClaims(token, claims.Has(CwtClaim.Log) || headerLog is not null, ref notes);
        return token;
    }

    private static void NoteClaims(EmblemToken token, bool logPresent, ref FindingList notes)
    {
        if (ClaimNotes.OfIssuer(token) is { } issuer)
        {
            notes.Add(issuer);
        }

        if (ClaimNotes.OfSubject(token) is { } subject)
        {
            notes.Add(subject);
        }

        if (logPresent && token is Endorsement { Log.Count: 0 })
        {
            notes.Add(ClaimNotes.EmptyLog);
        }
    }

    private static void NoteIgnored(in CwtClaims claims, EmblemToken token, bool logInHeader, ref FindingList notes)
    {
        if (token is Emblem)
        {
            if (logInHeader)
            {
                notes.Add(Finding.Note(
                    FindingCode.ClaimNotOfKind,
                    "The header parameter \"log\" does not belong to an emblem and was ignored.",
                    ClaimsClause));
            }

            foreach (CwtClaim claim in (ReadOnlySpan<CwtClaim>)[CwtClaim.Subject, CwtClaim.EndorsedKey, CwtClaim.MayEndorse, CwtClaim.Log])
            {
                if (claims.Has(claim))
                {
                    notes.Add(Finding.Note(
                        FindingCode.ClaimNotOfKind,
                        $"The claim {CwtClaims.LabelOf(claim)} does not belong to an emblem and was ignored.",
                        ClaimsClause));
                }
            }
        }

        foreach (CborLabel label in claims.Unknown)
        {
            if (notes.HasRoom(FindingCode.UnknownClaim))
            {
                notes.Add(Finding.Note(FindingCode.UnknownClaim, $"The claim {label} is not understood and was ignored.", "RFC 8392, 3"));
            }
        }
    }

    private static ValueList<CommitmentEntry> ReadLog(
        in CwtClaims claims, CborCursor cursor, ReadOnlyMemory<byte>? headerLog, ref FindingList notes, TokenLimits limits)
    {
        ValueList<CommitmentEntry>? log = claims.Has(CwtClaim.Log) ? ReadLog(claims.Required(CwtClaim.Log, cursor), limits) : null;
        if (headerLog is not { } encoded)
        {
            return log ?? [];
        }

        notes.Add(Finding.Note(FindingCode.LogInHeader, log is null
            ? "The commitment stands in the protected header, as an older text had it."
            : "A commitment stands in the protected header as well as in the claims; the claim counts.", ClaimsClause));
        return log ?? ReadLog(new CborCursor(encoded, "protected.log"), limits);
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

    private static ValueList<AssetIdentifier> ReadAssets(CborCursor cursor, TokenLimits limits, ref FindingList notes)
    {
        int count = cursor.StartArray();
        Limit(cursor, count, limits.MaxAssets, "assets");
        var assets = new AssetIdentifier[count];
        for (int i = 0; i < count; i++)
        {
            string text = cursor.Text();
            assets[i] = text.Length > 0 ? AssetIdentifier.FromCwtClaim(text) : throw cursor.Fault("an asset is an empty text");
            if (assets[i].Kind == AssetKind.Unrecognized && notes.HasRoom(FindingCode.AssetNotRecognized))
            {
                notes.Add(Finding.Warning(
                    FindingCode.AssetNotRecognized,
                    assets[i].ClaimsToBeData
                        ? FindingText.Of(
                            $"The asset '{Printable.Text(text)}' is no domain name and matches nothing. "
                                + $"It names data: 'emblem data check' checks such a sign with its data.")
                        : FindingText.Of($"The asset '{Printable.Text(text)}' is no domain name and matches nothing."),
                    "decisions.md, 3"));
            }
        }

        return count > 0 ? new ValueList<AssetIdentifier>(assets) : throw cursor.Fault("must name at least one asset");
    }

    private static ValueList<AssetIdentifier> ReadData(CborCursor cursor, TokenLimits limits, ref FindingList notes)
    {
        int count = cursor.StartArray();
        if (count != 1)
        {
            throw cursor.Fault($"{count} assets, where a sign of data has one");
        }

        string text = cursor.Text();
        return AssetIdentifier.FromDataClaim(text) is { } asset
            ? [asset]
            : throw cursor.Fault(
                $"'{Printable.Text(text)}' is no data: 'adem-data:1:' and 52 characters of base32 in lower case are asked");
    }

    internal static ValueList<CommitmentEntry> ReadLog(CborCursor cursor, TokenLimits limits)
    {
        int count = cursor.StartArray();
        Limit(cursor, count, limits.MaxLogEntries, "entries");
        var entries = new CommitmentEntry[count];
        for (int i = 0; i < count; i++)
        {
            entries[i] = ReadLogEntry(cursor);
        }

        return new ValueList<CommitmentEntry>(entries);
    }

    private static CommitmentEntry ReadLogEntry(CborCursor cursor)
    {
        Sha256Digest? id = null, hash = null;
        ulong? index = null;
        var seen = default(CborKeys);
        int count = cursor.StartMap();
        for (int i = 0; i < count; i++)
        {
            switch (cursor.Key(ref seen).Text)
            {
                case ClaimNames.LogId:
                    id = new Sha256Digest(cursor.Bytes(Sha256Digest.Length).Span);
                    break;
                case ClaimNames.LeafHash:
                    hash = new Sha256Digest(cursor.Bytes(Sha256Digest.Length).Span);
                    break;
                case ClaimNames.LeafIndex:
                    index = cursor.Unsigned();
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        return (id, hash, index) switch
        {
            (null, _, _) => throw cursor.Fault("an entry without \"id\""),
            ({ } log, { } leaf, null) => CommitmentEntry.InV1Log(log, leaf),
            ({ } log, null, { } leaf) => CommitmentEntry.InStaticLog(log, leaf),
            _ => throw cursor.Fault("an entry needs exactly one of \"hash\" and \"index\""),
        };
    }

    internal static void Limit(CborCursor cursor, int count, int limit, string what)
    {
        if (count > limit)
        {
            throw cursor.Fault($"{count} {what}, where {limit} are the limit", FormatFault.LimitExceeded);
        }
    }

    private delegate ValueList<AssetIdentifier> AssetsReader(CborCursor cursor, TokenLimits limits, ref FindingList notes);

    private readonly record struct Header(SignatureAlgorithm Algorithm, KeyIdentifier KeyIdentifier, ReadOnlyMemory<byte>? Log);
}

using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>Reads a token of the JWS profile (core-00, -01; what deployments publish): one ladder, top to bottom.</summary>
internal static class JwsReader
{
    private const string HeaderClause = "core-00, header";
    private const string ClaimsClause = "core-00, claims";

    private static readonly string[] CommonClaims =
        [ClaimNames.Version, ClaimNames.Issuer, ClaimNames.NotBefore, ClaimNames.Expires, ClaimNames.IssuedAt, ClaimNames.Emblem];

    private static readonly string[] EmblemClaims = [ClaimNames.Assets, ClaimNames.Bearers];

    private static readonly string[] EndorsementClaims =
        [ClaimNames.Subject, ClaimNames.EndorsedKey, ClaimNames.MayEndorse, ClaimNames.Log];

    public static UnverifiedToken Read(string text, TokenLimits limits)
    {
        if (text.Length > limits.MaxItemBytes)
        {
            throw new TokenFormatException(
                $"a token of {text.Length} characters, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded);
        }

        JwsCompact jws = JwsCompact.Read(text);
        var notes = new JwsNotes();
        Header header = TokenFormatException.InPath("header", () => StrictJson.ReadObject(jws.Header, h => ReadHeader(h, notes, limits)));
        EmblemToken claims = TokenFormatException.InPath(
            "payload", () => StrictJson.ReadObject(jws.Payload, p => ReadClaims(p, header.IsEmblem, notes, limits)));
        foreach (Finding note in ((Finding?[])[ClaimNotes.OfIssuer(claims), ClaimNotes.OfSubject(claims)]).OfType<Finding>())
        {
            notes.Add(note);
        }

        return new UnverifiedToken(
            TokenProfile.Jws,
            jws.Algorithm,
            header.KeyIdentifier,
            header.Key,
            claims,
            Encoding.ASCII.GetBytes(text),
            default,
            jws.SigningInput,
            jws.Signature,
            notes.All);
    }

    private static Header ReadHeader(JsonElement header, JwsNotes notes, TokenLimits limits)
    {
        Limit(header.GetPropertyCount(), limits.MaxMembers, "members");
        bool isEmblem = StrictJson.RequiredText(header, "cty") switch
        {
            ClaimNames.EmblemContentType => true,
            ClaimNames.EndorsementContentType => false,
            string other => throw new TokenFormatException(
                $"'{Printable.Text(other)}', where '{ClaimNames.EmblemContentType}' or '{ClaimNames.EndorsementContentType}' is asked",
                "cty"),
        };

        VerificationKey? key = header.TryGetProperty("jwk", out JsonElement jwk) ? JwkCodec.Read(jwk) : null;
        KeyIdentifier? named = StrictJson.OptionalText(header, "kid") is { } kid
            ? KeyIdentifier.TryParse(kid, out KeyIdentifier parsed)
                ? parsed
                : throw new TokenFormatException("not a key identifier (52 characters of base32)", "kid")
            : null;
        if (key is not null && named is not null && key.JwkIdentifier != named)
        {
            throw new TokenFormatException("is not the identifier of the key in jwk", "kid");
        }

        foreach (JsonProperty member in header.EnumerateObject())
        {
            switch (member.Name)
            {
                case "alg" or "cty" or "kid" or "jwk" or "typ":
                    break;
                case "jku" or "x5u" or "x5c":
                    notes.Add(Finding.Note(
                        FindingCode.KeyReferenceIgnored,
                        $"The header '{member.Name}' was ignored; nothing is fetched because a token says so.",
                        "decisions.md, 6"));
                    break;
                default:
                    notes.Add(
                        FindingCode.UnknownHeader,
                        member,
                        m => $"The header '{Printable.Text(m.Name)}' is not understood and was ignored.",
                        HeaderClause);
                    break;
            }
        }

        return new Header(
            isEmblem, named ?? key?.JwkIdentifier ?? throw new TokenFormatException("required (or jwk), and missing", "kid"), key);
    }

    private static EmblemToken ReadClaims(JsonElement payload, bool isEmblem, JwsNotes notes, TokenLimits limits)
    {
        Limit(payload.GetPropertyCount(), limits.MaxMembers, "members");
        string version = StrictJson.RequiredText(payload, ClaimNames.Version);
        if (version != ClaimNames.JwsVersion)
        {
            throw new TokenFormatException(
                $"version '{Printable.Text(version)}' is not supported ('v1' is)", ClaimNames.Version, fault: FormatFault.Unsupported);
        }

        OrganizationIdentifier? issuer = ReadOrganization(payload, ClaimNames.Issuer);
        var validity = new Validity(
            ReadDate(payload, ClaimNames.NotBefore, roundUp: true) ?? throw Missing(ClaimNames.NotBefore),
            ReadDate(payload, ClaimNames.Expires, roundUp: false) ?? throw Missing(ClaimNames.Expires));
        DateTimeOffset? issuedAt = ReadDate(payload, ClaimNames.IssuedAt, roundUp: true);
        EmblemConstraints emb = payload.TryGetProperty(ClaimNames.Emblem, out JsonElement element)
            ? TokenFormatException.InPath(ClaimNames.Emblem, () => ReadEmb(element, isEmblem, notes, limits))
            : EmblemConstraints.None;

        NoteTheRest(payload, isEmblem, notes);
        if (isEmblem)
        {
            ValueList<AssetIdentifier> assets = ReadAssets(payload, notes, limits);
            return new Emblem
            {
                Issuer = issuer,
                Validity = validity,
                IssuedAt = issuedAt,
                Assets = assets,
                Purposes = Stated(emb.Purposes),
                Channels = emb.Channels is { Count: 0 } ? null : emb.Channels
            };
        }

        return new Endorsement
        {
            Issuer = issuer,
            Validity = validity,
            IssuedAt = issuedAt,
            Subject = ReadOrganization(payload, ClaimNames.Subject),
            EndorsedKey = ReadEndorsedKey(payload),
            MayEndorse = payload.TryGetProperty(ClaimNames.MayEndorse, out JsonElement end) && ReadBoolean(end, ClaimNames.MayEndorse),
            Constraints = emb,
            Log = payload.TryGetProperty(ClaimNames.Log, out JsonElement log) ? ReadLog(log, notes, limits) : [],
        };
    }

    // An empty list of purposes is read like an absent one: the emblem states no purpose, and satisfies no constraint on purposes.
    private static Purposes? Stated(Purposes? purposes) => purposes == Purposes.None ? null : purposes;

    /// <summary>The object <c>emb</c>: what an emblem says of itself, or what an endorsement demands of emblems.</summary>
    private static EmblemConstraints ReadEmb(JsonElement emb, bool isEmblem, JwsNotes notes, TokenLimits limits)
    {
        if (emb.ValueKind != JsonValueKind.Object)
        {
            throw new TokenFormatException("not a JSON object");
        }

        Limit(emb.GetPropertyCount(), limits.MaxMembers, "members");
        Purposes? purposes = null;
        ValueList<string>? channels = null;
        ValueList<AssetIdentifier>? assets = null;
        TimeSpan? window = null;
        foreach (JsonProperty member in emb.EnumerateObject())
        {
            switch (member.Name)
            {
                case ClaimNames.Purposes:
                    purposes = ReadPurposes(member.Value);
                    break;
                case ClaimNames.Channels:
                    channels = ReadChannels(member.Value, limits);
                    break;
                case ClaimNames.Assets when !isEmblem:
                    assets = ReadAssetList(member.Value, ClaimNames.Assets, limits);
                    break;
                case ClaimNames.Window when !isEmblem:
                    window = ReadWindow(member.Value);
                    break;
                default:
                    notes.Add(
                        FindingCode.UnknownClaim,
                        member,
                        m => $"The member '{Printable.Text(m.Name)}' of 'emb' is not understood here and was ignored.",
                        ClaimsClause);
                    break;
            }
        }

        return new EmblemConstraints { Purposes = purposes, Channels = channels, Assets = assets, Window = window };
    }

    private static ValueList<string> ReadChannels(JsonElement value, TokenLimits limits)
    {
        IEnumerable<JsonElement> channels = StrictJson.Array(value, ClaimNames.Channels);
        Limit(value.GetArrayLength(), limits.MaxChannels, "channels", ClaimNames.Channels);
        return ValueList.From(channels.Select(c => StrictJson.Text(c, ClaimNames.Channels)));
    }

    private static Purposes ReadPurposes(JsonElement value)
    {
        var purposes = Purposes.None;
        foreach (JsonElement item in StrictJson.Array(value, ClaimNames.Purposes))
        {
            string word = StrictJson.Text(item, ClaimNames.Purposes);
            Purposes purpose = ClaimNames.JwsPurposes.FirstOrDefault(p => p.Word == word).Purpose;
            purposes |= purpose != Purposes.None
                ? purpose
                : throw new TokenFormatException($"'{Printable.Text(word)}' is no purpose of this profile", ClaimNames.Purposes);
        }

        return purposes;
    }

    private static TimeSpan ReadWindow(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long seconds) && seconds >= 0
            // Cap the number: a window longer than every possible validity restricts nothing.
            ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond))
            : throw new TokenFormatException("not a number of seconds", ClaimNames.Window);

    private static ValueList<AssetIdentifier> ReadAssets(JsonElement payload, JwsNotes notes, TokenLimits limits)
    {
        string claim = payload.TryGetProperty(ClaimNames.Assets, out JsonElement value) ? ClaimNames.Assets
            : payload.TryGetProperty(ClaimNames.Bearers, out value) ? ClaimNames.Bearers
            : throw Missing(ClaimNames.Assets);
        if (claim == ClaimNames.Bearers)
        {
            notes.Add(Finding.Note(FindingCode.AssetsInBearers, "The assets stand in 'bearers', as an older text had it.", ClaimsClause));
        }

        ValueList<AssetIdentifier> assets = ReadAssetList(value, claim, limits);
        foreach (AssetIdentifier asset in assets)
        {
            if (asset.Kind == AssetKind.Unrecognized && notes.HasRoom(FindingCode.AssetNotRecognized))
            {
                notes.Add(Finding.Warning(
                    FindingCode.AssetNotRecognized,
                    $"The asset '{Printable.Text(asset.ToString())}' is no asset identifier and matches nothing.",
                    "decisions.md, 3"));
            }
        }

        return assets.Count > 0 ? assets : throw new TokenFormatException("must name at least one asset", claim);
    }

    private static ValueList<AssetIdentifier> ReadAssetList(JsonElement value, string path, TokenLimits limits)
    {
        var assets = new List<AssetIdentifier>();
        foreach (JsonElement item in StrictJson.Array(value, path))
        {
            string text = StrictJson.Text(item, path);
            assets.Add(
                text.Length > 0 ? AssetIdentifier.FromJwsClaim(text) : throw new TokenFormatException("an asset is an empty text", path));
            Limit(assets.Count, limits.MaxAssets, "assets", path);
        }

        return ValueList.From(assets);
    }

    private static KeyIdentifier ReadEndorsedKey(JsonElement payload)
    {
        if (!payload.TryGetProperty(ClaimNames.EndorsedKey, out JsonElement key))
        {
            throw Missing(ClaimNames.EndorsedKey);
        }

        // Older tokens carry the whole key. It only names the endorsed key, and is not added to the keys at hand (decisions.md, 2).
        return key.ValueKind == JsonValueKind.Object
            ? TokenFormatException.InPath(ClaimNames.EndorsedKey, () => JwkCodec.Read(key).JwkIdentifier)
            : KeyIdentifier.TryParse(StrictJson.Text(key, ClaimNames.EndorsedKey), out KeyIdentifier identifier)
                ? identifier
                : throw new TokenFormatException("not a key identifier (52 characters of base32)", ClaimNames.EndorsedKey);
    }

    private static ValueList<CommitmentEntry> ReadLog(JsonElement value, JwsNotes notes, TokenLimits limits)
    {
        ValueList<CommitmentEntry> log = ReadLog(value, limits);
        if (log.Count == 0)
        {
            notes.Add(ClaimNotes.EmptyLog);
        }

        return log;
    }

    internal static ValueList<CommitmentEntry> ReadLog(JsonElement value, TokenLimits limits)
    {
        var entries = new List<CommitmentEntry>();
        foreach (JsonElement entry in StrictJson.Array(value, ClaimNames.Log))
        {
            entries.Add(TokenFormatException.InPath($"{ClaimNames.Log}[{entries.Count}]", () => ReadLogEntry(entry)));
            Limit(entries.Count, limits.MaxLogEntries, "entries", ClaimNames.Log);
        }

        return ValueList.From(entries);
    }

    internal static CommitmentEntry ReadLogEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new TokenFormatException("not a JSON object");
        }

        Sha256Digest id = ReadDigest(entry, ClaimNames.LogId);
        bool hasHash = entry.TryGetProperty(ClaimNames.LeafHash, out _);
        bool hasIndex = entry.TryGetProperty(ClaimNames.LeafIndex, out JsonElement index);
        return StrictJson.RequiredText(entry, ClaimNames.LogVersion) switch
        {
            ClaimNames.V1Log when hasHash && !hasIndex => CommitmentEntry.InV1Log(id, ReadDigest(entry, ClaimNames.LeafHash)),
            ClaimNames.StaticLog when hasIndex && !hasHash => index.ValueKind == JsonValueKind.Number && index.TryGetUInt64(out ulong leaf)
                ? CommitmentEntry.InStaticLog(id, leaf)
                : throw new TokenFormatException("not an unsigned integer", ClaimNames.LeafIndex),
            ClaimNames.V1Log => throw new TokenFormatException("a \"v1\" entry has \"hash\", and no \"index\""),
            ClaimNames.StaticLog => throw new TokenFormatException("a \"static\" entry has \"index\", and no \"hash\""),
            string other =>
                throw new TokenFormatException($"'{Printable.Text(other)}', where 'v1' or 'static' is asked", ClaimNames.LogVersion),
        };
    }

    private static Sha256Digest ReadDigest(JsonElement entry, string name)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.Length + 1];
        return Convert.TryFromBase64String(StrictJson.RequiredText(entry, name), bytes, out int length) && length == Sha256Digest.Length
            ? new Sha256Digest(bytes[..length])
            : throw new TokenFormatException($"not {Sha256Digest.Length} bytes in base64", name);
    }

    private static OrganizationIdentifier? ReadOrganization(JsonElement payload, string name) =>
        StrictJson.OptionalText(payload, name) is not { } text ? null
        : OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? organization) ? organization
        : throw new TokenFormatException(
            $"'{Printable.Text(text)}' is no organization identifier (https:// and a domain name in lower case)", name);

    private static DateTimeOffset? ReadDate(JsonElement payload, string name, bool roundUp)
    {
        if (!payload.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        DateTimeOffset? date = value.ValueKind != JsonValueKind.Number ? null
            : value.TryGetInt64(out long seconds) ? Validity.FromNumericDate(seconds)
            : value.TryGetDouble(out double fraction) ? Validity.FromNumericDate(fraction, roundUp)
            : null;
        return date ?? throw new TokenFormatException("not a date in seconds between the years 1 and 9999", name);
    }

    private static bool ReadBoolean(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new TokenFormatException("not true or false", name),
    };

    private static void NoteTheRest(JsonElement payload, bool isEmblem, JwsNotes notes)
    {
        string[] own = isEmblem ? EmblemClaims : EndorsementClaims;
        string[] others = isEmblem ? EndorsementClaims : EmblemClaims;
        foreach (JsonProperty member in payload.EnumerateObject())
        {
            string name = member.Name;
            if (CommonClaims.Contains(name) || own.Contains(name))
            {
                continue;
            }

            if (others.Contains(name))
            {
                notes.Add(Finding.Note(
                    FindingCode.ClaimNotOfKind,
                    $"The claim '{name}' does not belong to {(isEmblem ? "an emblem" : "an endorsement")} and was ignored.",
                    ClaimsClause));
            }
            else
            {
                notes.Add(
                    FindingCode.UnknownClaim,
                    member,
                    m => $"The claim '{Printable.Text(m.Name)}' is not understood and was ignored.",
                    ClaimsClause);
            }
        }
    }

    private static void Limit(int count, int limit, string what, string? path = null)
    {
        if (count > limit)
        {
            throw new TokenFormatException($"more than {limit} {what}", path, fault: FormatFault.LimitExceeded);
        }
    }

    private static TokenFormatException Missing(string name) => new("required, and missing", name);

    private sealed record Header(bool IsEmblem, KeyIdentifier KeyIdentifier, VerificationKey? Key);
}

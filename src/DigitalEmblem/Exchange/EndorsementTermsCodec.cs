using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>
/// The payload of a signed request for an endorsement (spec/exchange-files.md): one CBOR map with texts as keys, in
/// deterministic encoding (RFC 8949, 4.2.1).
/// </summary>
internal static class EndorsementTermsCodec
{
    private const int Version = 1;

    private const string VersionName = "version", Issuer =
        "issuer", Authority = "authority", Key = "key", Log = "log", Chain = "chain", PurposesName = "purposes", MayEndorse = "mayEndorse";
    private const string NotBefore = "notBefore", Expires = "expires", MadeAt = "madeAt", Nonce = "nonce", Contact = "contact";
    private const string Profiles = "profiles", Grounds = "grounds", CwtName = "cwt", JwsName = "jws";

    private static readonly string[] Known =
    [
        VersionName, Issuer, Authority, Key, Log, Chain, PurposesName, Profiles, MayEndorse, NotBefore, Expires, MadeAt, Nonce, Contact,
        Grounds,
    ];

    public static byte[] Write(EndorsementTerms terms)
    {
        (long notBefore, long expires) = terms.Validity.ToNumericDates();

        // All keys are texts of less than 24 bytes, so the canonical order of RFC 7049 is the same as that of RFC 8949.
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(
            Known.Length - (terms.Chain is null ? 1 : 0) - (terms.Contact is null ? 1 : 0) - (terms.Grounds.Count == 0 ? 1 : 0));
        Member(writer, VersionName).WriteInt32(Version);
        Member(writer, Issuer).WriteTextString(terms.Issuer.ToString());
        Member(writer, Authority).WriteTextString(terms.Authority.ToString());
        Member(writer, Key).WriteByteString(terms.Key.ToCoseKey());
        CwtWriter.WriteLog(Member(writer, Log), terms.Log);
        if (terms.Chain is { } chain)
        {
            WriteChain(Member(writer, Chain), chain);
        }

        Member(writer, PurposesName).WriteUInt32((uint)terms.Purposes);
        WriteProfiles(Member(writer, Profiles), terms.AlsoInJws);
        Member(writer, MayEndorse).WriteBoolean(true);
        Member(writer, NotBefore).WriteInt64(notBefore);
        Member(writer, Expires).WriteInt64(expires);
        Member(writer, MadeAt).WriteInt64(terms.MadeAt.ToUnixTimeSeconds());
        Member(writer, Nonce).WriteByteString(terms.Nonce.Span);
        if (terms.Contact is { } contact)
        {
            Member(writer, Contact).WriteTextString(contact);
        }

        // A request without them has the bytes that it always had.
        if (terms.Grounds.Count > 0)
        {
            EntitlementCodec.Write(Member(writer, Grounds), terms.Grounds);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads what <see cref="Write"/> writes, and nothing else.</summary>
    public static EndorsementTerms Read(ReadOnlyMemory<byte> payload)
    {
        var cursor = new CborCursor(payload, "payload");
        Dictionary<string, int> places = Locate(cursor);
        CborCursor At(string name) =>
            places.TryGetValue(name, out int offset)
                ? cursor.Seek(offset, $"payload.{name}")
                : throw new TokenFormatException("required, and missing", $"payload.{name}");

        // Check the version first, because another version may have other members.
        if (At(VersionName).Unsigned() is not Version and var version)
        {
            throw new TokenFormatException(
                $"version {version} is not supported ({Version} is): a newer program wrote it",
                $"payload.{VersionName}",
                fault: FormatFault.Unsupported);
        }

        if (places.Keys.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            throw new TokenFormatException("a member that is not known", $"payload.{Printable.Text(unknown)}");
        }

        var terms = new EndorsementTerms
        {
            Issuer = Organization(At(Issuer)),
            Authority = Organization(At(Authority)),
            Key = ReadKey(At(Key).Bytes()),
            Log = CwtReader.ReadLog(At(Log), TokenLimits.Default),
            Chain = places.ContainsKey(Chain) ? ReadChain(At(Chain)) : null,
            Purposes = ReadPurposes(At(PurposesName)),
            AlsoInJws = ReadProfiles(At(Profiles)),
            Validity = new Validity(Instant(At(NotBefore)), Instant(At(Expires))),
            MadeAt = Instant(At(MadeAt)),
            Nonce = At(Nonce).Bytes(EndorsementTerms.NonceLength),
            Contact = places.ContainsKey(Contact) ? At(Contact).Text() : null,
            Grounds = places.ContainsKey(Grounds) ? EntitlementCodec.Read(At(Grounds)) : [],
        };
        if (!At(MayEndorse).Boolean())
        {
            throw cursor.Fault(
                "false, and no validator counts an authority's endorsement that does not permit to endorse (validation, step 7)");
        }

        if (terms.Fault() is { } fault)
        {
            throw new TokenFormatException(fault, "payload");
        }

        return Write(terms).AsSpan().SequenceEqual(payload.Span)
            ? terms
            : throw new TokenFormatException("not in the one encoding that such a request has (deterministic CBOR)", "payload");
    }

    private static Dictionary<string, int> Locate(CborCursor cursor)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = default(CborKeys);
        int count = cursor.StartMap();
        for (int i = 0; i < count; i++)
        {
            CborLabel label = cursor.Key(ref seen);
            places.Add(label.Text ?? throw cursor.Fault($"the key {label} is not a text"), cursor.Offset);
            cursor.Skip();
        }

        cursor.End();
        return places;
    }

    private static CborWriter Member(CborWriter writer, string name)
    {
        writer.WriteTextString(name);
        return writer;
    }

    private static void WriteProfiles(CborWriter writer, bool alsoInJws)
    {
        writer.WriteStartArray(alsoInJws ? 2 : 1);
        writer.WriteTextString(CwtName);
        if (alsoInJws)
        {
            writer.WriteTextString(JwsName);
        }

        writer.WriteEndArray();
    }

    // An answer always has a token of the CWT profile, so a request cannot leave it out.
    private static bool ReadProfiles(CborCursor cursor)
    {
        int count = cursor.StartArray();
        bool isKnown = count is 1 or 2 && cursor.Text() == CwtName && (count == 1 || cursor.Text() == JwsName);
        return isKnown ? count == 2 : throw cursor.Fault("not the profiles that can be asked for: cwt, or cwt and jws, in this order");
    }

    private static void WriteChain(CborWriter writer, BindingChain chain)
    {
        writer.WriteStartArray(chain.Certificates.Count);
        foreach (ReadOnlyMemory<byte> certificate in chain.Certificates)
        {
            writer.WriteByteString(certificate.Span);
        }

        writer.WriteEndArray();
    }

    private static BindingChain ReadChain(CborCursor cursor)
    {
        int count = cursor.StartArray();
        if (count > TransparencyLimits.MaxChainLength)
        {
            throw cursor.Fault($"{count} certificates, where {TransparencyLimits.MaxChainLength} are the limit", FormatFault.LimitExceeded);
        }

        var certificates = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            certificates[i] = cursor.Bytes();
        }

        return TokenFormatException.InPath($"payload.{Chain}", () => BindingChain.Of(certificates, "the request"));
    }

    // The key reader names the members of the key itself, as in payload.key.x.
    private static VerificationKey ReadKey(ReadOnlyMemory<byte> coseKey) =>
        TokenFormatException.InPath("payload", () => VerificationKey.FromCoseKey(coseKey));

    private static OrganizationIdentifier Organization(CborCursor cursor)
    {
        string text = cursor.Text();
        return OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? organization)
            ? organization
            : throw cursor.Fault($"'{Printable.Text(text)}' is no organization identifier (https:// and a domain name in lower case)");
    }

    private static Purposes ReadPurposes(CborCursor cursor)
    {
        ulong bits = cursor.Unsigned();
        return bits <= (ulong)Purposes.All ? (Purposes)bits : throw cursor.Fault($"{bits}, where 1 to 31 is asked");
    }

    private static DateTimeOffset Instant(CborCursor cursor) =>
        Validity.FromNumericDate(cursor.Integer()) ?? throw cursor.Fault("not a date between the years 1 and 9999");
}

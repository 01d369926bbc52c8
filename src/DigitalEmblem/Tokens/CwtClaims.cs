using System.Runtime.CompilerServices;

namespace DigitalEmblem;

/// <summary>Where each claim of a claims map stands, and which ones are not of the profile.</summary>
internal struct CwtClaims
{
    private const int Count = (int)CwtClaim.MayEndorse + 1;

    private static readonly string[] Paths =
        [
            "payload.ver", "payload.iss", "payload.nbf", "payload.exp", "payload.iat", "payload.prp", "payload.assets", "payload.log",
            "payload.sub", "payload.key", "payload.end"
        ];

    // Zero means absent: the head of the map is at offset 0, so no value starts there.
    private Offsets _offsets;
    private List<CborLabel>? _unknown;

    /// <summary>The labels that are not of the profile.</summary>
    public readonly IReadOnlyList<CborLabel> Unknown => _unknown ?? (IReadOnlyList<CborLabel>)[];

    /// <summary>Goes through the whole map, which must fill the cursor's bytes.</summary>
    public static CwtClaims Locate(CborCursor cursor, TokenLimits limits)
    {
        var claims = default(CwtClaims);
        var seen = default(CborKeys);
        int count = cursor.StartMap();
        CwtReader.Limit(cursor, count, limits.MaxMembers, "claims");
        for (int i = 0; i < count; i++)
        {
            CborLabel label = cursor.Key(ref seen);
            if (Find(label) is { } claim)
            {
                claims._offsets[(int)claim] = cursor.Offset;
            }
            else
            {
                (claims._unknown ??= []).Add(label);
            }

            cursor.Skip();
        }

        cursor.End();
        return claims;
    }

    /// <summary>The claim's label, for messages.</summary>
    public static CborLabel LabelOf(CwtClaim claim) => claim switch
    {
        CwtClaim.Version => ClaimNames.Version,
        CwtClaim.Issuer => ClaimNames.CwtIssuer,
        CwtClaim.NotBefore => ClaimNames.CwtNotBefore,
        CwtClaim.Expires => ClaimNames.CwtExpires,
        CwtClaim.IssuedAt => ClaimNames.CwtIssuedAt,
        CwtClaim.Purposes => ClaimNames.Purposes,
        CwtClaim.Assets => ClaimNames.Assets,
        CwtClaim.Log => ClaimNames.Log,
        CwtClaim.Subject => ClaimNames.CwtSubject,
        CwtClaim.EndorsedKey => ClaimNames.EndorsedKey,
        _ => ClaimNames.MayEndorse,
    };

    public readonly bool Has(CwtClaim claim) => OffsetOf(claim) > 0;

    /// <summary>The cursor, at the claim's value.</summary>
    public readonly CborCursor Required(CwtClaim claim, CborCursor cursor) =>
        Has(claim)
            ? cursor.Seek(OffsetOf(claim), Paths[(int)claim])
            : throw new TokenFormatException("required, and missing", Paths[(int)claim]);

    private readonly int OffsetOf(CwtClaim claim) => _offsets[(int)claim];

    private static CwtClaim? Find(CborLabel label) => label switch
    {
        { Number: ClaimNames.CwtIssuer } => CwtClaim.Issuer,
        { Number: ClaimNames.CwtSubject } => CwtClaim.Subject,
        { Number: ClaimNames.CwtExpires } => CwtClaim.Expires,
        { Number: ClaimNames.CwtNotBefore } => CwtClaim.NotBefore,
        { Number: ClaimNames.CwtIssuedAt } => CwtClaim.IssuedAt,
        { Text: ClaimNames.Version } => CwtClaim.Version,
        { Text: ClaimNames.Purposes } => CwtClaim.Purposes,
        { Text: ClaimNames.Assets } => CwtClaim.Assets,
        { Text: ClaimNames.Log } => CwtClaim.Log,
        { Text: ClaimNames.EndorsedKey } => CwtClaim.EndorsedKey,
        { Text: ClaimNames.MayEndorse } => CwtClaim.MayEndorse,
        _ => null,
    };

    [InlineArray(Count)]
    private struct Offsets
    {
        private int _first;
    }
}

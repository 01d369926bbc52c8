using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Verifier.Tests;

/// <summary>A society with an emblem and a chain, endorsed by the ministry: what most examples start from.</summary>
internal sealed class Scene
{
    public static readonly SoftwareSigningKey EmblemKey = TestKeys.Of(SignatureAlgorithm.Ed25519, 0);
    public static readonly SoftwareSigningKey RootKey = TestKeys.Of(SignatureAlgorithm.ES256, 0);
    public static readonly SoftwareSigningKey MinistryKey = TestKeys.Of(SignatureAlgorithm.ES384, 0);
    public static readonly SoftwareSigningKey RedCrossKey = TestKeys.Of(SignatureAlgorithm.ES256, 1);
    public static readonly OrganizationIdentifier RedCross = OrganizationIdentifier.Parse("https://icrc.example");

    public Emblem Emblem { get; set; } = TestTokens.Emblem();

    public List<byte[]> Others { get; } =
    [
        Cwt.Sign(TestTokens.Endorsement(EmblemKey.PublicKey), RootKey),
        Cwt.Sign(TestTokens.Endorsement(RootKey.PublicKey, TestTokens.Ministry), MinistryKey),
    ];

    public List<byte[]> Keys { get; } =
        [.. ((SoftwareSigningKey[])[EmblemKey, RootKey, MinistryKey, RedCrossKey]).Select(k => k.PublicKey.ToCoseKey())];

    public VerifierOptions Options { get; set; } = new();

    public HeldEvidence Evidence { get; set; } = HeldEvidence.AssumeCommittedUnsafe;

    public TrustPolicy Policy { get; set; } = TrustPolicy.Default;

    public DateTimeOffset At { get; set; } = TestTokens.Now;

    public Scene WithRedCross()
    {
        Others.Add(Cwt.Sign(TestTokens.Endorsement(RootKey.PublicKey, RedCross), RedCrossKey));
        return this;
    }

    public byte[] Bundle() =>
        TokenBundle.Write([Cwt.SignUnsafe(Emblem, EmblemKey), .. Others.Concat(Keys).Select(b => new ReadOnlyMemory<byte>(b))]);

    public Verdict Decide(string? asset = null) => Policy.Decide(
        new EmblemVerifier(Options with { Keys = [.. Policy.TrustedKeys, .. Options.Keys] })
            .Verify(UnverifiedTokens.Read(Bundle()), Evidence, At),
        asset is null ? null : AssetIdentifier.Parse(asset));
}

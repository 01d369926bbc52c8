using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Tests.Signs;

/// <summary>A society that marks data, endorsed by the ministry: what examples of signs start from.</summary>
internal static class DataScene
{
    public static readonly SoftwareSigningKey EmblemKey = TestKeys.Of(SignatureAlgorithm.Ed25519, 0);
    public static readonly SoftwareSigningKey RootKey = TestKeys.Of(SignatureAlgorithm.ES256, 0);
    public static readonly SoftwareSigningKey MinistryKey = TestKeys.Of(SignatureAlgorithm.ES384, 0);

    public static readonly DataRoot Root = DataRoot.FromBytes(Raw.Digest.ToArray());

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static byte[] Endorsements(bool ministry = true, bool own = true)
    {
        List<ReadOnlyMemory<byte>> items =
            [.. ((SoftwareSigningKey[])[EmblemKey, RootKey, MinistryKey]).Select(k => (ReadOnlyMemory<byte>)k.PublicKey.ToCoseKey())];
        if (own)
        {
            items.Add(Cwt.Sign(TestTokens.Endorsement(EmblemKey.PublicKey), RootKey));
        }

        if (ministry)
        {
            items.Add(Cwt.Sign(TestTokens.Endorsement(RootKey.PublicKey, TestTokens.Ministry), MinistryKey));
        }

        return TokenBundle.Write(items);
    }

    public static byte[] Sign(byte[]? endorsements = null) => Signer(endorsements).Sign(Root, TestTokens.Now, Lifetime);

    public static DataSigner Signer(
        byte[]? endorsements = null, SigningKey? key = null, DateTimeOffset? at = null, Purposes purposes = Purposes.Protective) =>
        DataSigner.Create(
            key ?? EmblemKey, TestTokens.Society, purposes, endorsements ?? Endorsements(), at ?? TestTokens.Now, Lifetime);

    public static Verdict Verify(byte[] sign, TrustPolicy? policy = null, HeldEvidence? evidence = null, DateTimeOffset? at = null) =>
        DataSign.Read(sign).Verify(
            policy ?? TrustPolicy.Default, evidence ?? HeldEvidence.AssumeCommittedUnsafe, at ?? TestTokens.Now.AddHours(1));
}

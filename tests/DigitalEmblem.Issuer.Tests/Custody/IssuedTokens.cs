using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>Whether the world accepts what a key signs.</summary>
internal static class IssuedTokens
{
    /// <summary>Signs a whole emblem with its endorsements, and has our verifier and the COSE library of .NET judge it.</summary>
    public static void AcceptedFrom(SigningKey key)
    {
        SoftwareSigningKey root = TestKeys.Of(SignatureAlgorithm.ES256, 6), ministry = TestKeys.Of(SignatureAlgorithm.ES256, 7);
        byte[] emblem = Cwt.Sign(TestTokens.Emblem(), key);
        byte[][] others =
        [
            Cwt.Sign(TestTokens.Endorsement(key.PublicKey), root),
            Cwt.Sign(TestTokens.Endorsement(root.PublicKey, TestTokens.Ministry), ministry),
            key.PublicKey.ToCoseKey(), root.PublicKey.ToCoseKey(), ministry.PublicKey.ToCoseKey(),
        ];
        byte[] bundle = TokenBundle.Write([emblem, .. others.Select(o => new ReadOnlyMemory<byte>(o))]);
        Verdict verdict = TrustPolicy.Default.Decide(
            new EmblemVerifier().Verify(UnverifiedTokens.Read(bundle), HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now),
            AssetIdentifier.Parse("www.society.example"));
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);

        Assert.True(VerificationKey.FromCoseKey(key.PublicKey.ToCoseKey()).Verify("data"u8, key.Sign("data"u8)));
        if (key.Algorithm != SignatureAlgorithm.Ed25519)
        {
            using ECDsa peer = ECDsa.Create();
            peer.ImportSubjectPublicKeyInfo(key.PublicKey.ToSubjectPublicKeyInfo(), out _);
            Assert.True(CoseMessage.DecodeSign1(emblem).VerifyEmbedded(peer));
        }

        string jws = Jws.Sign(TestTokens.Emblem(), key);
        Assert.True(key.PublicKey.Verify(
            System.Text.Encoding.ASCII.GetBytes(jws[..jws.LastIndexOf('.')]),
            System.Buffers.Text.Base64Url.DecodeFromChars(jws.AsSpan(jws.LastIndexOf('.') + 1))));
    }
}

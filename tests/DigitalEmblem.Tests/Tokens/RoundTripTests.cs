using System.Security.Cryptography.Cose;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// What is signed must be what is read, and by others too. Otherwise an organization publishes something else than it decided.
/// </summary>
public class RoundTripTests
{
    private static Arbitrary<(EmblemToken Token, SoftwareSigningKey Key)> Signed(TokenProfile profile) =>
        Arb.From(from token in TokenGenerators.Tokens(profile) from key in TokenGenerators.SigningKeys select (token, key));

    [Property]
    public Property Cwt_AnyToken_ReadsBackAndVerifiesUnderItsKeyOnly() => Prop.ForAll(Signed(TokenProfile.Cwt), t =>
    {
        UnverifiedToken read = Cwt.Read(Cwt.Sign(t.Token, t.Key));
        Assert.Equal(t.Token, read.Claims);
        Assert.Empty(read.Notes);
        Assert.Equal((t.Key.PublicKey.CoseIdentifier, t.Key.Algorithm), (read.KeyIdentifier, read.Algorithm));
        Assert.True(read.IsSignedBy(t.Key.PublicKey));
        Assert.All(
            SignatureAlgorithm.All.Select(a => TestKeys.Of(a, 0)).Where(k => k != t.Key), k => Assert.False(read.IsSignedBy(k.PublicKey)));
    });

    [Property]
    public Property Jws_AnyToken_ReadsBackAndVerifiesUnderItsKeyOnly() => Prop.ForAll(Signed(TokenProfile.Jws), t =>
    {
        UnverifiedToken read = Jws.Read(Jws.Sign(t.Token, t.Key));
        Assert.Equal(t.Token, read.Claims);
        Assert.Empty(read.Notes);
        Assert.Equal((t.Key.PublicKey.JwkIdentifier, t.Key.Algorithm), (read.KeyIdentifier, read.Algorithm));
        Assert.True(read.IsSignedBy(t.Key.PublicKey));
        Assert.All(
            SignatureAlgorithm.All.Select(a => TestKeys.Of(a, 0)).Where(k => k != t.Key), k => Assert.False(read.IsSignedBy(k.PublicKey)));
    });

    [Property]
    public Property Cwt_OurOwnBytes_AreWrittenTheSameAgain() => Prop.ForAll(Signed(TokenProfile.Cwt), t =>
    {
        UnverifiedToken read = Cwt.Read(Cwt.Sign(t.Token, t.Key));
        Assert.Equal(read.SignedBytes, Cwt.Read(Cwt.Sign(read.Claims, t.Key)).SignedBytes);
    });

    [Property]
    public Property Jws_OurOwnText_IsWrittenTheSameAgain() => Prop.ForAll(Signed(TokenProfile.Jws), t =>
    {
        UnverifiedToken read = Jws.Read(Jws.Sign(t.Token, t.Key));
        Assert.Equal(read.SignedBytes, Jws.Read(Jws.Sign(read.Claims, t.Key)).SignedBytes);
    });

    [Property]
    public Property Cwt_InsideTag61_IsTheSameToken() => Prop.ForAll(Signed(TokenProfile.Cwt), t =>
    {
        byte[] plain = Cwt.Sign(t.Token, t.Key);
        Assert.Equal([0xd2, 0x84], plain[..2]);
        byte[] inside = [0xd8, 0x3d, .. plain];
        Assert.Equal([0xd8, 0x3d, 0xd2, 0x84], Cwt.Sign(t.Token, t.Key, insideTag61: true)[..4]);
        Assert.Equal(Cwt.Read(plain).SignedDigest, Cwt.Read(inside).SignedDigest);
        Assert.Equal(Cwt.Read(plain).Claims, Cwt.Read(inside).Claims);
    });

    [Property]
    public Property Cwt_EveryEsToken_VerifiesWithTheCoseLibrary() => Prop.ForAll(Signed(TokenProfile.Cwt), t =>
    {
        if (t.Key.Ecdsa is { } ecdsa)
        {
            CoseSign1Message message = CoseMessage.DecodeSign1(Cwt.Sign(t.Token, t.Key));
            Assert.True(message.VerifyEmbedded(ecdsa));
            Assert.Equal("application/adem", message.ProtectedHeaders[new CoseHeaderLabel(16)].GetValueAsString());
        }
    });

    [Property]
    public Property Cwt_AnyAlgorithm_HasTheSameDeterministicHeader() => Prop.ForAll(Signed(TokenProfile.Cwt), t =>
    {
        // a3 01 alg 04 5820 kid 10 70 "application/adem": labels in the bytewise order of their encodings, no matter who wrote it.
        byte[] header = CoseSign1.Read(Cwt.Sign(t.Token, t.Key)).ProtectedHeader.ToArray();
        var labels = new List<long?>();
        CborCursor.ReadOne(header, cursor =>
        {
            cursor.Map(label =>
            {
                labels.Add(label.Number);
                cursor.Skip();
            });
            return true;
        });
        Assert.Equal([1, 4, 16], labels);
    });

    /// <summary>Anyone can turn (r, s) into (r, n-s): it is the same token, not a second one.</summary>
    [Theory]
    [InlineData("ES256", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
    [InlineData("ES384", "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973")]
    public void Cwt_OtherSignatureOfTheSameBytes_IsTheSameToken(string algorithm, string order)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Parse(algorithm));
        byte[] token = Cwt.Sign(TestTokens.Emblem(), key);
        int half = key.Algorithm.SignatureLength / 2;
        var n = new System.Numerics.BigInteger(Convert.FromHexString(order), isUnsigned: true, isBigEndian: true);
        var s = new System.Numerics.BigInteger(token.AsSpan()[^half..], isUnsigned: true, isBigEndian: true);
        byte[] other = (n - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] mirrored = [.. token[..^half], .. new byte[half - other.Length], .. other];

        UnverifiedToken read = Cwt.Read(mirrored);
        Assert.NotEqual(token, mirrored);
        Assert.True(read.IsSignedBy(key.PublicKey));
        Assert.Equal(Cwt.Read(token).SignedDigest, read.SignedDigest);
    }
}

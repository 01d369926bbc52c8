using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// What the platform's COSE library accepts and the profile must not: the reasons for a ladder of our own. If one is
/// accepted here, it was built in vain.
/// </summary>
public class CoseLibraryDifferencesTests
{
    private static readonly SoftwareSigningKey Es256 = TestKeys.Of(SignatureAlgorithm.ES256);

    public static TheoryData<string, Action<RawCwt>> AcceptedByTheLibraryOnly => new()
    {
        { "a critical header that nobody knows", t => (t.Header["02"], t.Header["1863"]) = ("811863", "f5") },
        { "no tag at all", t => t.Tags = "" },
        { "a kid that is no key identifier", t => t.Header["04"] = "4101" },
        { "no kid", t => t.Header.Remove("04") },
        { "something in the unprotected header", t => t.Unprotected = "a118640a" },
        { "a typ of something else", t => t.Header["10"] = RawCwt.Text("application/cwt") },
        { "claims that are none", t => t.RawClaims = "00" },
    };

    [Theory]
    [MemberData(nameof(AcceptedByTheLibraryOnly))]
    public void Read_WhatTheLibraryAccepts_IsRefused(string difference, Action<RawCwt> alter)
    {
        var token = new RawCwt(Es256);
        alter(token);
        byte[] message = token.Sign();

        Assert.True(CoseMessage.DecodeSign1(message).VerifyEmbedded(Es256.Ecdsa!), $"The library no longer accepts {difference}.");
        Assert.Throws<TokenFormatException>(() => Cwt.Read(message));
    }

    [Fact]
    public void Read_Es256WithAP384Key_IsNotSignedBySuchAKey()
    {
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] message = CoseSign1Message.SignEmbedded([1], new CoseSigner(p384, HashAlgorithmName.SHA256));
        Assert.True(CoseMessage.DecodeSign1(message).VerifyEmbedded(p384), "The library no longer accepts ES256 with a P-384 key.");

        VerificationKey key = VerificationKey.FromSubjectPublicKeyInfo(p384.ExportSubjectPublicKeyInfo());
        CoseSign1 read = CoseSign1.Read(message);
        Assert.Equal(SignatureAlgorithm.ES384, key.Algorithm);
        Assert.False(key.Verify(read.SigStructure(), read.Signature.Span));
    }

    [Fact]
    public void Read_InsideTag61_IsReadThoughTheLibraryRefusesIt()
    {
        byte[] message = Cwt.Sign(TestTokens.Emblem(), Es256, insideTag61: true);
        Assert.ThrowsAny<CryptographicException>(() => CoseMessage.DecodeSign1(message));
        Assert.True(Cwt.Read(message).IsSignedBy(Es256.PublicKey));
    }

    /// <summary>The library throws what it does not document; a token that has such a label must not end anyone's process.</summary>
    [Theory]
    [InlineData("3affff7370")]
    [InlineData("1b7fffffffffffffff")]
    public void Read_LabelBeyond32Bits_IsIgnoredThoughTheLibraryOverflows(string label)
    {
        var token = new RawCwt(Es256);
        token.Header[label] = "f5";
        byte[] message = token.Sign();

        Assert.Throws<OverflowException>(() => CoseMessage.DecodeSign1(message));
        Assert.Contains(Cwt.Read(message).Notes, n => n.Code == FindingCode.UnknownHeader);
    }

    [Fact]
    public void Read_Ed25519_IsReadThoughTheLibraryDoesNotKnowIt()
    {
        SoftwareSigningKey ed25519 = TestKeys.Of(SignatureAlgorithm.Ed25519);
        byte[] message = Cwt.Sign(TestTokens.Emblem(), ed25519);
        Assert.ThrowsAny<CryptographicException>(() => CoseMessage.DecodeSign1(message).VerifyEmbedded(Es256.Ecdsa!));
        Assert.True(Cwt.Read(message).IsSignedBy(ed25519.PublicKey));
    }
}

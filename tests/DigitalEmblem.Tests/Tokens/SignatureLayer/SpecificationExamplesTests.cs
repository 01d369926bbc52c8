using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens.SignatureLayer;

/// <summary>The examples that the specifications print. If one fails, we read the specification differently from its authors.</summary>
public class SpecificationExamplesTests
{
    [CorpusFact]
    public void Rfc7515A3_Es256WithHighS_VerifiesAndIsRefusedByTheProfileForItsContentType()
    {
        JsonElement example = Corpora.Json("rfc/rfc7515_a3_es256.json");
        string compact = example.GetProperty("compact").GetString()!;

        Assert.True(Layer.Verifies(compact, Layer.PublicKey(example.GetProperty("jwk"))));
        Assert.Equal("header.cty", Assert.Throws<TokenFormatException>(() => Jws.Read(compact)).Path);
    }

    [CorpusFact]
    public void Rfc7520Section43_Es512_Verifies()
    {
        JsonElement example = Corpora.Json("jose/cookbook/jws/4_3.ecdsa_signature.json");
        string compact = example.GetProperty("output").GetProperty("compact").GetString()!;

        Assert.True(Layer.Verifies(compact, Layer.PublicKey(example.GetProperty("input").GetProperty("key"))));
        Assert.True(Layer.Verifies(compact, Layer.PublicKey(Corpora.Json("jose/cookbook/jwk/3_1.ec_public_key.json"))));
        Assert.Equal("header.cty", Assert.Throws<TokenFormatException>(() => Jws.Read(compact)).Path);
    }

    [CorpusFact]
    public void Rfc8037_Ed25519_Verifies()
    {
        JsonElement example = Corpora.Json("jose/cookbook/curve25519/jws.json");
        string compact = example.GetProperty("output").GetProperty("compact").GetString()!;

        Assert.True(Layer.Verifies(compact, Layer.PublicKey(example.GetProperty("input").GetProperty("key"))));
        Assert.Equal("header.cty", Assert.Throws<TokenFormatException>(() => Jws.Read(compact)).Path);
    }

    [CorpusFact]
    public void Rfc7520Keys_PublicAndPrivate_ThePrivateOneIsRefused()
    {
        VerificationKey key = Layer.PublicKey(Corpora.Json("jose/cookbook/jwk/3_1.ec_public_key.json"));
        Assert.Equal(key, Layer.PublicKey(Corpora.Json("jose/cookbook/jwk/3_2.ec_private_key.json")));

        string secret = File.ReadAllText(Corpora.PathOf("jose/cookbook/jwk/3_2.ec_private_key.json"));
        Assert.Equal("jwk.d", Assert.Throws<TokenFormatException>(() => VerificationKey.FromJwk(secret)).Path);
    }

    [CorpusFact]
    public void Rfc8392A3_SignedCwt_VerifiesAndIsRefusedByTheProfile()
    {
        JsonElement example = Corpora.Json("rfc/rfc8392_cwt.json");
        byte[] cwt = Convert.FromHexString(example.GetProperty("signed_cwt_hex").GetString()!);
        byte[] privateKey = Convert.FromHexString(example.GetProperty("cose_key_hex").GetString()!);
        // The key of the example holds its private member and is refused as a public key; its coordinates are taken from it here.
        var coordinates = new Dictionary<long, byte[]>();
        CborCursor.ReadOne(privateKey, cursor =>
        {
            cursor.Map(
                label => coordinates.Add(label.Number!.Value, (label.Number is -2 or -3 ? cursor.Bytes(32) : cursor.Encoded()).ToArray()));
            return true;
        });

        Assert.Equal("key.d", Assert.Throws<TokenFormatException>(() => VerificationKey.FromCoseKey(privateKey)).Path);
        Assert.True(Layer.Verifies(cwt, VerificationKey.Create(SignatureAlgorithm.ES256, coordinates[-2], coordinates[-3])));
        Assert.Equal("unprotected", Assert.Throws<TokenFormatException>(() => Cwt.Read(cwt)).Path);
    }

    [CorpusFact]
    public void Rfc9679_CoseKeyThumbprint_IsTheKeyIdentifierWithAndWithoutAKid()
    {
        JsonElement example = Corpora.Json("rfc/rfc9679_cose_key_thumbprint.json");
        VerificationKey key = VerificationKey.FromCoseKey(Convert.FromHexString(example.GetProperty("full_cose_key_hex").GetString()!));

        var input = new byte[CoseKeyCodec.MaxThumbprintInput];
        int length = CoseKeyCodec.WriteThumbprintInput(input, key.Algorithm, key.X, key.Y);
        Assert.Equal(example.GetProperty("hash_input_hex").GetString(), Convert.ToHexStringLower(input.AsSpan(0, length)));
        Assert.Equal(example.GetProperty("sha256_hex").GetString(), Convert.ToHexStringLower(key.CoseIdentifier.ToArray()));
    }

    [CorpusFact]
    public void Rfc7638_RsaThumbprint_IsOfNoKeyOfOurs()
    {
        string rsa = Corpora.Json("rfc/rfc7638_thumbprint.json").GetProperty("jwk").GetRawText();
        Assert.Throws<TokenFormatException>(() => VerificationKey.FromJwk(rsa));
    }

    [CorpusFact]
    public void DeployedKey_JwkThumbprint_IsTheKeyIdentifierItsTokensUse()
    {
        JsonElement key = Corpora.Json("deployed/auth.felixlinker.de/auth.felixlinker.de.pub.json");
        Assert.Equal(key.GetProperty("kid").GetString(), VerificationKey.FromJwk(key.GetRawText()).JwkIdentifier.ToString());
    }
}

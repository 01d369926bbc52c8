using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens.SignatureLayer;

/// <summary>Attacks on signatures that others found. If one succeeds, an emblem can be forged.</summary>
public class WycheproofTests
{
    [CorpusFact]
    public void Ecdsa_EveryP1363Vector_HasTheStatedResult()
    {
        JsonElement corpus = Corpora.Json("wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");
        int count = 0;
        foreach (JsonElement group in corpus.GetProperty("testGroups").EnumerateArray())
        {
            VerificationKey key = VerificationKey.FromPem(group.GetProperty("publicKeyPem").GetString()!);
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                bool verified = key.Verify(
                    Convert.FromHexString(test.GetProperty("msg").GetString()!),
                    Convert.FromHexString(test.GetProperty("sig").GetString()!));
                Assert.True(
                    verified == (test.GetProperty("result").GetString() == "valid"),
                    $"Test {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            }
        }

        Assert.Equal(corpus.GetProperty("numberOfTests").GetInt32(), count);
    }

    [CorpusFact]
    public void Jws_EveryVector_HasTheStatedResultOrIsRefusedAsUnsupported()
    {
        JsonElement corpus = Corpora.Json("wycheproof/json_web_signature_test.json");
        int count = 0, ours = 0, valid = 0;
        foreach (JsonElement group in corpus.GetProperty("testGroups").EnumerateArray())
        {
            bool isOurs = group.TryGetProperty("public", out JsonElement jwk) && jwk.GetProperty("kty").GetString() is "EC" or "OKP";
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                string jws = test.GetProperty("jws").GetString()!;
                if (!isOurs)
                {
                    // HS, RS, PS and whatever else: never read, whatever its signature is.
                    Assert.Throws<TokenFormatException>(() => JwsCompact.Read(jws));
                    continue;
                }

                ours++;
                bool expected = test.GetProperty("result").GetString() == "valid";
                valid += expected ? 1 : 0;
                Assert.True(Verifies(jws, jwk) == expected, $"Test {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            }
        }

        Assert.Equal(corpus.GetProperty("numberOfTests").GetInt32(), count);
        Assert.True(ours > 30 && valid >= 4, $"{ours} of ours, {valid} valid");
    }

    // A key meant for something else (354: use, 356: key_ops) is refused before any signature is looked at.
    private static bool Verifies(string jws, JsonElement jwk)
    {
        try
        {
            return Layer.Verifies(jws, Layer.PublicKey(jwk));
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }
}

using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens.SignatureLayer;

/// <summary>COSE messages made by other implementations. If one fails, our signatures and theirs are not the same thing.</summary>
public class CoseVectorsTests
{
    /// <summary>
    /// Good signatures that the profile refuses all the same, and why. Every good vector must stand here: none of them is an emblem.
    /// </summary>
    private static readonly Dictionary<string, string> RefusedByTheProfile = new()
    {
        ["cose/cose-wg/ecdsa-examples/ecdsa-sig-01.json"] = "unprotected",
        ["cose/cose-wg/ecdsa-examples/ecdsa-sig-03.json"] = "unprotected",
        ["cose/cose-wg/eddsa-examples/eddsa-sig-01.json"] = "unprotected",
        ["cose/cose-wg/CWT/A_3.json"] = "protected.kid",
        ["cose/cose-wg/sign1-tests/sign-pass-01.json"] = "unprotected",
        ["cose/cose-wg/sign1-tests/sign-pass-02.json"] = "unprotected",
        ["cose/gluecose/sign1-verify-0000.json"] = "unprotected",
        ["cose/gluecose/sign1-verify-0001.json"] = "unprotected",
        ["cose/gluecose/sign1-sign-0000.json"] = "unprotected",
        ["cose/gluecose/sign1-sign-0001.json"] = "unprotected",
        ["cose/dgc/AT/1.json"] = "protected.kid",
        ["cose/dgc/AT/2.json"] = "protected.kid",
        ["cose/dgc/AT/3.json"] = "protected.kid",
        ["cose/dgc/AT/4.json"] = "protected.kid",
        ["cose/dgc/DE/1.json"] = "unprotected",
        ["cose/dgc/DE/2.json"] = "unprotected",
        ["cose/dgc/DE/3.json"] = "unprotected",
        ["cose/dgc/DE/4.json"] = "unprotected",
        ["cose/dgc/SE/1.json"] = "protected.kid",
        ["cose/dgc/SE/2.json"] = "protected.kid",
        ["cose/dgc/SE/3.json"] = "protected.kid",
        ["cose/dgc/SE/4.json"] = "protected.kid",
        ["cose/dgc/SE/5.json"] = "protected.kid",
        ["cose/dgc/common/CO16.json"] = "protected.kid",
        ["cose/dgc/common/CO18.json"] = "protected.kid",
        ["cose/dgc/common/CO19.json"] = "unprotected",
    };

    [CorpusFact]
    public void Vectors_OfTheWholeFolder_HaveTheStatedOutcomeAndAreRefusedByTheProfileByName()
    {
        string folder = Corpora.PathOf("cose");
        var good = new List<string>();
        int count = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            count++;
            string name = "cose/" + Path.GetRelativePath(folder, path).Replace('\\', '/');
            Vector vector = Read(name);
            bool verified = Layer.Verifies(vector.Message, vector.Key, vector.External);
            Assert.True(verified == vector.Expected, $"{name}: {verified}");
            if (vector.ToBeSigned is { } toBeSigned && verified)
            {
                Assert.Equal(
                    toBeSigned, Convert.ToHexString(CoseSign1.Read(vector.Message).SigStructure(vector.External)), ignoreCase: true);
            }

            if (!verified)
            {
                continue;
            }

            good.Add(name);
            TokenFormatException refusal = Assert.Throws<TokenFormatException>(() => Cwt.Read(vector.Message));
            Assert.Equal($"{name}: {RefusedByTheProfile.GetValueOrDefault(name)}", $"{name}: {refusal.Path}");
        }

        Assert.Equal(33, count);
        Assert.Equal(RefusedByTheProfile.Keys.Order(StringComparer.Ordinal), good.Order(StringComparer.Ordinal));
    }

    private static Vector Read(string name)
    {
        JsonElement json = Corpora.Json(name);
        return name.Split('/')[1] switch
        {
            "cose-wg" => OfWorkingGroup(json),
            "dgc" => OfDigitalGreenCertificate(json),
            _ => OfGlueCose(json),
        };
    }

    private static Vector OfWorkingGroup(JsonElement json)
    {
        JsonElement input = json.GetProperty("input");
        JsonElement signer = input.TryGetProperty("sign0", out JsonElement sign0) ? sign0
            : input.TryGetProperty("sign", out JsonElement sign) ? sign.GetProperty("signers")[0]
            : default;
        bool fails = json.TryGetProperty("fail", out JsonElement fail) && fail.GetBoolean();
        // COSE_Sign (tag 98) and COSE_Mac0 (tag 17) are other kinds of message, to be refused as such; a MAC has no public key.
        bool otherKind = sign0.ValueKind == JsonValueKind.Undefined;
        return new Vector(
            Convert.FromHexString(json.GetProperty("output").GetProperty("cbor").GetString()!),
            signer.ValueKind == JsonValueKind.Undefined
                ? TestKeys.Of(SignatureAlgorithm.ES256).PublicKey
                : Layer.PublicKey(signer.GetProperty("key")),
            signer.ValueKind != JsonValueKind.Undefined && signer.TryGetProperty("external", out JsonElement external)
                ? Convert.FromHexString(external.GetString()!)
                : [],
            !fails && !otherKind,
            !otherKind && json.TryGetProperty("intermediates", out JsonElement steps)
                ? steps.GetProperty("ToBeSign_hex").GetString()
                : null);
    }

    private static Vector OfDigitalGreenCertificate(JsonElement json)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(
            Convert.FromBase64String(json.GetProperty("TESTCTX").GetProperty("CERTIFICATE").GetString()!));
        // CO16 states only that its time check fails: the clock stands before iat, which no signature knows.
        bool expected = !json.GetProperty("EXPECTEDRESULTS").TryGetProperty("EXPECTEDVERIFY", out JsonElement verify)
            || verify.GetBoolean();
        return new Vector(
            Convert.FromHexString(json.GetProperty("COSE").GetString()!),
            VerificationKey.FromSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo()),
            [],
            expected,
            null);
    }

    private static Vector OfGlueCose(JsonElement json)
    {
        VerificationKey key = Layer.PublicKey(json.GetProperty("key"));
        if (json.TryGetProperty("sign1::sign", out JsonElement sign))
        {
            return new Vector(
                Convert.FromHexString(sign.GetProperty("expectedOutput").GetProperty("cborHex").GetString()!),
                key,
                External(sign),
                true,
                sign.GetProperty("tbsHex").GetProperty("cborHex").GetString());
        }

        JsonElement verify = json.GetProperty("sign1::verify");
        return new Vector(
            Convert.FromHexString(verify.GetProperty("taggedCOSESign1").GetProperty("cborHex").GetString()!),
            key,
            External(verify),
            verify.GetProperty("shouldVerify").GetBoolean(),
            null);
    }

    private static byte[] External(JsonElement json) =>
        json.TryGetProperty("external", out JsonElement external) ? Convert.FromHexString(external.GetString()!) : [];

    private sealed record Vector(byte[] Message, VerificationKey Key, byte[] External, bool Expected, string? ToBeSigned);
}

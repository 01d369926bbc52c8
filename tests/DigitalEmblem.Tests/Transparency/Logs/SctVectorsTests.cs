using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Promises of logs as another implementation has them in its tests. If one fails, a promise for one certificate is taken for
/// another's, or a log's own is not believed.
/// </summary>
public class SctVectorsTests
{
    private static readonly JsonElement Corpus = Corpora.Folder is null
        ? default
        : Corpora.Json("ct/scts/certificate-transparency-go.json");

    [CorpusFact]
    public void Sct_EveryCase_HasTheStatedLeafHashAndOutcome()
    {
        TransparencyLog log = Log(Convert.FromBase64String(Text(Corpus, "log_public_key_der_base64")));
        TbsCertificate issuer = TbsCertificate.OfCertificate(Der(Text(Corpus, "issuer_pem")));
        Assert.Equal(Text(Corpus, "log_id_hex"), log.Id.ToString());
        JsonElement[] cases = [.. Corpus.GetProperty("cases").EnumerateArray()];
        foreach (JsonElement one in cases)
        {
            string name = Text(one, "name");
            var sct = SignedCertificateTimestamp.Read(Convert.FromHexString(Text(one, "sct_tls_hex")));
            LogLeaf leaf = LeafOf(Der(Text(one, "certificate_pem")), Text(one, "entry"), issuer, sct);
            Assert.True(log.IsPromisedBy(sct, leaf) == one.GetProperty("sct_valid").GetBoolean(), name);
            if (one.TryGetProperty("leaf_hash_base64", out JsonElement hash))
            {
                Assert.True(hash.GetString() == leaf.Hash.ToBase64(), name);
            }
        }

        Assert.Equal(5, cases.Length);
        Assert.Equal(3, cases.Count(c => c.GetProperty("sct_valid").GetBoolean()));
    }

    [CorpusFact]
    public void Sct_EmbeddedCases_HoldTheStatedSctInside()
    {
        int count = 0;
        foreach (JsonElement one in Corpus.GetProperty("cases").EnumerateArray()
            .Where(c => Text(c, "name").StartsWith("embedded", StringComparison.Ordinal)))
        {
            byte[] stated = Convert.FromHexString(Text(one, "sct_tls_hex"));
            SignedCertificateTimestamp inside = Assert.Single(TbsCertificate.OfCertificate(Der(Text(one, "certificate_pem"))).Scts());
            var read = SignedCertificateTimestamp.Read(stated);
            Assert.Equal((read.LogId, read.Milliseconds), (inside.LogId, inside.Milliseconds));
            Assert.Equal(read.Signature, inside.Signature);
            Assert.Null(inside.LeafIndex);
            count++;
        }

        Assert.Equal(2, count);
    }

    [CorpusFact]
    public void Sct_OneBitChangedAnywhere_IsNoPromiseOfTheLog()
    {
        TransparencyLog log = Log(Convert.FromBase64String(Text(Corpus, "log_public_key_der_base64")));
        TbsCertificate issuer = TbsCertificate.OfCertificate(Der(Text(Corpus, "issuer_pem")));
        JsonElement one = Corpus.GetProperty("cases").EnumerateArray().Single(c => Text(c, "name") == "cert");
        byte[] certificate = Der(Text(one, "certificate_pem"));
        foreach ((int bit, byte[] altered) in Mutations.EachBit(Convert.FromHexString(Text(one, "sct_tls_hex"))))
        {
            bool promised = false;
            Mutations.IsRead(() =>
            {
                var sct = SignedCertificateTimestamp.Read(altered);
                promised = log.IsPromisedBy(sct, LeafOf(certificate, Text(one, "entry"), issuer, sct));
            });
            Assert.False(promised, $"bit {bit}");
        }
    }

    [CorpusFact]
    public void DigitallySigned_EcAndRsa_VerifyUnderTheirKeyOnly()
    {
        JsonElement set = Corpus.GetProperty("digitally_signed");
        byte[] signed = SignedBytes(set);
        LogKey ec = Key(set, "ec_public_key_pem"), rsa = Key(set, "rsa_public_key_pem"), other = Key(set, "other_ec_public_key_pem");
        byte[] byEc = Convert.FromHexString(Text(set, "sct_signature_ec_hex")),
            byRsa = Convert.FromHexString(Text(set, "sct_signature_rsa_hex"));

        Assert.Equal(Text(set, "ec_log_id_hex"), ec.Id.ToString());
        Assert.True(ec.Verify(signed, byEc));
        Assert.True(rsa.Verify(signed, byRsa));
        Assert.False(ec.Verify(signed, byRsa));
        Assert.False(rsa.Verify(signed, byEc));
        Assert.Equal("must not verify", Text(set, "other_key_expected"));
        Assert.False(other.Verify(signed, byEc));
        Assert.False(ec.Verify((byte[])[.. signed, 0], byEc));
        Assert.False(ec.Verify(signed, [.. byEc, 0]));
        Assert.False(ec.Verify(signed, byEc.AsSpan()[..^1]));
    }

    [CorpusFact]
    public void DigitallySigned_OtherAlgorithms_DoNotVerifyWhateverTheSignature()
    {
        JsonElement set = Corpus.GetProperty("digitally_signed");
        byte[] signed = SignedBytes(set);
        foreach ((string key, string signature) in new[]
        {
            ("ec_public_key_pem", "sct_signature_ec_hex"),
            ("rsa_public_key_pem", "sct_signature_rsa_hex")
        })
        {
            foreach (string unsupported in new[] { "unsupported_signature_algorithm_hex", "unsupported_hash_algorithm_hex" })
            {
                byte[] stated = Convert.FromHexString(Text(set, unsupported));
                Assert.False(Key(set, key).Verify(signed, stated));

                // A right signature under the name of that algorithm is none either.
                Assert.False(Key(set, key).Verify(signed, [.. stated[..2], .. Convert.FromHexString(Text(set, signature))[2..]]));
            }
        }
    }

    [CorpusFact]
    public void SignedTreeHead_AsStated_VerifiesAndDoesNotWithAnyPartChanged()
    {
        JsonElement set = Corpus.GetProperty("digitally_signed"), sth = set.GetProperty("sth");
        TransparencyLog log = Log(Key(set, Text(sth, "key")).SubjectPublicKeyInfo);
        var head = new SignedTreeHead(
            sth.GetProperty("tree_size").GetUInt64(),
            sth.GetProperty("timestamp").GetUInt64(),
            new Sha256Digest(Convert.FromHexString(Text(sth, "root_hash_hex"))),
            Convert.FromHexString(Text(sth, "signature_hex")));

        Assert.Equal("verifies", Text(sth, "expected"));
        Assert.True(log.Signed(head));
        Assert.False(log.Signed(head with { TreeSize = head.TreeSize + 1 }));
        Assert.False(log.Signed(head with { Milliseconds = head.Milliseconds + 1 }));
        Assert.False(log.Signed(head with { RootHash = MerkleTree.EmptyRoot }));
        Assert.All(
            Mutations.EachBit(head.Signature.ToArray()), altered => Assert.False(log.Signed(head with { Signature = altered.Bytes })));
    }

    // The corpus says in words what the log made of the certificate.
    private static LogLeaf LeafOf(byte[] certificate, string entry, TbsCertificate issuer, SignedCertificateTimestamp sct)
    {
        if (entry == "x509_entry")
        {
            return LogLeaf.OfCertificate(sct.Milliseconds, certificate, sct.Extensions);
        }

        TbsCertificate parsed = TbsCertificate.OfCertificate(certificate);
        return LogLeaf.Promised(
            sct,
            Sha256Digest.Of(issuer.SubjectPublicKeyInfo.Span),
            parsed.IsPrecertificate ? parsed.OfPrecertificate(signing: null) : parsed.WithoutScts());
    }

    private static byte[] SignedBytes(JsonElement set) =>
        LogLeaf.OfCertificate(
            set.GetProperty("sct_timestamp").GetUInt64(), Convert.FromHexString(Text(set, "certificate_der_hex")), []).SignedBytes;

    private static LogKey Key(JsonElement set, string name) =>
        LogKey.Read(Pem.Decode(System.Text.Encoding.ASCII.GetBytes(Text(set, name)), "PUBLIC KEY").Single().ToArray());

    private static byte[] Der(string pem) => Pem.Decode(System.Text.Encoding.ASCII.GetBytes(pem), "CERTIFICATE").Single().ToArray();

    private static TransparencyLog Log(byte[] key) => new(LogKey.Read(key), LogKind.Rfc6962, "log", "", LogState.Usable, null, null);

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}

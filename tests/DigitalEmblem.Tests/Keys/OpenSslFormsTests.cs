using System.Security.Cryptography;
using Xunit;

namespace DigitalEmblem.Tests.Keys;

/// <summary>
/// Each form in which the openssl command writes a key. An organization whose own key is called unreadable cannot sign, and is told
/// to look for a passphrase that was right.
/// </summary>
[Trait("Category", "Servers")]
public class OpenSslFormsTests
{
    private const string Passphrase = "correct horse";

    public static TheoryData<string, string> Algorithms => new()
    {
        { "ES256", "EC -pkeyopt ec_paramgen_curve:P-256" },
        { "ES384", "EC -pkeyopt ec_paramgen_curve:P-384" },
        { "ES512", "EC -pkeyopt ec_paramgen_curve:P-521" },
        { "Ed25519", "ED25519" },
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void EveryForm_OfOneKey_IsReadAsThatKey(string algorithm, string generate)
    {
        using var openssl = new OpenSsl();
        openssl.Run($"""
            openssl genpkey -algorithm {generate} -out key.pem
            openssl pkey -in key.pem -pubout -out key.pub
            openssl pkcs8 -topk8 -in key.pem -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 1000 -passout 'pass:{Passphrase}' -out e1.pem
            openssl pkcs8 -topk8 -in key.pem -v2 aes-128-cbc -v2prf hmacWithSHA1 -iter 1000 -passout 'pass:{Passphrase}' -out e2.pem
            openssl pkcs8 -topk8 -in key.pem -v2 aes-192-cbc -v2prf hmacWithSHA512 -iter 1 -passout 'pass:{Passphrase}' -out e3.pem
            openssl pkcs8 -topk8 -in key.pem -v2 des3 -v2prf hmacWithSHA384 -iter 1000 -passout 'pass:{Passphrase}' -out e4.pem
            """);
        VerificationKey key = VerificationKey.FromPem(openssl.Read("key.pub"));
        Assert.Equal(algorithm, key.Algorithm.Name);
        AssertReads(key, openssl.Read("key.pem"));
        foreach (string file in openssl.Files("e?.pem"))
        {
            AssertReads(key, openssl.Read(file));
            Assert.Contains(
                "passphrase is wrong",
                Assert.Throws<CryptographicException>(() => SigningKey.FromPem(openssl.Read(file), "wrong")).Message,
                StringComparison.Ordinal);
        }

        // Text around blocks, marks, indents, other line ends, one line (RFC 7468, 2 and 3).
        string pem = openssl.Read("key.pem"), pub = openssl.Read("key.pub");
        foreach (Func<string, string> dress in (Func<string, string>[])[
            text => "\ufeff" + text,
            text => "Bag Attributes\n    localKeyID: 01 02\nKey Attributes: <No Attributes>\n" + text + "\ntrailing words\n",
            text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
            text => text.Replace("\n", "\n    ", StringComparison.Ordinal).Insert(0, "\t"),
            text => text.Replace('\n', ' ')])
        {
            AssertReads(key, dress(pem));
            Assert.Equal(key, VerificationKey.FromPem(dress(pub)));
        }

        if (key.Algorithm.IsEcdsa)
        {
            openssl.Run("""
                openssl ec -in key.pem -conv_form compressed -pubout -out compressed.pub
                openssl ec -in key.pem -out sec1.pem
                openssl ec -in key.pem -conv_form compressed -out sec1c.pem
                openssl ec -in key.pem -no_public -out sec1n.pem
                openssl pkcs8 -topk8 -nocrypt -in sec1c.pem -out pkcs8c.pem
                openssl pkcs8 -topk8 -nocrypt -in sec1n.pem -out pkcs8n.pem
                """);
            Assert.Equal(key, VerificationKey.FromPem(openssl.Read("compressed.pub")));
            foreach (string file in (string[])["sec1.pem", "sec1c.pem", "sec1n.pem", "pkcs8c.pem", "pkcs8n.pem"])
            {
                AssertReads(key, openssl.Read(file));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void OurFiles_AreReadByOpenSsl(string algorithm, string generate)
    {
        Assert.NotEmpty(generate);
        using var openssl = new OpenSsl();
        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.Parse(algorithm));
        openssl.Write("plain.pem", key.ToPlaintextPemUnsafe());
        openssl.Write("encrypted.pem", key.ToEncryptedPem(Passphrase));
        openssl.Write("public.pem", key.PublicKey.ToPem());
        openssl.Run($"""
            openssl pkey -in plain.pem -pubout -out 1.pub
            openssl pkey -in encrypted.pem -passin 'pass:{Passphrase}' -pubout -out 2.pub
            openssl pkey -pubin -in public.pem -pubout -out 3.pub
            """);
        Assert.All(openssl.Files("?.pub"), file => Assert.Equal(key.PublicKey, VerificationKey.FromPem(openssl.Read(file))));
    }

    [Fact]
    public void FormsThatAreNotRead_AreNamedAndNeverCalledAWrongPassphrase()
    {
        using var openssl = new OpenSsl();
        openssl.Run($"""
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
            openssl pkcs8 -topk8 -in key.pem -scrypt -scrypt_N 2 -passout 'pass:{Passphrase}' -out scrypt.pem
            openssl pkcs8 -topk8 -in key.pem -v1 PBE-SHA1-3DES -passout 'pass:{Passphrase}' -out PBES1.pem
            openssl pkcs8 -topk8 -in key.pem -v2 camellia-128-cbc -passout 'pass:{Passphrase}' \
              -out "identifier 1.2.392.200011.61.1.1.1.2.pem"
            openssl pkcs8 -topk8 -in key.pem -v2 aes-128-cbc -v2prf hmacWithSHA224 -passout 'pass:{Passphrase}' -out SHA-224.pem
            openssl pkcs8 -topk8 -in key.pem -v2 aes-128-cbc -iter 10000001 -passout 'pass:{Passphrase}' -out "iteration count.pem"
            openssl ec -in key.pem -aes128 -passout 'pass:{Passphrase}' -out Proc-Type.pem
            openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout -out "explicit curve parameters.pem"
            openssl pkcs8 -topk8 -nocrypt -in "explicit curve parameters.pem" -out "explicit curve parameters 2.pem"
            openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out RSA.pem
            openssl genpkey -algorithm ED448 -out Ed448.pem
            openssl genpkey -algorithm X25519 -out X25519.pem
            openssl rsa -in RSA.pem -traditional -out "RSA PRIVATE KEY.pem"
            """);
        foreach (string file in openssl.Files("*.pem").Where(f => f != "key.pem"))
        {
            string named = Path.GetFileNameWithoutExtension(file).Replace(" 2", "", StringComparison.Ordinal);
            foreach (string? passphrase in (string?[])[Passphrase, "wrong", null])
            {
                TokenFormatException refusal = Assert.Throws<TokenFormatException>(
                    () => SigningKey.FromPem(openssl.Read(file), passphrase));
                Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
                Assert.NotEqual(FormatFault.Malformed, refusal.Fault);
            }
        }
    }

    /// <summary>Which curves the platform knows differs from machine to machine, and what it throws for the others too.</summary>
    [Fact]
    public void EveryCurveThatOpenSslKnows_IsReadOrNamed()
    {
        using var openssl = new OpenSsl();
        openssl.Run("""
            for curve in $(openssl ecparam -list_curves | sed -n 's/^ *\([A-Za-z0-9-]*\) *:.*/\1/p'); do
              openssl ecparam -name $curve -genkey -noout -out $curve.pem 2>/dev/null || continue
              openssl ec -in $curve.pem -pubout -out $curve.pub 2>/dev/null || rm -f $curve.pem $curve.pub
            done
            """);
        string[] curves = [.. openssl.Files("*.pub").Select(f => Path.GetFileNameWithoutExtension(f))];
        Assert.InRange(curves.Length, 20, 200);
        foreach (string curve in curves)
        {
            string pub = openssl.Read($"{curve}.pub"), pem = openssl.Read($"{curve}.pem");
            if (curve is "prime256v1" or "secp384r1" or "secp521r1")
            {
                AssertReads(VerificationKey.FromPem(pub), pem);
                continue;
            }

            foreach (Action read in (Action[])[() => VerificationKey.FromPem(pub), () => SigningKey.FromPem(pem)])
            {
                TokenFormatException refusal = Assert.Throws<TokenFormatException>(read);
                Assert.Equal(FormatFault.Unsupported, refusal.Fault);
                Assert.Contains("curve", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void AssertReads(VerificationKey key, string pem)
    {
        using SoftwareSigningKey read = SigningKey.FromPem(pem, Passphrase);
        Assert.Equal(key, read.PublicKey);
        Assert.True(key.Verify([1, 2, 3], read.Sign([1, 2, 3])));
    }
}

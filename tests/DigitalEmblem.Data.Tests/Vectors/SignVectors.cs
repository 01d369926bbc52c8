using System.Security.Cryptography;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Data.Tests.Vectors;

internal static class SignVectors
{
    // Ed25519 signs the same bytes in the same way each time, so that the files can be made again.
    public static readonly SoftwareSigningKey Key = KeyOf(1), Root = KeyOf(2);

    private static readonly byte[] Head = Raw.HeadFor(1, Raw.Page("report.pdf"));

    private static readonly string Text = DataRoot.OfHead(Head).ToString();

    public static void Add(VectorMaker maker)
    {
        byte[] token = Token(), key = Key.PublicKey.ToCoseKey();
        byte[] endorsement = Cwt.Sign(TestTokens.Endorsement(Key.PublicKey), Root);
        byte[] good = Bundle(token, key);
        maker.Accepted("a sign", "One emblem, and its key.", good);
        maker.Accepted("with an endorsement", "As most signs are.", Bundle(endorsement, token, key, Root.PublicKey.ToCoseKey()));
        maker.Accepted("without the key", "The signature cannot be verified from it alone.", Bundle(token));
        maker.Accepted("altered signature", "It is well formed, and wrong: exit 2.", Bundle(Altered(token), key));
        maker.Accepted("inside tag 61", "Read with and without.", Bundle(Token(t => t.Tags = "d83dd2"), key));
        maker.Accepted("endorsement in an unknown algorithm", "Set aside.", Bundle(token, key, UnknownAlgorithm(endorsement: true)));
        maker.Refused("emblem in an unknown algorithm", "No emblem is left.", Bundle(UnknownAlgorithm(endorsement: false), key));
        maker.Refused("no emblem", "Exactly one is required.", Bundle(endorsement, key));
        maker.Refused("nothing", "Exactly one is required.", Bundle());
        maker.Refused("two emblems", "Exactly one is required.", Bundle(token, Token(t => t.Claims[RawCwt.Text("prp")] = "02"), key));
        maker.Refused("the same emblem twice", "Exactly one is required.", Bundle(token, token, key));
        maker.Refused("host beside", "A host's emblem is no part of a sign of data.", Bundle(token, new RawCwt(Key).Sign(), key));
        maker.Refused("malformed item beside", "An empty byte string is neither token nor key.", Bundle(token, key, []));
        maker.Refused("a token alone", "A sign is a bundle.", token);
        maker.Refused("cut", "The last byte is missing.", good[..^1]);
        maker.Refused("byte more", "A byte follows.", [.. good, 0]);
        maker.Refused("item that is a text", "Items are byte strings.", Raw.Array(Raw.Bytes(token), Raw.Text("a")));
        maker.Refused("indefinite length", "The length of the bundle is definite.", [0x9f, .. Raw.Bytes(token), 0xff]);
        AddAssets(maker, key);
    }

    public static void AddFiles(VectorMaker maker)
    {
        byte[] bundle = Bundle(Token(), Key.PublicKey.ToCoseKey()), manifest = Raw.Manifest(Head, Raw.Page("report.pdf"));
        byte[] good = Raw.SignFile(bundle, manifest);
        maker.Accepted("report.pdf.adem", "The sign of one file.", good);
        maker.Refused("another magic", "The form of version 2.", [.. "adem-signfile:2\0"u8, .. good[16..]]);
        maker.Refused("nothing", "An empty file.", []);
        maker.Refused("only the magic", "There is no sign.", good[..16]);
        maker.Refused("sign longer than the file", "The four bytes say so.", [.. good[..16], 0, 0, 0xff, 0xff, .. good[20..]]);
        maker.Refused("sign above 1 MiB", "The four bytes say so.", [.. good[..16], 0xff, 0xff, 0xff, 0xff, .. good[20..]]);
        maker.Refused("sign a byte shorter", "The bundle is cut.", [.. good[..16], .. Raw.Length(bundle.Length - 1), .. good[20..]]);
        maker.Refused("without manifest", "It ends with the sign: exit 3.", good[..(20 + bundle.Length)]);
        maker.Refused("cut", "The last byte is missing: exit 3.", good[..^1]);
        maker.Refused("byte more", "A byte follows: exit 3.", [.. good, 0]);
        byte[] other = Raw.HeadFor(1, Raw.Page("other.pdf"));
        maker.Refused(
            "manifest of another sign", "It has another root: exit 3.", Raw.SignFile(bundle, Raw.Manifest(other, Raw.Page("other.pdf"))));
        maker.Refused("a bundle", "The sign alone is no sign file.", bundle);
    }

    public static byte[] Bundle(params byte[][] items) => Raw.Array([.. items.Select(i => Raw.Bytes(i))]);

    private static void AddAssets(VectorMaker maker, byte[] key)
    {
        void Refused(string name, string why, params string[] assets) =>
            maker.Refused(name, why, Bundle(Token(t => t.Claims[RawCwt.Text("assets")] = Assets(assets)), key));
        Refused("host", "A host's emblem, read as a sign of data.", "www.society.example");
        Refused("root and host", "Kinds are never mixed.", Text, "www.society.example");
        Refused("host and root", "Kinds are never mixed.", "www.society.example", Text);
        Refused("two roots", "A token has one root.", Text, "adem-data:1:" + new string('a', 52));
        Refused("one root twice", "A token has one asset.", Text, Text);
        Refused("no asset", "A token has one asset.");
        Refused("capital letters", "There is one spelling.", Text.ToUpperInvariant());
        Refused("version 2", "A reader of version 1 reads version 1.", "adem-data:2:" + new string('a', 52));
        Refused("unused bit", "There is one spelling.", "adem-data:1:" + new string('a', 51) + "b");
        Refused("empty text", "No root.", "");
        maker.Refused(
            "assets as a text", "They are an array.", Bundle(Token(t => t.Claims[RawCwt.Text("assets")] = RawCwt.Text(Text)), key));
        maker.Refused("without purposes", "They are required.", Bundle(Token(t => t.Claims.Remove(RawCwt.Text("prp"))), key));
        maker.Refused("without end", "It is required.", Bundle(Token(t => t.Claims.Remove("04")), key));
        maker.Refused("unprotected header", "It is empty.", Bundle(Token(t => t.Unprotected = "a10101"), key));
    }

    private static byte[] Token(Action<RawCwt>? change = null)
    {
        var token = new RawCwt(Key);
        token.Claims[RawCwt.Text("assets")] = Assets(Text);
        change?.Invoke(token);
        return token.Sign();
    }

    private static byte[] UnknownAlgorithm(bool endorsement)
    {
        var token = new RawCwt(Key, endorsement);
        token.Header["01"] = RawCwt.Integer(-99);
        if (!endorsement)
        {
            token.Claims[RawCwt.Text("assets")] = Assets(Text);
        }

        return token.Sign();
    }

    private static string Assets(params string[] texts) => Convert.ToHexString(Raw.Array([.. texts.Select(Raw.Text)]));

    private static byte[] Altered(byte[] token)
    {
        byte[] altered = [.. token];
        altered[^1] ^= 1;
        return altered;
    }

    private static SoftwareSigningKey KeyOf(byte seed)
    {
        byte[] pkcs8 = [.. Convert.FromHexString("302e020100300506032b657004220420"), .. Enumerable.Repeat(seed, 32)];
        return SigningKey.FromPem(PemEncoding.WriteString("PRIVATE KEY", pkcs8));
    }
}

using DigitalEmblem.Discovery;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Fuzz.Targets;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz;

/// <summary>
/// Valid inputs to start from, made by our own writers with keys that are thrown away. Private keys among them are used for nothing else.
/// </summary>
internal static class Seeds
{
    private static readonly DateTimeOffset Now = TestTokens.Now;
    private static readonly SoftwareSigningKey Root = TestKeys.Of(SignatureAlgorithm.ES256),
        Own = TestKeys.Of(SignatureAlgorithm.Ed25519),
        Authority = TestKeys.Of(SignatureAlgorithm.ES512);

    public static void Write(string folder)
    {
        foreach ((string target, string name, byte[] bytes) in All())
        {
            if (FuzzTargets.Find(target) is null)
            {
                throw new InvalidOperationException($"There is no target {target}.");
            }

            Directory.CreateDirectory(Path.Combine(folder, target));
            File.WriteAllBytes(Path.Combine(folder, target, name), bytes);
        }
    }

    private static IEnumerable<(string Target, string Name, byte[] Bytes)> All() =>
        [.. Tokens(), .. Keys(), .. Texts(), .. Dns(), .. Transparency(), .. Exchange(), .. Stores(), .. DataSeeds.All()];

    private static IEnumerable<(string, string, byte[])> Tokens()
    {
        byte[] emblem = Cwt.Sign(TestTokens.Emblem(), Own);
        byte[] endorsement = Cwt.Sign(TestTokens.Endorsement(Own.PublicKey), Root);
        yield return ("cwt", "emblem", emblem);
        yield return ("cwt", "endorsement", endorsement);
        yield return ("cwt", "tag61", Cwt.Sign(TestTokens.Emblem(), Own, insideTag61: true));
        yield return ("jws", "emblem", Utf8(Jws.Sign(TestTokens.Emblem(), Own)));
        yield return ("jws", "endorsement", Utf8(Jws.Sign(TestTokens.Endorsement(Own.PublicKey, profile: TokenProfile.Jws), Root)));
        yield return ("cbor", "emblem", emblem);
        yield return ("cbor", "array", [0x83, 0x01, 0x61, 0x61, 0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
        yield return ("claims", "emblem", CoseSign1.Read(emblem).Payload!.Value.ToArray());
        yield return ("claims", "endorsement", CoseSign1.Read(endorsement).Payload!.Value.ToArray());
        yield return ("bundle", "set", TokenBundle.Write([emblem, endorsement, Own.PublicKey.ToCoseKey(), Root.PublicKey.ToCoseKey()]));
        yield return ("bundle", "empty", [0x80]);
    }

    private static IEnumerable<(string, string, byte[])> Keys()
    {
        foreach (SoftwareSigningKey key in (SoftwareSigningKey[])[Root, Own, Authority, TestKeys.Of(SignatureAlgorithm.ES384)])
        {
            string name = key.Algorithm.ToString().ToLowerInvariant();
            yield return ("cose-key", name, key.PublicKey.ToCoseKey());
            yield return ("jwk", name, Utf8(key.PublicKey.ToJwk()));
            yield return ("spki", name, key.PublicKey.ToSubjectPublicKeyInfo());
            yield return ("public-pem", name, Utf8(key.PublicKey.ToPem()));
        }

        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        yield return ("pkcs8", "es256", ecdsa.ExportPkcs8PrivateKey());
        yield return ("private-pem", "pkcs8", Utf8(ecdsa.ExportPkcs8PrivateKeyPem()));
        yield return ("private-pem", "sec1", Utf8(ecdsa.ExportECPrivateKeyPem()));
        yield return ("private-pem", "encrypted", Utf8(ecdsa.ExportEncryptedPkcs8PrivateKeyPem(
            "demo", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10))));
        byte[] ed25519 = [.. Convert.FromHexString("302e020100300506032b657004220420"), .. SHA256.HashData("a seed that signs nothing"u8)];
        yield return ("pkcs8", "ed25519", ed25519);
        yield return ("private-pem", "ed25519", Utf8(PemEncoding.WriteString("PRIVATE KEY", ed25519)));
    }

    private static IEnumerable<(string, string, byte[])> Texts()
    {
        string[] names =
        [
            "www.society.example", "https://society.example", "*.society.example", "[2001:db8::/48]", "[::ffff:192.0.2.1]",
            "b\u00fccher.example", Own.PublicKey.CoseIdentifier.ToString()
        ];
        for (int i = 0; i < names.Length; i++)
        {
            yield return ("identifiers", $"{i}", Utf8(names[i]));
            yield return ("host-name", $"{i}", Utf8(names[i]));
        }

        yield return ("host-name", "url", Utf8("https://www.society.example:443/path?x#y"));
        yield return ("codings", "key", Utf8(Own.PublicKey.CoseIdentifier.ToString()));
        string jws = Jws.Sign(TestTokens.Emblem(), Own),
            end = Jws.Sign(TestTokens.Endorsement(Own.PublicKey, profile: TokenProfile.Jws), Root);
        string hex = Convert.ToHexStringLower(Cwt.Sign(TestTokens.Emblem(), Own));
        string txt = $"www.society.example.\t300\tIN\tTXT\t\"adem-token={jws[..200]}\" \"{jws[200..]}\"\n"
            + $"www.society.example. 300 IN TXT \"adem-key={Own.PublicKey.ToJwk().Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n";
        yield return ("zone-line", "txt", Utf8(txt));
        yield return ("zone-line", "ihle", Utf8($"www.society.example. 3600 IN TYPE65297 \\# {hex.Length / 2} {hex}\n"));
        yield return ("zone-line", "parentheses", Utf8($"www 1h IN TXT ( \"adem-token={jws[..200]}\" ; first\n \"{jws[200..]}\" )\n"));
        foreach (string target in (string[])["text", "order", "command-verify", "command-inspect"])
        {
            yield return (target, "lines", Utf8($"{hex}\n{Convert.ToHexStringLower(Cwt.Sign(TestTokens.Endorsement(Own.PublicKey), Root))}"
                + $"\n{Convert.ToHexStringLower(Own.PublicKey.ToCoseKey())}\n{Convert.ToHexStringLower(Root.PublicKey.ToCoseKey())}\n"));
            yield return (target, "jws-lines", Utf8($"{jws}\n{end}\n{Own.PublicKey.ToJwk()}\n{Root.PublicKey.ToJwk()}\n"));
            yield return (target, "records", Utf8(txt));
            yield return (target, "dig", Utf8("; <<>> DiG <<>> TXT www.society.example\n;; ->>HEADER<<- opcode: QUERY, status: "
                + $"NOERROR, id: 1\n;; QUESTION SECTION:\n;www.society.example. IN TXT\n\n;; ANSWER SECTION:\n{txt}\n"));
            yield return (target, "pem", Utf8(Own.PublicKey.ToPem()));
            yield return (target, "doh", Utf8("{\"Status\":0,\"TC\":false,\"Question\":[{\"name\":\"www.society.example.\",\"type\":16}"
                + $"],\"Answer\":[{{\"name\":\"www.society.example.\",\"type\":16,\"TTL\":300,\"data\":\"\\\"adem-token={jws}\\\"\"}}]}}"));
        }

        yield return ("deployment", "good", [0, 2, 1, 1, 1]);
        yield return ("deployment", "changed", [1, 3, 2, 1, 3, 5, 0, 0, 0, 9, 1, 0, 0, 12, 7, 0, 0]);
        yield return ("command-key", "pem", Utf8(Own.PublicKey.ToPem()));
        yield return ("command-key", "jwk", Utf8(Root.PublicKey.ToJwk()));
    }

    private static IEnumerable<(string, string, byte[])> Dns()
    {
        DomainName name = DomainName.Parse("www.society.example");
        byte[] ihle = Cwt.Sign(TestTokens.Emblem(), Own);
        byte[] txt = CharacterStrings.Data($"adem-token={Jws.Sign(TestTokens.Emblem(), Own)}");
        foreach ((string target, ushort type, byte[] data) in ((string, ushort, byte[])[])[
            ("dns-txt", DnsType.Txt, txt), ("dns-ihle", DnsType.DefaultIhle, ihle)])
        {
            byte[] query = DnsWire.WriteQuery(0x1234, name, type);
            yield return (target, "answer", Answer(query, type, data));
            yield return (target, "nodata", Answer(query, 6, [0, 0, .. new byte[20]], section: 8));
            yield return (target, "alias", Answer(query, 5, [3, (byte)'w', (byte)'w', (byte)'x', 0xc0, 0x10]));
        }

        yield return ("dns-update", "refused", [0, 0, 0xa8, 5, 0, 0, 0, 0, 0, 0, 0, 0]);
        yield return (
            "tsig-key",
            "bind",
            Utf8("key \"issuer\" {\n  algorithm hmac-sha256;\n  secret \"c2VjcmV0IHRoYXQgc2lnbnMgbm90aGluZyBhdCBhbGw=\";\n};\n"));
        yield return ("lookup-cache", "answer", LookupAnswerCodec.Write(new LookupAnswer
        {
            Outcome = LookupOutcome.Found,
            Data = [txt],
            Names = ["www.society.example"],
            TimeToLive = TimeSpan.FromMinutes(5)
        }));
    }

    private static byte[] Answer(byte[] query, int type, byte[] data, int section = 6)
    {
        List<byte> bytes = [.. query];
        bytes[2] = 0x81;
        bytes[3] = 0x80;
        bytes[section + 1] = 1;
        int additional = bytes.Count > 11 && bytes[11] == 1 ? 11 : 0;
        byte[] opt = additional > 0 ? [.. bytes[^11..]] : [];
        bytes.RemoveRange(bytes.Count - additional, additional);
        bytes.AddRange([0xc0, 0x0c]);
        DnsWire.UInt16(bytes, type);
        DnsWire.UInt16(bytes, 1);
        DnsWire.UInt32(bytes, 300);
        DnsWire.UInt16(bytes, data.Length);
        bytes.AddRange(data);
        bytes.AddRange(opt);
        return [.. bytes];
    }

    private static byte[] Progress(TestLog log)
    {
        var frontier = MerkleFrontier.Empty();
        frontier.Add(log.Leaf(0).Hash);
        var head = new SignedTreeHead(1, (ulong)Now.ToUnixTimeMilliseconds(), frontier.Root(), new byte[71]);
        return LogProgressCodec.Write(new LogProgress
        {
            LogId = log.Id,
            Since = Now,
            Reached = Now,
            Frontier = frontier,
            Head = head,
            Contradiction = head,
        })[..^Sha256Digest.Length];
    }

    private static IEnumerable<(string, string, byte[])> Transparency()
    {
        using var authority = new TestAuthority(Now);
        using var v1 = new TestLog(LogKind.Rfc6962, Now);
        using var tiled = new TestLog(LogKind.Static, Now, "log.test/2027");
        string name = $"{Root.PublicKey.CoseIdentifier}.adem-configuration.society.example";
        BindingChain chain = authority.Issue([name, "adem-configuration.society.example", "society.example"], [v1, tiled]);
        v1.Publish();
        tiled.Publish();
        yield return ("certificate", "leaf", chain.Certificates[0].ToArray());
        yield return ("certificate", "intermediate", authority.Intermediate.ToArray());
        yield return ("chain", "pem", Utf8(TestAuthority.Pem(chain)));
        yield return ("chain", "der", chain.Certificates[0].ToArray());
        yield return ("command-root", "pem", Utf8(TestAuthority.Pem(chain)));
        yield return ("crl", "der", authority.RevocationList(Now, chain));
        yield return ("roots", "pem", authority.RootPem);
        yield return ("log-list", "list", TestLog.ListOf((v1, "https://v1.test/"), (tiled, "https://tiled.test/")));
        yield return ("log-key", "key", v1.SubjectPublicKeyInfo);
        yield return ("log-leaf", "leaf", tiled.Leaf(0).Encoded);
        yield return ("data-tile", "tile", tiled.DataTile([0]));
        yield return ("followed-leaf", "leaf", v1.Leaf(0).Encoded);
        yield return ("followed-leaf", "certificate", LogLeaf.OfCertificate(1, chain.Certificates[0].ToArray(), []).Encoded);
        yield return ("log-progress", "progress", Progress(v1));
        yield return ("checkpoint", "checkpoint", tiled.CheckpointOf(tiled.Root(1), 1));
        yield return ("sct-list", "list", SctList(chain));
        var claim = new CommitmentClaim(TestTokens.Society, Root.PublicKey, chain.LogEntries());
        var kept = new EvidenceFile
        {
            At = Now,
            Inputs = [new EvidenceInput("input", Root.PublicKey.ToCoseKey())],
            Options = new VerifierOptions { Keys = [Root.PublicKey] },
            Policy = TrustPolicy.Default,
            Stated = [(claim.Organization, Root.PublicKey.CoseIdentifier)],
        };
        var trust = new TransparencyTrust { Logs = LogList.Read(TestLog.ListOf((v1, "https://v1.test/"))), Roots = authority.Roots };
        var material = CommitmentMaterial.Of([chain]);
        GatheredEvidence gathered = HeldEvidence.Of(material, trust)
            .Gather(CommitmentQuestions.About([claim], CommitmentRules.Default), Now);
        yield return ("evidence-file", "file", kept.With([gathered], material, trust).ToJson());
        yield return (
            "commitment-record",
            "record",
            CommitmentRecord.WriteJson([new CommitmentRecord(claim, CommitmentMaterial.Of([chain]), Now, default)]));
    }

    private static byte[] SctList(BindingChain chain)
    {
        // Find the extension by the bytes of its identifier. Its value follows there unchanged.
        ReadOnlySpan<byte> der = chain.Certificates[0].Span;
        byte[] oid = Convert.FromHexString("060A2B06010401D679020402");
        ReadOnlySpan<byte> rest = der[(der.IndexOf(oid) + oid.Length)..];
        byte[] octets = new System.Formats.Asn1.AsnReader(rest[..].ToArray(), System.Formats.Asn1.AsnEncodingRules.DER).ReadOctetString();
        return new System.Formats.Asn1.AsnReader(octets, System.Formats.Asn1.AsnEncodingRules.DER).ReadOctetString();
    }

    private static IEnumerable<(string, string, byte[])> Exchange()
    {
        var request = SigningRequest.Create(
            TestTokens.Society, Root.PublicKey, [SigningItem.Of(TestTokens.Endorsement(Own.PublicKey))], Now);
        yield return ("signing-request", "request", request.ToBytes());
        yield return ("signing-answer", "answer", request.Answer(Root).ToBytes());
        var terms = new EndorsementTerms
        {
            Issuer = TestTokens.Society,
            Authority = TestTokens.Ministry,
            Key = Root.PublicKey,
            Log = [TestTokens.LogEntry],
            Purposes = Purposes.Protective,
            Validity = Validity.From(Now, TimeSpan.FromDays(30)),
            MadeAt = Now,
            Nonce = new byte[EndorsementTerms.NonceLength],
            Contact = "it@society.example",
        };
        yield return ("endorsement-terms", "terms", EndorsementTermsCodec.Write(terms));
        yield return ("endorsement-request", "request", EndorsementRequest.Sign(terms, Root).ToBytes());
    }

    private static IEnumerable<(string, string, byte[])> Stores()
    {
        string folder = Directory.CreateTempSubdirectory("emblem-seeds-").FullName;
        try
        {
            string state = Path.Combine(folder, "state");
            new Cli.Scanning.ScanState { Options = ["--at", "2026-12-01"], Input = "digest" }.Write(state, Running.FuzzContext.Of());
            yield return ("scan-state", "state", File.ReadAllBytes(state));
            string store = Path.Combine(folder, "roots.db");
            using (CommitmentStore opened = CommitmentStore.Open(store))
            {
                opened.List();
            }

            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            yield return ("roots-db", "empty", File.ReadAllBytes(store));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        yield return ("scan-lines", "names", Utf8("www.society.example\nhttps://society.example/\r\n\n# comment\n"));
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

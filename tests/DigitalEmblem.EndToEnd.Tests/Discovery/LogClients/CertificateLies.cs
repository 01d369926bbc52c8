namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// What is genuinely in the log and binds nothing, and leaves that are put in the place of others. Only the first is known, and
/// only where the names are at fault refutes.
/// </summary>
internal static class CertificateLies
{
    private const string NoKey = "the certificate does not name";

    public static IReadOnlyList<Lie> All { get; } =
    [
        Names(
            "another organization's certificate",
            s => [.. BindingNames.Wanted(OrganizationIdentifier.Parse("https://another.example"), s.Key.CoseIdentifier)]),
        Names("wildcard names", s => [$"*.adem-configuration.{LogScene.Domain}", $"*.{LogScene.Domain}", LogScene.Domain]),
        Names(
            "only the parent domain", s => ["example", "adem-configuration.example", $"{s.Key.CoseIdentifier}.adem-configuration.example"]),
        Names(
            "only a name below",
            s => [.. BindingNames.Wanted(OrganizationIdentifier.Parse($"https://sub.{LogScene.Domain}"), s.Key.CoseIdentifier)]),
        Names(
            "a name that ends like it",
            s => [.. BindingNames.Wanted(OrganizationIdentifier.Parse($"https://not{LogScene.Domain}"), s.Key.CoseIdentifier)]),
        Names("a name that begins like it", s => [.. BindingNames.Wanted(
            OrganizationIdentifier.Parse($"https://{LogScene.Domain}.attacker.example"), s.Key.CoseIdentifier)]),
        Names("the organization without a key", s => [LogScene.Domain, $"adem-configuration.{LogScene.Domain}"]),
        Names("the organization with another key", s =>
        {
            using SoftwareSigningKey other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            return [.. BindingNames.Wanted(s.Organization, other.PublicKey.CoseIdentifier)];
        }),
        Names("the key's name cut short", s => [
            LogScene.Domain,
            $"adem-configuration.{LogScene.Domain}",
            $"{s.Key.CoseIdentifier.ToString()[..^1]}.adem-configuration.{LogScene.Domain}"]),
        Names("the key without the organization", s => [$"{s.Key.CoseIdentifier}.adem-configuration.{LogScene.Domain}"]) with
        {
            Because = "names neither"
        },
        Names(
            "the key under another label",
            s => [LogScene.Domain, $"{s.Key.CoseIdentifier}.configuration.{LogScene.Domain}", $"{s.Key.CoseIdentifier}.{LogScene.Domain}"]),
        Lie.Proven("names in capitals", _ => { }) with
        {
            Names = s => [.. BindingNames.Wanted(s.Organization, s.Key.CoseIdentifier)
                .Select(n => n.Replace(LogScene.Domain, LogScene.Domain.ToUpperInvariant(), StringComparison.Ordinal))]
        },

        // The names fit, and nobody vouches for them: not known to be false either.
        Another("certificate of an authority that nobody trusts", "leads to a root that is not trusted here", s =>
        {
            using var authority = new TestAuthority(LogScene.Now);
            return authority.Issue(Wanted(s), [s.Log]);
        }),
        Another(
            "certificate that was not valid any more when it was logged",
            "was not valid at that time",
            s => s.Authority.Issue(Wanted(s), [s.Log], lifetime: TimeSpan.FromDays(30))),
        Another("certificate that nobody trusts, with the chain of one that is", "the log delivered no chain that belongs to the leaf", s =>
        {
            using var authority = new TestAuthority(LogScene.Now);
            BindingChain chain = authority.Issue(Wanted(s), [s.Log]);
            int index = s.Log.Count - 1;
            BindingChain trusted = s.Authority.Issue(Wanted(s), []);
            s.Log.Resubmit(index, trusted.Certificates);
            return chain;
        }),
        // Whose names do not fit refutes, no matter who vouches for it: the entry points there, and there it names something else.
        Another("certificate of another organization by an authority that nobody trusts", NoKey, s =>
        {
            using var authority = new TestAuthority(LogScene.Now);
            return authority.Issue(["another.example"], [s.Log]);
        }) with { Outcome = CommitmentOutcome.Refuted },
        Lie.Proven("the same certificate logged twice", s =>
        {
            s.Further = s.Authority.Issue(Wanted(s), [s.Log, s.Log]);
            s.Log.Publish();
        }) with
        {
            Entries = s => s.Further!.LogEntries() is { Count: 2 } both ? both : throw new InvalidOperationException("not logged twice")
        },
        Lie.Proven("the same leaf twice, which the log should not have taken", s =>
        {
            var reader = new TlsReader(s.Log.DataTile([5]));
            TileLeaf own = TileLeaf.Read(ref reader);
            s.Log.Add(own.Leaf, [own.Submitted, s.Authority.Intermediate]);
            s.Log.Publish();
        }),

        // Decision 18: what is not shown to stand in the log neither proves nor refutes.
        Lie.Unavailable("leaf of another organization, with the right names put in", "stands in th", s => Leaf(s, Wanted(s))) with
        {
            Names = _ => ["another.example"]
        },
        Lie.Unavailable("leaf with the right names, with another organization's put in", "stands in th", s => Leaf(s, ["another.example"])),
        Lie.Unavailable(
            "leaf with the right names, with garbage put in",
            "stands in th",
            s => Put(s, leaf => LogLeaf.OfPrecertificate(leaf.Milliseconds, leaf.IssuerKeyHash!.Value, [1, 2, 3], leaf.Extensions))),
        Lie.Unavailable(
            "leaf with another issuer's key put in",
            "stands in th",
            s => Put(s, leaf => LogLeaf.OfPrecertificate(leaf.Milliseconds, Sha256Digest.Of([]), leaf.Content, leaf.Extensions))),
        Lie.Unavailable(
            "leaf with a whole certificate put in",
            "the log",
            s => Put(s, leaf => LogLeaf.OfCertificate(leaf.Milliseconds, s.Chain.Certificates[0].ToArray(), leaf.Extensions))),
    ];

    private static string[] Wanted(LogScene scene) => [.. BindingNames.Wanted(scene.Organization, scene.Key.CoseIdentifier)];

    private static Lie Names(string what, Func<LogScene, IReadOnlyList<string>> names) =>
        Lie.Refuted(what, NoKey, _ => { }) with { Names = names };

    private static Lie Another(string what, string because, Func<LogScene, BindingChain> issue) => Lie.Unavailable(what, because, s =>
    {
        s.Further = issue(s);
        s.Log.Publish();
    }) with
    { Entries = s => s.Further!.LogEntries() };

    /// <summary>Puts a leaf with a certificate of other names, never logged, in the place of the organization's.</summary>
    private static void Leaf(LogScene scene, IReadOnlyList<string> names)
    {
        TestLog elsewhere = scene.Log.Fork(5);
        scene.Authority.Issue(names, [elsewhere]);
        Put(
            scene,
            leaf => LogLeaf.OfPrecertificate(leaf.Milliseconds, leaf.IssuerKeyHash!.Value, elsewhere.Leaf(5).Content, leaf.Extensions));
    }

    private static void Put(LogScene scene, Func<LogLeaf, LogLeaf> change)
    {
        var reader = new TlsReader(scene.Log.DataTile([5]));
        TileLeaf read = TileLeaf.Read(ref reader);
        LogLeaf put = change(read.Leaf);
        if (scene.Log.Kind == LogKind.Rfc6962)
        {
            scene.Entry(entry => entry["leaf_input"] = Convert.ToBase64String(put.Encoded));
            return;
        }

        TlsWriter tile = new TlsWriter().Raw(scene.Log.DataTile([0, 1, 2, 3, 4])).Raw(put.Encoded.AsSpan(2));
        if (put.IsPrecertificate)
        {
            tile.Opaque24(read.Submitted.Span);
        }

        byte[] all = tile.Opaque16([.. read.Issuers.SelectMany(i => i.ToArray())])
            .Raw(scene.Log.DataTile([6, 7, 8, 9, 10, 11, 12])).ToArray();
        scene.Bytes(Tampering.DataTile, _ => all);
    }
}

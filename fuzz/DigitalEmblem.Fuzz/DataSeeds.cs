using DigitalEmblem.Data;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz;

/// <summary>Valid signs and manifests of data to start from.</summary>
internal static class DataSeeds
{
    private static readonly SoftwareSigningKey Root = TestKeys.Of(SignatureAlgorithm.ES256), Own = TestKeys.Of(SignatureAlgorithm.Ed25519);

    public static IEnumerable<(string Target, string Name, byte[] Bytes)> All()
    {
        using var manifest = new MemoryStream();
        var writer = new ManifestWriter(manifest, ManifestTerms.ForContent(EntryPath.Of("left-out"u8)), new byte[32]);
        writer.Add(ManifestEntry.File(EntryPath.Of("a.txt"u8), 5, ContentDigest.Of("alpha"u8)));
        writer.Add(ManifestEntry.Link(EntryPath.Of("b/link"u8), "../a.txt"u8));
        writer.Add(ManifestEntry.EmptyFolder(EntryPath.Of("c"u8)));
        writer.Add(ManifestEntry.NotCovered(EntryPath.Of("d"u8)));
        DataRoot root = writer.Finish();
        byte[] all = manifest.ToArray();
        ManifestHead head = ManifestReader.Open(manifest, root).Head;
        byte[] bundle = Sign(root);
        yield return ("data-root", "root", Seeds.Utf8(root.ToString()));
        yield return ("data-head", "content", head.Encode());
        yield return ("data-page", "page", all[16..(16 + head.Pages[0].Length)]);
        yield return ("data-manifest", "manifest", all);
        yield return ("data-sign", "sign", bundle);
        using var file = new MemoryStream();
        manifest.Position = 0;
        SignFile.Write(file, bundle, manifest);
        yield return ("data-sign-file", "file", file.ToArray());
        using var place = new MemoryStream();
        DataRoot location = new ManifestWriter(
            place,
            ManifestTerms.ForLocation(
                new DataPlace(DomainName.Parse("db.society.example"), "database", [new PlaceFact("name", "records")])),
            new byte[32]).Finish();
        yield return ("data-head", "location", ManifestReader.Open(place, location).Head.Encode());
        yield return ("data-pointer", "root", Seeds.Utf8(root.ToString()));
        yield return ("data-volume", "generations", Volume());
        yield return ("data-content", "object", Content());
    }

    // a and b; b as it was changed, and c; nothing new, with something left out.
    private static byte[] Volume()
    {
        (EntryPath[] Exclusions, ManifestEntry[] Entries)[] generations =
        [
            ([], [FileAt("a", "alpha"), FileAt("b", "beta")]), ([], [FileAt("b", "gamma"), FileAt("c/d", "delta")]),
            ([EntryPath.Of("left-out"u8)], []),
        ];
        List<byte> all = [];
        DataRoot? previous = null;
        for (int i = 0; i < generations.Length; i++)
        {
            (EntryPath[] exclusions, ManifestEntry[] entries) = generations[i];
            using var manifest = new MemoryStream();
            var writer = new ManifestWriter(
                manifest, ManifestTerms.ForVolume(i + 1, previous, exclusions), new byte[32]);
            Array.ForEach(entries, writer.Add);
            previous = writer.Finish();
            DnsWire.UInt32(all, (uint)manifest.Length);
            all.AddRange(manifest.ToArray());
        }

        return [.. all];
    }

    private static byte[] Content()
    {
        using var manifest = new MemoryStream();
        var writer = new ManifestWriter(manifest, ManifestTerms.ForContent(), new byte[32]);
        writer.Add(FileAt("a.txt", "alpha"));
        DataRoot root = writer.Finish();
        byte[] bundle = Sign(root);
        using var file = new MemoryStream();
        manifest.Position = 0;
        SignFile.Write(file, bundle, manifest);
        return [0, 0, 0, 5, .. "alpha"u8, .. file.ToArray()];
    }

    private static ManifestEntry FileAt(string path, string content) =>
        ManifestEntry.File(EntryPath.Of(Seeds.Utf8(path)), content.Length, ContentDigest.Of(Seeds.Utf8(content)));

    private static byte[] Sign(DataRoot root) => DataSigner.Create(
        Own,
        TestTokens.Society,
        Purposes.Protective,
        TokenBundle.Write([Cwt.Sign(TestTokens.Endorsement(Own.PublicKey), Root), Root.PublicKey.ToCoseKey()]),
        TestTokens.Now,
        TimeSpan.FromDays(30)).Sign(root, TestTokens.Now, TimeSpan.FromDays(30));
}

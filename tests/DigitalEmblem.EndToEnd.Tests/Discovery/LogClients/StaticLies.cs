using System.Text;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>Lies of a static log in its checkpoint, its tiles and its issuers.</summary>
internal static class StaticLies
{
    private const string Unreadable = "its answer cannot be read";
    private const string NotSigned = "its checkpoint is not signed by its key";
    private const string NotInTree = "its tiles do not show that the entry stands in the tree";
    private const string NoChain = "the log delivered no chain that belongs to the leaf";

    public static IReadOnlyList<Lie> All { get; } =
    [
        .. ((Lie[])
        [
            // The checkpoint.
            Note("size with a leading zero", lines => lines[1] = "013"),
            Note("size with a sign", lines => lines[1] = "+13"),
            Note("negative size", lines => lines[1] = "-13"),
            Note("size after a space", lines => lines[1] = " 13"),
            Note("size in hexadecimal", lines => lines[1] = "0xd"),
            Note("size as a float", lines => lines[1] = "13.0"),
            Note("size of 2^63", lines => lines[1] = "9223372036854775808"),
            Note("size of 30 digits", lines => lines[1] = new string('9', 30)),
            Note("no size", lines => lines[1] = ""),
            Note("no name", lines => lines[0] = ""),
            Note("root of 31 bytes", lines => lines[2] = Convert.ToBase64String(new byte[31])),
            Note("root that is not base64", lines => lines[2] = "?"),
            Note("root with a space in it", lines => lines[2] = lines[2].Insert(7, " ")),
            Note("signature line with a hyphen", lines => lines[4] = lines[4].Replace('\u2014', '-')),
            Note("signature line without a name", lines => lines[4] = "\u2014  " + lines[4].Split(' ')[2]),
            Note("signature line that is not base64", lines => lines[4] = "\u2014 log.test/2026 ?"),
            Note("signature of four bytes", lines => lines[4] = "\u2014 log.test/2026 AAAAAA=="),
            Text("no signature lines", Unreadable, Body),
            Text("no empty line", Unreadable, note => note.Replace("\n\n", "\n", StringComparison.Ordinal)),
            Text("no final newline", Unreadable, note => note[..^1]),
            Text("CRLF", Unreadable, note => note.Replace("\n", "\r\n", StringComparison.Ordinal)),
            Text("empty", Unreadable, _ => ""),
            Text("one newline", Unreadable, _ => "\n"),
            Text("two newlines", Unreadable, _ => "\n\n"),
            Text("three newlines", Unreadable, _ => "\n\n\n"),
            Text("byte order mark before it", NotSigned, note => "\ufeff" + note),
            Text("101 lines", Unreadable, note => note + Garbage(note, 100)),
            Text("only lines of others", NotSigned, note => Body(note) + Others(3)),
            Text("only lines with the log's key identifier and garbage", NotSigned, note => Body(note) + Garbage(note, 3)),
            Text("the size of 2^63 - 1", NotSigned, note => note.Replace("\n13\n", "\n9223372036854775807\n", StringComparison.Ordinal)),
            Text(
                "another name in its first line",
                NotSigned,
                note => "other.test/2026" + note[note.IndexOf('\n', StringComparison.Ordinal)..]),
            Text(
                "another name throughout, with the key identifier of the log's",
                NotSigned,
                note => note.Replace("log.test/2026", "other.test/2026", StringComparison.Ordinal)),
            Lie.Unavailable("checkpoint: not UTF-8", Unreadable, s => s.Bytes(Tampering.Checkpoint, body => [0xff, .. body])),
            Lie.Unavailable("checkpoint: by another key, with the log's key identifier", NotSigned, s =>
            {
                byte[] id = SignatureOf(Encoding.UTF8.GetString(s.Log.Answer(Tampering.Checkpoint)!.Body))[..4];
                s.Serving = s.Log.Twin();
                HeadLies.CheckpointSignature(s, bytes => [.. id, .. bytes[4..]]);
            }),
            Lie.Unavailable("checkpoint: nothing there", "it has nothing at checkpoint", s => s.Replace(Tampering.Checkpoint, _ => null)),
            // The name is not under this kind of signature (static-ct-api): the key says whose tree it is.
            Lie.Proven(
                "checkpoint: another name throughout, signed by the log's key",
                s => HeadLies.Head(s, new LogResponse(s.Log.CheckpointOf(s.Log.Root(13), 13, "other.test/2026")))),
            Honest("100 lines, the log's last", note => Body(note) + Garbage(note, 99) + note[note.LastIndexOf('\u2014')..]),
            Honest("lines of witnesses, and garbage with the log's key identifier, before and after", note =>
                Body(note) + Others(2) + Garbage(note, 2) + note[note.LastIndexOf('\u2014')..] + Others(2) + Garbage(note, 2)),
            Honest(
                "lines for extensions",
                note => note.Replace("\n\n", "\nextension one\nextension two \u00e9\n\n", StringComparison.Ordinal)),

            Honest("the note twice", note => note + note),

            // The tile with the entry.
            Lie.Unavailable("data tile: too short", Unreadable, s => s.Bytes(Tampering.DataTile, _ => s.Log.DataTile([0, 1, 2, 3, 4]))),
            Lie.Unavailable(
                "data tile: cut within the entry",
                Unreadable,
                s => s.Bytes(Tampering.DataTile, _ => s.Log.DataTile([0, 1, 2, 3, 4, 5])[..^1])),
            Lie.Unavailable("data tile: one byte", Unreadable, s => s.Bytes(Tampering.DataTile, body => body[..1])),
            Lie.Unavailable("data tile: a byte before it", Unreadable, s => s.Bytes(Tampering.DataTile, body => [0, .. body])),
            Lie.Unavailable(
                "data tile: entries shuffled",
                NotInTree,
                s => s.Bytes(Tampering.DataTile, _ => s.Log.DataTile(Enumerable.Range(0, 13).Reverse()))),
            Lie.Unavailable(
                "data tile: an entry left out",
                NotInTree,
                s => s.Bytes(Tampering.DataTile, _ => s.Log.DataTile([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]))),
            Lie.Unavailable(
                "data tile: a bit of the entry flipped",
                NotInTree,
                s => s.Bytes(Tampering.DataTile, body => Tampering.Flip(body, s.Log.DataTile([0, 1, 2, 3, 4]).Length + 7))),
            Lie.Unavailable(
                "data tile: a third kind of entry",
                Unreadable,
                s => s.Bytes(Tampering.DataTile, body => Tampering.Flip(Tampering.Flip(body, 9), 8))),
            Lie.Unavailable("data tile: nothing there", "it has nothing at tile/data/000", s => s.Replace(Tampering.DataTile, _ => null)),
            // Nothing that the validator needs is amiss in these.
            Lie.Proven("data tile: bytes after the last entry", s => s.Bytes(Tampering.DataTile, body => [.. body, 1, 2, 3])),
            Lie.Proven("data tile: an entry more", s => s.Bytes(Tampering.DataTile, body => [.. body, .. s.Log.DataTile([0])])),
            Lie.Proven("data tile: another entry altered", s => s.Bytes(Tampering.DataTile, body => Tampering.Flip(body, 7))),
            // What no hash covers: the precertificate, and which certificates stand above it.
            Lie.Unavailable(
                "data tile: precertificate altered",
                NoChain,
                s => Entry(s, (leaf, submitted, issuers) => Encode(leaf, Tampering.Flip(submitted, submitted.Length / 2), issuers))),
            Lie.Unavailable("data tile: precertificate of another entry", NoChain, s =>
            {
                s.Authority.Issue(["another.example"], [s.Log]);
                var reader = new TlsReader(s.Log.DataTile([s.Log.Count - 1]));
                byte[] another = TileLeaf.Read(ref reader).Submitted.ToArray();
                Entry(s, (leaf, _, issuers) => Encode(leaf, another, issuers));
            }),
            Lie.Unavailable(
                "data tile: garbage for a precertificate", NoChain, s => Entry(s, (leaf, _, issuers) => Encode(leaf, [1, 2, 3], issuers))),
            Lie.Unavailable(
                "data tile: no issuers", "leads to no root", s => Entry(s, (leaf, submitted, _) => Encode(leaf, submitted, []))),
            Lie.Unavailable(
                "data tile: root without the issuer",
                "leads to no root",
                s => Entry(s, (leaf, submitted, issuers) => Encode(leaf, submitted, issuers[32..]))),
            Lie.Unavailable(
                "data tile: an issuer that the log does not have",
                "it has nothing at issuer/",
                s => Entry(s, (leaf, submitted, issuers) => Encode(leaf, submitted, Tampering.Flip(issuers, 0)))),
            Lie.Unavailable(
                "data tile: part of an issuer's hash",
                Unreadable,
                s => Entry(s, (leaf, submitted, issuers) => Encode(leaf, submitted, issuers[..^1]))),
            Lie.Unavailable("data tile: more issuers than any chain has", Unreadable, s => Entry(
                s, (leaf, submitted, issuers) => Encode(leaf, submitted, [.. Enumerable.Repeat(issuers[..32], 20).SelectMany(i => i)]))),
            Lie.Proven("data tile: the issuer many times", s => Entry(
                s, (leaf, submitted, issuers) => Encode(leaf, submitted, [.. Enumerable.Repeat(issuers[..32], 5).SelectMany(i => i)]))),

            // The tiles of hashes.
            Lie.Unavailable(
                "hash tile: a hash on the way altered", NotInTree, s => s.Hashes(hashes => hashes[4] = Tampering.Flip(hashes[4], 0))),
            Lie.Unavailable(
                "hash tile: a hash far off altered", NotInTree, s => s.Hashes(hashes => hashes[12] = Tampering.Flip(hashes[12], 31))),
            Lie.Unavailable(
                "hash tile: hashes exchanged", NotInTree, s => s.Hashes(hashes => (hashes[0], hashes[1]) = (hashes[1], hashes[0]))),
            Lie.Unavailable("hash tile: too short", Unreadable, s => s.Bytes(Tampering.HashTile, body => body[..^32])),
            Lie.Unavailable("hash tile: part of a hash missing", Unreadable, s => s.Bytes(Tampering.HashTile, body => body[..^1])),
            Lie.Unavailable("hash tile: part of a hash more", Unreadable, s => s.Bytes(Tampering.HashTile, body => [.. body, 0])),
            Lie.Unavailable(
                "hash tile: larger than any",
                "its answer is larger than",
                s => s.Bytes(Tampering.HashTile, body => [.. body, .. new byte[8192]])),
            Lie.Unavailable("hash tile: empty", Unreadable, s => s.Bytes(Tampering.HashTile, _ => [])),
            Lie.Unavailable("hash tile: nothing there", "it has nothing at tile/0/000", s => s.Replace(Tampering.HashTile, _ => null)),
            Lie.Proven("hash tile: hashes more", s => s.Bytes(Tampering.HashTile, body => [.. body, .. body[..64]])),
            // The leaf's own hash there is not what is believed.
            Lie.Proven("hash tile: the leaf's own hash altered", s => s.Hashes(hashes => hashes[5] = Tampering.Flip(hashes[5], 0))),
            Lie.Unavailable("hash tile: altered in a tree that grew", "it did not show that its tree of", s =>
            {
                s.Log.Fill(9);
                s.Log.Publish();
                s.Hashes(hashes => hashes[20] = Tampering.Flip(hashes[20], 0));
            }) with { HonestBefore = true },
            // Nothing shows that the larger tree contains the known one: it is not taken, and the entry is shown in the one that is known.
            Lie.Proven("hash tile: too short in a tree that grew", s =>
            {
                s.Log.Fill(9);
                s.Log.Publish();
                s.Bytes(Tampering.HashTile, body => body[..^32]);
            }) with { HonestBefore = true },

            // The issuers.
            Lie.Unavailable(
                "issuer: another certificate",
                "an issuer's certificate that it delivered is another one",
                s => s.Bytes(Tampering.Issuer, _ => s.Chain.Certificates[0].ToArray())),
            Lie.Unavailable(
                "issuer: a bit flipped",
                "an issuer's certificate that it delivered is another one",
                s => s.Bytes(Tampering.Issuer, body => Tampering.Flip(body, ^1))),
            Lie.Unavailable(
                "issuer: empty", "an issuer's certificate that it delivered is another one", s => s.Bytes(Tampering.Issuer, _ => [])),
            Lie.Unavailable("issuer: missing", "it has nothing at issuer/", s => s.Replace(Tampering.Issuer, _ => null)),
            Lie.Unavailable(
                "issuer: huge", "its answer is larger than", s => s.Bytes(Tampering.Issuer, body => [.. body, .. new byte[200_000]])),
            // The way to the root does not need it: anyone who can add rubbish must not be able to take a proof away.
            Lie.Proven("issuer: garbage that has the right hash, after the issuer's", s =>
            {
                byte[] garbage = "garbage"u8.ToArray();
                Entry(
                    s,
                    (leaf, submitted, issuers) => Encode(leaf, submitted, [.. issuers, .. Sha256Digest.Of(garbage).ToArray()]),
                    (path, honest) => path == $"{Tampering.Issuer}{Sha256Digest.Of(garbage)}" ? new LogResponse(garbage) : honest);
            }),

            // Two trees that the log signed. The entry is under the first that is seen, with proven inclusion: that is
            // what this validator knows.
            Lie.Refuted(
                "a fork with another organization's certificate at the index, before the honest tree was seen",
                "the certificate does not name",
                s =>
                {
                    TestLog fork = s.Log.Fork(5);
                    s.Authority.Issue(["another.example"], [fork]);
                    fork.Fill(9);
                    fork.Publish();
                    s.Serving = fork;
                }) with { Lasting = true },
            Lie.Unavailable(
                "a fork with another organization's certificate at the index, after the honest tree",
                "it contradicts itself",
                s =>
                {
                    TestLog fork = s.Log.Fork(5);
                    s.Authority.Issue(["another.example"], [fork]);
                    fork.Fill(7);
                    fork.Publish();
                    s.Serving = fork;
                }) with { HonestBefore = true },
            Lie.Unavailable("a leaf that says that it stands at another index", "the log delivered another leaf", s =>
            {
                // The organization's own certificate, at a place that is not the one in its SCT.
                var reader = new TlsReader(s.Log.DataTile([5]));
                TileLeaf own = TileLeaf.Read(ref reader);
                s.Log.Add(own.Leaf, [own.Submitted, s.Authority.Intermediate]);
                s.Log.Publish();
            }) with { Entries = s => [CommitmentEntry.InStaticLog(s.Log.Id, (ulong)s.Log.Count - 1)] },
        ]).Select(l => l with { Only = LogKind.Static }),
    ];

    private static Lie Note(string what, Action<string[]> change) => Text(what, Unreadable, note =>
    {
        string[] lines = note.Split('\n');
        change(lines);
        return string.Join('\n', lines);
    });

    private static Lie Text(string what, string because, Func<string, string> change) =>
        Lie.Unavailable($"checkpoint: {what}", because, s => s.Text(Tampering.Checkpoint, change));

    private static Lie Honest(string what, Func<string, string> change) =>
        Lie.Proven($"checkpoint: {what}", s => s.Text(Tampering.Checkpoint, change));

    private static string Body(string note) => note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 2)];

    private static byte[] SignatureOf(string note) => Convert.FromBase64String(note[(note.LastIndexOf(' ') + 1)..^1]);

    private static string Garbage(string note, int lines) => string.Concat(Enumerable.Range(0, lines).Select(i =>
        $"\u2014 log.test/2026 {Convert.ToBase64String([.. SignatureOf(note)[..4], .. Enumerable.Repeat((byte)i, 1 + (i % 90))])}\n"));

    private static string Others(int lines) =>
        string.Concat(Enumerable.Range(0, lines).Select(i => $"\u2014 witness{i}.test {Convert.ToBase64String(new byte[76])}\n"));

    /// <summary>Writes the organization's entry in its tile anew.</summary>
    private static void Entry(
        LogScene scene, Func<byte[], byte[], byte[], byte[]> write, Func<string, LogResponse?, LogResponse?>? further = null)
    {
        var reader = new TlsReader(scene.Log.DataTile([5]));
        TileLeaf read = TileLeaf.Read(ref reader);
        byte[] entry = write(read.Leaf.Encoded[2..], read.Submitted.ToArray(), [.. read.Issuers.SelectMany(i => i.ToArray())]);
        byte[] tile = [.. scene.Log.DataTile([0, 1, 2, 3, 4]), .. entry, .. scene.Log.DataTile([6, 7, 8, 9, 10, 11, 12])];
        scene.Lie((path, honest) => path.StartsWith(Tampering.DataTile, StringComparison.Ordinal)
            ? new LogResponse(tile)
            : further?.Invoke(path, honest) ?? honest);
    }

    private static byte[] Encode(byte[] leaf, byte[] submitted, byte[] issuers) =>
        new TlsWriter().Raw(leaf).Opaque24(submitted).Opaque16(issuers).ToArray();
}

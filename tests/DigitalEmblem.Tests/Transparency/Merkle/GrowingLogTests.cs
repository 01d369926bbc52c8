using System.Text;
using DigitalEmblem.TestSupport;
using NSec.Cryptography;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// A small tiled log at each of its sizes, as other software wrote it (corpora, ct/tiles/tlog15). If one fails, proofs from
/// tiles do not fit the heads that logs sign.
/// </summary>
public class GrowingLogTests
{
    private const string Folder = "ct/tiles/tlog15";
    private const int Sizes = 16;
    private const byte Ed25519NoteSignature = 1;

    private static readonly Ed25519 Ed25519 = NSec.Cryptography.SignatureAlgorithm.Ed25519;

    [CorpusFact]
    public void Checkpoint_EverySize_IsSignedByTheStatedKey()
    {
        (string name, byte[] keyId, byte[] key) = VerifierKey(File.ReadAllText(Corpora.PathOf($"{Folder}/verifier_key.txt")));
        var known = PublicKey.Import(Ed25519, key, KeyBlobFormat.RawPublicKey);
        Assert.Equal(keyId, Checkpoint.KeyIdOf(name, Ed25519NoteSignature, key));
        foreach (Checkpoint checkpoint in Enumerable.Range(0, Sizes).Select(n => Read($"checkpoint.{n}")).Append(Read("checkpoint")))
        {
            Assert.Equal(name, checkpoint.Origin);
            byte[] signature = Assert.Single(checkpoint.SignaturesOf(name, keyId));
            Assert.True(Ed25519.Verify(known, Encoding.UTF8.GetBytes(checkpoint.Text), signature), $"size {checkpoint.TreeSize}");
            Assert.False(Ed25519.Verify(known, Encoding.UTF8.GetBytes(checkpoint.Text + "\n"), signature));
        }
    }

    [CorpusFact]
    public async Task RootAsync_TilesOfEverySize_GiveTheRootThatIsSigned()
    {
        for (int size = 0; size < Sizes; size++)
        {
            Checkpoint checkpoint = Read($"checkpoint.{size}");
            Assert.Equal((ulong)size, checkpoint.TreeSize);
            Assert.Equal(checkpoint.RootHash, await TiledProof.RootAsync((ulong)size, (ulong)size, ReadTile));
        }

        Assert.Equal(Read($"checkpoint.{Sizes - 1}").Text, Read("checkpoint").Text);
    }

    [CorpusFact]
    public async Task InclusionAsync_EveryEntryOfEverySize_LeadsFromTheEntryToTheRootThatIsSigned()
    {
        int count = 0;
        for (int size = 1; size < Sizes; size++)
        {
            Sha256Digest root = Read($"checkpoint.{size}").RootHash;
            byte[][] entries = Entries(size);
            Assert.Equal(size, entries.Length);
            for (int index = 0; index < size; index++)
            {
                Sha256Digest[] proof = await TiledProof.InclusionAsync((ulong)index, (ulong)size, ReadTile);
                Assert.True(
                    MerkleTree.VerifyInclusion(MerkleTree.HashLeaf(entries[index]), (ulong)index, (ulong)size, proof, root),
                    $"{index} of {size}");
                count++;
            }
        }

        Assert.Equal(15 * 16 / 2, count);
    }

    [CorpusFact]
    public async Task RootAsync_EverySmallerSizeFromLaterTiles_IsTheRootThatWasSignedThen()
    {
        for (int later = 1; later < Sizes; later++)
        {
            for (int size = 0; size <= later; size++)
            {
                Assert.Equal(Read($"checkpoint.{size}").RootHash, await TiledProof.RootAsync((ulong)size, (ulong)later, ReadTile));
            }
        }
    }

    [CorpusFact]
    public void VerifyConsistency_EveryPairOfSizes_VerifiesWithTheProofOfTheDefinition()
    {
        var tree = new NaiveTree(Entries(Sizes - 1));
        for (int second = 1; second < Sizes; second++)
        {
            for (int first = 1; first <= second; first++)
            {
                Sha256Digest[] proof = [.. tree.Consistency(first, second).Select(h => new Sha256Digest(h))];
                Assert.True(MerkleTree.VerifyConsistency(
                    (ulong)first, Read($"checkpoint.{first}").RootHash, (ulong)second, Read($"checkpoint.{second}").RootHash, proof));
            }
        }
    }

    [CorpusFact]
    public void SignedNoteExample_ItsSignatureAndKeyIdentifier_AreAsStated()
    {
        System.Text.Json.JsonElement example = Corpora.Json("rfc/signed_note_example.json");
        (string name, byte[] keyId, byte[] key) = VerifierKey(example.GetProperty("verifier_key").GetString()!);
        string note = example.GetProperty("note").GetString()!;
        int split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        byte[] line = Convert.FromBase64String(note[(split + 2)..].TrimEnd('\n').Split(' ')[2]);

        Assert.Equal(keyId, Checkpoint.KeyIdOf(name, Ed25519NoteSignature, key));
        Assert.Equal(keyId, line[..4]);
        Assert.True(Ed25519.Verify(
            PublicKey.Import(Ed25519, key, KeyBlobFormat.RawPublicKey), Encoding.UTF8.GetBytes(note[..(split + 1)]), line.AsSpan(4)));

        // A note, and no checkpoint; the same signature line is read below a text that is one.
        Assert.Throws<TokenFormatException>(() => Checkpoint.Read(Encoding.UTF8.GetBytes(note)));
        var checkpoint = Checkpoint.Read(Encoding.UTF8.GetBytes($"{name}\n0\n{MerkleTree.EmptyRoot.ToBase64()}{note[split..]}"));
        Assert.Equal(line[4..], Assert.Single(checkpoint.SignaturesOf(name, keyId)));
    }

    private static Checkpoint Read(string file) => Checkpoint.Read(File.ReadAllBytes(Corpora.PathOf($"{Folder}/{file}")));

    private static Task<Sha256Digest[]> ReadTile(Tile tile) =>
        Task.FromResult(File.ReadAllBytes(Corpora.PathOf($"{Folder}/{tile.Path("entries")}"))
            .Chunk(Sha256Digest.Length).Select(hash => new Sha256Digest(hash)).ToArray());

    private static byte[][] Entries(int size)
    {
        byte[] bundle = File.ReadAllBytes(Corpora.PathOf($"{Folder}/{Tile.OfEntries((ulong)size - 1, (ulong)size).Path("entries")}"));
        var entries = new List<byte[]>();
        for (int at = 0; at < bundle.Length;)
        {
            int length = (bundle[at] << 8) | bundle[at + 1];
            entries.Add(bundle[(at + 2)..(at + 2 + length)]);
            at += 2 + length;
        }

        return [.. entries];
    }

    // NAME+KEYID in hexadecimal+base64 of the signature type and the key (C2SP signed-note).
    private static (string Name, byte[] KeyId, byte[] Key) VerifierKey(string text)
    {
        string[] parts = text.Trim().Split('+', 3);
        byte[] typed = Convert.FromBase64String(parts[2]);
        Assert.Equal(Ed25519NoteSignature, typed[0]);
        return (parts[0], Convert.FromHexString(parts[1]), typed[1..]);
    }
}

using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// What must hold for trees of any size. If a law breaks, there is a size of a log at which honest entries are refused
/// or invented ones accepted.
/// </summary>
public class MerkleLawsTests
{
    private const int MostLeaves = 300;

    private static readonly NaiveTree Tree = new([.. Enumerable.Range(0, MostLeaves).Select(i => BitConverter.GetBytes(i))]);

    private static readonly Sha256Digest[] Leaves =
        [.. Enumerable.Range(0, MostLeaves).Select(i => MerkleTree.HashLeaf(BitConverter.GetBytes(i)))];

    private static readonly Gen<(int Smaller, int Larger)> Sizes =
        from larger in Gen.OneOf(Gen.Choose(1, MostLeaves), Gen.Elements(1, 2, 3, 4, 7, 8, 9, 255, 256, 257))
        from smaller in Gen.OneOf(Gen.Choose(0, larger), Gen.Elements(0, 1, 2, 3, 4, 8, 128, 256).Select(s => Math.Min(s, larger)))
        select (smaller, larger);

    [Property]
    public Property RootOf_AnySize_IsThatOfTheDefinition() => Prop.ForAll(
        Arb.From(Gen.Choose(0, MostLeaves)), size => MerkleTree.RootOf(Leaves.AsSpan(0, size)) == Root(size));

    [Property(MaxTest = 300)]
    public Property VerifyInclusion_ProofByTheDefinition_Verifies() => Prop.ForAll(
        Arb.From(Sizes.Where(s => s.Smaller < s.Larger)),
        s => MerkleTree.VerifyInclusion(Leaves[s.Smaller], (ulong)s.Smaller, (ulong)s.Larger, Inclusion(s), Root(s.Larger)));

    [Property(MaxTest = 300)]
    public Property VerifyConsistency_ProofByTheDefinition_Verifies() => Prop.ForAll(
        Arb.From(Sizes), s => MerkleTree.VerifyConsistency(
            (ulong)s.Smaller, Root(s.Smaller), (ulong)s.Larger, Root(s.Larger), s.Smaller == 0 ? [] : Consistency(s)));

    [Fact]
    public void VerifyInclusion_EveryIndexOfEverySmallTree_VerifiesAtThatIndexAndThatSizeOnly()
    {
        for (int size = 1; size <= 20; size++)
        {
            for (int index = 0; index < size; index++)
            {
                Sha256Digest[] proof = Inclusion((index, size));
                for (ulong other = 0; other <= 40; other++)
                {
                    Assert.Equal(other == (ulong)index, MerkleTree.VerifyInclusion(Leaves[index], other, (ulong)size, proof, Root(size)));
                }
            }
        }
    }

    [Property(MaxTest = 500)]
    public Property VerifyInclusion_OneBitChangedAnywhere_DoesNotVerify() => Prop.ForAll(
        Arb.From(
            from s in Sizes.Where(s => s.Smaller < s.Larger)
            from part in Gen.Choose(0, 100)
            from bit in Gen.Choose(0, 255)
            select (s, part, bit)),
        t =>
        {
            Sha256Digest[] proof = Inclusion(t.s);
            (Sha256Digest leaf, Sha256Digest root) = (Leaves[t.s.Smaller], Root(t.s.Larger));
            switch (t.part % (proof.Length + 2))
            {
                case 0:
                    leaf = Flip(leaf, t.bit);
                    break;
                case 1:
                    root = Flip(root, t.bit);
                    break;
                case var i:
                    proof[i - 2] = Flip(proof[i - 2], t.bit);
                    break;
            }

            return !MerkleTree.VerifyInclusion(leaf, (ulong)t.s.Smaller, (ulong)t.s.Larger, proof, root);
        });

    [Property(MaxTest = 500)]
    public Property VerifyInclusion_HashAddedOrLeftOutOrMoved_DoesNotVerify() => Prop.ForAll(
        Arb.From(
            from s in Sizes.Where(s => s.Smaller < s.Larger)
            from at in Gen.Choose(0, 100)
            from kind in Gen.Choose(0, 2)
            select (s, at, kind)),
        t =>
        {
            List<Sha256Digest> proof = [.. Inclusion(t.s)];
            return Rearrange(proof, t.at, t.kind) == false
                || !MerkleTree.VerifyInclusion(Leaves[t.s.Smaller], (ulong)t.s.Smaller, (ulong)t.s.Larger, [.. proof], Root(t.s.Larger));
        });

    [Property(MaxTest = 500)]
    public Property VerifyConsistency_OneBitChangedAnywhere_DoesNotVerify() => Prop.ForAll(
        Arb.From(from s in Sizes from part in Gen.Choose(0, 100) from bit in Gen.Choose(0, 255) select (s, part, bit)),
        t =>
        {
            Sha256Digest[] proof = t.s.Smaller == 0 ? [] : Consistency(t.s);
            (Sha256Digest first, Sha256Digest second) = (Root(t.s.Smaller), Root(t.s.Larger));
            switch (t.part % (proof.Length + 2))
            {
                case 0:
                    first = Flip(first, t.bit);
                    break;
                // Nothing is known of a tree but that it grew from the empty one: any root does.
                case 1 when t.s.Smaller > 0:
                    second = Flip(second, t.bit);
                    break;
                case > 1 and var i:
                    proof[i - 2] = Flip(proof[i - 2], t.bit);
                    break;
                default:
                    return true;
            }

            return !MerkleTree.VerifyConsistency((ulong)t.s.Smaller, first, (ulong)t.s.Larger, second, proof);
        });

    [Property(MaxTest = 500)]
    public Property VerifyConsistency_HashAddedOrLeftOutOrMoved_DoesNotVerify() => Prop.ForAll(
        Arb.From(from s in Sizes from at in Gen.Choose(0, 100) from kind in Gen.Choose(0, 2) select (s, at, kind)),
        t =>
        {
            List<Sha256Digest> proof = t.s.Smaller == 0 ? [] : [.. Consistency(t.s)];
            return Rearrange(proof, t.at, t.kind) == false
                || !MerkleTree.VerifyConsistency((ulong)t.s.Smaller, Root(t.s.Smaller), (ulong)t.s.Larger, Root(t.s.Larger), [.. proof]);
        });

    [Property(MaxTest = 300)]
    public Property VerifyConsistency_SmallerRootOfAnotherSize_DoesNotVerify() => Prop.ForAll(
        Arb.From(
            from s in Sizes.Where(s => s.Smaller > 0) from other in Gen.Choose(1, MostLeaves) where other != s.Smaller select (s, other)),
        t => !MerkleTree.VerifyConsistency((ulong)t.s.Smaller, Root(t.other), (ulong)t.s.Larger, Root(t.s.Larger), Consistency(t.s)));

    [Property(MaxTest = 500)]
    public Property Verify_AnyNumbersAndHashes_NeverThrows() => Prop.ForAll(
        Arb.From(
            from first in Gen.OneOf(
                Gen.Choose(0, 10).Select(i => (ulong)i),
                Gen.Choose(0, 10).Select(i => ulong.MaxValue - (ulong)i),
                Gen.Choose(0, 63).Select(i => 1UL << i))
            from second in Gen.OneOf(
                Gen.Choose(0, 10).Select(i => (ulong)i),
                Gen.Choose(0, 10).Select(i => ulong.MaxValue - (ulong)i),
                Gen.Choose(0, 63).Select(i => 1UL << i))
            from length in Gen.Choose(0, 70)
            select (first, second, length)),
        t =>
        {
            Sha256Digest[] proof = Leaves[..t.length];
            bool included = MerkleTree.VerifyInclusion(Leaves[80], t.first, t.second, proof, Leaves[81]);
            bool consistent = t.first != 0 && MerkleTree.VerifyConsistency(t.first, Leaves[80], t.second, Leaves[81], proof);
            return !included && !consistent;
        });

    [Property(MaxTest = 100)]
    public Property TiledProof_AnySize_IsTheProofOfTheDefinition() => Prop.ForAll(
        Arb.From(Sizes.Where(s => s.Smaller < s.Larger)),
        s =>
        {
            Task<Sha256Digest[]> Read(Tile tile) => Task.FromResult(Hashes(tile));
            Sha256Digest[] proof = TiledProof.InclusionAsync((ulong)s.Smaller, (ulong)s.Larger, Read).GetAwaiter().GetResult();
            Assert.Equal(Inclusion(s), proof);
            Assert.Equal(Root(s.Smaller), TiledProof.RootAsync((ulong)s.Smaller, (ulong)s.Larger, Read).GetAwaiter().GetResult());
            Assert.Equal(Root(s.Larger), TiledProof.RootAsync((ulong)s.Larger, (ulong)s.Larger, Read).GetAwaiter().GetResult());
        });

    [Property(MaxTest = 100)]
    public Property TiledProof_TilesCutShort_AreRefused() => Prop.ForAll(
        Arb.From(Sizes.Where(s => s.Smaller < s.Larger)),
        s => Assert.Throws<TokenFormatException>(() =>
            TiledProof.RootAsync((ulong)s.Larger, (ulong)s.Larger, tile => Task.FromResult(Hashes(tile)[..^1])).GetAwaiter().GetResult()));

    private static Sha256Digest[] Hashes(Tile tile)
    {
        int span = tile.Level == 0 ? 1 : 256;
        return [.. Enumerable.Range((int)tile.Index * 256, tile.Width).Select(i => tile.Level == 0 ? Leaves[i] : Root(span))];
    }

    /// <summary>Adds a hash, leaves one out, or exchanges two; false if that changes nothing.</summary>
    private static bool Rearrange(List<Sha256Digest> proof, int at, int kind)
    {
        if (kind == 0)
        {
            proof.Insert(at % (proof.Count + 1), Leaves[at]);
            return true;
        }

        if (proof.Count < kind)
        {
            return false;
        }

        int i = at % proof.Count;
        if (kind == 1)
        {
            proof.RemoveAt(i);
            return true;
        }

        int j = (i + 1) % proof.Count;
        (proof[i], proof[j]) = (proof[j], proof[i]);
        return proof[i] != proof[j];
    }

    private static Sha256Digest Root(int size) => new(Tree.Root(size));

    private static Sha256Digest[] Inclusion((int Index, int Size) s) =>
        [.. Tree.Inclusion(s.Index, s.Size).Select(h => new Sha256Digest(h))];

    private static Sha256Digest[] Consistency((int First, int Second) s) =>
        [.. Tree.Consistency(s.First, s.Second).Select(h => new Sha256Digest(h))];

    private static Sha256Digest Flip(Sha256Digest hash, int bit)
    {
        byte[] bytes = hash.ToArray();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new Sha256Digest(bytes);
    }
}

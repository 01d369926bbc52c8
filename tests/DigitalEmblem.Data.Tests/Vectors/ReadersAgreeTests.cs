using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>
/// Our reader and the one in Python answer alike, also of what nobody wrote by hand. If they differ, one of them does not follow the
/// document, or the document leaves it open.
/// </summary>
public class ReadersAgreeTests
{
    [Fact]
    public void Manifests_that_we_write_are_read_alike()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        Agree(seed, Enumerable.Range(0, 60).Select(i =>
        {
            (byte[] manifest, DataRoot root) = RandomEntries.Write(RandomEntries.Make(random, i < 3 ? 3000 : 40));
            return Question("manifest", manifest, root);
        }));
    }

    [Fact]
    public void Pages_and_heads_that_were_altered_are_answered_alike()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        DataVector[] seeds = [.. VectorMaker.Make().Values.SelectMany(f => f.Vectors)
            .Where(v => v.Form is "page" or "head" && v.Input.Length is > 0 and < 3000)];
        Agree(seed, Enumerable.Range(0, 1500).Select(_ =>
        {
            DataVector one = seeds[random.Next(seeds.Length)];
            return Question(one.Form, Altered(Convert.FromHexString(one.Input), random));
        }));
    }

    [Fact]
    public void Manifests_whose_writer_broke_rules_and_signed_them_are_answered_alike()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        Agree(seed, Enumerable.Range(0, 700).Select(_ =>
        {
            byte[][] pages = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Raw.Page([.. SomePaths(random)]))];
            byte[] head = Raw.HeadOf(
                files: (ulong)random.Next(1, 5),
                bytes: (ulong)(3 * random.Next(1, 5)),
                pages: Raw.Array([.. pages.Select(Raw.PageOf)]),
                exclusions: random.Next(3) == 0 ? Raw.Array(Raw.Path("b")) : null);
            return Question("manifest", Raw.Manifest(head, pages), DataRoot.OfHead(head));
        }));
    }

    [Fact]
    public void Signs_that_were_altered_are_answered_alike()
    {
        // The second reader knows what this profile says of a token, and not all of the CWT profile (log entries): a fixed seed.
        const int seed = 21;
        var random = new Random(seed);
        DataVector[] seeds = [.. VectorMaker.Make()["signs"].Vectors.Where(v => v.Input.Length > 0)];
        Agree(seed, Enumerable.Range(0, 200).Select(_ =>
        {
            DataVector one = seeds[random.Next(seeds.Length)];
            return Question(one.Form, Altered(Convert.FromHexString(one.Input), random));
        }));
    }

    private static string[] SomePaths(Random random)
    {
        string[] all = ["a", "a/b", "a-b", "b", "b/c", "c", "c\xff", "d"];
        int from = random.Next(all.Length);
        return [.. all[from..Math.Min(all.Length, from + random.Next(1, 3))]];
    }

    private static byte[] Altered(byte[] bytes, Random random)
    {
        var altered = bytes.ToList();
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            int at = random.Next(altered.Count);
            switch (random.Next(4))
            {
                case 0:
                    altered[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    altered[at] = (byte)random.Next(256);
                    break;
                case 2 when altered.Count > 1:
                    altered.RemoveAt(at);
                    break;
                default:
                    altered.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. altered];
    }

    private static DataVector Question(string form, byte[] input, DataRoot? root = null) => new(
        "", form, "", Convert.ToHexStringLower(input), "", "", Root: root is null ? null : Convert.ToHexStringLower(root.ToArray()));

    private static void Agree(int seed, IEnumerable<DataVector> made)
    {
        DataVector[] questions = [.. made];
        int accepted = 0;
        foreach ((DataVector question, (IReadOnlyList<string>? theirs, string? why)) in questions.Zip(SecondReader.Read(questions)))
        {
            (IReadOnlyList<string>? ours, string? ourWhy) = OurReader.Read(question);
            Assert.True(
                (ours is null && theirs is null) || (ours is not null && theirs is not null && ours.SequenceEqual(theirs)),
                $"Seed {seed}, {question.Form} {question.Input} {question.Root}:\nours {ourWhy ?? string.Join('\n', ours!)}\n"
                    + $"theirs {why ?? string.Join('\n', theirs!)}");
            accepted += ours is null ? 0 : 1;
        }

        Assert.True(accepted > 0, $"Seed {seed}: nothing was accepted, so that the comparison shows little.");
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DigitalEmblem.Data;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Makes the manifests of a volume whose files are spread over its generations, or merges them as an update and a check do; for
/// bench/data.sh.
/// </summary>
internal static class VolumeLoad
{
    private const int FilesInFolder = 1000;

    public static int Run(string act, string folder, int generations, int entries)
    {
        string newest = Path.Combine(folder, "newest");
        if (act == "make")
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(newest, Make(folder, generations, entries).ToString());
            return 0;
        }

        var clock = Stopwatch.StartNew();
        var root = DataRoot.Parse(File.ReadAllText(newest));
        using Stream stream = Open(folder, root);
        VolumeChain chain = VolumeChain.Follow(ManifestReader.Open(stream, root), r => Open(folder, r));
        long merged = 0;
        using (VolumeEntries all = chain.Entries([], isStrict: true))
        {
            for (; all.Peek() is not null; merged++)
            {
                all.Advance();
            }
        }

        double seconds = clock.Elapsed.TotalSeconds, processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{merged} entries of {chain.Generations.Count} generations, {seconds:0.000} s, processor {processor:0.000} s"));
        return 0;
    }

    // File i is listed by generation i modulo their number, so that the merge takes each entry from another manifest.
    private static DataRoot Make(string folder, int generations, int entries)
    {
        DataRoot? previous = null;
        Span<byte> number = stackalloc byte[sizeof(int)];
        for (int generation = 1; generation <= generations; generation++)
        {
            using var manifest = new MemoryStream();
            var writer = new ManifestWriter(manifest, ManifestTerms.ForVolume(generation, previous));
            for (int i = generation - 1; i < entries; i += generations)
            {
                BinaryPrimitives.WriteInt32BigEndian(number, i);
                string path = string.Create(CultureInfo.InvariantCulture, $"d{i / FilesInFolder:0000}/file-{i:0000000}.dat");
                writer.Add(ManifestEntry.File(EntryPath.Of(Encoding.ASCII.GetBytes(path)), 4096, Sha256Digest.Of(number)));
            }

            previous = writer.Finish();
            File.WriteAllBytes(Path.Combine(folder, previous.ManifestFileName), manifest.ToArray());
        }

        return previous!;
    }

    private static FileStream Open(string folder, DataRoot root) => File.OpenRead(Path.Combine(folder, root.ManifestFileName));
}

using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Benchmarks;

/// <summary>One walk or one hashing of a tree, for bench/data.sh, which runs it beside other programs.</summary>
internal static class DataLoad
{
    public static async Task<int> RunAsync(string act, string path, int threads)
    {
        var clock = Stopwatch.StartNew();
        using Folder root = Folder.Open(path);
        long items = 0, troubles = 0;
        HashOptions options = new() { Threads = threads };
        if (act == "walk")
        {
            using TreeWalk walk = new(root, new WalkOptions { WithStamps = true });
            while (walk.TryNext(out WalkItem? item))
            {
                items++;
                troubles += item.Trouble.IsNone ? 0 : 1;
            }
        }
        else
        {
            await foreach (HashedItem hashed in HashFiles.RunAsync(root, options))
            {
                items++;
                troubles += hashed.Item.Trouble.IsNone ? 0 : 1;
            }
        }

        double seconds = clock.Elapsed.TotalSeconds;
        string peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal))[6..].Trim();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{items} items, {troubles} troubles, {options.Progress.Bytes} bytes, {seconds:0.000} s, peak {peak}"));
        return 0;
    }
}

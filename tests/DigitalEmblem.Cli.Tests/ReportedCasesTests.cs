using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Inputs that were answered wrongly once (tests/reported/cases.json). Each stands for a kind of fault; one that fails again is told to
/// someone as a wrong answer.
/// </summary>
public sealed class ReportedCasesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "reported");
    private static readonly string[] Members =
        ["id", "file", "args", "exit", "why", "mustFind", "mustNotSay", "sameVerdictAs", "maxPeakMiB"];
    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Folder, "cases.json"))).RootElement
        .GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);

    public static TheoryData<string> Ids => [.. Cases.Keys];

    public static TheoryData<string> WithMemory => [.. Cases.Where(c => c.Value.TryGetProperty("maxPeakMiB", out _)).Select(c => c.Key)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_Run_IsAnsweredRightly(string id)
    {
        JsonElement one = Cases[id];
        Assert.All(one.EnumerateObject(), m => Assert.Contains(m.Name, Members));
        (int code, string output, string error) = Run(one);
        Assert.True(
            one.GetProperty("exit").EnumerateArray().Any(e => e.GetInt32() == code),
            $"{id}: exit code {code}. {one.GetProperty("why")}\n{output}{error}");
        if (one.TryGetProperty("mustFind", out JsonElement finding))
        {
            Assert.Contains(
                JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray(),
                f => f.GetProperty("code").GetString() == finding.GetString());
        }

        if (one.TryGetProperty("mustNotSay", out JsonElement words))
        {
            Assert.DoesNotContain(words.GetString()!, output + error, StringComparison.OrdinalIgnoreCase);
        }

        if (one.TryGetProperty("sameVerdictAs", out JsonElement other))
        {
            Assert.Equal(WithoutFile(Run(Cases[other.GetString()!]).Out, other.GetString()!), WithoutFile(output, id));
        }
    }

    /// <summary>The memory of the command as people run it: the runtime's own share is a part of it.</summary>
    [NativeTheory]
    [Trait("Category", "Servers")]
    [MemberData(nameof(WithMemory))]
    public void Case_RunByTheNativeCommand_StaysWithinItsMemory(string id)
    {
        Assert.NotNull(NativeCommand.FilePath);

        // The shell waits for the command, so that the kernel counts the peak of its children; time(1) is not everywhere.
        string python = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);"
            + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, WorkingDirectory = Folder };
        Array.ForEach((string[])["-c", python, NativeCommand.FilePath, .. Arguments(Cases[id])], start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        string kilobytes = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.InRange(int.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024.0, 1, Cases[id].GetProperty("maxPeakMiB").GetDouble());
    }

    private static string[] Arguments(JsonElement one) => [.. one.GetProperty("args").EnumerateArray().Select(a => a.GetString()!)];

    private static (int Code, string Out, string Error) Run(JsonElement one)
    {
        using var command = new Command { Passphrase = "demo" };
        return command.Run([.. Arguments(one).Select(a => File.Exists(Path.Combine(Folder, a)) ? Path.Combine(Folder, a) : a)]);
    }

    private static string WithoutFile(string json, string id) =>
        json.Replace(Path.Combine(Folder, $"{id}.txt"), "", StringComparison.Ordinal);
}

using System.Diagnostics;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// The first command of the README. If it fails, newcomers see no output for minutes while the command is built, or are not told that the
/// SDK is missing.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DemoScriptTests
{
    [Fact]
    public void Script_WithoutTheSdk_FirstSaysWhatItDoes_AndThenWhatIsMissing()
    {
        string folder = Directory.CreateTempSubdirectory("emblem-path-").FullName;
        try
        {
            foreach (string tool in (string[])["cat", "dirname"])
            {
                File.CreateSymbolicLink(Path.Combine(folder, tool), "/usr/bin/" + tool);
            }

            var start = new ProcessStartInfo("/bin/bash", [Path.Combine(Repository.Root, "demo.sh")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["PATH"] = folder;
            using Process script = Process.Start(start)!;
            string said = script.StandardOutput.ReadToEnd(), missing = script.StandardError.ReadToEnd();
            script.WaitForExit();

            Assert.Equal(1, script.ExitCode);
            Assert.StartsWith("This builds the emblem command", said, StringComparison.Ordinal);
            Assert.StartsWith("The .NET 10 SDK is needed", missing, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Diagnostics;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Issuing;

/// <summary>The demo, as a newcomer runs it. When this fails, the first thing that anybody tries of the issuer does not work, or leaves keys behind.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_IsWalkedThrough_AndLeavesNothingBehind()
    {
        var start = new ProcessStartInfo(BuiltProgram.Dotnet, [BuiltProgram.Assembly("DigitalEmblem.Issuer", "issuer.dll"), "--demo"]) { RedirectStandardOutput = true };
        using Process demo = Process.Start(start)!;
        try
        {
            string variables = "";
            while (await demo.StandardOutput.ReadLineAsync() is { } line && line != "Ctrl-C ends it.")
            {
                variables = line.Trim().StartsWith("source ", StringComparison.Ordinal) ? line.Trim()["source ".Length..] : variables;
            }

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(variables));
            string walk = Path.Combine(BuiltProgram.Root, "src", "DigitalEmblem.Issuer", "walkthrough.sh");

            // The command as it is built, in place of one that is built anew at each call.
            (int code, string output, string error) = BuiltProgram.Run(["bash", "-c", $"source {variables} && EMBLEM='{string.Join(' ', BuiltCommand.Line())}' bash {walk}"]);

            Assert.True(code == 0, $"{code}\n{output}\n{error}");
            Assert.Equal(0, BuiltProgram.Run(["kill", "-INT", $"{demo.Id}"]).Code);
            await demo.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(0, demo.ExitCode);
            Assert.False(Directory.Exists(Path.GetDirectoryName(variables)));
        }
        finally
        {
            if (!demo.HasExited)
            {
                demo.Kill();
            }
        }
    }
}

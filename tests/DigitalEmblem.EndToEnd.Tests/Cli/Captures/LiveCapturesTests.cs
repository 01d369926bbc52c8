using DigitalEmblem.Cli.Tests;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli;

/// <summary>
/// Every command line of the collection, run by the tool that is installed here and now. If this fails, a version of a tool prints
/// something that we do not read, and its users are told less than the truth.
/// </summary>
public sealed class LiveCapturesTests(CaptureServers servers) : IClassFixture<CaptureServers>
{
    /// <summary>Set to 1, the environment variable has these tests write what the tools print to <c>tests/captures</c>.</summary>
    private const string WriteVariable = "DIGITALEMBLEM_WRITE_CAPTURES";

    public static TheoryData<string> Made => [.. Captures.All.Where(c => c.Command is not null).Select(c => c.File)];

    [Theory]
    [MemberData(nameof(Made))]
    public void Tool_RunAgain_IsJudgedAsTheCaptureIs(string file)
    {
        CaptureCase capture = Captures.All.Single(c => c.File == file);
        string printed = servers.Run(capture.Command!, capture.WithErrors);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllText(Path.Combine(Captures.Folder, file), printed);
        }

        using var command = new Command();
        (int code, string output, string error) = command.Run(capture.VerifyArguments(command.Write(file, printed)));
        Assert.True(capture.Exit == code, $"{capture.Command}: exit code {code} and not {capture.Exit}\n{printed}\n{output}{error}");
        bool said = capture.Say is null || (output + error).Contains(capture.Say, StringComparison.Ordinal);
        Assert.True(said, $"'{capture.Say}' is not said of {capture.Command}:\n{output}{error}");
    }
}

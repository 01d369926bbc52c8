using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// What people bring to <c>emblem verify</c>: the output of tools, kept as they printed it. If this fails, someone is told "not marked"
/// of a host that is marked, or of an answer that never came.
/// </summary>
public sealed class CapturesTests
{
    public static TheoryData<string> Files => [.. Captures.All.Select(c => c.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Capture_Verified_EndsWithTheRightCodeAndSaysWhatWasSeen(string file)
    {
        CaptureCase capture = Captures.All.Single(c => c.File == file);
        using var command = new Command();
        (int code, string output, string error) = command.Run(capture.VerifyArguments(Path.Combine(Captures.Folder, file)));
        Assert.True(capture.Exit == code, $"{file}: exit code {code} and not {capture.Exit}\n{output}{error}");
        bool said = capture.Say is null || (output + error).Contains(capture.Say, StringComparison.Ordinal);
        Assert.True(said, $"'{capture.Say}' is not said of {file}:\n{output}{error}");
    }

    [Fact]
    public void Folder_HasTheCapturesOfTheManifestAndNoOthers() => Assert.Equal(
        Captures.All.Select(c => c.File).Order(StringComparer.Ordinal),
        Directory.GetFiles(Captures.Folder, "*.txt").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
}

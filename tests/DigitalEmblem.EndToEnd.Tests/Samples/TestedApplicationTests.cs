using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Samples;

/// <summary>The sample of tests, run. If it fails, a reader copies tests that do not pass.</summary>
[Trait("Category", "Servers")]
public sealed class TestedApplicationTests
{
    [Fact]
    public void Tests_OfTheSample_Pass()
    {
        (int code, string output, string error) = BuiltProgram.Run(
            [BuiltProgram.Dotnet, "test", BuiltProgram.Assembly("TestedApplication", "TestedApplication.dll"), "--nologo"]);
        Assert.True(code == 0, output + error);
        Assert.Contains("Passed:     6", output, StringComparison.Ordinal);
    }
}

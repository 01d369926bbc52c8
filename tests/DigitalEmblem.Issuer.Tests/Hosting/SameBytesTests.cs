using Xunit;

namespace DigitalEmblem.Issuer.Tests.Hosting;

/// <summary>
/// What would make two builds of the same sources differ. If it fails, those who build a release again get other bytes and cannot tell
/// whether the program they were given is the one of these sources.
/// </summary>
public class SameBytesTests
{
    [Fact]
    public void Handlers_WithDefaultValues_HaveNoDelegatesThatTheCompilerNumbersByChance()
    {
        // A handler of the API with a default value gets a delegate of its own, and the compiler, which works on many files at once,
        // numbers those in the order of its threads. Nullable parameters are as optional.
        string[] numbered = [.. typeof(IssuerCommand).Assembly.GetTypes().Select(t => t.Name).Where(
            n => n.StartsWith("<>f__AnonymousDelegate", StringComparison.Ordinal))];

        Assert.Empty(numbered);
    }
}

using System.Reflection;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Browser.Tests;

/// <summary>The issuer that was built beside these tests.</summary>
internal static class BuiltIssuer
{
    // artifacts/bin/DigitalEmblem.Browser.Tests/release: the others lie beside it, in the same configuration.
    public static string Assembly { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "DigitalEmblem.Issuer",
        Path.GetFileName(Path.GetDirectoryName(typeof(BuiltIssuer).GetTypeInfo().Assembly.Location)!), "issuer.dll");
}

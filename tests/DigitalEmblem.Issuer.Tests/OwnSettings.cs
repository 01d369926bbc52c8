using System.Runtime.CompilerServices;

namespace DigitalEmblem.Issuer.Tests;

/// <summary>Takes from the environment what a person who tried the pages has set: the tests have settings of their own.</summary>
internal static class OwnSettings
{
    [ModuleInitializer]
    internal static void Forget() => Environment.SetEnvironmentVariable("ISSUER_CONFIG", null);
}

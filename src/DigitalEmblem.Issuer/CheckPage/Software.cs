using System.Reflection;

namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>What this program is called in a record.</summary>
internal static class Software
{
    /// <summary>Its name and version, without the commit.</summary>
    public static string Name { get; } = "issuer checkpage " + typeof(Software).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}

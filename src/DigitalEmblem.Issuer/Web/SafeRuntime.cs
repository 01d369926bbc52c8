using System.Reflection;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// Whether the runtime's data protection can be relied on. In ASP.NET Core 10.0.0 to 10.0.6 what it protects could be forged
/// (CVE-2026-40372), the tokens of forms among it.
/// </summary>
internal static class SafeRuntime
{
    private static readonly Version FirstForgeable = new(10, 0, 0), FirstMended = new(10, 0, 7);

    /// <summary>What is wrong with the runtime of this process; null if nothing is known to be.</summary>
    public static string? Fault() => Fault(typeof(DataProtectionProvider).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    /// <summary>What is wrong with a version of data protection; null if nothing is known to be.</summary>
    /// <param name="informational">The version as the assembly states it: 10.0.7, or 10.0.7-rc.1+commit.</param>
    public static string? Fault(string informational) =>
        !Version.TryParse(informational.Split('+', '-')[0], out Version? version)
            ? "The version of the ASP.NET Core runtime could not be read, so it is not known whether its cookies and forms can be forged: "
                + "install ASP.NET Core 10.0.7 or newer."
            : version >= FirstForgeable && version < FirstMended
                ? $"The ASP.NET Core runtime {version} lets the cookies and forms of the pages be forged (CVE-2026-40372): install 10.0.7 "
                    + "or newer, or run without pages (an empty Listen:Web)."
            : null;
}

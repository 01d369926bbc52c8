using System.Runtime.InteropServices;

namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>The memory of this process, in which names stand while they are asked about.</summary>
internal static class ProcessMemory
{
    private const int SetDumpable = 4;

    /// <summary>
    /// Has Linux write no core dump of this process, not even to a program that collects them (prctl(2), PR_SET_DUMPABLE), and keeps other
    /// processes of the same user from reading its memory. Elsewhere it does nothing.
    /// </summary>
    public static void KeepOutOfDumps()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(SetDumpable, 0, 0, 0, 0);
        }
    }

#pragma warning disable SYSLIB1054 // One call, of numbers only.
    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);
#pragma warning restore SYSLIB1054
}

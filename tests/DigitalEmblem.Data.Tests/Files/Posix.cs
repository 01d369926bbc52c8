using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Tests.Files;

/// <summary>Calls that only tests need: to make what a walk must bear.</summary>
internal static unsafe partial class Posix
{
    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymLinkAt(byte* target, int folder, byte* name);

    [LibraryImport("libc", EntryPoint = "mknodat", SetLastError = true)]
    internal static partial int MkNodAt(int folder, byte* name, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    internal static partial int SetFsUid(uint user);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    internal static partial int Dup(int descriptor);

    /// <summary>
    /// Does something as another user, if this one is root, for whom each file is readable. The identity for files belongs to a thread on
    /// Linux.
    /// </summary>
    internal static void AsNobody(Action act)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            _ = SetFsUid(65534);
            try
            {
                act();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException("It failed as another user.", failure);
        }
    }
}

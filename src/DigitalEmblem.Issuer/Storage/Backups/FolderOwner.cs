using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>
/// Gives a file to the owner of its folder: root restores for the user of the service. It calls the system directly, because .NET knows no
/// owners.
/// </summary>
internal static class FolderOwner
{
    private const int WorkingFolder = -100, NotThroughLinks = 0x100;
    private const uint OwnerAndGroup = 0x18;

    /// <summary>Gives it.</summary>
    /// <param name="file">The whole path of the file.</param>
    /// <param name="folder">The whole path of the folder.</param>
    /// <exception cref="IOException">It could not be given.</exception>
    public static void GiveTo(string file, string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        (uint Owner, uint Group) wanted = Of(folder), present = Of(file);
        if (wanted != present && Lchown(Bytes(file), wanted.Owner, wanted.Group) != 0)
        {
            throw new IOException($"'{file}' could not be given to the owner of '{folder}': {Why()}. Run this as that user, or as root.");
        }
    }

    private static (uint Owner, uint Group) Of(string path) =>
        Statx(WorkingFolder, Bytes(path), NotThroughLinks, OwnerAndGroup, out Owners owners) == 0
            ? (owners.Owner, owners.Group)
            : throw new IOException($"'{path}' cannot be looked at: {Why()}.");

    private static string Why() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    private static byte[] Bytes(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, out Owners owners);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    private static extern int Lchown(byte[] path, uint owner, uint group);

    // The kernel's struct statx, which is the same on each processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Owners
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;
    }
}

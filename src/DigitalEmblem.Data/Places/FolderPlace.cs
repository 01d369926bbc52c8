using System.Text;
using System.Text.Unicode;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Places;

/// <summary>Reads the facts of a place of the kind <c>folder</c> from the kernel (data-emblem, location).</summary>
internal static class FolderPlace
{
    private const string Uuid = "uuid:", Fsid = "fsid:";

    /// <summary>The facts of an open folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stated">The place of a sign, which says how the file system is named; null for the best name that there is.</param>
    public static IReadOnlyList<FactReading> Read(Folder folder, DataPlace? stated = null)
    {
        string? name = stated?.Facts.FirstOrDefault(f => f.Name == PlaceKinds.FileSystem)?.Value;
        return folder is LinuxFolder linux
            ? [FileSystem(linux, name), Path(linux)]
            : [.. new[] { PlaceKinds.FileSystem, PlaceKinds.Path }
                .Select(f => FactReading.Unread(f, "this program reads the facts of a folder on Linux only"))];
    }

    private static FactReading Path(LinuxFolder folder)
    {
        Trouble trouble = LinuxPlace.PathOf(folder, out byte[]? path);
        return path is null
            ? FactReading.Unread(
                PlaceKinds.Path,
                trouble.IsNone ? "the kernel names no path by which it is reached" : $"its path cannot be found out: {trouble.ToWords()}")
            : !Utf8.IsValid(path) ? FactReading.Unread(PlaceKinds.Path, "its path is not UTF-8, and a sign names no such place")
            : path.Length > DataLimits.MaxFactValue ? FactReading.Unread(
                PlaceKinds.Path, $"its path has more than {DataLimits.MaxFactValue:N0} bytes, and a sign names no such place")
            : FactReading.Observed(PlaceKinds.Path, Encoding.UTF8.GetString(path));
    }

    private static FactReading FileSystem(LinuxFolder folder, string? stated)
    {
        Trouble trouble = LinuxPlace.FileSystemOf(folder, out long type, out ulong fsid);
        if (!trouble.IsNone)
        {
            return FactReading.Unread(PlaceKinds.FileSystem, $"the kernel does not say which one it is: {trouble.ToWords()}");
        }

        byte[]? uuid = LinuxPlace.UuidOf(folder, type);
        bool byFsid = stated is null ? uuid is null : stated.StartsWith(Fsid, StringComparison.Ordinal);
        string? value = byFsid
            ? fsid == 0 ? null : $"{Fsid}{fsid:x16}"
            : uuid is null ? null : Uuid + new Guid(uuid, bigEndian: true).ToString("D");
        return value is null
            ? FactReading.Unread(PlaceKinds.FileSystem, "this kernel, or this file system, tells no such identifier")
            : LinuxPlace.IsKeptByKernel(type) ? FactReading.Observed(PlaceKinds.FileSystem, value)
            : FactReading.Reported(
                PlaceKinds.FileSystem, value, "a server or another program may keep this file system, and the kernel is only told of it");
    }
}

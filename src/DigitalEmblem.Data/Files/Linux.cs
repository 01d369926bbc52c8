using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// The numbers of the Linux kernel's interface. A few of them differ between x64 and arm64; other processors use System.IO.
/// </summary>
internal static class Linux
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;
    internal const int NoTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int NoAccessTime = 0x40000;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;

    internal const int NoSuchEntry = 2;
    internal const int NotPermitted = 1;
    internal const int Interrupted = 4;
    internal const int NoSuchData = 6;
    internal const int WouldBlock = 11;
    internal const int AccessDenied = 13;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotAFolder = 20;
    internal const int IsAFolder = 21;
    internal const int Invalid = 22;
    internal const int TooManyInSystem = 23;
    internal const int TooManyOpen = 24;
    internal const int NameTooLong = 36;
    internal const int NotImplemented = 38;
    internal const int TooManyLinks = 40;
    internal const int NoAttribute = 61;
    internal const int NotSupported = 95;
    internal const int Stale = 116;

    internal const int SeekSet = 0;
    internal const int SeekData = 3;
    internal const int AdviseSequential = 2;

    internal const int LockExclusive = 2;
    internal const int LockWithoutWaiting = 4;
    internal const int Unlock = 8;

    internal const int CurrentFolder = -100;
    internal const int AtNoFollow = 0x100;
    internal const int AtRemoveFolder = 0x200;
    internal const int AtFollow = 0x400;
    internal const int AtNoAutomount = 0x800;
    internal const int AtEmptyPath = 0x1000;

    internal const int RenameNoReplace = 1;

    internal const nint OpenAt2 = 437;
    internal const ulong ResolveNoOtherMount = 0x01;
    internal const ulong ResolveNoMagicLinks = 0x02;
    internal const ulong ResolveNoLinks = 0x04;
    internal const ulong ResolveBeneath = 0x08;

    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Whether this process can use these calls.</summary>
    internal static bool IsHere { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    internal static int FolderOnly { get; } = Arm ? 0x4000 : 0x10000;

    internal static int NoFollow { get; } = Arm ? 0x8000 : 0x20000;

    internal static int Temporary { get; } = 0x400000 | FolderOnly;

    internal static nint GetDents { get; } = Arm ? 61 : 217;

    internal static nint RenameAt2 { get; } = Arm ? 276 : 316;

    internal static nint Statx { get; } = Arm ? 291 : 332;

    internal static nint FStatfs { get; } = Arm ? 44 : 138;

    internal static nint Ioctl { get; } = Arm ? 29 : 16;
}

using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>Why a node could not be read, as a value: a walk goes on after it.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Error">The system's number for it, or zero.</param>
internal readonly record struct Trouble(TroubleKind Kind, int Error = 0)
{
    internal static Trouble None => default;

    internal bool IsNone => Kind == TroubleKind.None;

    /// <summary>The trouble behind a number of Linux.</summary>
    internal static Trouble OfLinux(int error) => new(
        error switch
        {
            0 => TroubleKind.None,
            Linux.NotPermitted or Linux.AccessDenied => TroubleKind.Denied,
            Linux.NoSuchEntry or Linux.Stale => TroubleKind.Vanished,
            Linux.NotAFolder or Linux.TooManyLinks or Linux.IsAFolder => TroubleKind.Moving,
            Linux.NameTooLong => TroubleKind.TooLong,
            Linux.TooManyInSystem or Linux.TooManyOpen => TroubleKind.NoDescriptors,
            _ => TroubleKind.Failed,
        },
        error);

    /// <summary>Why, for a person: the end of a sentence.</summary>
    internal string ToWords() => Kind switch
    {
        TroubleKind.None => "nothing is wrong",
        TroubleKind.Denied => "this user may not read it",
        TroubleKind.Vanished => "it was gone when it should be read",
        TroubleKind.Moving => "it changed while it was read, or is no longer what it was listed as",
        TroubleKind.TooLong => "its name or path is longer than a manifest takes",
        TroubleKind.NoDescriptors => "the process or the system has too many files open",
        TroubleKind.Unnameable => "its name is no text, and this system's interface cannot name it",
        _ => Linux.IsHere && Error > 0 ? Marshal.GetPInvokeErrorMessage(Error) : "the system failed to read it",
    };

    /// <summary>The trouble behind an exception of System.IO.</summary>
    internal static Trouble Of(Exception exception) => new(
        exception switch
        {
            UnauthorizedAccessException => TroubleKind.Denied,
            FileNotFoundException or DirectoryNotFoundException => TroubleKind.Vanished,
            PathTooLongException => TroubleKind.TooLong,
            _ => TroubleKind.Failed,
        },
        exception.HResult);
}

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

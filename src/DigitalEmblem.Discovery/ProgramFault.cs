namespace DigitalEmblem.Discovery;

/// <summary>
/// Exceptions that this code does not expect: faults of this program. They must not be taken for an answer, and must not end the work on
/// other names.
/// </summary>
internal static class ProgramFault
{
    private const string Clause = "decisions.md, 13";

    /// <summary>
    /// Whether an exception is such a fault. A stop that was asked for is none, and neither is a fault after which the process cannot
    /// continue.
    /// </summary>
    public static bool Is(Exception exception, CancellationToken stop) => exception switch
    {
        OperationCanceledException => !stop.IsCancellationRequested,
        OutOfMemoryException or AccessViolationException or ThreadInterruptedException => false,
        AggregateException several => several.InnerExceptions.All(e => Is(e, stop)),
        TypeInitializationException { InnerException: { } inner } => Is(inner, stop),
        _ => true,
    };

    /// <summary>The exception as a finding: what happened, whose fault it is, and how to report it.</summary>
    public static Finding Describe(Exception exception)
    {
        Exception cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        string message = Printable.Text(cause.Message);
        return cause is IOException or UnauthorizedAccessException
            ? Finding.Failure(
                FindingCode.StoreUnavailable,
                $"Something that this machine keeps could not be read or written ({message}). Nothing is concluded from that: "
                    + $"check the file and the disk, and ask again.",
                Clause)
            : Finding.Failure(
                FindingCode.ProgramFault,
                $"A fault of this program, not of the name or its emblem: {cause.GetType().Name}{Place(cause)}, \"{message}\". "
                    + $"Nothing is concluded from it. "
                    + $"Please report it in private, with the name and this message: \"Report a vulnerability\" in the program's "
                    + $"repository (SECURITY.md).",
                Clause);
    }

    /// <summary>The method that threw, without the path of the machine that built it.</summary>
    private static string Place(Exception exception)
    {
        string first = exception.StackTrace?.Split('\n')[0].Trim() ?? "";
        int end = first.IndexOf(" in ", StringComparison.Ordinal);
        return first.Length == 0 ? "" : $" {Printable.Text(end < 0 ? first : first[..end])}";
    }
}

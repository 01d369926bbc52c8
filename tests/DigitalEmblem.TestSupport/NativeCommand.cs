namespace DigitalEmblem.TestSupport;

/// <summary>
/// The command as people install it, one file of machine code, which test.sh publishes once and names in
/// <c>DIGITALEMBLEM_NATIVE_COMMAND</c>.
/// </summary>
public static class NativeCommand
{
    /// <summary>Its path; null if it was not published.</summary>
    public static string? FilePath =>
        Environment.GetEnvironmentVariable("DIGITALEMBLEM_NATIVE_COMMAND") is { Length: > 0 } path ? path : null;

    /// <summary>Why tests of it are skipped; null if they run. In CI they always run, and fail without it.</summary>
    internal static string? WhyNot => FilePath is not null || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "DIGITALEMBLEM_NATIVE_COMMAND names no command: ./test.sh publishes it.";
}

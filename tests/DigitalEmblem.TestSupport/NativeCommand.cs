namespace DigitalEmblem.TestSupport;

/// <summary>
/// The command as people install it, one file of machine code, which test.sh publishes once and names in
/// <c>DIGITALEMBLEM_NATIVE_COMMAND</c>.
/// </summary>
public static class NativeCommand
{
    /// <summary>Its path; null where there is none.</summary>
    public static string? FilePath =>
        Environment.GetEnvironmentVariable("DIGITALEMBLEM_NATIVE_COMMAND") is { Length: > 0 } path ? path : null;

    /// <summary>Why tests of it do not run; null if they do. Where CI runs they do in any case, and fail without it.</summary>
    internal static string? WhyNot => FilePath is not null || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "DIGITALEMBLEM_NATIVE_COMMAND names no command: ./test.sh publishes it.";
}

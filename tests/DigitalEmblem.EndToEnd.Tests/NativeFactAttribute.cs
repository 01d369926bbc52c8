using Xunit;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>A test of the native command, which test.sh publishes once and names in <c>DIGITALEMBLEM_NATIVE_COMMAND</c>. Without it the test is skipped, but not where CI runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute()
    {
        if (string.IsNullOrEmpty(Command) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "DIGITALEMBLEM_NATIVE_COMMAND names no command: ./test.sh publishes it.";
        }
    }

    /// <summary>The command's path.</summary>
    public static string? Command => Environment.GetEnvironmentVariable("DIGITALEMBLEM_NATIVE_COMMAND");
}

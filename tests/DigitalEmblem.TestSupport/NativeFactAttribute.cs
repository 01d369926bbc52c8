using Xunit;

namespace DigitalEmblem.TestSupport;

/// <summary>A test of the native command; skipped, and counted so, where there is none (<see cref="NativeCommand"/>).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = NativeCommand.WhyNot;
}

using Xunit;

namespace DigitalEmblem.TestSupport;

/// <summary>Tests of the native command over data; skipped, and counted so, where there is none (<see cref="NativeCommand"/>).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute() => Skip = NativeCommand.WhyNot;
}

using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Data;

/// <summary>What is said where a sign was removed.</summary>
internal static class SignText
{
    /// <summary>That copies of it stay valid.</summary>
    /// <param name="expires">When it expires; null if it could not be read.</param>
    public static Sentence CopiesOf(DateTimeOffset? expires) => expires is { } at
        ? Sentence.Of($"Copies of the sign stay valid until the sign expires: {VerdictText.Instant(at)}.")
        : $"Copies of the sign stay valid until the sign expires.";
}

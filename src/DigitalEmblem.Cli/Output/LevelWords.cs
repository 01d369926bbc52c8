using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Output;

/// <summary>Levels in a sentence.</summary>
internal static class LevelWords
{
    public static Sentence Of(SecurityLevel level) => level switch
    {
        SecurityLevel.Invalid => $"invalid",
        SecurityLevel.Unknown => $"unknown",
        SecurityLevel.Signed => $"signed",
        SecurityLevel.Organizational => $"organizational",
        SecurityLevel.Endorsed => $"endorsed",
        _ => $"none",
    };
}

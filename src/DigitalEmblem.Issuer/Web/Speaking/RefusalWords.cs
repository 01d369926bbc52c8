using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the domain refuses, as people read it.</summary>
internal static class RefusalWords
{
    /// <summary>The reason, with what to do next.</summary>
    public static Sentence AsSentence(this RefusedException refused) => refused.Sentence;
}

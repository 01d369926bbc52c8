using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>The loops of the service's work, as people read them.</summary>
internal static class LoopWords
{
    /// <summary>What a loop does.</summary>
    /// <param name="name">Its name (<see cref="LoopHealth.Name"/>).</param>
    public static Sentence Of(string name) => name switch
    {
        "issuing" => Sentence.Of($"signing emblems"),
        "publishing" => Sentence.Of($"putting records into the DNS"),
        "withdrawing" => Sentence.Of($"taking records out of the DNS"),
        "errands" => Sentence.Of($"long lists"),
        _ => Sentence.Of($"{name}"),
    };
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of records at a place.</summary>
internal static class PlaceWords
{
    /// <summary>How it stands with them, in a few words.</summary>
    public static Sentence Of(Publication publication) => (publication.Wanted, publication.State) switch
    {
        (true, PublicationState.Seen) => Sentence.Of($"our records are there"),
        (true, _) => Sentence.Of($"our records are to be put in"),
        (false, PublicationState.Seen) => Sentence.Of($"no records of ours are there"),
        _ => Sentence.Of($"our records are to be taken out"),
    };
}

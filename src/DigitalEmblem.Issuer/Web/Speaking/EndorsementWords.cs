using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of endorsements that this organization has, and of what it asked for.</summary>
internal static class EndorsementWords
{
    /// <summary>How it stands with an endorsement.</summary>
    public static Sentence State(HeldEndorsement held, DateTimeOffset now) => held switch
    {
        { State: EndorsementState.Superseded } => Sentence.Of($"replaced"),
        { State: EndorsementState.Ended } => Sentence.Of($"ended"),
        _ when held.NotBefore > now => Sentence.Of($"not yet in force"),
        _ when held.Expires <= now => Sentence.Of($"expired"),
        _ => Sentence.Of($"in force"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(HeldEndorsement held, DateTimeOffset now) => held.State != EndorsementState.Current
        ? ""
        : held.IsCurrentAt(now) ? "good" : "bad";

    /// <summary>How it stands with a request.</summary>
    public static Sentence State(SentRequest request) => request.State switch
    {
        RequestState.Asked => Sentence.Of($"waits for the authority"),
        RequestState.Received => Sentence.Of($"answered: the key is endorsed"),
        _ => Sentence.Of($"closed"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(SentRequest request) => request.State switch
    {
        RequestState.Asked => "warn",
        RequestState.Received => "good",
        _ => "",
    };
}

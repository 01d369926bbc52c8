using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>Turns faults of the library into refusals of the domain.</summary>
internal static class Refusing
{
    /// <summary>Turns an exception of the library about the caller's input into a refusal.</summary>
    public static T Malformed<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or TokenFormatException)
        {
            throw new RefusedException(Refusal.Malformed, Sentence.Of(e));
        }
    }
}

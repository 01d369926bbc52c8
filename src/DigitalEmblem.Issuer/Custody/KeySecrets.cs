using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>Uses secrets and private files on behalf of a key store: their faults become faults of the key.</summary>
internal static class KeySecrets
{
    /// <summary>Does something with them.</summary>
    /// <exception cref="KeyCustodyException">The secret or the file has a fault.</exception>
    public static T Use<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (SecretException e)
        {
            throw new KeyCustodyException(FaultOf(e.Fault), Sentence.Of(e), e.InnerException);
        }
    }

    /// <summary>Does something with them.</summary>
    /// <exception cref="KeyCustodyException">The secret or the file has a fault.</exception>
    public static void Use(Action use) => Use(() =>
    {
        use();
        return true;
    });

    private static KeyFault FaultOf(SecretFault fault) => fault switch
    {
        SecretFault.Missing => KeyFault.SecretMissing,
        SecretFault.Exposed => KeyFault.Exposed,
        SecretFault.Damaged => KeyFault.Damaged,
        _ => KeyFault.Unavailable,
    };
}

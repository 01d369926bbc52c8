namespace DigitalEmblem.Issuer.Domain;

/// <summary>Whether two names are one person's: what needs two people is refused to one who does it twice.</summary>
internal static class FourEyes
{
    /// <summary>Compares names of actors. Letter case does not make another person.</summary>
    public static bool SamePerson(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

namespace DigitalEmblem.Issuer.Domain;

/// <summary>Digits as people type them: keyboards for Arabic, Persian and Chinese have others than 0 to 9.</summary>
internal static class TypedDigits
{
    // The zeros of Arabic-Indic, of extended Arabic-Indic (Persian, Urdu) and of fullwidth digits; the nine others follow each.
    private static readonly char[] Zeros = ['\u0660', '\u06F0', '\uFF10'];

    /// <summary>The text with 0 to 9 in the place of those digits; every other character stays.</summary>
    public static string Plain(string text) => string.Create(text.Length, text, (plain, typed) =>
    {
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = Plain(typed[i]);
        }
    });

    private static char Plain(char typed)
    {
        foreach (char zero in Zeros)
        {
            if (typed >= zero && typed - zero < 10)
            {
                return (char)('0' + (typed - zero));
            }
        }

        return typed;
    }
}

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>A private key in PEM, which people paste by mistake in place of a public key or a certificate. No page writes one.</summary>
internal static class PrivateKeyText
{
    // PKCS#8, encrypted or not, SEC 1 and PKCS#1 alike.
    private const string Label = "PRIVATE KEY";

    /// <summary>Whether one is in a text.</summary>
    public static bool IsIn(string? text) => text?.Contains(Label, StringComparison.OrdinalIgnoreCase) == true;
}

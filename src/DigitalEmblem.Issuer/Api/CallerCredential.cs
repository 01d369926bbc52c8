namespace DigitalEmblem.Issuer.Api;

/// <summary>What shows who calls.</summary>
internal enum CallerCredential
{
    /// <summary>An API key.</summary>
    ApiKey,

    /// <summary>A token of the identity provider.</summary>
    ProviderToken,
}

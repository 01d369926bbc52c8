namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>What an authority demands of the grounds of entitlement that requests state.</summary>
internal sealed class EntitlementOptions
{
    /// <summary>
    /// Whether a request is approved only for purposes for which it states a ground of entitlement. Anyone who can change it has issuers
    /// endorsed again that state no ground; two people still approve each of them.
    /// </summary>
    public bool GroundsRequired { get; set; }
}

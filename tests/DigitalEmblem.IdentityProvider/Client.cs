namespace DigitalEmblem.IdentityProvider;

/// <summary>The one client of the provider.</summary>
/// <param name="Id">What the provider calls it.</param>
/// <param name="Secret">Its secret; empty for none.</param>
/// <param name="Redirect">Where it lets browsers be sent back to.</param>
internal sealed record Client(string Id, string Secret, string Redirect);

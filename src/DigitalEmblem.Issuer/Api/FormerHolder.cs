namespace DigitalEmblem.Issuer.Api;

/// <summary>The person whose key was shown, and is not valid any more. Authentication leaves it in the request, under this type.</summary>
/// <param name="Handle">The person.</param>
/// <param name="Why">Why it is not valid.</param>
internal sealed record FormerHolder(string Handle, string Why);

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// What a call answers by 202, where that is one of several things. The endpoint's own description of its answers has room for one.
/// </summary>
/// <param name="Schemas">The names of their schemas.</param>
internal sealed record EitherAccepted(params string[] Schemas);

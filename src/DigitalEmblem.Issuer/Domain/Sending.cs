namespace DigitalEmblem.Issuer.Domain;

/// <summary>One sending of an application.</summary>
/// <param name="Sender">Who: they may read what becomes of it, and may not approve it.</param>
/// <param name="At">When.</param>
internal sealed record Sending(string Sender, DateTimeOffset At);

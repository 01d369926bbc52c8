namespace DigitalEmblem.Issuer.Domain;

/// <summary>One sending of an application.</summary>
/// <param name="Sender">The sender, who may read the decision, and may not approve.</param>
/// <param name="At">When.</param>
internal sealed record Sending(string Sender, DateTimeOffset At);

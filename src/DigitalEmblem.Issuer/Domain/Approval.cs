namespace DigitalEmblem.Issuer.Domain;

/// <summary>One person's approval of an application.</summary>
/// <param name="Approver">Who; two approvals are never of the same.</param>
/// <param name="At">When.</param>
internal sealed record Approval(string Approver, DateTimeOffset At);

namespace DigitalEmblem.Issuer.Domain;

/// <summary>One person's approval of an application.</summary>
/// <param name="Approver">Who; two approvals are never of the same.</param>
/// <param name="At">When.</param>
/// <param name="BeforeWait">
/// Whether it was given before access to approve had to wait and to be confirmed (<see cref="Organization.FirstApprovalAt"/>).
/// </param>
/// <param name="GroundsConfirmed">
/// Whether the person confirmed the grounds of entitlement that the request states for these purposes.
/// </param>
internal sealed record Approval(string Approver, DateTimeOffset At, bool BeforeWait, bool GroundsConfirmed);

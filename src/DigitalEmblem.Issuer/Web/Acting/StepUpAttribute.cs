namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>
/// A handler that needs a person who showed in the last ten minutes who they are (step-up): for access, compromise, approving and signing.
/// What was sent is kept meanwhile, and the person confirms it afterwards (<see cref="StepUpFilter"/>). Withdrawal needs none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StepUpAttribute : Attribute
{
    /// <summary>How long one step-up is enough.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
}

using System.Text.Json;
using Microsoft.AspNetCore.Authentication;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>
/// What a person was sent to the identity provider for. It travels in the state of the request, which data protection encrypts and which
/// holds in the browser that was sent only.
/// </summary>
/// <param name="AskedAt">When the person was sent.</param>
/// <param name="Back">The page of this service to go to afterwards.</param>
/// <param name="StepUpOf">The session in which the person shows anew who they are; null for a sign-in.</param>
/// <param name="Invitation">The secret of the invitation that the person answers; null for none.</param>
internal sealed record ProviderErrand(DateTimeOffset AskedAt, string Back, Guid? StepUpOf = null, string? Invitation = null)
{
    /// <summary>So long an answer of the provider is waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const string Key = "errand";

    /// <summary>It as the state carries it.</summary>
    public AuthenticationProperties ToProperties() => new(new Dictionary<string, string?> { [Key] = JsonSerializer.Serialize(this) });

    /// <summary>What a state carries that this service made.</summary>
    public static ProviderErrand Of(AuthenticationProperties properties) =>
        JsonSerializer.Deserialize<ProviderErrand>(properties.Items[Key]!)!;
}

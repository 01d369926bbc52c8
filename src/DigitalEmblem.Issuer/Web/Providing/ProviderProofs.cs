using System.Security.Cryptography;
using System.Text.Json;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>
/// What the identity provider said of a person who is invited, while the person reads what joining means: in the form, protected, for ten
/// minutes, and for this one invitation.
/// </summary>
internal sealed class ProviderProofs(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("provider proofs").ToTimeLimitedDataProtector();

    /// <summary>It as a form carries it.</summary>
    /// <param name="secret">The secret of the invitation.</param>
    /// <param name="word">What the provider said.</param>
    public string Protect(string secret, ProviderWord word) =>
        _protector.Protect(JsonSerializer.Serialize(new Proof(secret, word)), Longest);

    /// <summary>What a form carried; null if it is not ours, is another invitation's, or is too old.</summary>
    public ProviderWord? Read(string secret, string? form)
    {
        try
        {
            return !string.IsNullOrEmpty(form) && JsonSerializer.Deserialize<Proof>(_protector.Unprotect(form)) is { } proof
                && proof.Secret == secret
                    ? proof.Word
                    : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private sealed record Proof(string Secret, ProviderWord Word);
}

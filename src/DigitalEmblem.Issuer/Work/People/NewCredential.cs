using DigitalEmblem.Issuer.Domain;
using Microsoft.AspNetCore.Identity;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// A way to sign in that a person has shown to work, before it is theirs. Hashing a password takes long, so it is done here, outside of the
/// change.
/// </summary>
internal sealed class NewCredential
{
    private readonly Func<Person, DateTimeOffset, Credential> _make;

    private NewCredential(Func<Person, DateTimeOffset, Credential> make) => _make = make;

    /// <summary>A passkey that ASP.NET Core Identity has verified (attestation).</summary>
    /// <param name="passkey">What Identity says of it. Its name becomes that of the way to sign in.</param>
    public static NewCredential OfPasskey(UserPasskeyInfo passkey)
    {
        var facts = new PasskeyFacts(
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.SignCount,
            passkey.Transports is { Length: > 0 } transports ? string.Join(',', transports) : null,
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp);
        return new NewCredential((person, at) => Credential.OfPasskey(person, facts, passkey.Name, at));
    }

    /// <summary>A password, with the key of its codes.</summary>
    /// <param name="handle">Whose it will be.</param>
    /// <param name="password">The password.</param>
    /// <param name="codeKey">The key, which the person's authenticator has.</param>
    /// <param name="sealedKey">The same, sealed by the pages.</param>
    /// <param name="code">The code that the authenticator shows now.</param>
    /// <param name="at">The present.</param>
    /// <exception cref="RefusedException">The password or the code will not do; the message says which.</exception>
    public static NewCredential OfPassword(
        string handle, string password, ReadOnlySpan<byte> codeKey, byte[] sealedKey, string code, DateTimeOffset at)
    {
        if (Passwords.FaultOf(password, handle) is { } fault)
        {
            throw new RefusedException(Refusal.Malformed, fault);
        }

        long step = Totp.StepOf(codeKey, code, at) ?? throw new RefusedException(
            Refusal.Malformed,
            $"This is not the code that the authenticator should show now: type the six digits that it shows, and see that its clock is "
                + $"right.");
        string hash = Passwords.Hash(password);
        return new NewCredential((person, now) => Credential.OfPassword(person, hash, sealedKey, step, now));
    }

    /// <summary>Makes it a person's.</summary>
    public Credential Of(Person person, DateTimeOffset at) => _make(person, at);

    /// <summary>A passkey as ASP.NET Core Identity needs it to verify a signature; of its attestation nothing is kept.</summary>
    public static UserPasskeyInfo ToPasskey(Credential credential) => new(
        credential.PasskeyId!,
        credential.PublicKey!,
        credential.CreatedAt,
        (uint)credential.SignCount,
        credential.Transports?.Split(','),
        credential.IsUserVerified,
        credential.IsBackupEligible,
        credential.IsBackedUp,
        attestationObject: [],
        clientDataJson: [])
    {
        Name = credential.Name,
    };
}

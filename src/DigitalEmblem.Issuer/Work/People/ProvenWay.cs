using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// A way to sign in that a person has shown, up to what only the change can decide: whether its code or signature was used before. Two
/// instances may get the same one at once.
/// </summary>
internal sealed class ProvenWay
{
    private readonly Func<Credential, DateTimeOffset, bool> _use;

    private ProvenWay(Credential credential, Func<Credential, DateTimeOffset, bool> use) => (Credential, _use) = (credential, use);

    /// <summary>The way, as it was read.</summary>
    public Credential Credential { get; }

    /// <summary>A password and a code; null for any fault, each of which takes as long.</summary>
    /// <param name="store">The database.</param>
    /// <param name="handle">Whose.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">The code.</param>
    /// <param name="open">Opens the sealed key of the codes; null if it cannot be opened.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProvenWay?> ByPasswordAsync(
        IssuerStore store,
        string handle,
        string password,
        string code,
        Func<byte[], byte[]?> open,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        string canonical = Person.IsHandle(handle) ? Person.Canonical(handle) : "";
        Credential? way = await store.ReadAsync(d => d.Credentials
            .Where(c => c.Person.Handle == canonical && c.Kind == CredentialKind.PasswordWithCode && c.RevokedAt == null)
            .OrderByDescending(c => c.CreatedAt).FirstOrDefaultAsync(cancellationToken));
        PasswordVerificationResult result = Passwords.Verify(way?.PasswordHash, password);
        if (result == PasswordVerificationResult.Failed || way is not { IsUsable: true } || open(way.CodeKey!) is not { } key
            || Totp.StepOf(key, code, at) is not { } step)
        {
            return null;
        }

        string? newer = result == PasswordVerificationResult.SuccessRehashNeeded ? Passwords.Hash(password) : null;
        return new ProvenWay(way, (c, now) =>
        {
            if (newer is not null)
            {
                c.Rehash(newer);
            }

            return c.TryUseStep(step, now);
        });
    }

    /// <summary>A passkey whose signature ASP.NET Core Identity has verified; null if it is none of ours.</summary>
    /// <param name="store">The database.</param>
    /// <param name="passkeyId">Its own identity.</param>
    /// <param name="signCount">The counter in the signature.</param>
    /// <param name="isBackedUp">Whether it was copied, as the signature says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProvenWay?> ByPasskeyAsync(
        IssuerStore store, byte[] passkeyId, uint signCount, bool isBackedUp, CancellationToken cancellationToken) =>
        await store.ReadAsync(d => d.Credentials.SingleOrDefaultAsync(c => c.PasskeyId == passkeyId, cancellationToken))
            is { IsUsable: true } way
            ? new ProvenWay(way, (c, now) => c.TryUsePasskey(signCount, isBackedUp, now))
            : null;

    /// <summary>Uses it in a change.</summary>
    /// <returns>The way; null if it was used or taken away meanwhile.</returns>
    public async Task<Credential?> UseAsync(Change change, CancellationToken cancellationToken)
    {
        Credential way = await change.GetAsync<Credential>(Credential.Id, null, cancellationToken);
        return _use(way, change.Now) ? way : null;
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>
/// What ASP.NET Core Identity reads to verify passkeys: people and their passkeys. It writes nothing, because only the acts of the Work
/// rooms change something, each with its line in the journal. A person's user handle in WebAuthn is the handle.
/// </summary>
internal sealed class PasskeyStore(IssuerStore store, FindCredential credentials) : IUserPasskeyStore<Person>
{
    /// <inheritdoc/>
    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) => FindByNameAsync(userId, cancellationToken);

    /// <inheritdoc/>
    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        if (!Person.IsHandle(normalizedUserName))
        {
            return Task.FromResult<Person?>(null);
        }

        string handle = Person.Canonical(normalizedUserName);
        return store.ReadAsync(d => d.Persons.SingleOrDefaultAsync(p => p.Handle == handle, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        (await credentials.ByPasskeyAsync(credentialId, cancellationToken))?.Person;

    /// <inheritdoc/>
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await credentials.OfPersonAsync(user.Id, cancellationToken)).Where(c => c.Kind == CredentialKind.Passkey)
            .Select(NewCredential.ToPasskey)];

    /// <inheritdoc/>
    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        await credentials.ByPasskeyAsync(credentialId, cancellationToken) is { } credential && credential.PersonId == user.Id
            ? NewCredential.ToPasskey(credential)
            : null;

    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Handle);

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Handle);

    /// <inheritdoc/>
    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw NotHere();

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing.
    }

    private static NotSupportedException NotHere() => new("People and their passkeys change by the acts of the Work rooms only.");
}

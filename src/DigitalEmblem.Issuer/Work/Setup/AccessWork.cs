using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Gives and takes access by API keys. Of a key only the hash is kept, and it is shown once.</summary>
internal sealed class AccessWork(IssuerStore store)
{
    /// <summary>What an API key begins with, so that scanners for lost secrets know one.</summary>
    public const string Prefix = "issuer_";

    private const int SecretBytes = 32;

    /// <summary>Gives access.</summary>
    /// <returns>The entry, and the key itself: nobody can show it again.</returns>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(string actor, string name, AccessRoles roles, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        string secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        ApiKey key = await store.ChangeAsync(
            actor,
            change =>
            {
                var made = ApiKey.Create(name, HashOf(secret), roles, expiresAt, change.Now);
                change.Database.Add(made);
                change.Journal("access.given", name, new JsonObject { ["id"] = made.Id, ["roles"] = roles.ToString(), ["expires"] = expiresAt?.ToUnixTimeSeconds() });
                return Task.FromResult(made);
            },
            cancellation);
        return (key, secret);
    }

    /// <summary>Takes access away, from the next call on.</summary>
    public Task<ApiKey> RevokeAsync(string actor, Guid id, Guid? seen, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            ApiKey key = await change.GetAsync<ApiKey>(id, seen, cancellation);
            key.Revoke(change.Now);
            change.Journal("access.revoked", key.Name, new JsonObject { ["id"] = key.Id });
            return key;
        },
        cancellation);

    /// <summary>The entry of a key; null if there is none, or if it is not of an API key's form. Whether it may still be used is for the caller to ask.</summary>
    public Task<ApiKey?> FindAsync(string secret, CancellationToken cancellation)
    {
        if (secret.Length != Prefix.Length + Base64Url.GetEncodedLength(SecretBytes) || !secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Task.FromResult<ApiKey?>(null);
        }

        byte[] hash = HashOf(secret);
        return store.ReadAsync(d => d.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, cancellation));
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

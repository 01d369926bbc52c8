using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>Puts signs into the database, with their lines of the journal. It postpones data that got no sign.</summary>
internal sealed class RecordSigns(IssuerStore store, IssuingOptions options)
{
    /// <summary>Records the signs in one step.</summary>
    /// <returns>How many were issued, and how many data were postponed.</returns>
    public Task<(int Issued, int NotIssued)> RunAsync(Guid keyId, IReadOnlyList<SignedData> signed, CancellationToken cancellationToken) =>
        store.ChangeAsync(Instance.Actor, change => RecordAsync(change, keyId, signed, cancellationToken), cancellationToken);

    private async Task<(int Issued, int NotIssued)> RecordAsync(
        Change change, Guid keyId, IReadOnlyList<SignedData> signed, CancellationToken cancellationToken)
    {
        OrganizationKey key = await change.Database.Keys.SingleAsync(k => k.Id == keyId, cancellationToken);
        Guid[] ids = [.. signed.Select(s => s.Data.Id)];
        Dictionary<Guid, MarkedData> all = await change.Database.Data.AsNoTracking().Where(d => ids.Contains(d.Id))
            .ToDictionaryAsync(d => d.Id, cancellationToken);
        Dictionary<Guid, IssuedChain> chains = await KeptChains.OfAsync(
            change, signed.Select(s => s.Chain).OfType<IssuedChain>(), cancellationToken);
        var lines = new JsonArray();
        int postponed = 0;
        var notIssued = new NotIssuedLine(MarkWords.OfData);
        foreach (SignedData one in signed)
        {
            // They were withdrawn or taken over meanwhile, so drop their sign. No copy of it exists.
            if (!all.TryGetValue(one.Data.Id, out MarkedData? data) || data.Version != one.Data.Version)
            {
                continue;
            }

            change.Rows.Hold(data);
            if (one is not { Emblem: { } claims, Chain: { } chain })
            {
                postponed++;
                notIssued.Postpone(change, data, one.Fault ?? Sentence.Of($""));
                continue;
            }

            var sign = IssuedSign.Create(data, key, claims, one.Token, chains[chain.Id], change.Now);
            change.Rows.Add(sign);
            data.Renew(sign, options.RenewalOf(claims), change.Now);
            lines.Add(new JsonObject
            {
                ["root"] = data.Root.ToString(),
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(one.Token)),
                ["signSha256"] = Convert.ToHexStringLower(sign.Digest),
                ["notBefore"] = claims.Validity.NotBefore.ToUnixTimeSeconds(),
                ["expires"] = claims.Validity.Expires.ToUnixTimeSeconds(),
            });
        }

        notIssued.Write(change);
        if (lines.Count > 0)
        {
            change.Journal(MarkWords.OfData.Issued, key.Identifier, new JsonObject { ["signs"] = lines });
        }

        return (lines.Count, postponed);
    }
}

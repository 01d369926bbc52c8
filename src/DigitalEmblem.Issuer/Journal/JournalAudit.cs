using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>What an audit of the journal found.</summary>
/// <param name="Entries">How many lines were read.</param>
/// <param name="Head">The hash of the last one.</param>
/// <param name="Faults">The faults; none if nothing was changed, taken out, or put in.</param>
internal sealed record JournalAuditResult(long Entries, byte[] Head, IReadOnlyList<string> Faults);

/// <summary>
/// Reads the journal from its beginning and checks that it is unchanged: each line follows the one before, the head is that of the last
/// line, and every emblem and endorsement in the database was journaled. An attacker who can rewrite the whole journal can make it
/// consistent again. To detect that, keep a head outside of the database: if it is not in the chain, the journal was rewritten.
/// </summary>
internal static class JournalAudit
{
    private const int MaxFaults = 100;

    /// <summary>Audits the journal of a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="kept">A head that was kept outside: its sequence and hash; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<JournalAuditResult> RunAsync(
        IssuerContext database, (long Sequence, byte[] Hash)? kept, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        byte[] hash = JournalEntry.Origin;
        long sequence = 0;
        bool found = kept is null;
        await foreach (JournalEntry entry in database.Journal.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            if (entry.Sequence != sequence + 1)
            {
                Add(faults, $"After line {sequence} comes line {entry.Sequence}: lines were taken out.");
            }
            else if (!entry.Follows(hash))
            {
                Add(
                    faults,
                    $"Line {entry.Sequence} is not as it was written, or the one before it is not: '{entry.Action}' of '{entry.Subject}'.");
            }

            (sequence, hash) = (entry.Sequence, entry.Hash);
            found |= kept is { } k && k.Sequence == sequence && k.Hash.AsSpan().SequenceEqual(hash);
            Collect(entry, tokens);
        }

        JournalHead head = await database.Heads.AsNoTracking().SingleAsync(cancellationToken);
        if (head.Sequence != sequence || !head.Hash.AsSpan().SequenceEqual(hash))
        {
            Add(
                faults,
                $"The journal ends at line {sequence}, and its head says {head.Sequence}: lines at the end were taken out or put in.");
        }

        if (!found)
        {
            Add(faults, kept!.Value.Sequence > sequence
                ? $"The head that was kept is of line {kept.Value.Sequence}, and this journal ends at line {sequence}: "
                    + $"{kept.Value.Sequence - sequence} lines are missing. An older copy was put back, or the end was cut off; "
                    + "what was withdrawn, revoked or declared compromised in these lines is not known here."
                : $"The head that was kept, of line {kept.Value.Sequence}, is not in this journal: "
                    + "it was rewritten since, or is another one.");
        }

        await foreach (byte[] token in Tokens(database).WithCancellation(cancellationToken))
        {
            if (!tokens.Contains(Convert.ToHexStringLower(SHA256.HashData(token))))
            {
                Add(
                    faults,
                    $"The token with SHA-256 {Convert.ToHexStringLower(SHA256.HashData(token))} stands in the database, "
                        + "and not in the journal.");
            }
        }

        return new JournalAuditResult(sequence, hash, faults);
    }

    private static async IAsyncEnumerable<byte[]> Tokens(IssuerContext database)
    {
        foreach (IQueryable<byte[]> tokens in new[]
        {
            database.Emblems.Where(e => e.Token != null).Select(e => e.Token!),
            database.Emblems.Where(e => e.JwsToken != null).Select(e => e.JwsToken!),
            database.Endorsements.Select(e => e.Token),
            database.Endorsements.Where(e => e.JwsToken != null).Select(e => e.JwsToken!),
            database.Register.Select(g => g.Token),
            database.Register.Where(g => g.JwsToken != null).Select(g => g.JwsToken!),
        })
        {
            await foreach (byte[] token in tokens.AsAsyncEnumerable())
            {
                yield return token;
            }
        }
    }

    /// <summary>
    /// Collects the digests of tokens in a line. A changed line may hold anything and is reported as a fault elsewhere, so it is skipped
    /// here if it cannot be read.
    /// </summary>
    private static void Collect(JournalEntry entry, HashSet<string> tokens)
    {
        try
        {
            JsonNode? details = JsonNode.Parse(
                entry.Details, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            IEnumerable<JsonNode?> told = [details, .. (details as JsonObject)?["emblems"] as JsonArray ?? []];
            foreach (JsonObject one in told.OfType<JsonObject>())
            {
                if (one["sha256"] is JsonValue value && value.TryGetValue(out string? digest))
                {
                    tokens.Add(digest);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The details are not JSON.
        }
    }

    private static void Add(List<string> faults, string fault)
    {
        if (faults.Count < MaxFaults)
        {
            faults.Add(fault);
        }
    }
}

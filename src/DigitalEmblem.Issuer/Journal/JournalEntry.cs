using System.Formats.Cbor;
using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>One line of the journal: who did what to what, and the hash of all lines up to it.</summary>
internal sealed class JournalEntry
{
    private JournalEntry()
    {
    }

    /// <summary>From 1, without gaps.</summary>
    public long Sequence { get; private init; }

    /// <summary>To the millisecond.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>
    /// Who: the pseudonym of a person (<see cref="Domain.PersonName"/>), "command:…" for a command on this machine, or "service" for
    /// automatic work.
    /// </summary>
    public string Actor { get; private init; } = "";

    /// <summary>What showed who it was (<see cref="Domain.Actor.Credential"/>); null for the service itself.</summary>
    public string? Credential { get; private init; }

    /// <summary>What, as a word that does not change: <c>asset.marked</c>.</summary>
    public string Action { get; private init; } = "";

    /// <summary>To what: the name of an asset, the identifier of a key.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>A JSON object with the rest.</summary>
    public string Details { get; private init; } = "{}";

    /// <summary>SHA-256 over the hash before and everything here.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>The hash before the first entry.</summary>
    public static byte[] Origin => new byte[SHA256.HashSizeInBytes];

    public static JournalEntry After(
        byte[] previousHash, long sequence, DateTimeOffset at, string actor, string? credential, string action, string subject,
        string details)
    {
        var whole = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        return new JournalEntry
        {
            Sequence = sequence,
            At = whole,
            Actor = actor,
            Credential = credential,
            Action = action,
            Subject = subject,
            Details = details,
            Hash = HashOf(previousHash, sequence, whole, actor, credential, action, subject, details),
        };
    }

    /// <summary>Whether it is unchanged and follows the entry with that hash.</summary>
    public bool Follows(byte[] previousHash) =>
        HashOf(previousHash, Sequence, At, Actor, Credential, Action, Subject, Details).AsSpan().SequenceEqual(Hash);

    // In a CBOR array each member has its own length, so two different lines never encode to the same bytes.
    private static byte[] HashOf(
        byte[] previousHash, long sequence, DateTimeOffset at, string actor, string? credential, string action, string subject,
        string details)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(8);
        writer.WriteByteString(previousHash);
        writer.WriteInt64(sequence);
        writer.WriteInt64(at.ToUnixTimeMilliseconds());
        writer.WriteTextString(actor);
        if (credential is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteTextString(credential);
        }

        writer.WriteTextString(action);
        writer.WriteTextString(subject);
        writer.WriteTextString(details);
        writer.WriteEndArray();
        return SHA256.HashData(writer.Encode());
    }
}

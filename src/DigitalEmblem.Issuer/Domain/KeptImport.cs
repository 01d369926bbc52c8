using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>A file that a person has sent and looked at, kept for that person alone until it is taken, or for a day.</summary>
internal sealed class KeptImport : Entity
{
    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 8 << 20;

    /// <summary>How long a file is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    // A process that died while it took the file does not keep it from the person for longer.
    private static readonly TimeSpan LongestTaking = TimeSpan.FromMinutes(5);

    private KeptImport()
    {
    }

    /// <summary>The handle of the person.</summary>
    public string Owner { get; private init; } = "";

    /// <summary>The file.</summary>
    public byte[] Bytes { get; private init; } = [];

    /// <summary>The SHA-256 of the file.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>When it was sent.</summary>
    public DateTimeOffset KeptAt { get; private init; }

    /// <summary>When it is removed.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Since when it is being taken; null if it is not.</summary>
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>Keeps a file.</summary>
    /// <exception cref="RefusedException">It is empty or too large.</exception>
    public static KeptImport Keep(string owner, byte[] bytes, DateTimeOffset at) => bytes.Length switch
    {
        0 => throw new RefusedException(Refusal.Malformed, $"The file is empty: choose the list of names."),
        > LargestFile => throw new RefusedException(
            Refusal.TooWide, $"The file has more than {LargestFile >> 20} MiB: divide it, and bring the parts one after another."),
        _ => new KeptImport
        {
            Id = NewId(at),
            Owner = owner,
            Bytes = bytes,
            Digest = SHA256.HashData(bytes),
            KeptAt = at,
            ExpiresAt = at + Lifetime,
        },
    };

    /// <summary>Begins to take it, so that a second press does not take it again.</summary>
    /// <exception cref="RefusedException">It is being taken.</exception>
    public void Take(DateTimeOffset at)
    {
        if (TakenAt is { } since && at < since + LongestTaking)
        {
            throw new RefusedException(
                Refusal.WrongState, $"This file is being taken since {since:u}: look at the list of names, or try again in five minutes.");
        }

        TakenAt = at;
    }

    /// <summary>It was not taken: it is kept as before.</summary>
    public void GiveBack() => TakenAt = null;
}

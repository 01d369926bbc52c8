namespace DigitalEmblem.Extensions;

/// <summary>
/// What an <see cref="EmblemCache"/> keeps, for how long, and with whom it is shared. It is a class and not a record, so that its text does
/// not show the secret.
/// </summary>
public sealed class EmblemCacheOptions
{
    /// <summary>The fewest bytes of a secret.</summary>
    public const int MinSecretBytes = 32;

    /// <summary>The longest that records of DNS are kept, whatever their time to live says; a second to a day.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long it is kept that there are no records; zero to <see cref="MaxAge"/>. It is short, so that an emblem that was just published
    /// is found soon.
    /// </summary>
    public TimeSpan MaxNegativeAge { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the evidence of a commitment is kept; a second to 30 days. It is verified again whenever it is used.</summary>
    public TimeSpan CommitmentAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The most that is kept in this process, in bytes; 1 MiB to 64 GiB. Beyond that, nothing new is kept until old entries are gone.
    /// </summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Whether several processes of one organization share the cache, through the cache that the application has registered: a
    /// <c>HybridCache</c>, which is shared only if it has a second level itself, else an <c>IDistributedCache</c>, such as Redis. False to
    /// keep everything in this process.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>
    /// With <see cref="Shared"/>: a secret that the sharing processes know and the shared cache does not, at least
    /// <see cref="MinSecretBytes"/> random bytes in base64. Names are hashed, and entries are encrypted and authenticated, with it.
    /// </summary>
    public string? Secret { get; init; }

    internal EmblemCacheOptions Checked()
    {
        Refuse(MaxAge < TimeSpan.FromSeconds(1) || MaxAge > TimeSpan.FromDays(1), "Records of DNS are kept for a second to a day.");
        Refuse(MaxNegativeAge < TimeSpan.Zero || MaxNegativeAge > MaxAge, "That there are no records is kept no longer than records are.");
        Refuse(
            CommitmentAge < TimeSpan.FromSeconds(1) || CommitmentAge > TimeSpan.FromDays(30),
            "The evidence of a commitment is kept for a second to 30 days.");
        Refuse(MemoryBytes is < 1 << 20 or > 64L << 30, "A cache takes 1 MiB to 64 GiB of memory.");
        Refuse(
            Shared && SecretBytes() is not { Length: >= MinSecretBytes },
            $"A cache that is shared needs a secret of at least {MinSecretBytes} bytes in base64, known to all who share it.");
        return this;
    }

    /// <summary>The secret; null if there is none, or it is not base64.</summary>
    internal byte[]? SecretBytes()
    {
        byte[] bytes = new byte[Secret?.Length ?? 0];
        return Convert.TryFromBase64String(Secret ?? "", bytes, out int length) && length > 0 ? bytes[..length] : null;
    }

    private static void Refuse(bool broken, string why)
    {
        if (broken)
        {
            throw new ArgumentException(why);
        }
    }
}

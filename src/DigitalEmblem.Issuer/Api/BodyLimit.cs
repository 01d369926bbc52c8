namespace DigitalEmblem.Issuer.Api;

/// <summary>How large the body of a call may be, and how long it may take to arrive.</summary>
/// <param name="Bytes">The size.</param>
/// <param name="Time">The time.</param>
internal sealed record BodyLimit(int Bytes, TimeSpan Time)
{
    /// <summary>For endpoints without a limit of their own. The largest exchange file is 1 MiB.</summary>
    public static readonly BodyLimit Default = new(1 << 20, TimeSpan.FromSeconds(30));

    /// <summary>For lists of assets.</summary>
    public static readonly BodyLimit Csv = new(8 << 20, TimeSpan.FromMinutes(2));
}

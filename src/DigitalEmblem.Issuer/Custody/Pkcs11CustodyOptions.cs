using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>Keys in a hardware token, spoken to by PKCS#11.</summary>
internal sealed class Pkcs11CustodyOptions
{
    /// <summary>
    /// The vendor's module, as /usr/lib/softhsm/libsofthsm2.so. Its code runs in this process: anyone who writes this file, or the module's
    /// own configuration, is the issuer.
    /// </summary>
    public string Module { get; set; } = "";

    /// <summary>
    /// The label of the token; this or <see cref="Slot"/>. No secret. Anyone who can put another token with this label in its place stops
    /// you from signing, and learns the PIN.
    /// </summary>
    public string? TokenLabel { get; set; }

    /// <summary>
    /// The number of the slot, where labels are not unique; many modules number slots anew when something is plugged in. Anyone who can put
    /// another token into this slot stops you from signing, and learns the PIN.
    /// </summary>
    public ulong? Slot { get; set; }

    /// <summary>
    /// The PIN of the token's user. Anyone who has it and can reach the token signs in your name for as long as they can reach it, but does
    /// not get the keys.
    /// </summary>
    public SecretSource Pin { get; set; } = new();

    /// <summary>
    /// How many signatures are made at once; 1 to 64. Each takes a session of the token, and many have few. Anyone who can ask for
    /// signatures can keep all of them busy.
    /// </summary>
    public int Sessions { get; set; } = 4;

    /// <summary>What people recognise the token by.</summary>
    internal string TokenName => TokenLabel is { Length: > 0 } label ? $"token '{label}'" : $"token in slot {Slot}";

    /// <summary>Every fault at once.</summary>
    public IEnumerable<string> Validate(string setting)
    {
        if (string.IsNullOrWhiteSpace(Module) || !Path.IsPathFullyQualified(Module))
        {
            yield return $"{setting}:Module must be the whole path of the vendor's PKCS#11 module, such as "
                + "/usr/lib/softhsm/libsofthsm2.so.";
        }
        else if (!File.Exists(Module))
        {
            yield return $"{setting}:Module: {Module} does not exist, or cannot be read. "
                + "Install the vendor's package, or correct the path.";
        }

        if (string.IsNullOrEmpty(TokenLabel) == Slot is null)
        {
            yield return $"{setting} must name the token by TokenLabel or by Slot, by one of them.";
        }

        if (Sessions is < 1 or > 64)
        {
            yield return $"{setting}:Sessions is {Sessions}; 1 to 64 are possible.";
        }

        foreach (string fault in Pin.Validate($"{setting}:Pin", minLength: 4))
        {
            yield return fault;
        }
    }
}

using System.Buffers.Text;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.DataProtection;
using QRCoder;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>
/// The key of one-time codes while a person takes it over into an authenticator: it stands in the form, protected, and is kept nowhere
/// until a code of it was shown.
/// </summary>
internal sealed class CodeKeys(IDataProtectionProvider protection, Sealing.WebSeal seal)
{
    private const string Label = "Digital emblem issuer", Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("code keys").ToTimeLimitedDataProtector();

    /// <summary>A new key in a form of a person.</summary>
    public string New(string handle) => Base64Url.EncodeToString(
        _protector.Protect([.. System.Text.Encoding.UTF8.GetBytes(handle), 0, .. Totp.NewKey()], Longest));

    /// <summary>The key of a form of the same person; null if it is another's, was altered, or is older than an hour.</summary>
    public byte[]? Read(string handle, string? form)
    {
        try
        {
            byte[] prefix = [.. System.Text.Encoding.UTF8.GetBytes(handle), 0];
            byte[] plain = _protector.Unprotect(Base64Url.DecodeFromChars(form ?? ""));
            return plain.Length == prefix.Length + Totp.KeyBytes && plain.AsSpan().StartsWith(prefix) ? plain[prefix.Length..] : null;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The key as it is kept with the password: sealed, for this person.</summary>
    public byte[] Seal(string handle, byte[] key) => seal.Seal(PurposeOf(handle), key);

    /// <summary>Opens a kept key; null if it is another person's, or was sealed with another secret.</summary>
    public byte[]? Open(string handle, byte[] sealedKey)
    {
        try
        {
            return seal.Open(PurposeOf(handle), sealedKey);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The key as authenticators take it by hand (base32, RFC 4648), in groups of four.</summary>
    public static string InWords(byte[] key)
    {
        // Each five bytes are eight letters of five bits; a key has whole groups.
        var letters = new System.Text.StringBuilder();
        for (int bit = 0; bit < key.Length * 8; bit += 5)
        {
            int pair = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[(bit / 8) + 1] : 0);
            letters.Append(letters.Length % 5 == 4 ? " " : "").Append(Alphabet[(pair >> (11 - (bit % 8))) & 31]);
        }

        return letters.ToString();
    }

    /// <summary>The same as a picture that an authenticator reads (SVG), drawn here.</summary>
    public static string Picture(string handle, byte[] key)
    {
        string address = $"otpauth://totp/{Uri.EscapeDataString($"{Label}:{handle}")}?secret="
            + $"{InWords(key).Replace(" ", "", StringComparison.Ordinal)}&issuer={Uri.EscapeDataString(Label)}";
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(4);
    }

    private static string PurposeOf(string handle) => "codes of " + Domain.Person.Canonical(handle);
}

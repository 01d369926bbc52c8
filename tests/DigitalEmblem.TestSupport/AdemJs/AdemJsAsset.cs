using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>An asset as a constraint compares it (rules 10 and 23): an IPv6 address or prefix in brackets, or a word.</summary>
internal sealed partial class AdemJsAsset
{
    private const int SameNetwork = 64;

    private readonly string _word;
    private readonly byte[]? _address;
    private readonly int? _prefix;

    /// <summary>Reads an asset.</summary>
    public AdemJsAsset(string text)
    {
        _word = text.ToLowerInvariant();
        if (Bracketed().Match(text) is not { Success: true } match)
        {
            return;
        }

        string[] parts = match.Groups[1].Value.Split('/');
        if (parts.Length > 2 || !parts[0].Contains(':', StringComparison.Ordinal) || !IPAddress.TryParse(parts[0], out IPAddress? address))
        {
            throw new AdemJsFaultException(10);
        }

        _address = address.GetAddressBytes();
        if (parts.Length == 2)
        {
            _prefix = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) && prefix <= 128
                ? prefix
                : throw new AdemJsFaultException(10);
        }
    }

    /// <summary>Whether this asset of a constraint covers an asset of an emblem.</summary>
    public bool Covers(AdemJsAsset other)
    {
        if (_address is null || other._address is null)
        {
            return _address is null && other._address is null && CoversWord(other._word);
        }

        return _prefix is { } prefix
            ? !(prefix > other._prefix) && SameBits(_address, other._address, prefix)
            : other._prefix is null && SameBits(_address, other._address, SameNetwork);
    }

    private bool CoversWord(string word) => _word.StartsWith("*.", StringComparison.Ordinal)
        ? word == _word[2..] || word.EndsWith(_word[1..], StringComparison.Ordinal)
        : word == _word;

    private static bool SameBits(byte[] one, byte[] other, int count) =>
        Enumerable.Range(0, count).All(i => ((one[i / 8] ^ other[i / 8]) & (0x80 >> (i % 8))) == 0);

    [GeneratedRegex(@"\[([/a-f0-9:]+)\]")]
    private static partial Regex Bracketed();
}

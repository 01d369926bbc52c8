using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>
/// The head of the journal at a time, as a signed note (C2SP, signed-note): whose journal, the number of its last line, the hash over all
/// lines, the time, an empty line, and the signature. No emblem or endorsement has this form, and another key signs them.
/// </summary>
/// <param name="Name">Whose journal it is.</param>
/// <param name="Sequence">The number of the last line.</param>
/// <param name="Hash">The hash over all lines.</param>
/// <param name="At">When it was signed.</param>
internal sealed record SignedHead(string Name, long Sequence, byte[] Hash, DateTimeOffset At)
{
    private const string Time = "time ", Mark = "\u2014 ";
    private const int Lines = 4, LongestNote = 4096;

    /// <summary>What is signed.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Name}\n{Sequence}\n{Convert.ToBase64String(Hash)}\n{Time}{At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n");

    /// <summary>The note, signed.</summary>
    public string Sign(SigningKey key)
    {
        var by = new HeadKey(Name, key.PublicKey);
        byte[] signature = [.. by.Hash, .. key.Sign(Encoding.UTF8.GetBytes(Text))];
        return $"{Text}\n{Mark}{Name} {Convert.ToBase64String(signature)}\n";
    }

    /// <summary>Reads a note, without its signatures.</summary>
    public static bool TryRead(string note, [NotNullWhen(true)] out SignedHead? head)
    {
        head = null;
        string[] lines = note.Length > LongestNote ? [] : note.Split('\n');
        byte[] hash = new byte[Sha256Digest.Length];
        if (lines.Length < Lines + 1 || lines[Lines].Length > 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            || !Convert.TryFromBase64String(lines[2], hash, out int length) || length != hash.Length
            || !lines[3].StartsWith(Time, StringComparison.Ordinal)
            || !DateTimeOffset.TryParseExact(
                lines[3][Time.Length..],
                "yyyy-MM-ddTHH:mm:ssZ",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset at))
        {
            return false;
        }

        var read = new SignedHead(lines[0], sequence, hash, at);
        // One form only: what is verified is what was read.
        head = note.StartsWith($"{read.Text}\n", StringComparison.Ordinal) ? read : null;
        return head is not null;
    }

    /// <summary>Whether a note, which is this head, has a signature of a key.</summary>
    public bool IsSignedBy(HeadKey key, string note)
    {
        byte[] text = Encoding.UTF8.GetBytes(Text);
        string begin = $"{Mark}{key.Name} ";
        return key.Name == Name && note.Split('\n').Skip(Lines + 1).Where(l => l.StartsWith(begin, StringComparison.Ordinal))
            .Select(l => Bytes(l[begin.Length..]))
            .Any(s => s.Length > HeadKey.HashLength && s.AsSpan(0, HeadKey.HashLength).SequenceEqual(key.Hash)
                && key.Key.Verify(text, s.AsSpan(HeadKey.HashLength)));
    }

    private static byte[] Bytes(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length] : [];
    }
}

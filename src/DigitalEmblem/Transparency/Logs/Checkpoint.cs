using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// A checkpoint, the tree head of a tiled log as a signed note (C2SP tlog-checkpoint and signed-note). Signatures of others
/// (witnesses, other keys) are passed over.
/// </summary>
internal sealed class Checkpoint
{
    private readonly List<(string Name, byte[] KeyId, byte[] Signature)> _signatures = [];

    private Checkpoint(string text, string origin, ulong treeSize, Sha256Digest rootHash)
    {
        Text = text;
        Origin = origin;
        TreeSize = treeSize;
        RootHash = rootHash;
    }

    /// <summary>The text under the signatures, with its final newline.</summary>
    public string Text { get; }

    /// <summary>The log's name; for a static log its submission URL without scheme and final slash.</summary>
    public string Origin { get; }

    public ulong TreeSize { get; }

    public Sha256Digest RootHash { get; }

    public static Checkpoint Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > TransparencyLimits.MaxHeadBytes)
        {
            throw new TokenFormatException($"more than {TransparencyLimits.MaxHeadBytes} bytes", fault: FormatFault.LimitExceeded);
        }

        string note;
        try
        {
            note = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw new TokenFormatException("not UTF-8");
        }

        // The last empty line separates the text from the signatures.
        int split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 == note.Length || note[^1] != '\n')
        {
            throw new TokenFormatException("no signed note: a text, an empty line, and signatures");
        }

        string text = note[..(split + 1)];
        string[] lines = text.Split('\n');
        if (lines.Length < 4
            || lines[0].Length == 0
            || !IsNumber(lines[1], out ulong size)
            || ReadBase64(lines[2]) is not { Length: Sha256Digest.Length } root)
        {
            throw new TokenFormatException("no checkpoint: a line each with the log's name, the tree's size and its root hash in base64");
        }

        var checkpoint = new Checkpoint(text, lines[0], size, new Sha256Digest(root));
        string[] signatureLines = note[(split + 2)..^1].Split('\n');
        if (signatureLines.Length > TransparencyLimits.MaxNoteSignatures)
        {
            throw new TokenFormatException(
                $"more than {TransparencyLimits.MaxNoteSignatures} signatures", fault: FormatFault.LimitExceeded);
        }

        foreach (string line in signatureLines)
        {
            checkpoint._signatures.Add(ReadSignature(line));
        }

        return checkpoint;
    }

    /// <summary>
    /// The signatures under a name and key identifier. There may be several, and ones by others with the same four bytes.
    /// </summary>
    public IEnumerable<byte[]> SignaturesOf(string name, ReadOnlyMemory<byte> keyId) =>
        _signatures.Where(s => s.Name == name && s.KeyId.AsSpan().SequenceEqual(keyId.Span)).Select(s => s.Signature);

    /// <summary>
    /// The identifier of a note key: the start of SHA-256 over its name, a newline, the kind of signature, and the key (C2SP signed-note).
    /// </summary>
    public static byte[] KeyIdOf(string name, byte kind, ReadOnlySpan<byte> key) =>
        Sha256Digest.Of([.. Encoding.UTF8.GetBytes(name), (byte)'\n', kind, .. key]).ToArray()[..4];

    private static (string, byte[], byte[]) ReadSignature(string line)
    {
        string[] parts = line.Split(' ');
        return parts is ["\u2014", { Length: > 0 } name, { Length: > 0 } encoded] && ReadBase64(encoded) is { Length: > 4 } bytes
            ? (name, bytes[..4], bytes[4..])
            : throw new TokenFormatException("a line below the note is no signature");
    }

    private static bool IsNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && (text.Length == 1 || text[0] != '0')
        && number <= long.MaxValue;

    private static byte[]? ReadBase64(string text)
    {
        var bytes = new byte[text.Length];
        // Convert skips white space, which a note must not have.
        return !text.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}

using System.Text;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Bytes as the text that a reader of text gets.</summary>
internal static class Text
{
    /// <summary>The text; octets that are not UTF-8 become replacement characters, as for every reader of files.</summary>
    public static string Of(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Words for the mutator.</summary>
    public static IReadOnlyList<byte[]> Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}

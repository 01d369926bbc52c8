using System.Text;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// The words of an error that a store sends. They are taken out by a pattern, and the SDK gets them in clean XML: some stores write what is
/// no XML (names of HTML for letters in keys), and entities are not resolved.
/// </summary>
internal static partial class StoreError
{
    /// <summary>The error in clean XML, without code and message where there are none.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> body)
    {
        string text = Encoding.UTF8.GetString(body);
        string code = Code().Match(text).Groups[1].Value;
        string message = Message().Match(text).Groups[1].Value;
        return Encoding.ASCII.GetBytes($"<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    }

    [GeneratedRegex("<Code>([A-Za-z0-9.]{1,64})</Code>", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex("<Message>([A-Za-z0-9 .,:;'()_/-]{1,300})</Message>", RegexOptions.CultureInvariant)]
    private static partial Regex Message();
}

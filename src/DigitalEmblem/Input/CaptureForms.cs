namespace DigitalEmblem;

/// <summary>
/// The forms of captures that are not lines of a DNS tool: each looks at the whole text, and says whether it is of its form.
/// </summary>
internal static class CaptureForms
{
    /// <summary>Reads one form of capture.</summary>
    /// <param name="text">The whole text, decoded, with line feeds alone.</param>
    /// <param name="captures">What it says: one or more, or a capture with a fault if it is of this form and cannot be read.</param>
    /// <returns>Whether the text is of this form; false leaves it to the next one.</returns>
    public delegate bool Reader(string text, out IReadOnlyList<Capture> captures);

    /// <summary>The readers, in the order in which they are tried; lines come after them.</summary>
    public static IReadOnlyList<Reader> All { get; } =
        [JsonCaptures.TryRead, DigYaml.TryRead, PowerShellText.TryRead, PowerShellStrings.TryRead];
}

namespace DigitalEmblem.Data;

/// <summary>
/// Where the parts of a manifest lie in its file (data-emblem, manifest): 16 bytes that name the form, the pages, the head, and the
/// length of the head in the last four bytes. So it is written in one pass, and a reader finds the head from the end.
/// </summary>
internal static class ManifestLayout
{
    /// <summary>The bytes of the head's length, at the end.</summary>
    public const int TrailerLength = sizeof(uint);

    /// <summary>What a manifest begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "adem-manifest:1\0"u8;
}

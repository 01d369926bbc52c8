namespace DigitalEmblem.Data;

/// <summary>Content that was marked, and the sign that was made for it. Nothing was written anywhere.</summary>
/// <param name="Root">The root that the sign names.</param>
/// <param name="Sign">The sign alone.</param>
/// <param name="SignFile">The sign and its manifest, for <c>NAME.adem</c> beside the content.</param>
/// <param name="Bytes">How many bytes the content has.</param>
/// <param name="Expires">When the sign ends.</param>
public sealed record MarkedContent(
    DataRoot Root, ReadOnlyMemory<byte> Sign, ReadOnlyMemory<byte> SignFile, long Bytes, DateTimeOffset Expires);

using System.IO.Compression;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>A member of a ZIP put together by hand: what is not given is right.</summary>
internal sealed record RawMember(string Name, byte[] Content)
{
    public byte[] Stored { get; init; } = Content;

    public ushort Method { get; init; }

    public ushort Flags { get; init; }

    public ushort? LocalFlags { get; init; }

    public string? LocalName { get; init; }

    public uint? Size { get; init; }

    public uint? LocalSize { get; init; }

    public uint? LocalStored { get; init; }

    public uint? LocalCrc { get; init; }

    public uint Mode { get; init; }

    public byte[] Extra { get; init; } = [];

    public byte[] Before { get; init; } = [];

    public byte[] After { get; init; } = [];

    public static RawMember Deflated(string name, byte[] content, byte[]? after = null)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return new RawMember(name, content) { Stored = [.. stream.ToArray(), .. after ?? []], Method = 8 };
    }
}

using System.Buffers;
using System.Buffers.Binary;
using DigitalEmblem.Data;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Signs and manifests of data, which lie beside files that anyone may have written.</summary>
internal static class DataTargets
{
    private static readonly IReadOnlyList<byte[]> PageWords =
    [
        [0x84, 0x00], [0x82, 0x02], [0x41, 0x61], [0x58, 0x20], [0x2e, 0x2e], [0x2f],
        [0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("data-root", input => Read(() => DataRoot.Parse(Text.Of(input)))),
        new("data-page", Page) { Words = PageWords },
        new("data-head", Head) { Words = [.. PageWords, [0xa6, 0x00], [0x06], [0x07], [0x08], [0xf6]] },
        new("data-manifest", Manifest) { Words = [.. PageWords, [.. "adem-manifest:1\0"u8]], BaseBytes = 1 << 20 },
        new("data-sign", Sign) { BaseBytes = 2 << 20, BytesPerByte = 2048 },
        new("data-volume", VolumeTarget.Run)
        {
            Words = [.. PageWords, [.. "adem-manifest:1\0"u8], [0x07, 0x01, 0x08, 0xf6]], BaseBytes = 4 << 20, BytesPerByte = 2048,
        },
        new("data-content", ContentTarget.Run)
        {
            Words = [[.. "adem-signfile:1\0"u8], [.. "adem-manifest:1\0"u8]], BaseBytes = 6 << 20, BytesPerByte = 4096,
        },
        new("data-pointer", ContentTarget.Pointer) { Words = [[.. "adem-data:1:"u8]] },
        new("data-sign-file", SignFiles) { Words = [[.. "adem-signfile:1\0"u8]], BaseBytes = 2 << 20, BytesPerByte = 2048 },
    ];

    /// <summary>A page has one encoding: writing the entries that were read gives the same bytes.</summary>
    private static void Page(ReadOnlyMemory<byte> input)
    {
        if (Read(() => ManifestPage.Read(input.Span, 0, new EntryRules([]))) is { } entries)
        {
            var output = new ArrayBufferWriter<byte>();
            output.Array(entries.Length);
            foreach (ManifestEntry entry in entries)
            {
                ManifestPage.Write(output, entry);
                Invariant.Harmless(entry.Path.ToString(), "a path");
            }

            Invariant.SameBytes(input.Span, output.WrittenSpan, "a page");
        }
    }

    private static void Head(ReadOnlyMemory<byte> input)
    {
        if (Read(() => ManifestHead.Read(input.Span)) is { } head)
        {
            Invariant.SameBytes(input.Span, head.Encode(), "a head");
        }
    }

    /// <summary>A manifest under the root that its own head has: a signer may be hostile, too.</summary>
    private static void Manifest(ReadOnlyMemory<byte> input)
    {
        if (input.Length < sizeof(uint))
        {
            return;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(input.Span[^sizeof(uint)..]);
        ReadOnlyMemory<byte> head = length <= input.Length - sizeof(uint) ? input[^(sizeof(uint) + (int)length)..^sizeof(uint)] : input;
        Read(() => Entries(ManifestReader.Open(new MemoryStream(input.ToArray()), DataRoot.OfHead(head.Span))));
    }

    /// <summary>Without evidence no sign is Marked, and none is ever read as a host's.</summary>
    private static void Sign(ReadOnlyMemory<byte> input)
    {
        if (Read(() => DataSign.Read(input)) is not { } sign)
        {
            return;
        }

        Verdict verdict = sign.Verify(TrustPolicy.Default, HeldEvidence.None, TestTokens.Now);
        Verdicts.Check(verdict);
        Invariant.Holds(verdict.Outcome != VerdictOutcome.Marked, "marked, with no commitment known");
        Verdict asHost = TrustPolicy.Default.Decide(
            new EmblemVerifier().Verify(input, HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now));
        Invariant.Holds(asHost.Outcome != VerdictOutcome.Marked, "a sign of data was marked as a host's");
    }

    private static void SignFiles(ReadOnlyMemory<byte> input) =>
        Read(() => SignFile.Open(new MemoryStream(input.ToArray())) is { } file ? Entries(file.OpenManifest()) : null);

    private static List<ManifestEntry> Entries(ManifestReader reader) => [.. reader.Entries()];

    private static T? Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DataFormatException e)
        {
            Invariant.Harmless(e.Message, "the message of a DataFormatException");
            return null;
        }
    }
}

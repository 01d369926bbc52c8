using System.Buffers.Binary;
using System.Text;
using DigitalEmblem.Data;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>
/// The sign of an object of a store (data-emblem, object stores): the length of the content in four bytes, the content, and the sign file
/// that lies beside it.
/// </summary>
internal static class ContentTarget
{
    private static readonly EntryPath Name = EntryPath.Of("a.txt"u8);

    /// <summary>
    /// Whatever the sign file is, the answer is an outcome. It is Marked only with a commitment, and only for content whose digest a naive
    /// reading of the list gives; never for content with one byte more.
    /// </summary>
    public static void Run(ReadOnlyMemory<byte> input)
    {
        if (input.Length < sizeof(uint))
        {
            return;
        }

        int length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(input.Span), (uint)(input.Length - sizeof(uint)));
        byte[] content = input.Slice(sizeof(uint), length).ToArray();
        ReadOnlyMemory<byte> sign = input[(sizeof(uint) + length)..];
        DataCheck check = Check(sign, content, HeldEvidence.AssumeCommittedUnsafe);
        Invariant.Harmless(check.Reason, "the reason of a check");
        Invariant.Holds(Check(sign, content, HeldEvidence.None).Outcome != DataOutcome.Marked, "marked, with no commitment known");
        if (check.Outcome == DataOutcome.Marked)
        {
            ManifestEntry listed = SignFile.Open(new MemoryStream(sign.ToArray())).OpenManifest().Entries().Single();
            Invariant.Holds(
                listed.Size == content.Length && listed.Digest == ContentDigest.Of(content), "marked, and the content is another one");
            DataCheck other = Check(sign, [.. content, 0], HeldEvidence.AssumeCommittedUnsafe);
            Invariant.Holds(other.Outcome == DataOutcome.NotAccepted, "content with one byte more is not said to differ");
        }
    }

    /// <summary>
    /// The metadata of an object: a root has one text, because two texts for it would let a store show two pointers to one sign.
    /// </summary>
    public static void Pointer(ReadOnlyMemory<byte> input)
    {
        string text = Encoding.UTF8.GetString(input.Span);
        if (DataRoot.TryParse(text, out DataRoot? root))
        {
            Invariant.Holds(root.ToString() == text, "two texts point to one root");
        }
    }

    private static DataCheck Check(ReadOnlyMemory<byte> sign, byte[] content, HeldEvidence evidence) => ContentChecker.CheckAsync(
        sign,
        Name,
        _ => Task.FromResult<DataContent?>(new DataContent(new MemoryStream(content), content.Length)),
        new DataCheckOptions { Evidence = evidence, At = TestTokens.Now }).GetAwaiter().GetResult();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The tree head of a static log. If another's is taken for the log's, any tree can be shown; if an honest one is
/// refused, nothing in that log can be proven.
/// </summary>
public class CheckpointTests
{
    private const string Folder = "ct/checkpoints/rome2026h1";
    private const byte Rfc6962NoteSignature = 5;

    private static readonly byte[] Plain = Note("log.example\n7\n" + MerkleTree.EmptyRoot.ToBase64() + "\n", Line("log.example", 30));

    [CorpusFact]
    public void HeadOf_CheckpointOfARealLog_IsTheHeadThatItsMetadataStates()
    {
        (TransparencyLog log, JsonElement metadata) = Rome();
        JsonElement stated = metadata.GetProperty("final_tree_head");

        SignedTreeHead? head = log.HeadOf(Checkpoint.Read(Real()));

        Assert.NotNull(head);
        Assert.Equal(metadata.GetProperty("log_id").GetString(), log.Id.ToBase64());
        Assert.Equal(stated.GetProperty("tree_size").GetUInt64(), head.TreeSize);
        Assert.Equal(stated.GetProperty("sha256_root_hash").GetString(), head.RootHash.ToBase64());
        Assert.Equal(metadata.GetProperty("description").GetString(), Checkpoint.Read(Real()).Origin);
    }

    [CorpusFact]
    public void HeadOf_OneBitChangedAnywhere_IsNoHeadOfTheLogOrTheSameHead()
    {
        (TransparencyLog log, _) = Rome();
        SignedTreeHead head = log.HeadOf(Checkpoint.Read(Real()))!;
        int same = 0;
        foreach ((int bit, byte[] altered) in Mutations.EachBit(Real()))
        {
            SignedTreeHead? read = null;
            if (Mutations.IsRead(() => read = log.HeadOf(Checkpoint.Read(altered))) && read is not null)
            {
                same++;
                Assert.True(
                    (read.TreeSize, read.Milliseconds, read.RootHash) == (head.TreeSize, head.Milliseconds, head.RootHash)
                        && read.Signature.Span.SequenceEqual(head.Signature.Span),
                    $"bit {bit}");
            }
        }

        // The bits that base64 leaves over before its padding: two after a root of 32 bytes.
        Assert.InRange(same, 0, 4);
    }

    [CorpusFact]
    public void HeadOf_ReferenceLog_IsSignedByItsKeyAndNotByAnothers()
    {
        var list = ReferenceLogs.LogList();
        foreach (string file in new[] { "checkpoint.early", "tree/checkpoint" })
        {
            var checkpoint = Checkpoint.Read(File.ReadAllBytes(Corpora.PathOf($"{ReferenceLogs.Folder}/logs/static/{file}")));
            Assert.Equal([LogKind.Static], list.Logs.Where(log => log.HeadOf(checkpoint) is not null).Select(log => log.Kind));
        }
    }

    [Fact]
    public void HeadOf_LinesOfOthersUnderTheSameNameAndKeyIdentifier_ArePassedOver()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TransparencyLog log = Log(key);
        string text = $"log.example\n7\n{MerkleTree.EmptyRoot.ToBase64()}\n";
        byte[] keyId = Checkpoint.KeyIdOf("log.example", Rfc6962NoteSignature, log.Id.ToArray());
        string own = Line("log.example", [.. keyId, .. Sign(key, 7, MerkleTree.EmptyRoot, 1000)]);
        string[] others =
        [
            Line("log.example", [.. keyId, 1, 2, 3]),
            Line("log.example", [.. keyId, .. Enumerable.Repeat((byte)0xff, 80)]),
            Line("witness.example", 76),
            Line("log.example", 68)
        ];

        SignedTreeHead? head = log.HeadOf(Checkpoint.Read(Note(text, [.. others, own])));

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1000), head?.Timestamp);
        Assert.Null(log.HeadOf(Checkpoint.Read(Note(text, others))));
        Assert.Null(log.HeadOf(Checkpoint.Read(Note(text.Replace("log.example", "other.example"), [own]))));
        Assert.Null(log.HeadOf(Checkpoint.Read(Note(text.Replace("\n7\n", "\n8\n"), [own]))));
    }

    [Fact]
    public void Read_FurtherLinesInTheText_AreKeptAndSigned()
    {
        string text = $"log.example\n7\n{MerkleTree.EmptyRoot.ToBase64()}\nmore\n\nand more\n";
        Assert.Equal(text, Checkpoint.Read(Note(text, Line("log.example", 30))).Text);
    }

    [Fact]
    public void Read_SignatureLines_AsManyAsTheLimitAndNoMore()
    {
        string text = $"log.example\n7\n{MerkleTree.EmptyRoot.ToBase64()}\n";
        string[] lines = [.. Enumerable.Repeat(Line("log.example", 30), TransparencyLimits.MaxNoteSignatures)];

        Assert.Equal(lines.Length, Checkpoint.Read(Note(text, lines)).SignaturesOf("log.example", new byte[4]).Count());
        Assert.Equal(
            FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => Checkpoint.Read(Note(text, [.. lines, lines[0]]))).Fault);
    }

    [Fact]
    public void Read_MoreBytesThanTheLimit_IsNotLookedAt() => Assert.Equal(
        FormatFault.LimitExceeded,
        Assert.Throws<TokenFormatException>(() => Checkpoint.Read(new byte[TransparencyLimits.MaxHeadBytes + 1])).Fault);

    /// <summary>An end without a line of signature was read past.</summary>
    [Fact]
    public void Read_NoSignatureLineAtAll_IsRefused() =>
        Assert.Throws<TokenFormatException>(() => Checkpoint.Read(Note($"log.example\n7\n{MerkleTree.EmptyRoot.ToBase64()}\n")));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("log.example\n7\nROOT\n— log.example SIG\n")]
    [InlineData("log.example\n7\nROOT\n\n— log.example SIG")]
    [InlineData("log.example\n7\n\n— log.example SIG\n")]
    [InlineData("\n7\nROOT\n\n— log.example SIG\n")]
    [InlineData("log.example\n07\nROOT\n\n— log.example SIG\n")]
    [InlineData("log.example\n+7\nROOT\n\n— log.example SIG\n")]
    [InlineData("log.example\n-7\nROOT\n\n— log.example SIG\n")]
    [InlineData("log.example\n7 \nROOT\n\n— log.example SIG\n")]
    [InlineData("log.example\n9223372036854775808\nROOT\n\n— log.example SIG\n")]
    [InlineData("log.example\n7\nROOT \n\n— log.example SIG\n")]
    [InlineData("log.example\n7\nAAAA\n\n— log.example SIG\n")]
    [InlineData("log.example\n7\nROOT\n\n- log.example SIG\n")]
    [InlineData("log.example\n7\nROOT\n\n— log.example\n")]
    [InlineData("log.example\n7\nROOT\n\n— log.example  SIG\n")]
    [InlineData("log.example\n7\nROOT\n\n— log.example SIG more\n")]
    [InlineData("log.example\n7\nROOT\n\n— log.example AAAAAA==\n")]
    [InlineData("log.example\n7\nROOT\n\n— log.example SIG\nnot a signature\n")]
    [InlineData("log.example\r\n7\r\nROOT\r\n\r\n— log.example SIG\r\n")]
    public void Read_NotTheForm_IsRefused(string note) => Assert.Throws<TokenFormatException>(() =>
        Checkpoint.Read(Encoding.UTF8.GetBytes(
            note.Replace("ROOT", MerkleTree.EmptyRoot.ToBase64()).Replace("SIG", Convert.ToBase64String(new byte[40])))));

    [Fact]
    public void Read_NotUtf8_IsRefused() => Assert.Throws<TokenFormatException>(() => Checkpoint.Read([0xff, .. Plain]));

    [Property(MaxTest = 1000)]
    public Property Read_RealOneWithFaults_ThrowsTheOneExceptionOnly() =>
        Prop.ForAll(Mutations.Of(Plain), bytes => Mutations.IsRead(() => Checkpoint.Read(bytes)) || true);

    [Property(MaxTest = 500)]
    public Property Read_PiecesOfTheForm_ThrowsTheOneExceptionOnly() => Prop.ForAll(
        Arb.From(Gen.Elements("log.example", "\n", "\n", "\n\n", "7", "0", MerkleTree.EmptyRoot.ToBase64(), "\u2014 ", Line(
            "log.example", 30), "\u2014 a ", " ", "=", "\0").ArrayOf()),
        pieces => Mutations.IsRead(() => Checkpoint.Read(Encoding.UTF8.GetBytes(string.Concat(pieces)))) || true);

    private static byte[] Real() => File.ReadAllBytes(Corpora.PathOf($"{Folder}/checkpoint"));

    private static (TransparencyLog, JsonElement) Rome()
    {
        JsonElement metadata = Corpora.Json($"{Folder}/log.v3.json");
        return (
            new TransparencyLog(
                LogKey.Read(Convert.FromBase64String(metadata.GetProperty("key").GetString()!)),
                LogKind.Static,
                "rome",
                "",
                LogState.Usable,
                null,
                null),
            metadata);
    }

    private static TransparencyLog Log(ECDsa key) =>
        new(LogKey.Read(key.ExportSubjectPublicKeyInfo()), LogKind.Static, "log", "", LogState.Usable, null, null);

    private static byte[] Sign(ECDsa key, ulong size, Sha256Digest root, ulong milliseconds)
    {
        byte[] signed = new TlsWriter().UInt8(0).UInt8(1).UInt64(milliseconds).UInt64(size).Digest(root).ToArray();
        return new TlsWriter().UInt64(milliseconds).UInt8(4).UInt8(3)
            .Opaque16(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)).ToArray();
    }

    private static string Line(string name, int length) => Line(name, new byte[length]);

    private static string Line(string name, byte[] bytes) => $"\u2014 {name} {Convert.ToBase64String(bytes)}";

    private static byte[] Note(string text, params string[] lines) =>
        Encoding.UTF8.GetBytes($"{text}\n{string.Concat(lines.Select(l => l + "\n"))}");
}

using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// Heads of the journal that are signed and sent out. When these fail, a journal that was rewritten shows nowhere, or a head that was made
/// up passes for ours.
/// </summary>
public class SignedHeadTests
{
    private static readonly SignedHead Head = new(
        "society.example/journal", 42, [.. Enumerable.Repeat((byte)7, 32)], DateTimeOffset.UnixEpoch);

    [Fact]
    public void Note_HasTheFormOfSignedNotes_AndIsReadAsItWasWritten()
    {
        using SigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var by = new HeadKey(Head.Name, key.PublicKey);
        string note = Head.Sign(key);

        Assert.StartsWith(
            "society.example/journal\n42\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\ntime 1970-01-01T00:00:00Z\n\n"
                + "\u2014 society.example/journal ",
            note,
            StringComparison.Ordinal);
        Assert.True(SignedHead.TryRead(note, out SignedHead? read));
        Assert.Equal((Head.Name, Head.Sequence, Head.At), (read.Name, read.Sequence, read.At));
        Assert.Equal(Head.Hash, read.Hash);
        Assert.True(read.IsSignedBy(by, note));
        Assert.True(HeadKey.TryParse($"{by}\n", out HeadKey? again));
        Assert.Equal(by, again);
    }

    [Fact]
    public void Note_OfAnotherKey_OrChanged_IsNotOurs()
    {
        using SigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519), other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var by = new HeadKey(Head.Name, key.PublicKey);
        string note = Head.Sign(key), changed = note.Replace("\n42\n", "\n43\n", StringComparison.Ordinal);

        Assert.False(Head.IsSignedBy(by, Head.Sign(other)));
        Assert.False(Head.IsSignedBy(new HeadKey("other.example/journal", key.PublicKey), note));
        Assert.True(SignedHead.TryRead(changed, out SignedHead? read));
        Assert.False(read.IsSignedBy(by, changed));
        Assert.False(HeadKey.TryParse(by.ToString().Replace("society", "societe", StringComparison.Ordinal), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 07070707")]
    [InlineData("a\n42\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\ntime 1970-01-01T00:00:00Z\n")]
    [InlineData("a\n+42\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\ntime 1970-01-01T00:00:00Z\n\n")]
    [InlineData("a\n42\nBwcH\ntime 1970-01-01T00:00:00Z\n\n")]
    [InlineData("a\n42\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\nat 1970\n\n")]
    public void TextThatIsNoNote_IsNotRead(string text) => Assert.False(SignedHead.TryRead(text, out _));

    [Fact]
    public async Task Head_IsWritten_AndFoundAgainInTheJournal_ByTheCommand()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        using var folder = new TemporaryFolder();
        using SendHeads send = Sender(scene, new HeadsOptions { Folder = folder.FullPath });

        Assert.True(await send.RunAsync(default));
        await scene.ListedAsync("www.society.example");
        Assert.True(await send.RunAsync(default));
        Assert.True(await send.RunAsync(default));

        string[] heads = [.. Directory.GetFiles(folder.FullPath, "head-*.txt").Order(StringComparer.Ordinal)];
        string key = Path.Combine(folder.FullPath, SendHeads.KeyFile);
        Assert.Equal(2, heads.Length);
        foreach (string head in heads)
        {
            (long, byte[]) kept = await JournalCommand.ReadAsync(head, default, key);
            Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, kept, default))).Faults);
        }

        (long sequence, byte[] hash) = await JournalCommand.ReadAsync(heads[0], default, key);
        hash[0] ^= 1;
        Assert.NotEmpty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, (sequence, hash), default))).Faults);
        await Assert.ThrowsAsync<SettingsException>(() => JournalCommand.ReadAsync("1 " + new string('0', 64), default, key));
        string changed = (await File.ReadAllTextAsync(heads[0])).Replace("time 2", "time 3", StringComparison.Ordinal);
        await File.WriteAllTextAsync(heads[0], changed);
        await Assert.ThrowsAsync<SettingsException>(() => JournalCommand.ReadAsync(heads[0], default, key));
    }

    /// <summary>
    /// Who rewrites the journal may bring it to the same length again; the head of before is still there, and people are told.
    /// </summary>
    [Fact]
    public async Task AnotherHeadOfTheSameLine_IsAnAlert_AndTheFileStays()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        using var folder = new TemporaryFolder();
        using (SendHeads first = Sender(scene, new HeadsOptions { Folder = folder.FullPath }))
        {
            Assert.True(await first.RunAsync(default));
        }

        string file = Assert.Single(Directory.GetFiles(folder.FullPath, "head-*.txt"));
        Assert.True(SignedHead.TryRead(await File.ReadAllTextAsync(file), out SignedHead? head));
        using SigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        string before = (head with { Hash = [.. head.Hash.Select(b => (byte)(b ^ 0xff))] }).Sign(key);
        await File.WriteAllTextAsync(file, before);

        using SendHeads again = Sender(scene, new HeadsOptions { Folder = folder.FullPath });
        Assert.False(await again.RunAsync(default));

        Alert told = await scene.ReadAsync(d => d.Alerts.SingleAsync(a => a.Kind == AlertKind.HeadNotSent));
        Assert.Contains("rewritten", told.Text.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file));
    }

    /// <summary>The service goes on, people are told, and the head goes out once it can.</summary>
    [Fact]
    public async Task HeadThatCannotBeSent_IsAnAlert_UntilALaterOneCan()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        using var parent = new TemporaryFolder();
        string folder = Path.Combine(parent.FullPath, "not-there");
        using SendHeads send = Sender(scene, new HeadsOptions { Folder = folder });

        Assert.False(await send.RunAsync(default));
        Assert.Equal(0, await scene.ReadAsync(d => d.Alerts.CountAsync()));
        scene.Clock.Now += new HeadsOptions().LateAfter;
        Assert.False(await send.RunAsync(default));
        Alert told = await scene.ReadAsync(d => d.Alerts.SingleAsync(a => a.Kind == AlertKind.HeadNotSent));
        Directory.CreateDirectory(folder);
        Assert.True(await send.RunAsync(default));

        Assert.Equal((folder, null), (told.Subject, told.ClearedAt));
        Assert.NotNull(await scene.ReadAsync(d => d.Alerts.Select(a => a.ClearedAt).SingleAsync()));
    }

    private static SendHeads Sender(IssuerScene scene, HeadsOptions options) => new(
        scene.Store,
        new AlertBook(scene.Store),
        options,
        new CustodyOptions { Files = new() { Directory = Path.Combine(scene.Folder, "keys") } },
        scene.Ring,
        scene.Clock);
}

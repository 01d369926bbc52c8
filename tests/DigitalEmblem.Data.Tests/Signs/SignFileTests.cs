using Xunit;

namespace DigitalEmblem.Data.Tests.Signs;

public class SignFileTests
{
    [Fact]
    public void A_file_beside_the_marked_one_holds_its_sign_and_its_manifest()
    {
        byte[] content = "content"u8.ToArray();
        ManifestEntry entry = ManifestEntry.File(RandomEntries.PathOf("report.pdf"), content.Length, ContentDigest.Of(content));
        (byte[] manifest, DataRoot root) = RandomEntries.Write([entry]);
        byte[] sign = DataScene.Signer().Sign(root, TestSupport.TestTokens.Now, DataScene.Lifetime);
        var stream = new MemoryStream();
        SignFile.Write(stream, sign, new MemoryStream(manifest));

        SignFile file = SignFile.Open(stream);
        Assert.Equal(root, file.Sign.Root);
        Assert.Equal([entry], file.OpenManifest().Entries());
        Assert.Equal(entry, file.OpenManifest().Find(entry.Path));
    }

    [Fact]
    public void A_sign_without_its_manifest_is_still_a_sign_so_that_the_manifest_alone_is_missing()
    {
        byte[] sign = DataScene.Sign();
        SignFile file = SignFile.Open(new MemoryStream(Raw.SignFile(sign, [])));
        Assert.Equal(DataScene.Root, file.Sign.Root);
        Assert.Throws<DataFormatException>(file.OpenManifest);
    }

    [Fact]
    public void No_reader_of_hosts_tokens_reads_it()
    {
        (byte[] manifest, _) = RandomEntries.Write([RandomEntries.FileAt("a")]);
        foreach (byte[] file in (byte[][])[Raw.SignFile(DataScene.Sign(), manifest), manifest])
        {
            var read = UnverifiedTokens.Read(file);
            Assert.DoesNotContain(read.Items, i => i.Token is not null);
            Assert.Contains(read.Findings, f => f.Message.Contains("'emblem data check'", StringComparison.Ordinal));
        }
    }
}

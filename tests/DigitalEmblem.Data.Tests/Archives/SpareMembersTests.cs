using System.IO.Compression;
using DigitalEmblem.Data.Archives;
using Xunit;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>
/// Members of an archive with the names of a sign's own files. When these fail, a small archive of a stranger keeps a check busy for hours,
/// or something hides under such a name.
/// </summary>
public sealed class SpareMembersTests
{
    [Fact]
    public void CompressedMembers_AreUnpackedUpToOneBoundForAll()
    {
        byte[][] lists = [List(), List(), List()];
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (byte[] list in lists)
            {
                using var reader = new MemoryStream(list);
                using Stream member = zip.CreateEntry($".adem/{ManifestReader.OpenUnnamed(reader).Root.ManifestFileName}").Open();
                member.Write(list);
            }
        }

        var index = ArchiveIndex.Read(archive);
        Assert.Equal(3, index.Reserved.Count);
        Assert.All(index.Reserved, m => Assert.True(m.IsDeflated));
        var spares = new SpareMembers(archive, default, mostUnpacked: lists[0].Length + lists[1].Length);
        Assert.Equal([true, true, false], index.Reserved.Select(m => spares.WordsFor(m) is not null));
        var roomy = new SpareMembers(archive, default);
        Assert.All(index.Reserved, m => Assert.NotNull(roomy.WordsFor(m)));
    }

    private static byte[] List()
    {
        using var list = new MemoryStream();
        var writer = new ManifestWriter(list, ManifestTerms.ForContent());
        writer.Add(ManifestEntry.EmptyFolder(EntryPath.Of("folder"u8)));
        _ = writer.Finish();
        return list.ToArray();
    }
}

using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Places;

/// <summary>Finds out what a sign that lies in a folder <c>.adem</c> marks, before a run replaces it. It verifies nothing.</summary>
internal static class ExistingSign
{
    /// <summary>The kind of its manifest; null if there is no sign, or one of the two cannot be read.</summary>
    public static DataKind? KindIn(Folder signFolder)
    {
        try
        {
            _ = signFolder.OpenFile(SignNames.Sign, out OpenFile? bundle);
            using (bundle)
            {
                var sign = bundle is null ? null : DataSign.Read(SignFiles.ReadAll(bundle, DataLimits.MaxBundleBytes + 1));
                OpenFile? manifest = null;
                _ = sign is null ? default : signFolder.OpenFile(Encoding.ASCII.GetBytes(sign.Root.ManifestFileName), out manifest);
                using (manifest)
                {
                    return manifest is null ? null : ManifestReader.Open(SignFiles.StreamOf(manifest), sign!.Root).Head.Terms.Kind;
                }
            }
        }
        catch (Exception e) when (e is DataFormatException or IOException)
        {
            return null;
        }
    }

    /// <summary>Refuses to put a sign of content where a location sign is: it would tell of other things than the one before.</summary>
    /// <exception cref="IOException">A location sign is there.</exception>
    public static void ThrowIfLocation(Folder signFolder, string path)
    {
        if (KindIn(signFolder) == DataKind.Location)
        {
            throw new IOException($"'{path}' has a sign that marks it as a place, and a folder has one sign. It was left as it is. To "
                + "renew it, mark the place again ('emblem data place'). To mark the files instead, remove it first ('emblem data "
                + "remove').");
        }
    }
}

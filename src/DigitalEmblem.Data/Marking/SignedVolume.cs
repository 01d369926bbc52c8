using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Finds out whether a folder is a volume before it is marked as something else (data-emblem, volume).</summary>
internal static class SignedVolume
{
    /// <summary>What an owner of the data can do if nothing else helps.</summary>
    public const string BeginAnew = "begin the volume anew ('emblem data mark PATH --volume --anew')";

    /// <summary>Refuses to put another sign in the place of a volume's, unless the caller begins it anew.</summary>
    /// <exception cref="IOException">The folder is a volume.</exception>
    public static void ThrowIfReplaced(Folder signFolder, string path, DataMarkOptions options)
    {
        if (options.BeginsAnew || !signFolder.Look(SignNames.Sign, out _).IsNone || NewestIn(signFolder) is not { } newest)
        {
            return;
        }

        string what = newest == 1 ? "1 generation" : $"{newest} generations";
        throw new IOException(options.IsVolume
            ? $"'{path}' is marked as a volume already, with {what}. To list what is new, update it ('emblem data update'). To end it "
                + "and begin again with generation 1, add --anew: what its generations list is then lost."
            : $"'{path}' is marked as a volume with {what}, and a sign of its content would end it. To list what is new, update it "
                + "('emblem data update'). To mark the content all the same, remove the sign first.");
    }

    // If the manifest of the sign cannot be read, any other generation that lies there says what the sign was of.
    private static long? NewestIn(Folder folder)
    {
        try
        {
            _ = folder.OpenFile(SignNames.Sign, out OpenFile? file);
            using (file)
            {
                var sign = file is null ? null : DataSign.Read(SignFiles.ReadAll(file, DataLimits.MaxBundleBytes + 1));
                if (sign is not null)
                {
                    using Stream stream = SignFiles.OpenManifest(folder, sign.Root);
                    return ManifestReader.Open(stream, sign.Root).Head.Terms.Generation;
                }
            }
        }
        catch (DataFormatException)
        {
            // The sign or its manifest is malformed.
        }
        catch (IOException)
        {
            // The manifest is not there, or cannot be read.
        }

        return OtherGenerations.Manifests(folder).Max(n => OtherGenerations.Read(folder, n)?.Number);
    }
}

using System.Globalization;
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
        if (options.BeginsAnew || NewestIn(signFolder) is not { } newest)
        {
            return;
        }

        string upTo = newest.ToString(CultureInfo.InvariantCulture);
        string what = $"'{path}' is a volume already: .adem has its lists up to generation {upTo}";
        throw new IOException(options.IsVolume
            ? $"{what}. To list what is new, update it ('emblem data update'). To end it and begin again with generation 1, add --anew: "
                + "what its generations list is then lost."
            : $"{what}, and a sign of its content would end it. To list what is new, update it ('emblem data update'). To mark the content "
                + "all the same, remove the sign first.");
    }

    /// <summary>Refuses to mark a place where a volume is, also where only its lists are left.</summary>
    /// <exception cref="IOException">The folder is a volume.</exception>
    public static void ThrowIfPlaced(Folder signFolder, string path)
    {
        if (NewestIn(signFolder) is { } newest)
        {
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' is a volume: .adem has its lists up to generation {newest}, and a folder has one sign. It was left as it is. "
                    + $"Mark a folder above it as the place, or remove that sign ('emblem data remove')."));
        }
    }

    private static long? NewestIn(Folder folder)
    {
        bool isSigned = false;
        try
        {
            _ = folder.OpenFile(SignNames.Sign, out OpenFile? file);
            using (file)
            {
                isSigned = file is not null;
                if (file is not null)
                {
                    DataRoot root = DataSign.Read(SignFiles.ReadAll(file, DataLimits.MaxBundleBytes + 1)).Root;
                    using Stream stream = SignFiles.OpenManifest(folder, root);
                    return ManifestReader.Open(stream, root).Head.Terms.Generation;
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

        // Any generation that lies there says what the sign was of. Without a sign, a first one is what an interrupted run leaves.
        long? newest = OtherGenerations.Manifests(folder).Max(n => OtherGenerations.Read(folder, n)?.Number);
        return isSigned || newest > 1 ? newest : null;
    }
}

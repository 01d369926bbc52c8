using System.Globalization;

namespace DigitalEmblem.Data;

/// <summary>
/// Says which sign may take the place of which (data-emblem, volume and outcomes): a volume ends only when it is told to, and a sign of
/// content and one of a place tell of different things.
/// </summary>
internal static class SignReplacement
{
    /// <summary>What an owner of the data can do if nothing else helps.</summary>
    public const string BeginAnew = "begin the volume anew ('emblem data mark PATH --volume --anew')";

    /// <summary>Refuses to put a sign of content or the first generation of a volume where it may not be.</summary>
    /// <param name="there">What is there.</param>
    /// <param name="path">The marked folder, for the message.</param>
    /// <param name="options">How the folder is marked; null if its sign is made elsewhere.</param>
    /// <exception cref="IOException">A location sign is there, or a volume that is not begun anew.</exception>
    public static void ThrowUnlessByContent(SignInPlace there, string path, DataMarkOptions? options = null)
    {
        ThrowIfPlace(there, path);
        if (options?.BeginsAnew == true || there.NewestGeneration is not { } newest)
        {
            return;
        }

        string what = string.Create(
            CultureInfo.InvariantCulture, $"'{path}' is a volume already: .adem has its lists up to generation {newest}");
        throw new IOException(options is null
            ? $"{what}, and generations are signed where the data are. To list what is new, update it there ('emblem data update'). Only a "
                + "new sign of the root that it has ('emblem data check') can be made elsewhere and attached."
            : options.IsVolume
            ? $"{what}. To list what is new, update it ('emblem data update'). To end it and begin again with generation 1, add --anew: "
                + "what its generations list is then lost."
            : $"{what}, and a sign of its content would end it. To list what is new, update it ('emblem data update'). To mark the content "
                + "all the same, remove the sign first.");
    }

    /// <summary>Refuses to put a sign of content, or a generation, where a location sign is.</summary>
    /// <exception cref="IOException">A location sign is there.</exception>
    public static void ThrowIfPlace(SignInPlace there, string path)
    {
        if (there.Terms?.Kind == DataKind.Location)
        {
            throw new IOException($"'{path}' has a sign that marks it as a place, and a folder has one sign. It was left as it is. To "
                + "renew it, mark the place again ('emblem data place'). To mark the files instead, remove it first ('emblem data "
                + "remove').");
        }
    }

    /// <summary>Refuses to put a location sign where any other sign is.</summary>
    /// <exception cref="IOException">A sign of content, a volume, or a sign that cannot be read is there.</exception>
    public static void ThrowUnlessByPlace(SignInPlace there, string path)
    {
        if (there.NewestGeneration is { } newest)
        {
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' is a volume: .adem has its lists up to generation {newest}, and a folder has one sign. It was left as it is. "
                    + $"Mark a folder above it as the place, or remove that sign ('emblem data remove')."));
        }

        // A sign of content says something else than a place, so a person removes it first. The issuer of a location sign is not compared.
        if (there.IsThere && there.Terms?.Kind != DataKind.Location)
        {
            throw new IOException(there.Terms is null
                ? $"'{path}' has a sign that cannot be read, or whose manifest is not there, so that it is not known what it marks. It was "
                    + "left as it is. 'emblem data remove' removes it."
                : $"'{path}' has a sign of its content, and a folder has one sign. It was left as it is. Mark a folder above it as the "
                    + "place, or remove that sign ('emblem data remove').");
        }
    }
}

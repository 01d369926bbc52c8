using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Secrets;

/// <summary>The TSIG key files that the settings name. Each file is read when its key is needed, and the key is not kept.</summary>
internal static class NamedTsigKeys
{
    /// <summary>The key of a name.</summary>
    /// <exception cref="RefusedException">The settings do not name it, or its file cannot be read.</exception>
    public static TsigKey Read(string name, IReadOnlyDictionary<string, string> files)
    {
        if (!files.TryGetValue(name, out string? file))
        {
            throw new RefusedException(Refusal.NotReady, $"The settings name no TSIG key '{name}' (Publishing:TsigKeys:{name}).");
        }

        try
        {
            return Read(file, out string? fault)
                ?? throw new RefusedException(Refusal.NotReady, $"'{file}' {fault} (Publishing:TsigKeys:{name}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"The TSIG key file '{file}' (Publishing:TsigKeys:{name}) cannot be read ({e.GetType().Name}): "
                    + $"is it there, and may this service's user read it?");
        }
    }

    /// <summary>Reads the key of a file; null and the reason if the file cannot be used.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static TsigKey? Read(string file, out string? fault)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
        if (ExposedFile.Is(stream))
        {
            fault = $"can be read or changed by every user of this machine. Run: chmod o-rwx '{file}', and make a new key";
            return null;
        }

        using var reader = new StreamReader(stream);
        fault = TsigKey.TryParse(reader.ReadToEnd(), out TsigKey? key) ? null : "is no TSIG key file";
        return key;
    }
}

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
            return TsigKey.TryParse(File.ReadAllText(file), out TsigKey? key)
                ? key
                : throw new RefusedException(Refusal.NotReady, $"'{file}' is no TSIG key file any more (Publishing:TsigKeys:{name}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"The TSIG key file '{file}' (Publishing:TsigKeys:{name}) cannot be read ({e.GetType().Name}): "
                    + "is it there, and may this service's user read it?");
        }
    }
}

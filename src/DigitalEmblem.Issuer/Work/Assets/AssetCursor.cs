using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// A place in a list of assets. It has what the list is sorted by, and not the identity of an asset, so that it stays where it is when the
/// asset is renewed in the meantime.
/// </summary>
/// <param name="Until">The end of the emblem; null if there is none.</param>
/// <param name="Name">The name.</param>
internal sealed record AssetCursor(DateTimeOffset? Until, DomainName Name)
{
    private const char Between = '~';

    /// <summary>The place of an asset.</summary>
    public static AssetCursor Of(Asset asset) => new(asset.EmblemUntil, asset.Name);

    /// <summary>Reads it as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AssetCursor? cursor)
    {
        cursor = null;
        int at = text?.IndexOf(Between, StringComparison.Ordinal) ?? -1;
        if (at < 0 || !DomainName.TryParse(text![(at + 1)..], out DomainName? name))
        {
            return false;
        }

        if (at == 0)
        {
            cursor = new AssetCursor(null, name);
            return true;
        }

        if (!long.TryParse(text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        cursor = new AssetCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), name);
        return true;
    }

    /// <summary>For an address: the end in milliseconds, and the name.</summary>
    // Emblems end on whole seconds.
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Until is { } until ? until.ToUnixTimeMilliseconds() : "")}{Between}{Name}");
}

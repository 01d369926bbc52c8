using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>A folder that was listed: its manifest is written, and has no name yet.</summary>
/// <param name="Place">Its sign's folder, locked.</param>
/// <param name="There">The sign that was there before.</param>
/// <param name="File">The manifest; null if the next sign names one that is there already.</param>
/// <param name="State">The state for the next update.</param>
/// <param name="Named">The root of the manifest.</param>
/// <param name="Mode">The mode of manifest and state.</param>
/// <param name="Earlier">What an update started from.</param>
/// <param name="Terms">What the manifest says of itself.</param>
/// <param name="Totals">What was counted.</param>
internal sealed record ListedFolder(
    SignFolder Place,
    SignInPlace There,
    SafeWrite? File,
    StateWriter State,
    DataRoot Named,
    int Mode,
    EarlierMark? Earlier,
    ManifestTerms Terms,
    ListedTotals Totals)
{
    /// <summary>Whether nothing is new in a volume, so that the generation that is there gets a new sign.</summary>
    public bool IsRenewed => File is null;

    /// <summary>The name of the manifest.</summary>
    public byte[] ManifestName => Encoding.ASCII.GetBytes(Named.ManifestFileName);
}

using DigitalEmblem.Data.Places;

namespace DigitalEmblem.Data;

/// <summary>
/// Signs places: a location sign says that data of the issuer lie there, whatever data these are (data-emblem, location). It says nothing
/// of the data.
/// </summary>
/// <param name="signer">Signs; its endorsements were verified.</param>
/// <param name="clock">The clock; null for the system's.</param>
public sealed class PlaceMarker(DataSigner signer, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Signs a place whose facts the caller has read, of one of <see cref="PlaceKinds"/> or of a kind of the caller's.</summary>
    /// <param name="place">The place; its facts are put in order. The word of the caller's own kind begins with <c>x-</c>.</param>
    /// <param name="lifetime">How long the sign is valid, at least a second. Copies of it cannot be withdrawn before.</param>
    /// <returns>The sign, for the caller to put where people and programs find it.</returns>
    /// <exception cref="ArgumentException">
    /// A name or value is out of its range, the kind is unknown or has other facts, or no validator would accept the sign; the message
    /// says why.
    /// </exception>
    public PlaceMarked Sign(DataPlace place, TimeSpan lifetime)
    {
        var terms = ManifestTerms.ForLocation(place);
        if (PlaceKinds.Fault(terms.Place!) is { } fault)
        {
            throw new ArgumentException($"This place cannot be signed: {fault}.", nameof(place));
        }

        using var manifest = new MemoryStream();
        DataRoot root = new ManifestWriter(manifest, terms).Finish();
        byte[] bundle = signer.Sign(root, _clock.GetUtcNow(), lifetime);
        using var file = new MemoryStream();
        manifest.Position = 0;
        SignFile.Write(file, bundle, manifest);
        return new PlaceMarked(root, terms.Place!, bundle, file.ToArray(), DataSign.Read(bundle).Claims.Validity.Expires);
    }

    /// <summary>
    /// Marks a folder as a place (<c>PATH/.adem/</c>), whatever lies in it. A location sign that is there is replaced, and any other sign
    /// is refused.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="host">The host that this machine is, by the caller's word; a check asks for this host's own emblem in the DNS.</param>
    /// <param name="lifetime">How long the sign is valid, at least a second.</param>
    /// <exception cref="DataUnreadableException">The kernel does not tell the facts of the folder. Nothing was written.</exception>
    /// <exception cref="IOException">
    /// The path is no folder or has another sign, or the sign could not be written. The sign before stays.
    /// </exception>
    /// <exception cref="ArgumentException">No validator would accept the sign; the message says why.</exception>
    public PlaceMarked MarkFolder(string path, DomainName host, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var location = DataLocation.Open(path);
        return location.IsFile
            ? throw new IOException($"'{location.FullPath}' is a file, and a place is a folder or a database. Name the folder.")
            : FolderPlacing.Mark(location, host, place => Sign(place, lifetime));
    }
}

using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// The sign that lies in a folder <c>.adem</c> before a run writes there, and what it marks. All who replace it, go on from it or keep its
/// manifest ask here, so that none takes for a sign what another does not.
/// </summary>
internal sealed class SignInPlace
{
    private readonly Folder _folder;
    private readonly Exception? _fault;

    private SignInPlace(Folder folder, DataSign? sign, Exception? fault)
    {
        _folder = folder;
        _fault = fault;
        Sign = sign;
        Terms = sign is null ? null : TermsOf(folder, sign.Root);
    }

    /// <summary>The sign, which is not verified; null if there is none, or none that can be read.</summary>
    public DataSign? Sign { get; }

    /// <summary>What its manifest says of itself; null if the manifest is not there, or is none of this sign.</summary>
    public ManifestTerms? Terms { get; }

    /// <summary>Whether a file has the sign's name, whether or not it can be read.</summary>
    public bool IsThere => Sign is not null || _fault is not null;

    /// <summary>
    /// The newest generation of the volume that lies here, also where its sign or the manifest of its sign is lost; null if the folder is
    /// none.
    /// </summary>
    public long? NewestGeneration
    {
        get
        {
            if (Terms is not null)
            {
                return Terms.Generation;
            }

            // Any generation that lies there says what the sign was of. Without a sign, a first one is what an interrupted run leaves.
            long? newest = OtherGenerations.Manifests(_folder).Max(n => OtherGenerations.Read(_folder, n)?.Number);
            return IsThere || newest > 1 ? newest : null;
        }
    }

    /// <summary>
    /// Reads what is there. It does not throw for a sign or manifest that is malformed or cannot be read, because the caller decides what
    /// that means.
    /// </summary>
    /// <param name="signFolder">The folder; it stays the caller's, and open as long as this is used.</param>
    /// <exception cref="IOException">Something else than a file has the sign's name, or it cannot be looked at.</exception>
    public static SignInPlace Read(Folder signFolder)
    {
        if (!SignFolder.HasFile(signFolder, SignNames.Sign))
        {
            return new SignInPlace(signFolder, null, null);
        }

        try
        {
            return new SignInPlace(signFolder, SignFiles.ReadSign(signFolder), null);
        }
        catch (Exception e) when (e is DataFormatException or IOException)
        {
            return new SignInPlace(signFolder, null, e);
        }
    }

    /// <summary>What it is to an owner.</summary>
    /// <param name="us">Who asks; null if that is not known yet, so that no sign is theirs.</param>
    public SignStanding StandingFor(SignOwner? us) => !IsThere ? SignStanding.None
        : Sign is null ? SignStanding.Unreadable
        : us is not null && SignOwner.Of(Sign) == us ? SignStanding.Ours
        : SignStanding.Others;

    /// <summary>The sign, for a run that goes on from it.</summary>
    /// <exception cref="DataFormatException">It is malformed.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    public DataSign ToUpdate() => Sign ?? throw _fault ?? new IOException("There is no sign to update: mark first.");

    private static ManifestTerms? TermsOf(Folder folder, DataRoot root)
    {
        try
        {
            using Stream manifest = SignFiles.OpenManifest(folder, root);
            return ManifestReader.Open(manifest, root).Head.Terms;
        }
        catch (Exception e) when (e is DataFormatException or IOException)
        {
            return null;
        }
    }
}

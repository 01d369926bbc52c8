namespace DigitalEmblem.Issuer.Work.People;

/// <summary>The address of an invitation. It is handed over by people, and stands in no log.</summary>
/// <param name="origin">Where the pages are (Web:Origin), without a slash at the end.</param>
internal sealed class InvitationLinks(string origin)
{
    /// <summary>Where the pages are unless the settings say otherwise.</summary>
    public const string DefaultOrigin = "http://localhost:8632";

    /// <summary>The path before the secret.</summary>
    public const string Path = "/invitation/";

    /// <summary>The link of a secret.</summary>
    public string Of(string secret) => origin.TrimEnd('/') + Path + secret;
}

using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// An authority whose service takes requests over the network, so that nobody carries files. Anyone who can change these can keep an
/// endorsement away, and cannot make one: what comes is verified as if a person had brought it.
/// </summary>
internal sealed class AuthorityOptions
{
    /// <summary>
    /// Its identifier (OI), as https://ministry.example: open requests to it are sent. Anyone who can change it has requests, which are
    /// signed for one authority alone, sent to where nobody takes them.
    /// </summary>
    public string Identifier { get; set; } = "";

    /// <summary>
    /// The address of its service, as https://issuer.ministry.example; http on this machine only. Redirects are not followed. Anyone who
    /// can change it learns what is asked for and has the key of <see cref="Key"/>, and cannot endorse.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// The API key, with the role Applicant, that the authority gave us. Anyone who has it can send requests of their own there, and read
    /// what became of ours.
    /// </summary>
    public SecretSource Key { get; set; } = new();

    /// <summary>
    /// Roots in PEM that the certificate of its service must lead to, in place of the system's. Anyone who can change it, and stands on the
    /// way, learns the key and what is asked for.
    /// </summary>
    public string? Roots { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate(string setting)
    {
        if (!OrganizationIdentifier.TryParse(Identifier, out _))
        {
            yield return $"{setting}:Identifier is the authority's identifier, as https://ministry.example.";
        }

        if (!OutgoingHttp.IsSafe(Url) || new Uri(Url).PathAndQuery != "/")
        {
            yield return $"{setting}:Url is the address of the authority's service without a path, as https://issuer.ministry.example "
                + "(http only on this machine).";
        }

        if (Roots is not null && !File.Exists(Roots))
        {
            yield return $"{setting}:Roots: there is no file '{Roots}'.";
        }

        foreach (string fault in Key.Validate($"{setting}:Key", 16))
        {
            yield return fault;
        }
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Certificates;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The certificates of a root key.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Identifier">The key identifier of the CWT profile.</param>
/// <param name="KeyState">What may be done with the key.</param>
/// <param name="State">How it stands with its certificate.</param>
/// <param name="RequestedAt">When the request was made that waits, or that of the certificate in use; null if none was.</param>
/// <param name="Waits">Whether a request waits for its certificate.</param>
/// <param name="Days">The days that <c>lasts</c> is about, from now on.</param>
/// <param name="Lasts">Whether the certificate in use lasts longer, as 'issuer commitment lasts' says; null without one.</param>
/// <param name="Missing">What is missing, each in a sentence.</param>
/// <param name="Steps">What a person does next, in this order.</param>
/// <param name="LastChallenge">
/// When a program last had a challenge for one of its names put into the zone; null if none ever did. Whether a timer runs is not known.
/// </param>
/// <param name="LastImport">When a certificate last came by 'issuer commitment import'; null if none ever did.</param>
/// <param name="Certificates">Its certificates, the newest first, up to 20. The first one is in use.</param>
/// <param name="Older">How many older ones there are beside these.</param>
internal sealed record KeyCertificatesView(
    Guid KeyId,
    string Identifier,
    KeyState KeyState,
    BindingState State,
    DateTimeOffset? RequestedAt,
    bool Waits,
    int Days,
    bool? Lasts,
    IReadOnlyList<string> Missing,
    IReadOnlyList<CertificateStepView> Steps,
    DateTimeOffset? LastChallenge,
    DateTimeOffset? LastImport,
    IReadOnlyList<CertificateView> Certificates,
    int Older)
{
    public static KeyCertificatesView Of(KeyCertificates c) => new(
        c.Key.Id,
        c.Key.Identifier,
        c.Key.State,
        c.State,
        c.Request?.RequestedAt,
        c.Waits,
        CertificateEnd.UsualDays,
        c.Lasts,
        [.. c.Missing.Select(m => m.ToString())],
        [.. c.Steps.Select(s => new CertificateStepView(s.Says.ToString(), s.Command))],
        c.LastChallenge,
        c.LastImport,
        [.. c.Certificates.Select(CertificateView.Of)],
        c.Older);
}

/// <summary>What a person does next for a certificate.</summary>
/// <param name="Says">What to do.</param>
/// <param name="Command">The command on the machine of the service; null if there is none.</param>
internal sealed record CertificateStepView(string Says, string? Command);

/// <summary>A certificate that binds a root key.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Serial">Its serial number, in hexadecimal digits.</param>
/// <param name="Issuer">The certificate authority.</param>
/// <param name="NotBefore">The first instant at which it is valid.</param>
/// <param name="NotAfter">The last instant at which it is valid.</param>
/// <param name="Names">The DNS names that it holds.</param>
/// <param name="MissingNames">The names that it should hold and does not.</param>
/// <param name="Logs">The logs that it stands in.</param>
/// <param name="TakenAt">When it was taken here, after its names, its path and its logs were checked.</param>
/// <param name="SeenAt">When a log was seen to show it; null if the logs' promises inside (SCT) were enough.</param>
internal sealed record CertificateView(
    CertificateState State,
    string Serial,
    string Issuer,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> MissingNames,
    IReadOnlyList<LogPlaceView> Logs,
    DateTimeOffset TakenAt,
    DateTimeOffset? SeenAt)
{
    public static CertificateView Of(CertificateFacts c) => new(
        c.State, c.Serial, c.Issuer, c.NotBefore, c.NotAfter, c.Names, c.MissingNames, [.. c.Logs.Select(LogPlaceView.Of)], c.TakenAt,
        c.SeenAt);
}

/// <summary>Where a certificate stands in Certificate Transparency.</summary>
/// <param name="Log">The log's identifier, in base64.</param>
/// <param name="Name">The log's name in the log list; null if the list does not have it.</param>
/// <param name="LeafHash">The leaf's hash, in base64; null in a static log.</param>
/// <param name="LeafIndex">The leaf's index; null in a log of RFC 6962.</param>
/// <param name="PromisedAt">When the log promised to show it (SCT inside); null if the service submitted it.</param>
internal sealed record LogPlaceView(string Log, string? Name, string? LeafHash, ulong? LeafIndex, DateTimeOffset? PromisedAt)
{
    public static LogPlaceView Of(LogPlace p) =>
        new(p.Entry.LogId.ToBase64(), p.Name, p.Entry.LeafHash?.ToBase64(), p.Entry.LeafIndex, p.PromisedAt);
}

/// <summary>What became of a certificate that was brought.</summary>
/// <param name="IsFormer">Whether a newer one took its place before, so that nothing was changed.</param>
/// <param name="Key">The root key that it binds, with its certificates.</param>
internal sealed record ImportedCertificateView(bool IsFormer, KeyCertificatesView Key);

using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Delivers notices on one channel.</summary>
internal interface INoticeSender
{
    NoticeChannel Channel { get; }

    /// <summary>Delivers one. The world's faults are in the answer, not exceptions.</summary>
    /// <returns>Null if it was taken; else why not, for a person, without secrets and addresses of people.</returns>
    Task<string?> SendAsync(Notice notice, CancellationToken cancellationToken);
}

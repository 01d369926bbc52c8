using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Delivers notices on one channel.</summary>
internal interface INoticeSender
{
    NoticeChannel Channel { get; }

    /// <summary>Delivers one. Faults of the receiver or the network are returned, not thrown.</summary>
    /// <returns>Null if it was taken; else why not, for a person, without secrets and addresses of people.</returns>
    Task<string?> SendAsync(Notice notice, CancellationToken cancellationToken);
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Delivers notices on one channel.</summary>
internal interface INoticeSender
{
    NoticeChannel Channel { get; }

    /// <summary>Delivers one. Faults of the receiver or the network are returned, not thrown.</summary>
    /// <returns>Null if it was taken; else why not, for a person, without secrets and addresses of people.</returns>
    Task<Sentence?> SendAsync(Notice notice, CancellationToken cancellationToken);
}

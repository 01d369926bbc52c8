using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// Sends open requests to the authorities whose services the settings name, and fetches their endorsements. The database does not store
/// which requests were sent: sending the same request again gives the same application, so an instance can repeat the work of one that
/// died. Endorsements are checked as if a person had brought them.
/// </summary>
internal sealed partial class SendRequests : IDisposable
{
    private readonly IssuerStore _store;
    private readonly AcceptEndorsement _accept;
    private readonly CloseRequest _close;
    private readonly ILogger<SendRequests> _log;
    private readonly Dictionary<OrganizationIdentifier, AuthorityService> _services;
    private readonly Dictionary<Guid, Guid> _sent = [];
    private readonly Dictionary<Guid, string> _told = [];

    public SendRequests(
        IssuerStore store,
        AcceptEndorsement accept,
        CloseRequest close,
        IReadOnlyDictionary<string, AuthorityOptions> authorities,
        ILogger<SendRequests> log)
    {
        (_store, _accept, _close, _log) = (store, accept, close, log);
        _services = authorities.Values.ToDictionary(o => OrganizationIdentifier.Parse(o.Identifier), o => new AuthorityService(o));
    }

    /// <summary>Takes each open request one step further.</summary>
    /// <returns>How many requests were completed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (_services.Count == 0)
        {
            return 0;
        }

        int ended = 0;
        List<SentRequest> open = await _store.ReadAsync(
            d => d.SentRequests.AsNoTracking().Where(q => q.State == RequestState.Asked).ToListAsync(cancellationToken));
        foreach (SentRequest request in open)
        {
            if (!_services.TryGetValue(request.Authority, out AuthorityService? service))
            {
                continue;
            }

            try
            {
                ended += await AdvanceAsync(request, service, cancellationToken) ? 1 : 0;
                _told.Remove(request.Id);
            }
            catch (Exception e) when (e is AuthorityServiceException or RefusedException or TokenFormatException)
            {
                _sent.Remove(request.Id);

                // Log each fault once, not at every try.
                if (_told.GetValueOrDefault(request.Id) != e.Message)
                {
                    _told[request.Id] = e.Message;
                    NotExchanged(_log, request.Authority.ToString(), e.Message);
                }
            }
        }

        return ended;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AuthorityService service in _services.Values)
        {
            service.Dispose();
        }
    }

    private async Task<bool> AdvanceAsync(SentRequest request, AuthorityService service, CancellationToken cancellationToken)
    {
        AuthorityService.Standing standing = _sent.TryGetValue(request.Id, out Guid sent)
            ? await service.StandingAsync(sent, cancellationToken)
            : await service.SendAsync(request.Request, cancellationToken);
        _sent[request.Id] = standing.Application;
        switch (standing.State)
        {
            case nameof(ApplicationState.Endorsed):
                (byte[] bundle, string? jws, string? chain) = await service.EndorsementAsync(standing.Application, cancellationToken);
                await _accept.RunAsync(Instance.Actor, bundle, jws, chain, cancellationToken);
                return true;
            case nameof(ApplicationState.Refused) or nameof(ApplicationState.Revoked):
                await _close.RunAsync(
                    Instance.Actor,
                    request.Id,
                    request.Version,
                    $"{standing.State}: {standing.Note ?? "no reason was given."}",
                    cancellationToken);
                return true;
            default:
                return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The request to {Authority} waits. Its service {Fault}")]
    private static partial void NotExchanged(ILogger logger, string authority, string fault);
}

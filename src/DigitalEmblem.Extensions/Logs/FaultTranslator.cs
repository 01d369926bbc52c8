using Polly;
using Polly.Timeout;

namespace DigitalEmblem.Extensions;

/// <summary>
/// Turns the resilience handler's own exceptions into those of HTTP, so that users of the client need not know the handler.
/// </summary>
internal sealed class FaultTranslator : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw new TaskCanceledException("No answer in time.", new TimeoutException(e.Message, e));
        }
        catch (ExecutionRejectedException e)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError, "Not asked: it failed repeatedly a moment ago, or is asked too much already.", e);
        }
    }
}

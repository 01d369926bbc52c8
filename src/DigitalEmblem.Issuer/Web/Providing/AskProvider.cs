using System.Security.Claims;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>Sends a browser to the identity provider, and reads the answer that it brings back.</summary>
internal sealed partial class AskProvider(
    ProviderOffer offer, IAuthenticationHandlerProvider handlers, IOptionsMonitor<OpenIdConnectOptions> options, ILogger<AskProvider> log)
{
    private const int LongestCode = 40;

    /// <summary>Sends the browser there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="errand">What for. For a step-up the provider is told to have the person sign in anew.</param>
    /// <exception cref="ProviderException">The provider cannot be reached.</exception>
    public async Task SendAsync(HttpContext context, ProviderErrand errand)
    {
        offer.Required();
        var properties = new OpenIdConnectChallengeProperties(errand.ToProperties().Items);
        if (errand.StepUpOf is not null)
        {
            (properties.Prompt, properties.MaxAge) = (OpenIdConnectPrompt.Login, TimeSpan.Zero);
        }

        try
        {
            await options.Get(IdentityProviderSettings.Scheme).ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
            await context.ChallengeAsync(IdentityProviderSettings.Scheme, properties);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw Failed(e);
        }
    }

    /// <summary>Reads and verifies the answer.</summary>
    /// <exception cref="ProviderException">There is none that holds.</exception>
    public async Task<ProviderAnswer> ReadAsync(HttpContext context)
    {
        OidcOptions provider = offer.Required();
        var handler = (ProviderHandler)(await handlers.GetHandlerAsync(context, IdentityProviderSettings.Scheme))!;
        HandleRequestResult result = await handler.ReadAnswerAsync();
        if (!result.Succeeded)
        {
            throw Failed(result.Failure ?? new InvalidOperationException("No answer."));
        }

        ClaimsPrincipal token = result.Principal;
        return ProviderClaims.SubjectOf(token, provider) is { } subject
            ? new ProviderAnswer(
                ProviderErrand.Of(result.Properties!),
                new ProviderWord(subject, ProviderClaims.RolesOf(token, provider), TimeOf(token)))
            : throw Failed(new ProviderException(
                ProviderFailure.NotValid, $"the claim {provider.NameClaim} (Access:Oidc:NameClaim) names no one person"));
    }

    private static DateTimeOffset? TimeOf(ClaimsPrincipal token) =>
        long.TryParse(token.FindFirstValue("auth_time"), out long seconds) && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private ProviderException Failed(Exception failure)
    {
        ProviderException known = failure as ProviderException ?? new ProviderException(KindOf(failure), DetailOf(failure), failure);
        SignInFailed(log, known.Failure, known.Detail);
        return known;
    }

    private static ProviderFailure KindOf(Exception failure) => failure switch
    {
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => ProviderFailure.Away,
        // The provider's configuration could not be had.
        InvalidOperationException => ProviderFailure.Away,
        AuthenticationFailureException => ProviderFailure.Foreign,
        OpenIdConnectProtocolException => CodeOf(failure) switch
        {
            "access_denied" or "login_required" or "interaction_required" or "consent_required" or "account_selection_required" =>
                ProviderFailure.Denied,
            "temporarily_unavailable" or "server_error" => ProviderFailure.Away,
            // What it answered was no answer of a provider at all.
            null when failure.InnerException is not null => ProviderFailure.Away,
            _ => ProviderFailure.NotValid,
        },
        _ => ProviderFailure.NotValid,
    };

    // Messages may hold what a stranger or the provider wrote, and parts of tokens. The code of a fault says enough.
    private static string DetailOf(Exception failure) =>
        $"{failure.GetType().Name} {CodeOf(failure) ?? Number().Match(failure.Message).Value}".TrimEnd();

    private static string? CodeOf(Exception failure) =>
        failure.Data["error"] is string { Length: > 0 and <= LongestCode } code && code.All(c => char.IsAsciiLetterLower(c) || c == '_')
            ? code
            : null;

    [GeneratedRegex(@"^IDX\d{5}")]
    private static partial Regex Number();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in by the identity provider (Access:Oidc) failed: {Failure} ({Detail}).")]
    private static partial void SignInFailed(ILogger logger, ProviderFailure failure, string detail);
}

using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Extensions;

/// <summary>
/// Checks the options when the host starts. Its messages are those of the exceptions that building the checker would throw.
/// </summary>
internal sealed class OptionsValidation(IServiceProviderIsService? registered = null) : IValidateOptions<EmblemVerificationOptions>
{
    public ValidateOptionsResult Validate(string? name, EmblemVerificationOptions options)
    {
        try
        {
            options.Check();
            return options.Cache is { Shared: true } && registered is not null
                && !registered.IsService(typeof(HybridCache)) && !registered.IsService(typeof(IDistributedCache))
                ? ValidateOptionsResult.Fail(
                    $"{EmblemVerificationServices.Subject(name)}: Cache:Shared needs a distributed cache, and none is registered: "
                        + "register one, such as Redis (AddStackExchangeRedisCache).")
                : ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"{EmblemVerificationServices.Subject(name)}: {e.Message}");
        }
    }
}

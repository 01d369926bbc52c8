using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// How the API writes and reads JSON: names in camelCase, and enumerations by their names. A body with an unknown, repeated or missing
/// member is refused.
/// </summary>
internal static class ApiJson
{
    private const int MaxDepth = 16;

    /// <summary>The same for files.</summary>
    public static JsonSerializerOptions Options { get; } = Configured();

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new PurposesConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Configured()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        return options;
    }
}

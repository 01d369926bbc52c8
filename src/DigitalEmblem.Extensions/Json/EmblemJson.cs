using System.Text.Json;

namespace DigitalEmblem.Extensions;

/// <summary>The converters of this library for System.Text.Json. They need no reflection.</summary>
public static class EmblemJson
{
    /// <summary>
    /// Adds the converters of <see cref="DomainName"/>, <see cref="AssetIdentifier"/>, <see cref="OrganizationIdentifier"/>,
    /// <see cref="KeyIdentifier"/> and <see cref="DigitalEmblem.Verifier.Verdict"/>. With a generated context, name each converter at the
    /// member that it is for (<c>[JsonConverter(typeof(VerdictJsonConverter))]</c>), so that no code is generated for the type itself.
    /// </summary>
    /// <param name="options">Options that are not in use yet.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="InvalidOperationException">The options are in use.</exception>
    public static JsonSerializerOptions AddEmblemConverters(this JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Converters.Add(new DomainNameJsonConverter());
        options.Converters.Add(new AssetIdentifierJsonConverter());
        options.Converters.Add(new OrganizationIdentifierJsonConverter());
        options.Converters.Add(new KeyIdentifierJsonConverter());
        options.Converters.Add(new VerdictJsonConverter());
        return options;
    }
}

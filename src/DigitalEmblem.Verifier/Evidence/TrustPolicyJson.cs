using System.Text.Json;

namespace DigitalEmblem.Verifier;

/// <summary>A policy in files (spec/evidence-file.md).</summary>
internal static class TrustPolicyJson
{
    // More than a person names by hand, and few enough to compare each item with all others.
    private const int MaxItems = 1024;

    public static void Write(Utf8JsonWriter json, TrustPolicy policy)
    {
        json.WriteStartObject("policy");
        json.WriteString("requiredLevel", policy.RequiredLevel.ToString());
        json.WriteTexts("authorities", policy.Authorities.Select(a => a.ToString()));
        json.WriteByteStrings("trustedKeys", policy.TrustedKeys.Select(k => (ReadOnlyMemory<byte>)k.ToCoseKey()));
        json.WriteNumber("endorsers", policy.Endorsers);
        json.WriteTexts("requiredPurposes", PurposeNames.Of(policy.RequiredPurposes));
        json.WriteSeconds("maximumLifetime", policy.MaximumLifetime);
        json.WriteTexts("assetScope", policy.AssetScope.Select(a => a.ToString()));
        json.WriteBoolean("authenticatedAbsence", policy.AuthenticatedAbsence);
        json.WriteEndObject();
    }

    /// <summary>Reads the member <c>policy</c>.</summary>
    public static TrustPolicy Read(JsonElement parent) => TokenFormatException.InPath("policy", () =>
    {
        JsonElement json = JsonFields.Object(parent, "policy");
        var policy = new TrustPolicy
        {
            RequiredLevel = JsonFields.Word<SecurityLevel>(json, "requiredLevel"),
            Authorities = ValueList.From(JsonFields.List(json, "authorities", MaxItems, one => Parsed(one, TrustedAuthority.Parse))),
            TrustedKeys = ReadKeys(json, "trustedKeys"),
            Endorsers = JsonFields.Integer(json, "endorsers"),
            RequiredPurposes = JsonFields.List(json, "requiredPurposes", MaxItems, ReadPurpose)
                .Aggregate(Purposes.None, (all, one) => all | one),
            MaximumLifetime = JsonFields.Seconds(json, "maximumLifetime"),
            AssetScope = ValueList.From(JsonFields.List(json, "assetScope", MaxItems, one => Parsed(one, AssetIdentifier.Parse))),
            AuthenticatedAbsence = JsonFields.Boolean(json, "authenticatedAbsence"),
        };
        try
        {
            policy.Validate();
            return policy;
        }
        catch (ArgumentException e)
        {
            throw new TokenFormatException(e.Message.TrimEnd('.'));
        }
    });

    /// <summary>Public keys, each as a COSE_Key.</summary>
    public static ValueList<VerificationKey> ReadKeys(JsonElement json, string name) =>
        ValueList.From(JsonFields.List(json, name, MaxItems, one => VerificationKey.FromCoseKey(JsonFields.Base64(one, name))));

    /// <summary>A text with a Parse method that says what is wrong.</summary>
    public static T Parsed<T>(JsonElement json, Func<string, T> parse)
    {
        try
        {
            return parse(StrictJson.Text(json, ""));
        }
        catch (FormatException e)
        {
            throw new TokenFormatException(Printable.Text(e.Message.TrimEnd('.')));
        }
    }

    private static Purposes ReadPurpose(JsonElement json) =>
        PurposeNames.TryParse(StrictJson.Text(json, ""), out Purposes purpose)
            ? purpose
            : throw new TokenFormatException("no purpose that is known here", fault: FormatFault.Unsupported);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DigitalEmblem.Testing;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// Values of this library in an application's own JSON. If it fails, an application writes a verdict in a form that no other reads, or
/// takes a text for a name that is none.
/// </summary>
public sealed class JsonConverterTests
{
    private static readonly DomainName Host = DomainName.Parse("www.society.example");
    private static readonly string Key = new('a', KeyIdentifier.TextLength);
    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions().AddEmblemConverters();

    [Fact]
    public void Values_OfEachKind_ComeBackAsTheyWere()
    {
        string json = """{"Host":"www.society.example","Asset":"*.society.example","Organization":"https://society.example",""" + $$$"""
            "Key":"{{{Key}}}","ByHost":{"a.example":1}}
            """;
        Report read = JsonSerializer.Deserialize(json, ReportContext.Default.Report)!;
        Assert.Equal(Host, read.Host);
        Assert.Equal(json, JsonSerializer.Serialize(read, ReportContext.Default.Report));
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Plain>(json, Options), Options));
    }

    [Theory]
    [InlineData("""{"Host":"not a name"}""")]
    [InlineData("""{"Host":7}""")]
    [InlineData("""{"Asset":"[192.0.2.0/99]"}""")]
    [InlineData("""{"Organization":"society.example"}""")]
    [InlineData("""{"Key":"a"}""")]
    [InlineData("""{"ByHost":{"not a name":1}}""")]
    public void Values_ThatAreNone_AreRefusedAsJson(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ReportContext.Default.Report));

    [Fact]
    public void Verdict_OfEachOutcome_IsWrittenInTheOneForm() => Assert.All(
        [Verdicts.Marked(Host), Verdicts.NotMarked(Host), Verdicts.Invalid(Host), Verdicts.Indeterminate(Host), Verdicts.NotAccepted(Host)],
        verdict =>
        {
            Assert.True(JsonNode.DeepEquals(
                JsonNode.Parse(verdict.ToJson()), JsonNode.Parse(JsonSerializer.Serialize(verdict, Options))));
            Assert.True(JsonNode.DeepEquals(
                JsonNode.Parse(verdict.ToJson()),
                JsonNode.Parse(JsonSerializer.Serialize(new Answer(verdict), ReportContext.Default.Answer))!["Verdict"]));
        });

    [Fact]
    public void Verdict_InJson_IsNotReadBack() => Assert.Throws<NotSupportedException>(
        () => JsonSerializer.Deserialize<Verdict>(Verdicts.Marked(Host).ToJson(), Options));

    public sealed record Report(
        [property: JsonConverter(typeof(DomainNameJsonConverter))] DomainName? Host,
        [property: JsonConverter(typeof(AssetIdentifierJsonConverter))] AssetIdentifier? Asset,
        [property: JsonConverter(typeof(OrganizationIdentifierJsonConverter))] OrganizationIdentifier? Organization,
        [property: JsonConverter(typeof(KeyIdentifierJsonConverter))] KeyIdentifier Key,
        IReadOnlyDictionary<DomainName, int>? ByHost);

    public sealed record Plain(
        DomainName? Host,
        AssetIdentifier? Asset,
        OrganizationIdentifier? Organization,
        KeyIdentifier Key,
        IReadOnlyDictionary<DomainName, int>? ByHost);

    public sealed record Answer([property: JsonConverter(typeof(VerdictJsonConverter))] Verdict Verdict);
}

/// <summary>A context as an application that is compiled ahead of time has it.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(DomainNameJsonConverter)])]
[JsonSerializable(typeof(JsonConverterTests.Report))]
[JsonSerializable(typeof(JsonConverterTests.Answer))]
internal sealed partial class ReportContext : JsonSerializerContext;

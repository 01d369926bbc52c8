using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>What programs of organizations are told. When these fail, their programs put wrong records into zones.</summary>
public sealed class ProgramDocumentTests
{
    private const string Example = "publication-program.example.json", Schema = "publication-program.schema.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Example_IsWhatAProgramIsTold()
    {
        byte[] document = ProgramDocument.Of(
            DomainName.Parse("society.example"),
            [
                new NameChange(
                    DomainName.Parse("www.society.example"),
                    [
                        new RecordChange(65297, [], [(byte[])[0xd2, 0x84, 0x43]], 300),
                        new RecordChange(
                            16,
                            [CharacterStrings.Data("v=spf1 -all"), CharacterStrings.Data("adem-token=eyJhIjoxfQ.e30.AA")],
                            [CharacterStrings.Data("v=spf1 -all"), CharacterStrings.Data("adem-key={\"kty\":\"EC\"}")],
                            3600),
                    ],
                    []),
                new NameChange(
                    DomainName.Parse("old.society.example"), [new RecordChange(65297, [(byte[])[0xd2, 0x84]], [], 300)], []),
            ]).ToJson();

        await SpecFile.EqualAsync(Example, JsonNode.Parse(document)!.ToJsonString(Indented) + "\n");
    }

    /// <summary>The schema has each property that is written, and asks for none that is not.</summary>
    [Fact]
    public void Schema_HasWhatTheExampleHas()
    {
        JsonNode schema = Spec(Schema), example = Spec(Example);
        JsonNode definitions = schema["$defs"]!;
        AssertHas(schema, example);
        foreach (JsonNode? name in example["names"]!.AsArray())
        {
            AssertHas(definitions["name"]!, name!);
            foreach (JsonNode? records in name!["records"]!.AsArray())
            {
                AssertHas(definitions["records"]!, records!);
                Assert.All(
                    records!["before"]!.AsArray().Concat(records["after"]!.AsArray()), r => AssertHas(definitions["record"]!, r!));
            }
        }
    }

    [Theory]
    [InlineData("03610062", "\"a\\000b\"", "a\0b")]
    [InlineData("0161022262", "\"a\" \"\\\"b\"", "a\"b")]
    [InlineData("025c3b", "\"\\\\;\"", "\\;")]
    [InlineData("00", "\"\"", "")]
    [InlineData("02c3a4", "\"\\195\\164\"", "ä")]
    [InlineData("01ff", "\"\\255\"", null)]
    [InlineData("05ff", "\\# 2 05ff", null)]
    [InlineData("", "\\# 0", null)]
    public void Text_IsWrittenAsInAZoneFile(string wire, string data, string? value) =>
        Assert.Equal(new ProgramRecord(data, wire, value), ProgramRecord.Of(16, Convert.FromHexString(wire)));

    [Fact]
    public void OneRun_HasSoManyNamesAndBytes()
    {
        using var program = new TestProgram("");
        NameChange[] small = [.. Enumerable.Range(0, 600).Select(i => TestProgram.Change($"host{i}.society.example"))];
        NameChange[] large = [.. Enumerable.Range(0, 60).Select(i => TestProgram.Change($"host{i}.society.example", 60_000))];

        Assert.Equal(ProgramWriter.MostNames, program.Writer().TakesTogether(small));
        int taken = program.Writer().TakesTogether(large);

        Assert.InRange(ToldOf(large[..taken]), ProgramWriter.MostBytes - 500_000, ProgramWriter.MostBytes);
        Assert.InRange(ToldOf(large[..(taken + 1)]), ProgramWriter.MostBytes, int.MaxValue);
    }

    private static JsonNode Spec(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "spec", name)))!;

    private static int ToldOf(NameChange[] changes) => ProgramDocument.Of(DomainName.Parse(UpdatableServer.Zone), changes).ToJson().Length;

    private static void AssertHas(JsonNode schema, JsonNode value)
    {
        string[] known = [.. schema["properties"]!.AsObject().Select(p => p.Key)], there = [.. value.AsObject().Select(p => p.Key)];
        Assert.Empty(there.Except(known));
        Assert.Empty(schema["required"]!.AsArray().Select(r => (string)r!).Except(there));
    }
}

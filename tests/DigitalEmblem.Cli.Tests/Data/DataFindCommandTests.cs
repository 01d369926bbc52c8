using System.CommandLine;
using System.Text.Json;
using DigitalEmblem.Cli.Commands;
using DigitalEmblem.Data;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

public sealed class DataFindCommandTests : IDisposable
{
    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public void Nothing_found_is_1_and_what_cannot_be_read_is_3()
    {
        (int code, string output, _) = Find(_command.Folder);
        Assert.Equal(1, code);
        Assert.StartsWith("No sign found.", output, StringComparison.Ordinal);
        Assert.Contains("--deep", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--deep", Find(_command.Folder, "--deep").Out, StringComparison.Ordinal);
        (code, output, string error) = Find(_command.Folder, _command.PathOf("nowhere"));
        Assert.Equal(3, code);
        Assert.StartsWith("No sign found where it could be read.", output, StringComparison.Ordinal);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_is_one_line_with_issuer_purpose_and_end()
    {
        Mark("records");
        (int code, string output, _) = Find(_command.Folder, "--assume-committed", "--require", "signed");
        Assert.Equal(0, code);
        string end = $"{TestTokens.Now.AddDays(7).UtcDateTime:yyyy-MM-dd}";
        Assert.Equal(
            $"Marked  {_command.PathOf("records")}  no issuer named  protective  until {end}", output.Split(Environment.NewLine)[0]);
        Assert.Contains("1 sign found, 1 accepted. 3 folders read.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_accepted_sign_is_0_whatever_was_planted_beside_it_and_else_the_gravest()
    {
        _command.Write("x.adem", "junk");
        Assert.Equal(2, Find(_command.Folder).Code);
        Assert.Equal(2, Find(_command.Folder, _command.PathOf("nowhere")).Code);
        Mark("records");
        Assert.Equal(2, Find(_command.Folder).Code);
        Assert.Equal(4, Find(_command.PathOf("records")).Code);
        Assert.Equal(0, Find(_command.Folder, "--require", "signed").Code);
    }

    [Fact]
    public void Json_is_a_line_for_each_sign_and_a_last_one()
    {
        Mark("records");
        _command.Write("x.adem", "junk");
        (int code, string output, _) = Find(_command.Folder, "--require", "signed", "--output", "json");
        Assert.Equal(0, code);
        JsonElement[] lines = [.. output.Trim().Split(Environment.NewLine).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(3, lines.Length);
        JsonElement marked = lines.Single(l => l.TryGetProperty("outcome", out JsonElement o) && o.GetString() == "Marked");
        Assert.Equal(_command.PathOf("records"), marked.GetProperty("path").GetString());
        Assert.Equal("protective", marked.GetProperty("purposes")[0].GetString());
        Assert.Equal(JsonValueKind.Object, marked.GetProperty("verdict").ValueKind);
        Assert.Equal([1, 0, 2], ((string[])["version", "exit", "signs"]).Select(name => lines[^1].GetProperty(name).GetInt32()));
    }

    private void Mark(string folder)
    {
        SigningKey key = TestKeys.Of(SignatureAlgorithm.Ed25519);
        var emblem = new Emblem
        {
            Validity = Validity.From(TestTokens.Now, TimeSpan.FromDays(7)),
            Purposes = Purposes.Protective,
            Assets = [DataRoot.FromBytes(new byte[DataRoot.Length]).ToAsset()],
        };
        Directory.CreateDirectory(_command.PathOf(folder + "/.adem"));
        _command.Write(folder + "/.adem/emblem", TokenBundle.WriteUnchecked([Cwt.SignOfData(emblem, key), key.PublicKey.ToCoseKey()]));
    }

    private (int Code, string Out, string Error) Find(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = DataFindCommand.Create(_command.Context(output, error)).Parse(arguments).InvokeAsync().GetAwaiter().GetResult();
        return (code, output.ToString(), error.ToString());
    }
}

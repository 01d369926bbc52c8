using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Someone sits in a room without a network, with the root key of an organization and a file. If one of these fails, they sign what they
/// were not shown, or the wrong key signs, or nothing tells them to stop.
/// </summary>
public sealed class SignRequestCommandTests : IDisposable
{
    private static readonly OrganizationIdentifier Stranger = OrganizationIdentifier.Parse("https://stranger.example");

    private static readonly string RootPem = TestKeys.QuickPem(TestExchange.Root, "test"),
        OtherPem = TestKeys.QuickPem(TestKeys.Of(SignatureAlgorithm.ES384, 6), "test");

    private readonly Command _command = new();

    public SignRequestCommandTests()
    {
        _command.Write("root.pem", RootPem);
        _command.Write("root.pub", TestExchange.Root.PublicKey.ToPem());
        _command.Write("other.pem", OtherPem);
        Write(SigningItem.Of(TestExchange.Own()));
    }

    public void Dispose() => _command.Dispose();

    private SigningRequest Write(params SigningItem[] items)
    {
        SigningRequest request = TestExchange.Request(items);
        _command.Write("society.adem-request.json", request.ToBytes());
        return request;
    }

    [Fact]
    public void Show_EachKindOfItem_TellsInWordsWhatWouldBeSigned()
    {
        SigningRequest request = Write(
            SigningItem.Of(TestExchange.Own()),
            SigningItem.Of(TestExchange.Own() with
            {
                Subject = Stranger,
                MayEndorse = true,
                Constraints = new() { Purposes = Purposes.CivilDefence },
                Validity = Validity.From(TestTokens.Now, TimeSpan.FromDays(1000))
            }),
            SigningItem.Of(TestTokens.Emblem() with { Validity = Validity.From(TestTokens.Now.AddDays(-2), TimeSpan.FromHours(36)) }),
            SigningItem.Of(TestExchange.Terms() with { Purposes = Purposes.Protective }));
        string shown = _command.Done("sign", "request", "@society.adem-request.json", "--show");
        string root = TestExchange.Root.PublicKey.CoseIdentifier.ToString();
        Assert.All(
            [
                "Signing request of https://society.example",
                request.Id.ToString(),
                $"Key           {root} (ES384)",
                "Asks for      4 signatures: 2 endorsements, 1 emblem, 1 request to an authority",
                "1. Endorsement. https://society.example says that a key is its own, and may sign for it.",
                $"Endorsed key  {TestExchange.Daily.CoseIdentifier}",
                "It may        sign emblems, and endorse nothing",
                "Purposes      protective: ",
                "Valid         2026-11-30 00:00:00 UTC to 2026-12-30 00:00:00 UTC: 30 days",
                $"Commitment    {TestTokens.LogEntry}",
                "2. Endorsement. https://society.example vouches for another organization, https://stranger.example, and for its key.",
                "belongs to    https://stranger.example",
                "It may        endorse further keys, and sign emblems",
                ": 1000 days",
                "WARNING       It endorses another organization: https://society.example vouches for https://stranger.example.",
                "WARNING       It is valid for longer than a year",
                "WARNING       The endorsed key may then endorse further keys",
                "WARNING       Its purposes go beyond protective use: civil-defence.",
                "3. Emblem. https://society.example marks 1 name.",
                "Marks         www.society.example",
                ": 1 day 12 hours",
                "WARNING       It has expired already",
                "4. Request to an authority. https://society.example asks https://ministry.example to endorse this key.",
                "Asks          https://ministry.example, and nobody else",
                "Contact       emblems@society.example",
                "5 warnings",
                "WARNING       Item 3. It has expired already",
            ],
            expected => Assert.Contains(expected, shown, StringComparison.Ordinal));
        Assert.False(File.Exists(_command.PathOf("society.adem-answer.json")));
    }

    [Fact]
    public void Sign_WithYes_WritesAnAnswerThatTheIssuerAccepts()
    {
        SigningRequest request = Write(SigningItem.Of(TestExchange.Own()), SigningItem.Of(TestExchange.Terms()));
        (int code, string output, string error) = _command.Run(
            "sign", "request", "@society.adem-request.json", "--key", "@root.pem", "--yes");
        Assert.True(code == 0, error);
        Assert.Contains("1. Endorsement.", output, StringComparison.Ordinal);
        Assert.Contains("Signed 2 items", error, StringComparison.Ordinal);
        SigningCheck check = request.Check(SigningAnswer.Read(File.ReadAllBytes(_command.PathOf("society.adem-answer.json"))));
        Assert.True(check.Holds, check.Fault);
        Assert.Equal(TestExchange.Terms(), check.Items[1].Request?.Terms);
    }

    /// <summary>The answer's token with the other tokens of the society: what a validator says of it.</summary>
    [Fact]
    public void Sign_Endorsement_VerifiesLikeOneSignedAtHand()
    {
        SoftwareSigningKey daily = TestKeys.Of(SignatureAlgorithm.Ed25519, 5);
        SigningRequest request = Write(SigningItem.Of(TestExchange.Own()));
        _command.Done("sign", "request", "@society.adem-request.json", "--key", "@root.pem", "--yes", "--out", "@answer");
        SigningCheck check = request.Check(SigningAnswer.Read(File.ReadAllBytes(_command.PathOf("answer"))));
        _command.Write("own", check.Items[0].Encoded.ToArray());
        _command.Write("emblem", Cwt.Sign(TestTokens.Emblem(), daily));
        _command.Write("daily.pub", daily.PublicKey.ToPem());
        string verdict = _command.Done(
            "verify", "@emblem", "@own", "--key", "@root.pub", "--key", "@daily.pub", "--assume-committed", "--asset",
            "www.society.example");
        Assert.StartsWith("Marked. Protective emblem of https://society.example", verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData(" YES ", true)]
    [InlineData("y", false)]
    [InlineData("no", false)]
    [InlineData("", false)]
    public void Sign_AtATerminal_NeedsAWholeYes(string typed, bool signed)
    {
        string? asked = null;
        _command.AskLine = prompt =>
        {
            asked = prompt;
            return typed;
        };
        (int code, _, string error) = _command.Run("sign", "request", "@society.adem-request.json", "--key", "@root.pem");
        Assert.Equal("Sign this in the name of https://society.example? Write yes to sign: ", asked);
        Assert.Equal(signed ? 0 : 130, code);
        Assert.Equal(signed, File.Exists(_command.PathOf("society.adem-answer.json")));
        Assert.Equal(!signed, error.Contains("nothing was signed", StringComparison.Ordinal));
    }

    [Fact]
    public void Sign_WithoutATerminalAndWithoutYes_IsRefusedBeforeTheKeyIsTouched()
    {
        (int code, string output, string error) = _command.Run("sign", "request", "@society.adem-request.json", "--key", "@missing.pem");
        Assert.Equal(64, code);
        Assert.Contains("there is no terminal", error, StringComparison.Ordinal);
        Assert.Contains("1. Endorsement.", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_command.PathOf("society.adem-answer.json")));
    }

    [Fact]
    public void Sign_WithAnotherKey_IsRefusedAndNamesBoth()
    {
        (int code, _, string error) = _command.Run("sign", "request", "@society.adem-request.json", "--key", "@other.pem", "--yes");
        Assert.Equal(64, code);
        Assert.Contains(TestExchange.Root.PublicKey.CoseIdentifier.ToString(), error, StringComparison.Ordinal);
        Assert.Contains(TestKeys.Of(SignatureAlgorithm.ES384, 6).PublicKey.CoseIdentifier.ToString(), error, StringComparison.Ordinal);
        Assert.False(File.Exists(_command.PathOf("society.adem-answer.json")));
    }

    [Fact]
    public void Sign_WithAWrongPassphrase_IsSaidInWords()
    {
        _command.Passphrase = "wrong";
        (int code, _, string error) = _command.Run("sign", "request", "@society.adem-request.json", "--key", "@root.pem", "--yes");
        Assert.Equal(64, code);
        Assert.Contains("passphrase is wrong", error, StringComparison.Ordinal);
    }

    /// <summary>A mistyped --out must not destroy a key.</summary>
    [Theory]
    [InlineData("--out", "@root.pem")]
    [InlineData]
    public void Sign_OverAFileThatExists_IsRefused(params string[] options)
    {
        string answer = _command.Write("society.adem-answer.json", "mine");
        string key = File.ReadAllText(_command.PathOf("root.pem"));
        (int code, string output, string error) = _command.Run(
            ["sign", "request", "@society.adem-request.json", "--key", "@root.pem", "--yes", .. options]);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains("not overwritten", error, StringComparison.Ordinal);
        Assert.Equal(("mine", key), (File.ReadAllText(answer), File.ReadAllText(_command.PathOf("root.pem"))));
    }

    [Theory]
    [InlineData("--key is needed to sign", "@society.adem-request.json")]
    [InlineData("--show signs nothing", "@society.adem-request.json", "--show", "--key", "@root.pem")]
    [InlineData("--show signs nothing", "@society.adem-request.json", "--show", "--yes")]
    [InlineData("--show signs nothing", "@society.adem-request.json", "--show", "--out", "@x")]
    [InlineData("name one with --out", "-", "--key", "@root.pem", "--yes")]
    [InlineData("does not exist", "@nowhere.json", "--show")]
    public void Mistake_OfTheCaller_IsExit64AndSaysWhy(string expected, params string[] args)
    {
        (int code, string output, string error) = _command.Run(["sign", "request", .. args]);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    /// <summary>
    /// A request that was altered on its way, and files that are something else: nothing of them is shown as if it were to be signed.
    /// </summary>
    [Fact]
    public void Refusal_OfWhatIsNoGoodRequest_IsExit2AndSaysWhatItIs()
    {
        string text = File.ReadAllText(_command.PathOf("society.adem-request.json"));
        (string File, string Reason)[] bad =
        [
            (
                _command.Write("foreign", text.Replace("https://society.example", "https://stranger.example", StringComparison.Ordinal)),
                "speak for https://society.example"),
            (
                _command.Write("noted", text.Replace(
                    "\"version\": 1,", "\"version\": 1, \"note\": \"Routine renewal, please sign\",", StringComparison.Ordinal)),
                "note: a member that is not known"),
            (_command.Write("answer", TestExchange.Request().Answer(TestExchange.Root).ToBytes()), "an answer to a signing request"),
            (_command.Write("asked", EndorsementRequest.Sign(TestExchange.Terms(), TestExchange.Root).ToBytes()), "goes to the authority"),
            (_command.Write("token", Cwt.Sign(TestTokens.Emblem(), TestExchange.Root)), "is no signing request"),
            (_command.Write("empty", ""), "is no signing request"),
        ];
        foreach ((string file, string reason) in bad)
        {
            foreach (string[] how in (string[][])[["--show"], ["--key", "@root.pem", "--yes", "--out", "@out"]])
            {
                (int code, string output, string error) = _command.Run(["sign", "request", file, .. how]);
                Assert.Equal((2, ""), (code, output));
                Assert.Contains(reason, error, StringComparison.Ordinal);
                Assert.False(File.Exists(_command.PathOf("out")));
            }
        }
    }

    [Fact]
    public void Request_FromStandardInput_IsSignedIntoANamedFile()
    {
        _command.Input = File.ReadAllText(_command.PathOf("society.adem-request.json"));
        _command.Done("sign", "request", "-", "--key", "@root.pem", "--yes", "--out", "@answer");
        Assert.True(TestExchange.Request().Check(SigningAnswer.Read(File.ReadAllBytes(_command.PathOf("answer")))).Holds);
    }

    /// <summary>Names of the greatest length are shown to their end: what is cut off could be what matters.</summary>
    [Fact]
    public void Show_VeryLongNames_AreNotCut()
    {
        string domain = string.Join('.', new string('a', 63), new string('b', 63), new string('c', 63), new string('d', 61));
        var organization = OrganizationIdentifier.Parse("https://" + domain);
        var request = SigningRequest.Create(
            organization,
            TestExchange.Root.PublicKey,
            [SigningItem.Of(TestExchange.Own() with { Issuer = organization, Subject = organization })],
            TestTokens.Now);
        _command.Write("long", request.ToBytes());
        Assert.Contains(
            $"1. Endorsement. https://{domain} says that", _command.Done("sign", "request", "@long", "--show"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_EachExchangeFile_SaysWhatItIs()
    {
        SigningRequest request = Write(SigningItem.Of(TestExchange.Own()), SigningItem.Of(TestExchange.Terms()));
        _command.Write("answer", request.Answer(TestExchange.Root).ToBytes());
        _command.Write("asked", EndorsementRequest.Sign(TestExchange.Terms(), TestExchange.Root).ToBytes());
        string[] files = ["@society.adem-request.json", "@answer", "@asked"];
        string text = _command.Done(["inspect", .. files]);
        Assert.Contains("is a signing request", text, StringComparison.Ordinal);
        Assert.Contains("Nothing of it is signed.", text, StringComparison.Ordinal);
        Assert.Contains("is an answer to a signing request", text, StringComparison.Ordinal);
        Assert.Contains("an endorsement in the name of https://society.example", text, StringComparison.Ordinal);
        Assert.Contains("is a request for an endorsement", text, StringComparison.Ordinal);
        Assert.Contains("made by the key that is to be endorsed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no token", text, StringComparison.Ordinal);

        JsonElement json = JsonDocument.Parse(_command.Done(["inspect", .. files, "@root.pub", "--output", "json"])).RootElement;
        JsonElement[] exchanged = [.. json.GetProperty("exchanged").EnumerateArray()];
        Assert.Equal(
            ["signing request", "answer to a signing request", "request for an endorsement"],
            exchanged.Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal([request.Id.ToString(), request.Id.ToString()], exchanged[..2].Select(e => e.GetProperty("request").GetString()));
        Assert.Equal(
            ["endorsement", "request for an endorsement"],
            exchanged[0].GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()));
        Assert.True(exchanged[2].GetProperty("signedByItsKey").GetBoolean());
        Assert.Equal("https://ministry.example", exchanged[2].GetProperty("terms").GetProperty("authority").GetString());
        Assert.Equal("public key", Assert.Single(json.GetProperty("items").EnumerateArray()).GetProperty("kind").GetString());
    }

    [Fact]
    public void Inspect_ExchangeFilesThatAreBroken_SaysSoAndEndsWith2()
    {
        byte[] asked = EndorsementRequest.Sign(TestExchange.Terms(), TestExchange.Root).ToBytes();
        string text = System.Text.Encoding.UTF8.GetString(asked);
        string signed = JsonDocument.Parse(asked).RootElement.GetProperty("signed").GetString()!;
        byte[] message = Convert.FromBase64String(signed);
        message[^1] ^= 1;
        _command.Write("altered", text.Replace(signed, Convert.ToBase64String(message), StringComparison.Ordinal));
        Assert.Contains("NOT made by the key", _command.Done("inspect", "@altered"), StringComparison.Ordinal);

        _command.Write("newer", text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        (int code, string output, _) = _command.Run("inspect", "@newer");
        Assert.Equal(2, code);
        Assert.Contains("a newer program wrote it", output, StringComparison.Ordinal);
    }

    /// <summary>The answer was written straight into its file: after a full disk half of one stood there.</summary>
    [Theory]
    [InlineData("root.pem", "not overwritten")]
    [InlineData("other.pub", "not overwritten")]
    [InlineData("link", "not overwritten")]
    [InlineData("nowhere/answer", "does not exist")]
    [InlineData(".", "is a folder")]
    public void Out_WhereSomethingIsOrNothingCanBe_IsRefusedBeforeAnythingIsShown(string name, string why)
    {
        _command.Write("other.pub", "what was there");
        File.CreateSymbolicLink(_command.PathOf("link"), "absent");
        string[] before = [.. Directory.GetFileSystemEntries(_command.Folder).Order(StringComparer.Ordinal)];
        (int code, string output, string error) = _command.Run(
            "sign", "request", "@society.adem-request.json", "--key", "@root.pem", "--yes", "--out", $"@{name}");
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_command.Folder).Order(StringComparer.Ordinal));
        Assert.Equal("what was there", File.ReadAllText(_command.PathOf("other.pub")));
    }
}

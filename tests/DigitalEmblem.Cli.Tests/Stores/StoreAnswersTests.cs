using System.Text;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>
/// Whatever may be at the address of a store: another server, a proxy, a store that refuses, or one that is hostile. Where these fail, its
/// answer is taken for "no sign", or reaches a terminal as it is.
/// </summary>
[Trait("Category", "Servers")]
public sealed class StoreAnswersTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Answers = new()
    {
        ["no words"] = ScriptedStore.Answer(404, ""),
        ["another server's page"] = ScriptedStore.Answer(404, "<html><h1>Not found</h1></html>"),
        ["no bucket"] = ScriptedStore.Error(404, "NoSuchBucket"),
        ["denied"] = ScriptedStore.Error(403, "AccessDenied"),
        ["not signed"] = ScriptedStore.Answer(401, ""),
        ["wrong secret"] = ScriptedStore.Error(403, "SignatureDoesNotMatch"),
        ["clock"] = ScriptedStore.Error(403, "RequestTimeTooSkewed"),
        ["busy"] = ScriptedStore.Error(503, "SlowDown"),
        ["gone"] = ScriptedStore.Answer(410, ""),
        ["empty"] = [],
        ["no HTTP"] = "SSH-2.0-x\r\n"u8.ToArray(),
        ["no XML"] = ScriptedStore.Answer(404, "<Error><Code>NoSuchKey"),
        ["entities"] = ScriptedStore.Answer(404, "<!DOCTYPE e [<!ENTITY a \"NoSuchKey\">]><Error><Code>&a;</Code></Error>"),
        ["escapes"] = ScriptedStore.Error(400, "\u001b[31mred", "\u001b]0;title\u0007\u202e"),
        ["cut short"] = Encoding.ASCII.GetBytes("HTTP/1.1 404 x\r\nContent-Length: 500\r\n\r\n<Error><Code>NoSuchKey</Code></Error>"),
        ["long"] = ScriptedStore.Answer(404, new string('x', 17 << 20)),
        ["no ETag"] = ScriptedStore.Answer(200, "content"),
        ["part"] = ScriptedStore.Answer(206, "content", "ETag: \"x\"", "Content-Range: bytes 0-6/900"),
    };

    private readonly ScriptedStore _store = new();
    private readonly StoreScene _scene;

    public StoreAnswersTests() => _scene = new StoreScene(_store.Endpoint, StoreScene.Secret);

    public static TheoryData<string> Names => [.. Answers.Keys];

    public void Dispose()
    {
        _scene.Dispose();
        _store.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_that_says_nothing_of_the_sign_is_3_everywhere(string name)
    {
        const string Key = "a/report.pdf";
        _store.Instead = _ => Answers[name];
        (int Code, string Out, string Error)[] all = await Task.WhenAll(
            Task.Run(() => _scene.Check(Key)),
            Task.Run(() => _scene.Find("", "--deep")),
            Task.Run(() => _scene.Mark(Key)),
            Task.Run(() => _scene.Remove(Key)));
        foreach ((int code, string output, string error) in all)
        {
            Assert.True(code == 3, $"{code} {output}{error}");
            Assert.DoesNotContain('\u001b', output + error);
            Assert.DoesNotContain('\u202e', output + error);
            Assert.DoesNotContain(StoreScene.Secret, output + error, StringComparison.Ordinal);
        }
    }
}

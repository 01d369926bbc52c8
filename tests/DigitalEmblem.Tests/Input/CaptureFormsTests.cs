using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Input;

/// <summary>
/// Hostile texts in every form that is read as a whole. If this fails, a file ends the program, or an altered answer
/// says that there is nothing.
/// </summary>
public sealed class CaptureFormsTests
{
    private const int Rounds = 40, Seed = 17;

    private static readonly string[] Bits =
        [
            "{", "}", "[", "]", "\"", "\\", "'", ":", ",", "\n", "\n\n", "- ", " ", "...", "\u2026", "\ud800", "\\# 4", "{\"Status\":0}",
            "Section : Answer\n", "PS >"
        ];

    private static readonly string[] Texts =
        [.. Captures.All.Select(c => InputText.Decode(File.ReadAllBytes(Path.Combine(Captures.Folder, c.File)))!)];

    [Fact]
    public void Readers_OfAlteredCaptures_ThrowNothingAndStayBounded()
    {
        var random = new Random(Seed);
        foreach (string text in Texts)
        {
            for (int round = 0; round < Rounds; round++)
            {
                string altered = Alter(text, random);
                foreach (CaptureForms.Reader reader in CaptureForms.All)
                {
                    if (reader(altered, out IReadOnlyList<Capture> captures))
                    {
                        Assert.NotEmpty(captures);
                        Assert.True(captures.Sum(c => c.Records.Count) <= altered.Length);
                    }
                }
            }
        }
    }

    [Fact]
    public void Input_OfAlteredCaptures_IsReadWithoutAnException()
    {
        var random = new Random(Seed);
        Assert.All(Texts, text => Assert.NotNull(UnverifiedTokens.Read(Encoding.UTF8.GetBytes(Alter(text, random)))));
    }

    [Theory]
    [InlineData("- type: MESSAGE\n  message:\n    response_message_data:\n      ANSWER: 1\n      ANSWER_SECTION:\n        - ''")]
    [InlineData("- type: MESSAGE\n  message:\n    response_message_data:\n      ANSWER: 1\n      ANSWER_SECTION:\n        - '")]
    [InlineData("- type: MESSAGE\n  message:\n    response_message_data:\n      status: NOPE\n      ANSWER: 0")]
    [InlineData("- type: MESSAGE\n  message:\n    response_message_data:\n      status: NOERROR")]
    [InlineData(
        "- type: MESSAGE\n  message:\n    response_message_data:\n      ANSWER: 2\n      ANSWER_SECTION:\n        - 'a. 1 IN TXT \"x\"'")]
    [InlineData("- type: MESSAGE\n    response_message_data:\n      ANSWER: 0\n      QUESTION_SECTION:\n        - 'a.example. CH TXT'")]
    [InlineData("- type: MESSAGE")]
    [InlineData("-\n  type: MESSAGE\n  message:\n    type: AUTH_RESPONSE")]
    [InlineData("type: DELV_RESULT\nquery_name: a.example")]
    public void Yaml_ThatWasCutOrIsWrong_IsAFault(string text)
    {
        Assert.True(DigYaml.TryRead(text, out IReadOnlyList<Capture> captures));
        Assert.Contains(captures, c => c.Fault is not null || c.Records.Any(r => r.Fault is not null));
    }

    [Fact]
    public void Yaml_OfAnOlderDig_IsReadToo()
    {
        Assert.True(DigYaml.TryRead("""
            -
              type: MESSAGE
              message:
                type: AUTH_RESPONSE
                response_message_data:
                  opcode: QUERY
                  status: NOERROR
                  flags: qr tc
                  ANSWER: 1
                  QUESTION_SECTION:
                    - a.example. IN TXT
                  ANSWER_SECTION:
                    - a.example. 1 IN TXT "it's"
            """, out IReadOnlyList<Capture> captures));
        Capture capture = Assert.Single(captures);
        Assert.Equal(("a.example", 16, 0), (capture.QuestionName?.ToString(), capture.QuestionType, capture.StatusCode));
        Assert.Equal((null, true), (capture.Fault, capture.Truncated));
        Assert.Equal("it's", CharacterStrings.Join(Assert.Single(capture.Records).Data.Span));
    }

    private static string Alter(string text, Random random)
    {
        int at = random.Next(text.Length + 1), length = random.Next(Math.Min(60, text.Length - at) + 1);
        string bit = Bits[random.Next(Bits.Length)];
        return random.Next(4) switch
        {
            0 => text[..at],
            1 => text.Remove(at, length),
            2 => text.Insert(at, string.Concat(Enumerable.Repeat(bit, random.Next(1, 40)))),
            _ => text.Remove(at, length).Insert(at, bit),
        };
    }
}

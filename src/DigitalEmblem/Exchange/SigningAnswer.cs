using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// The answer to a <see cref="SigningRequest"/>: what was signed, in the order in which it was asked for. Reading verifies nothing of it:
/// <see cref="SigningRequest.Check"/> does that.
/// </summary>
internal sealed class SigningAnswer
{
    /// <summary>How the name of such a file ends.</summary>
    public const string Extension = ".adem-answer.json";

    private const string RequestMember = "request", SignedMember = "signed";

    internal SigningAnswer(Sha256Digest requestId, IReadOnlyList<ReadOnlyMemory<byte>> signed)
    {
        RequestId = requestId;
        Signed = signed;
    }

    /// <summary>The <see cref="SigningRequest.Id"/> of the request that it says it answers.</summary>
    public Sha256Digest RequestId { get; }

    /// <summary>The signed messages: tokens (COSE_Sign1, or JWS in compact form), and requests for endorsements.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Signed { get; }

    /// <summary>Reads an answer.</summary>
    /// <param name="utf8">The file.</param>
    /// <exception cref="TokenFormatException">It is none; the message says where and why.</exception>
    public static SigningAnswer Read(ReadOnlyMemory<byte> utf8) =>
        ExchangeJson.Read(utf8, ExchangeLimits.MaxAnswerBytes, ExchangeJson.SigningAnswerFormat, [RequestMember, SignedMember], Read);

    /// <summary>Reads an answer, or says that it is none.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="answer">The answer, or null.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out SigningAnswer? answer)
    {
        try
        {
            answer = Read(utf8);
        }
        catch (TokenFormatException)
        {
            answer = null;
        }

        return answer is not null;
    }

    /// <summary>The answer as a file. The same answer gives the same bytes.</summary>
    public byte[] ToBytes() => ExchangeJson.Write(ExchangeJson.SigningAnswerFormat, json =>
    {
        json.WriteString(RequestMember, RequestId.ToString());
        json.WriteStartArray(SignedMember);
        foreach (ReadOnlyMemory<byte> message in Signed)
        {
            json.WriteBase64StringValue(message.Span);
        }

        json.WriteEndArray();
    });

    private static SigningAnswer Read(JsonElement root)
    {
        JsonElement[] values =
            [.. StrictJson.Array(ExchangeJson.Member(root, SignedMember), SignedMember).Take(SigningRequest.MaxItems + 1)];
        return values.Length is 0 or > SigningRequest.MaxItems
            ? throw new TokenFormatException(
                $"{(values.Length == 0 ? "no item" : "more items")}, where 1 to {SigningRequest.MaxItems} are asked", SignedMember)
            : new SigningAnswer(
                ReadId(StrictJson.RequiredText(root, RequestMember)),
                [.. values.Select((value, i) => (ReadOnlyMemory<byte>)ExchangeJson.Bytes(value, $"{SignedMember}[{i}]"))]);
    }

    private static Sha256Digest ReadId(string text) =>
        text.Length == 2 * Sha256Digest.Length && text.All(char.IsAsciiHexDigitLower)
            ? new Sha256Digest(Convert.FromHexString(text))
            : throw new TokenFormatException($"not {Sha256Digest.Length} bytes in hexadecimal digits of lower case", RequestMember);
}

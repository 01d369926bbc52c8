using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Files that machines and organizations hand to each other.</summary>
internal static class ExchangeTargets
{
    private static readonly IReadOnlyList<byte[]> Words = Text.Words(
        "\"format\":\"", "\"items\":[", "\"signed\":\"", "\"key\":", "null", "{", "}", "[", "]", "\\u202e");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("signing-request", Requests) { Words = Words },
        new("signing-answer", Answers) { Words = Words },
        new("endorsement-request", Endorsements) { Words = Words },
        new("endorsement-terms", Terms) { BaseBytes = 256 << 10 },
    ];

    private static void Requests(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => SigningRequest.Read(input)) is { } request)
        {
            Invariant.Equal(request.Id, SigningRequest.Read(request.ToBytes()).Id, "a signing request");
        }
    }

    private static void Answers(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => SigningAnswer.Read(input)) is { } answer)
        {
            Invariant.SameBytes(answer.ToBytes(), SigningAnswer.Read(answer.ToBytes()).ToBytes(), "a signing answer");
        }
    }

    private static void Endorsements(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => EndorsementRequest.Read(input)) is { } request)
        {
            request.Verify();
        }
    }

    private static void Terms(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => EndorsementTermsCodec.Read(input)) is { } terms)
        {
            Invariant.Equal(terms, EndorsementTermsCodec.Read(EndorsementTermsCodec.Write(terms)), "terms of an endorsement");
        }
    }
}

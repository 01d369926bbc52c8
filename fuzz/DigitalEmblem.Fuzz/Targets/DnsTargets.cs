using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>DNS messages: parsed, looked up, verified and decided.</summary>
internal static class DnsTargets
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");
    private static readonly SentUpdate Sent = SentUpdate.Of(
        new DnsUpdate(DomainName.Parse("society.example")).Delete(Name, DnsType.Txt), new TsigKey("key", new byte[32]), TestTokens.Now);

    private static readonly IReadOnlyList<byte[]> Words =
    [
        [0xc0, 0x0c], [0xc0, 0x00], [0x00, 0x10, 0x00, 0x01], [0xff, 0x11, 0x00, 0x01], [0x00, 0x05, 0x00, 0x01], [0x00, 0x06, 0x00, 0x01],
        [0x00, 0x00, 0x29, 0x04, 0xd0, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00], [0x00, 0xfa, 0x00, 0xff], "adem-token="u8.ToArray(),
        "adem-key={"u8.ToArray(), [0x3f], [0x40],
    ];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("dns-txt", input => Message(input, DnsType.Txt)) { Words = Words, BaseBytes = 512 << 10 },
        new("dns-ihle", input => Message(input, DnsType.DefaultIhle)) { Words = Words, BaseBytes = 512 << 10 },
        new("dns-update", Update) { Words = Words },
        new("tsig-key", ReadTsigKey)
        {
            MaxLength = 2048,
            Words = Text.Words("key \"", "algorithm", "secret", "hmac-sha256", "{", "}", ";", "//", "/*", "*/", "#")
        },
        new("lookup-cache", LookupCache) { Words = [[0xff, 0xff, 0xff, 0x7f], [0x80, 0x80, 0x80]] },
    ];

    private static void Message(ReadOnlyMemory<byte> input, ushort type)
    {
        const ushort Id = 0x1234;
        byte[] query = DnsWire.WriteQuery(Id, Name, type);
        byte[] message = input.ToArray();
        if (message.Length >= 3)
        {
            // Set the identifier and the response bit: without them, the reader would refuse most inputs at once.
            (message[0], message[1]) = (Id >> 8, Id & 0xff);
            message[2] |= 0x80;
        }

        if (Invariant.Read(() => DnsWire.ReadResponse(message, query)) is not { } response)
        {
            return;
        }

        LookupAnswer answer = DnsAnswerReader.Read(response, Name, type, trustAuthenticData: true, authoritative: false);
        // An answer with TTL 0 is never written to the cache.
        if (answer.IsAnswer && answer.TimeToLive != TimeSpan.Zero)
        {
            byte[] kept = LookupAnswerCodec.Write(answer);
            Invariant.SameBytes(kept, LookupAnswerCodec.Write(LookupAnswerCodec.Read(kept)!), "an answer through the cache");
        }

        DiscoveredEmblems found = new DnsEmblemSource(new FixedLookup(answer, type)).FindAsync(Name).GetAwaiter().GetResult();
        var verifier = new EmblemVerifier();
        AuthenticatedTokens authenticated = verifier.Authenticate(found.Tokens, TestTokens.Now);
        GatheredEvidence evidence = HeldEvidence.None.Gather(authenticated.Questions, authenticated.At);
        VerifiedTokens verified = verifier.Conclude(authenticated, evidence.WithSources(found.Sources));
        Verdict verdict = TrustPolicy.Default.Decide(verified, AssetIdentifier.ForName(Name));
        Verdicts.Check(verdict);
        Invariant.Holds(verdict.Outcome != VerdictOutcome.Marked, "marked, with no commitment known");
        Invariant.Holds(
            verdict.Outcome != VerdictOutcome.NotMarked || answer.IsAnswer, $"not marked, where the look-up says {answer.Outcome}");
    }

    private static void Update(ReadOnlyMemory<byte> input)
    {
        byte[] message = input.ToArray();
        if (message.Length >= 3)
        {
            (message[0], message[1]) = (Sent.Message[0], Sent.Message[1]);
            message[2] |= 0x80;
        }

        (DnsUpdateResult? result, string? whyNot) = UpdateJudgement.Of(message, Sent, TestTokens.Now);
        Invariant.Holds(
            result is null || result.Outcome != DnsUpdateOutcome.Done, "an update is called done by someone who has not the key");
        Invariant.Harmless(result?.Detail ?? whyNot!, "what an update came to");
    }

    private static void ReadTsigKey(ReadOnlyMemory<byte> input)
    {
        try
        {
            TsigKey.Parse(Text.Of(input));
        }
        catch (FormatException e)
        {
            Invariant.Harmless(e.Message, "why a key file is none");
        }
    }

    private static void LookupCache(ReadOnlyMemory<byte> input)
    {
        if (LookupAnswerCodec.Read(input) is { } answer)
        {
            byte[] written = LookupAnswerCodec.Write(answer);
            Invariant.SameBytes(written, LookupAnswerCodec.Write(LookupAnswerCodec.Read(written)!), "an answer through the cache");
        }
    }

    /// <summary>A look-up whose answer is given for one type; the other type has nothing.</summary>
    private sealed class FixedLookup(LookupAnswer answer, ushort answered) : IDnsLookup
    {
        public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) =>
            Task.FromResult(type == answered ? answer : new LookupAnswer { Outcome = LookupOutcome.NoData });
    }
}

using DigitalEmblem.TestSupport;
using FsCheck.Xunit;
using Xunit;
using static DigitalEmblem.TestSupport.UpdateAnswers;

namespace DigitalEmblem.Tests.Publishing.Updates;

/// <summary>
/// What an answer is worth. If these fail, someone on the way can make an organization believe that its emblem stands
/// in the DNS, or that it is gone.
/// </summary>
public class UpdateJudgementTests
{
    private static readonly DomainName Zone = DomainName.Parse("society.example");

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly TsigKey Key = new("emblem-key", Secret);

    private static readonly DateTimeOffset Now = TestTokens.Now;

    private static readonly SigningOptions Good = new("emblem-key", Secret, Now);

    private static readonly DnsUpdate Update = new DnsUpdate(Zone).RequireAbsent(Zone, DnsType.Txt).Delete(Zone, DnsType.DefaultIhle);

    private static readonly SentUpdate Sent = SentUpdate.Of(Update, Key, Now);

    private static readonly SentUpdate SentWithoutKey = SentUpdate.Of(Update, null, Now);

    public static TheoryData<int, DnsUpdateOutcome, string> Codes => new()
    {
        { NoError, DnsUpdateOutcome.Done, "is done" },
        { FormErr, DnsUpdateOutcome.Refused, "cannot read" },
        { ServFail, DnsUpdateOutcome.Unknown, "SERVFAIL" },
        { NxDomain, DnsUpdateOutcome.PrerequisiteFailed, "NXDOMAIN" },
        { NotImp, DnsUpdateOutcome.Refused, "no updates at all" },
        { Refused, DnsUpdateOutcome.Refused, "allow-update" },
        { YxDomain, DnsUpdateOutcome.PrerequisiteFailed, "YXDOMAIN" },
        { YxRrset, DnsUpdateOutcome.PrerequisiteFailed, "YXRRSET" },
        { NxRrset, DnsUpdateOutcome.PrerequisiteFailed, "NXRRSET" },
        { NotAuth, DnsUpdateOutcome.Refused, "not the primary" },
        { NotZone, DnsUpdateOutcome.Refused, "not in society.example" },
        { 11, DnsUpdateOutcome.Unknown, "response code 11" },
        { 15, DnsUpdateOutcome.Unknown, "response code 15" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Answer_SignedOrToAnUpdateWithoutKey_MeansWhatItsCodeSays(int code, DnsUpdateOutcome expected, string words)
    {
        DnsUpdateResult signed = Judge(Signed(Sent.Message, code, Good))!,
            plain = Judge(Unsigned(SentWithoutKey.Message, code), SentWithoutKey)!;
        Assert.Equal((expected, code, true), (signed.Outcome, signed.ResponseCode, signed.IsAuthenticated));
        Assert.Equal((expected, code, false), (plain.Outcome, plain.ResponseCode, plain.IsAuthenticated));
        Assert.All([signed, plain], r => Assert.Contains(words, r.Detail, StringComparison.Ordinal));
        Assert.Equal(expected is DnsUpdateOutcome.Done or DnsUpdateOutcome.Unknown, signed.MayHaveTakenEffect);
        Assert.True(plain.MayHaveTakenEffect);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Answer_NotSignedThoughTheUpdateWas_IsAHintOfRefusalAtMost(int code, DnsUpdateOutcome expected, string words)
    {
        DnsUpdateResult? result = Judge(Unsigned(Sent.Message, code));
        bool isHint = expected == DnsUpdateOutcome.Refused;
        Assert.Equal(isHint, result is not null);
        if (result is not null)
        {
            Assert.Equal((DnsUpdateOutcome.Refused, false, true), (result.Outcome, result.IsAuthenticated, result.MayHaveTakenEffect));
            Assert.Contains("not signed", result.Detail, StringComparison.Ordinal);
            Assert.Contains(words, result.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(BadSig, TsigError.BadSignature, "another secret")]
    [InlineData(BadKey, TsigError.BadKey, "knows no key")]
    [InlineData(BadTrunc, TsigError.BadTruncation, "truncate")]
    [InlineData(BadTime, TsigError.BadTime, "clock")]
    public void Answer_KeyRejectedWithoutSignature_SaysWhyAndThatItMayBeForged(int error, TsigError expected, string words)
    {
        DnsUpdateResult result = Judge(WithError(Sent.Message, Good with { Error = error }))!;
        Assert.Equal(
            (DnsUpdateOutcome.KeyRejected, expected, false, true),
            (result.Outcome, result.KeyError, result.IsAuthenticated, result.MayHaveTakenEffect));
        Assert.Contains(words, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_BadTimeSigned_HasTheServersTimeAndIsBelieved()
    {
        // Signed with the time of the request (RFC 8945, 5.2.3), which the server thinks is wrong.
        DateTimeOffset theirs = Now.AddHours(1);
        DnsUpdateResult result = Judge(Signed(Sent.Message, NotAuth, Good with { Error = BadTime, Other = Time(theirs) }))!;
        Assert.Equal(
            (DnsUpdateOutcome.KeyRejected, TsigError.BadTime, theirs, true, false),
            (result.Outcome, result.KeyError, result.ServerTime!.Value, result.IsAuthenticated, result.MayHaveTakenEffect));
        Assert.Contains(theirs.ToString("HH:mm:ss", null), result.Detail, StringComparison.Ordinal);
        Assert.Contains(Now.ToString("HH:mm:ss", null), result.Detail, StringComparison.Ordinal);

        // A time that is none is no reason to fail.
        foreach (byte[] other in (byte[][])[[], [1], [255, 255, 255, 255, 255, 255]])
        {
            Assert.Null(Judge(Signed(Sent.Message, NotAuth, Good with { Error = BadTime, Other = other }))!.ServerTime);
        }
    }

    public static TheoryData<string, SigningOptions> Lies => new()
    {
        { "another secret", Good with { Secret = new byte[32] } },
        { "another key", Good with { KeyName = "other-key" } },
        { "another algorithm", Good with { Algorithm = "hmac-sha512" } },
        { "a truncated MAC", Good with { Truncate = mac => mac[..16] } },
        { "a longer MAC", Good with { Truncate = mac => [.. mac, 0] } },
        { "no MAC", Good with { Truncate = _ => [] } },
        { "the answer to another request", Good with { RequestMac = RequestMac(SentUpdate.Of(Update, Key, Now.AddSeconds(-1)).Message) } },
        { "the answer to no request", Good with { RequestMac = [] } },
        {
            "another id inside",
            Good with { OriginalId = unchecked((ushort)~System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(Sent.Message)) }
        },
        { "signed too long ago", Good with { At = Now.AddSeconds(-301) } },
        { "signed too late", Good with { At = Now.AddSeconds(301) } },
        { "signed before 1970 and after", Good with { At = DateTimeOffset.UnixEpoch } },
        { "no time allowed between", Good with { At = Now.AddSeconds(-1), Fudge = 0 } },
        { "done, and a bad key", Good with { Error = BadKey } },
        { "done, and a bad time", Good with { Error = BadTime } },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Answer_SaysYesAndIsNotOurServers_IsNeverDone(string what, SigningOptions lie)
    {
        (DnsUpdateResult? result, string? why) = UpdateJudgement.Of(Signed(Sent.Message, NoError, lie), Sent, Now);
        Assert.True(result is null && why!.Length > 0, $"{what}: {result}");
    }

    /// <summary>Up to five minutes are allowed, on both sides.</summary>
    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Answer_SignedAtTheEdgeOfTheTimeAllowed_IsDone(int seconds) =>
        Assert.Equal(DnsUpdateOutcome.Done, Judge(Signed(Sent.Message, NoError, Good with { At = Now.AddSeconds(seconds) }))!.Outcome);

    [Fact]
    public void Answer_ToSomethingElse_IsPassedOver()
    {
        byte[] good = Signed(Sent.Message, NoError, Good), plain = Unsigned(SentWithoutKey.Message, NoError);
        byte[] Altered(byte[] message, int at, byte xor)
        {
            byte[] copy = [.. message];
            copy[at] ^= xor;
            return copy;
        }

        foreach ((int at, byte xor) in ((int, byte)[])[(0, 1), (1, 1), (2, 0x80), (2, 0x08), (13, 1), (5, 2)])
        {
            Assert.Null(Judge(Altered(good, at, xor)));
            Assert.Null(Judge(Altered(plain, at, xor), SentWithoutKey));
        }

        // The letters of a name are those of either case; what is signed is what was sent.
        Assert.Equal(DnsUpdateOutcome.Done, Judge(Altered(plain, 13, 0x20), SentWithoutKey)!.Outcome);
        Assert.Null(Judge(Altered(good, 13, 0x20)));

        // Without the zone, as servers may answer.
        Assert.Equal(DnsUpdateOutcome.Done, Judge(Unsigned(SentWithoutKey.Message, NoError, withZone: false), SentWithoutKey)!.Outcome);

        // Nobody signs for a request without a key.
        Assert.Null(Judge(Signed(SentWithoutKey.Message, NoError, Good with { RequestMac = [] }), SentWithoutKey));
    }

    [Fact]
    public void Answer_RepeatsTheWholeUpdate_IsStillAnAnswer()
    {
        // A server may send everything back (RFC 2136, 3.8), and types whose data is a name stand there without data.
        DnsUpdate update = Enumerable.Range(0, 2000)
            .Aggregate(new DnsUpdate(Zone).Delete(Zone, DnsType.CName), (u, i) => u.Delete(Zone, (ushort)(1000 + i)));
        var sent = SentUpdate.Of(update, null, Now);
        byte[] answer = [.. sent.Message];
        answer[2] |= 0x80;
        Assert.Equal(DnsUpdateOutcome.Done, Judge(answer, sent)!.Outcome);
    }

    [Fact]
    public void Answer_PrerequisiteFailedThoughThereWasNone_SaysNothing()
    {
        var sent = SentUpdate.Of(new DnsUpdate(Zone).Delete(Zone, DnsType.Txt), Key, Now);
        Assert.Equal(DnsUpdateOutcome.Unknown, Judge(Signed(sent.Message, NxRrset, Good), sent)!.Outcome);
    }

    [Fact]
    public void Answer_EachAlgorithm_IsVerified()
    {
        foreach (TsigAlgorithm algorithm in Enum.GetValues<TsigAlgorithm>())
        {
            var sent = SentUpdate.Of(Update, new TsigKey("emblem-key", Secret, algorithm), Now);
            Assert.Equal(
                DnsUpdateOutcome.Done,
                Judge(Signed(sent.Message, NoError, Good with { Algorithm = TsigAlgorithms.NameOf(algorithm) }), sent)!.Outcome);
        }
    }

    /// <summary>The signature of a request, computed again from RFC 8945, 4.3 with nothing of ours.</summary>
    [Fact]
    public void Request_Signed_HasTheMacOfTheRfc()
    {
        byte[] message = Sent.Message, mac = RequestMac(message);
        int record = message.Length - (Name("emblem-key").Length + 10 + Name("hmac-sha256").Length + 16 + 32);
        byte[] unsigned = [.. message[..record]];
        Assert.Equal(1, unsigned[11]);
        unsigned[11] = 0;
        byte[] variables = [.. Name("emblem-key"), 0, 255, 0, 0, 0, 0, .. Name("hmac-sha256"), .. Time(Now), 1, 0x2c, 0, 0, 0, 0];
        Assert.Equal(Hmac("hmac-sha256", Secret, [.. unsigned, .. variables]), mac);
        Assert.Equal(mac, Sent.Mac);
    }

    [Property(MaxTest = 2000)]
    public void Answer_AnyBytes_NeverThrowsAndIsNeverDone(byte[] bytes)
    {
        Assert.Null(Judge(bytes ?? []));
        // The same behind a header and a zone that fit.
        byte[] header = [Sent.Message[0], Sent.Message[1], 0xa8, (byte)((bytes ?? []).Length % 16), 0, 1];
        byte[] behind =
        [
            .. header, .. (bytes ?? []).Take(6), .. new byte[Math.Max(0, 6 - (bytes ?? []).Length)], .. Sent.ZoneSection,
            .. (bytes ?? []).Skip(6)
        ];
        Assert.NotEqual(DnsUpdateOutcome.Done, Judge(behind)?.Outcome);
        Judge(behind, SentWithoutKey);
    }

    /// <summary>A good answer of which any bytes are changed, cut off or added.</summary>
    [Property(MaxTest = 3000)]
    public void Answer_AlteredOnTheWay_IsNeverDone(ushort at, byte xor, byte cut, byte[] added)
    {
        byte[] good = Signed(Sent.Message, NoError, Good);
        Assert.Equal(DnsUpdateOutcome.Done, Judge(good)!.Outcome);
        byte[] altered = [.. good[..^(cut % 4)], .. added ?? []];
        altered[at % altered.Length] ^= xor;
        if (!altered.SequenceEqual(good) && !SameButForTheCaseOfTheKeysName(altered, good))
        {
            Assert.NotEqual(DnsUpdateOutcome.Done, Judge(altered)?.Outcome);
            Assert.NotEqual(true, Judge(altered)?.IsAuthenticated);
        }
    }

    /// <summary>Every single bit of a good answer.</summary>
    [Fact]
    public void Answer_AnyBitFlipped_IsNeverDone()
    {
        byte[] good = Signed(Sent.Message, NoError, Good);
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] altered = [.. good];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            if (!SameButForTheCaseOfTheKeysName(altered, good))
            {
                Assert.True(Judge(altered)?.Outcome is null or DnsUpdateOutcome.Refused or DnsUpdateOutcome.KeyRejected, $"bit {bit}");
                Assert.NotEqual(true, Judge(altered)?.IsAuthenticated);
            }
        }
    }

    // Names in a TSIG record are signed in lower case, however they are written (RFC 8945, 4.3.3).
    private static bool SameButForTheCaseOfTheKeysName(byte[] altered, byte[] good)
    {
        int key = good.AsSpan().IndexOf(Name("emblem-key")), algorithm = good.AsSpan().IndexOf(Name("hmac-sha256"));
        return altered.Length == good.Length && Enumerable.Range(0, good.Length).Where(i => altered[i] != good[i])
            .All(i => ((i >= key && i < key + 12) || (i >= algorithm && i < algorithm + 13))
                && char.IsAsciiLetter((char)good[i])
                && (altered[i] ^ good[i]) == 0x20);
    }

    private static DnsUpdateResult? Judge(byte[] message, SentUpdate? sent = null) => UpdateJudgement.Of(message, sent ?? Sent, Now).Result;
}

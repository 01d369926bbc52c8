using System.Globalization;

namespace DigitalEmblem.Publishing;

/// <summary>
/// What a received message says of an update (RFC 2136, 2.2 and 3; RFC 8945, 5.4). With a key, only a signed answer can say that something
/// was done, or that it was not; an unsigned answer can at most hint at the reason. The result depends only on the message, on what was
/// sent, and on the time.
/// </summary>
internal static class UpdateJudgement
{
    private const int NoError = 0, FormatError = 1, ServerFailure = 2, NameDoesNotExist =
        3, NotImplemented = 4, Refused = 5, NameExists = 6, SetExists = 7, SetDoesNotExist = 8, NotAuthoritative = 9, NotInZone = 10;

    /// <summary>The result that the message gives; or, in words, why it gives none, and the wait continues.</summary>
    public static (DnsUpdateResult? Result, string? WhyNot) Of(ReadOnlyMemory<byte> message, SentUpdate sent, DateTimeOffset now)
    {
        try
        {
            return UpdateAnswer.Read(message, sent) is not { } answer ? (null, "what came back answers something else")
                : sent.Key is null ? Unsigned(answer, sent)
                : Signed(answer, message, sent, sent.Key, now);
        }
        catch (TokenFormatException)
        {
            return (null, "what came back is malformed");
        }
    }

    private static (DnsUpdateResult?, string?) Unsigned(UpdateAnswer answer, SentUpdate sent) =>
        answer.Tsig is null
            ? (ByCode(answer.Code, sent, isAuthenticated: false), null)
            : (null, "the answer is signed, though the update was not");

    private static (DnsUpdateResult?, string?) Signed(
        UpdateAnswer answer, ReadOnlyMemory<byte> message, SentUpdate sent, TsigKey key, DateTimeOffset now)
    {
        bool isSigned = answer.Tsig is { } record && Tsig.IsSigned(message.Span, answer.TsigStart, record, key, sent.Mac);
        var error = (TsigError)(answer.Tsig?.Error ?? 0);
        return (answer.Code, answer.Tsig) switch
        {
            // A server that rejects the key cannot sign its answer with it. A BADTIME answer is signed, with our own time (RFC 8945,
            // 5.2.3); the MAC shows that it belongs to our request.
            (NotAuthoritative, not null) when error is TsigError.BadSignature or TsigError.BadKey or TsigError.BadTime
                or TsigError.BadTruncation => (KeyRejected(error, answer.Tsig.ServerTime, key, now, isSigned), null),
            (FormatError or NotImplemented or Refused or NotAuthoritative or NotInZone, null) =>
                (ByCode(answer.Code, sent, isAuthenticated: false), null),
            (_, null) => (null, $"the answer ({CodeName(answer.Code)}) is not signed"),
            _ when !isSigned =>
                (null, $"the answer ({CodeName(answer.Code)}) is not signed with the key of the update, or was altered on the way"),
            _ when error != TsigError.None => (null, "the answer contradicts itself"),
            _ when !Tsig.IsTimely(answer.Tsig, now) =>
                (null, $"the answer ({CodeName(answer.Code)}) is signed, but not about now: our clock was set meanwhile, or the server's"),
            _ => (ByCode(answer.Code, sent, isAuthenticated: true), null),
        };
    }

    private static DnsUpdateResult ByCode(int code, SentUpdate sent, bool isAuthenticated)
    {
        DomainName zone = sent.Update.Zone;
        bool isUnsignedHint = sent.Key is not null && !isAuthenticated;
        (DnsUpdateOutcome outcome, string detail) = code switch
        {
            NoError => (DnsUpdateOutcome.Done, $"The server says that the update of {zone} is done."),
            FormatError => (
                DnsUpdateOutcome.Refused,
                "The server cannot read the update, or takes no records of this type: some know the types of their makers only, and then "
                    + "IHLE has to be published as TXT (JWS profile), or elsewhere."),
            NotImplemented => (
                DnsUpdateOutcome.Refused,
                "The server takes no updates at all: is it the right one? Many resolvers, and some name servers, take none."),
            Refused => (
                DnsUpdateOutcome.Refused,
                $"The server refuses this update of {zone}: its configuration must let {Who(sent)} change these names and types there (in "
                    + "BIND, allow-update or update-policy in the zone)."),
            NotAuthoritative when isUnsignedHint => (
                DnsUpdateOutcome.Refused,
                $"The server is not the primary one of {zone}, or does not take {Who(sent)}, or its clock differs: "
                    + "some servers say no more. Compare zone, server, key and clocks with its configuration and its log."),
            NotAuthoritative => (
                DnsUpdateOutcome.Refused,
                $"The server is not the primary one of {zone}, or {zone} is no zone but a name in one: "
                    + "ask for the zone's SOA, and send there."),
            NotInZone => (
                DnsUpdateOutcome.Refused,
                $"The server says that a name of the update is not in {zone}: part of it may be a zone of its own there."),
            NameDoesNotExist or NameExists or SetExists or SetDoesNotExist when sent.Update.HasPrerequisites => (
                DnsUpdateOutcome.PrerequisiteFailed,
                $"Nothing was changed, because {zone} is not as was required: {CodeMeaning(code)}. Someone else changed it, or an earlier "
                    + "update took effect after all: look at it again."),
            ServerFailure => (
                DnsUpdateOutcome.Unknown,
                "The server failed (SERVFAIL). By itself it has then undone everything (RFC 2136, 3.4.2), but one that passes updates on "
                    + $"to another does not know. Look at {zone}, and at the server's log."),
            _ => (DnsUpdateOutcome.Unknown, $"The server answered {CodeName(code)}, which says nothing about this update. Look at {zone}."),
        };
        string hint = isUnsignedHint
            ? " The answer is not signed: someone on the way may have written it, so look before relying on it."
            : "";
        return new DnsUpdateResult { Outcome = outcome, Detail = detail + hint, ResponseCode = code, IsAuthenticated = isAuthenticated };
    }

    private static DnsUpdateResult KeyRejected(TsigError error, DateTimeOffset? serverTime, TsigKey key, DateTimeOffset now, bool isSigned)
    {
        string time = serverTime is { } theirs
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" Its clock shows {theirs:yyyy-MM-dd HH:mm:ss}Z, ours {now.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z.")
            : "";
        string detail = error switch
        {
            TsigError.BadSignature => $"The server knows a key {key}, with another secret (BADSIG): give both sides the same key file.",
            TsigError.BadTime => $"The server's clock and ours are more than {Tsig.Fudge} seconds apart (BADTIME).{time} Set the wrong one "
                + "by a time service; until then no update is taken.",
            TsigError.BadTruncation =>
                $"The server wants another length of MAC for the key {key} (BADTRUNC): its configuration must not truncate it.",
            _ => $"The server knows no key {key} (BADKEY): compare name and algorithm with its configuration, and whether "
                + "this is the right server.",
        };
        return new DnsUpdateResult
        {
            Outcome = DnsUpdateOutcome.KeyRejected,
            Detail = detail,
            ResponseCode = NotAuthoritative,
            KeyError = error,
            ServerTime = error == TsigError.BadTime ? serverTime : null,
            IsAuthenticated = isSigned,
        };
    }

    private static string Who(SentUpdate sent) => sent.Key is { } key ? $"the key {key}" : "this machine without a key";

    private static string CodeMeaning(int code) => code switch
    {
        NameDoesNotExist => "a name does not exist (NXDOMAIN)",
        NameExists => "a name exists (YXDOMAIN)",
        SetExists => "records exist that must not (YXRRSET)",
        _ => "records that must be there are not, or are others (NXRRSET)",
    };

    private static string CodeName(int code) => code switch
    {
        NoError => "NOERROR",
        FormatError => "FORMERR",
        ServerFailure => "SERVFAIL",
        NameDoesNotExist => "NXDOMAIN",
        NotImplemented => "NOTIMP",
        Refused => "REFUSED",
        NameExists => "YXDOMAIN",
        SetExists => "YXRRSET",
        SetDoesNotExist => "NXRRSET",
        NotAuthoritative => "NOTAUTH",
        NotInZone => "NOTZONE",
        _ => string.Create(CultureInfo.InvariantCulture, $"response code {code}"),
    };
}

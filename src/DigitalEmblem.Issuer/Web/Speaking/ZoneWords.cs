using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Publishing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of zones.</summary>
internal static class ZoneWords
{
    /// <summary>How a zone takes records.</summary>
    public static Sentence Of(TargetKind kind) => kind switch
    {
        TargetKind.DnsUpdate => Sentence.Of($"by updates to its name server"),
        TargetKind.PowerDns => Sentence.Of($"by the API of PowerDNS"),
        TargetKind.Program => Sentence.Of($"by a program of yours"),
        _ => Sentence.Of($"by hand"),
    };

    /// <summary>What a target of a kind names for access to its zone.</summary>
    public static Sentence AccessOf(TargetKind kind) => kind switch
    {
        TargetKind.PowerDns => Sentence.Of($"PowerDNS API"),
        TargetKind.Program => Sentence.Of($"Program"),
        _ => Sentence.Of($"TSIG key"),
    };

    /// <summary>What the settings name for access, as choices. Those of different kinds may have the same name.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="options">The settings.</param>
    /// <param name="present">
    /// What a target names now; null for none. It is a choice also if the settings have lost it, because a form would choose another one.
    /// </param>
    public static IEnumerable<Choice> Accesses(TargetKind kind, PublishingOptions options, string? present = null) =>
        options.Accesses(kind).Append(present).OfType<string>().Distinct().Order(StringComparer.Ordinal)
            .Select(a => new Choice(a, Sentence.Of($"{a}")));

    /// <summary>What access needs that the settings lack.</summary>
    public static Sentence AccessMissing(TargetKind kind, string access) => kind switch
    {
        TargetKind.PowerDns => Sentence.Of(
            $"The settings of this service have no PowerDNS API {new Verbatim(access)}. Name its address and key in the settings as "
                + $"{new Verbatim($"Publishing:PowerDns:{access}")}, and start the service again."),
        TargetKind.Program => Sentence.Of(
            $"The settings of this service have no program {new Verbatim(access)}. Name its path in the settings as "
                + $"{new Verbatim($"Publishing:Programs:{access}")}, and start the service again."),
        _ => KeyMissing(access),
    };

    /// <summary>The profiles in which names are marked.</summary>
    public static IReadOnlyList<Choice> Profiles { get; } =
    [
        new(nameof(MarkProfiles.Cwt), Sentence.Of($"CWT: records of type IHLE, as the drafts have it")),
        new(nameof(MarkProfiles.Jws), Sentence.Of($"JWS: TXT records, which every provider's form takes")),
        new(nameof(MarkProfiles.Both), Sentence.Of($"both, side by side")),
    ];

    /// <summary>Profiles in one or two words.</summary>
    public static Sentence Of(MarkProfiles profiles) => profiles switch
    {
        MarkProfiles.Cwt => Sentence.Of($"CWT"),
        MarkProfiles.Jws => Sentence.Of($"JWS"),
        _ => Sentence.Of($"CWT and JWS"),
    };

    /// <summary>A number that is counted up to a limit only.</summary>
    public static Sentence Count(int count) => count > ListTargets.Counted
        ? Sentence.Of($"more than {ListTargets.Counted:N0}")
        : Sentence.Of($"{count:N0}");

    /// <summary>How it stands with a zone, in one or two words.</summary>
    public static Sentence State(TargetRow row) => row switch
    {
        { IsKeyMissing: true } => Sentence.Of($"key missing"),
        { Target.IsLeaving: true } => Sentence.Of($"given up"),
        { Due: 0, Names: 0 } => Sentence.Of($"no names yet"),
        { Due: 0 } => Sentence.Of($"all seen"),
        { Fault: not null } => Sentence.Of($"failing"),
        { Target.Kind: TargetKind.ByHand } => Sentence.Of($"waits for your hands"),
        _ => Sentence.Of($"waiting"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(TargetRow row) => row switch
    {
        { IsKeyMissing: true } => "bad",
        { Target.IsLeaving: true } => "warn",
        { Due: 0, Names: 0 } => "",
        { Due: 0 } => "good",
        { Fault: not null } => "bad",
        _ => "warn",
    };

    /// <summary>What is to be known of the size of a name's records; null for nothing.</summary>
    public static Sentence? Size(PublishedRecords records) => records.Fit switch
    {
        AnswerFit.Tcp => Sentence.Of(
            $"All records of this name together make an answer of {records.AnswerBytes:N0} bytes. That is too large for "
                + $"one UDP packet, so resolvers ask again over TCP: the name server has to answer TCP at port 53 too."),
        AnswerFit.Impossible => Sentence.Of(
            $"All records of this name together make an answer of {records.AnswerBytes:N0} bytes, which no DNS message "
                + $"can hold. Mark the name in one profile only, or ask for fewer endorsements."),
        _ => null,
    };

    /// <summary>The type of records, as forms name it.</summary>
    public static string TypeOf(PublishedRecords records) => records.Type == TxtType ? "TXT" : $"TYPE{records.Type}";

    /// <summary>Whether a value is longer than what one string of a TXT record takes.</summary>
    public static bool IsLong(PublishedRecords records, string value) => records.Type == TxtType && value.Length > LongestString;

    /// <summary>What a TSIG key that the settings lack needs: the file, and the command that makes it.</summary>
    private static Sentence KeyMissing(string key) => Sentence.Of(
        $"The settings of this service have no TSIG key {new Verbatim(key)}. Make its file with "
            + $"{new Verbatim($"tsig-keygen -a hmac-sha256 {key} > {key}.key")}, name the file in the settings as "
            + $"{new Verbatim($"Publishing:TsigKeys:{key}")}, give the same file to the name server, and start the service "
            + $"again.");

    private const int TxtType = 16, LongestString = 255;
}

using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Discovery;

/// <summary>How <see cref="DnsExchange"/> asks.</summary>
public sealed record DnsExchangeOptions
{
    /// <summary>The servers, in the order in which they are tried; at least one.</summary>
    public IReadOnlyList<DnsServer> Servers { get; init; } = [];

    /// <summary>
    /// Whether every server is asked and all must say the same; otherwise the first answer counts. An answer that was altered for one of
    /// them is then noticed (decisions.md, 23).
    /// </summary>
    public bool AskAll { get; init; }

    /// <summary>
    /// Whether the servers are asked for what they hold themselves, as one does to read back what was published: they are asked not to look
    /// further (RD clear), and an answer that is not authoritative (AA) is <see cref="LookupOutcome.Referred"/>.
    /// </summary>
    public bool Authoritative { get; init; }

    /// <summary>How long one attempt may take; more than zero, at most a minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the list of servers is gone through; 1 to 10.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>The most questions that a server may have under way at once; 1 to 1024.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>
    /// Whether very many names are asked in a row. Each server then gets fewer questions at once when it fails, refuses or is silent, and
    /// slowly more while it answers, up to <see cref="MaxConcurrency"/>. UDP uses a few ports that change after a while, with names in
    /// mixed case, in place of a port for each question. Questions that are not answered over UDP are asked over TCP.
    /// </summary>
    public bool Bulk { get; init; }

    /// <summary>How many questions are asked a second, at most, of all servers together; at least 1; null for any number.</summary>
    public int? QuestionsPerSecond { get; init; }

    /// <summary>
    /// Whether the servers, and the way to them, are trusted to say that they validated by DNSSEC. Only then is an
    /// answer ever authenticated.
    /// </summary>
    public bool TrustAuthenticData { get; init; }

    /// <summary>
    /// The roots that certificates of TLS and HTTPS servers must lead to, in place of the system's; null for the system's.
    /// </summary>
    public X509Certificate2Collection? Roots { get; init; }

    internal DnsExchangeOptions Checked()
    {
        Refuse(Servers.Count == 0, "No DNS server is known: name one (--server, --dot, --doh), since the system names none.");
        Refuse(
            Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(1),
            "The time for an attempt is more than zero, and at most a minute.");
        Refuse(Rounds is < 1 or > 10, "There are 1 to 10 rounds.");
        Refuse(MaxConcurrency is < 1 or > 1024, "1 to 1024 questions may be under way at once.");
        Refuse(QuestionsPerSecond < 1, "At least one question is asked a second.");
        return this;
    }

    private static void Refuse(bool broken, string why)
    {
        if (broken)
        {
            throw new ArgumentException(why);
        }
    }
}

using System.Collections;
using System.Globalization;

namespace DigitalEmblem.Discovery;

/// <summary>Who was asked and how it went, put into words only when it is read.</summary>
internal sealed class AttemptsInWords(
    IReadOnlyList<(DnsServer Server, ushort Type, LookupOutcome Outcome, string? Reason)> attempts) : IReadOnlyList<string>
{
    /// <summary>The same, not in words.</summary>
    public IReadOnlyList<(DnsServer Server, ushort Type, LookupOutcome Outcome, string? Reason)> All => attempts;

    public int Count => attempts.Count;

    public string this[int index]
    {
        get
        {
            (DnsServer server, ushort type, LookupOutcome outcome, string? reason) = attempts[index];
            return string.Create(CultureInfo.InvariantCulture, $"{server}, type {type}: {outcome}{(reason is null ? "" : $" ({reason})")}");
        }
    }

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

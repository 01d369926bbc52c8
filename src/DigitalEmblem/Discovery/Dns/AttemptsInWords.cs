using System.Collections;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>Who was asked and how it went, put into words when somebody reads them.</summary>
internal sealed class AttemptsInWords(IReadOnlyList<(DnsServer Server, ushort Type, LookupOutcome Outcome)> attempts) : IReadOnlyList<string>
{
    public int Count => attempts.Count;

    public string this[int index] => string.Create(CultureInfo.InvariantCulture, $"{attempts[index].Server}, type {attempts[index].Type}: {attempts[index].Outcome}");

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

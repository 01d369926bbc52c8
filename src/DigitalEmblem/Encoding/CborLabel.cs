using System.Globalization;

namespace DigitalEmblem;

/// <summary>The key of a COSE header, COSE_Key or claims map: an integer or a text (RFC 9052, 1.4).</summary>
internal readonly record struct CborLabel
{
    public CborLabel(long number) => Number = number;

    public CborLabel(string text) => Text = text;

    public long? Number { get; }

    public string? Text { get; }

    public static implicit operator CborLabel(int number) => new(number);

    public static implicit operator CborLabel(string text) => new(text);

    public override string ToString() =>
        Text is null ? Number!.Value.ToString(CultureInfo.InvariantCulture) : $"\"{Printable.Text(Text)}\"";
}

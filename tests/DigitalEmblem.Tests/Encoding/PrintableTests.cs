using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Encodings;

/// <summary>A token that can move the cursor or turn the direction of text can make "Invalid" read as "Marked".</summary>
public class PrintableTests
{
    [Theory]
    [InlineData("plain text, with ümlauts and 漢字", "plain text, with ümlauts and 漢字")]
    [InlineData("a\u001b[2Jb", "a\\u{1b}[2Jb")]
    [InlineData("a\nb\r\tc", "a\\u{a}b\\u{d}\\u{9}c")]
    [InlineData("a\u202eb", "a\\u{202e}b")]
    [InlineData("a\u2028b\u200bc\u00a0d", "a\\u{2028}b\\u{200b}c\\u{a0}d")]
    public void Text_FromOutside_HasNothingUnprintable(string text, string expected) => Assert.Equal(expected, Printable.Text(text));

    [Fact]
    public void Text_LoneSurrogate_IsEscaped() => Assert.Equal("\\u{fffd}", Printable.Text("\ud800"));

    [Fact]
    public void Text_VeryLong_IsCutVisibly()
    {
        string text = Printable.Text(new string('a', 10_000));
        Assert.Equal(Printable.MaxLength + 1, text.Length);
        Assert.EndsWith("…", text, StringComparison.Ordinal);
    }

    [Property]
    public void Text_AnyText_IsOneLineWithoutControls(string? text) => Assert.DoesNotContain(Printable.Text(text ?? ""), char.IsControl);
}

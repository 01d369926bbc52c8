using System.Text;
using DigitalEmblem.Data.Places;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Places;

/// <summary>
/// The sign line in a comment. If one fails, a command alters what people have written, or a hostile comment ends a search.
/// </summary>
public sealed class CommentSignTests
{
    private static readonly byte[] File = [1, 2, 3, 0xff];

    [Theory]
    [InlineData("", "adem-sign:1:AQID_w")]
    [InlineData("Records of the mission.", "Records of the mission.\nadem-sign:1:AQID_w")]
    [InlineData("two\nlines\n", "two\nlines\n\nadem-sign:1:AQID_w")]
    [InlineData("an old adem-sign:1:x in a line", "an old adem-sign:1:x in a line\nadem-sign:1:AQID_w")]
    [InlineData("text\nadem-sign:1:AAAA", "text\nadem-sign:1:AQID_w")]
    [InlineData("adem-sign:2:new\ntext", "text\nadem-sign:1:AQID_w")]
    public void A_sign_is_the_last_line_and_takes_the_place_of_another(string before, string after)
    {
        byte[] comment = CommentSign.With(Encoding.UTF8.GetBytes(before), File);
        Assert.Equal(after, Encoding.UTF8.GetString(comment));
        Assert.Equal(File, CommentSign.Read(comment));
    }

    /// <summary>What people have written is there again after the sign is removed, whatever bytes it has.</summary>
    [Property]
    public bool What_people_wrote_comes_back_byte_by_byte(byte[] text, byte[] file)
    {
        byte[] before = WithoutSignLines(text);
        byte[] with = CommentSign.With(before, file);
        return CommentSign.Without(with).AsSpan().SequenceEqual(before)
            && with.AsSpan().StartsWith(before)
            && CommentSign.Read(with).AsSpan().SequenceEqual(file)
            && CommentSign.Without(CommentSign.With(with, [9])).AsSpan().SequenceEqual(before);
    }

    [Theory]
    [InlineData("adem-sign:1:AQID_w==")]
    [InlineData("adem-sign:1:AQID/w")]
    [InlineData("adem-sign:1:AQID_x")]
    [InlineData("adem-sign:1:AQID_w ")]
    [InlineData("adem-sign:1:AQID_w\r")]
    [InlineData("adem-sign:1:A")]
    [InlineData("adem-sign:1:Aé")]
    [InlineData("adem-sign:")]
    [InlineData("adem-sign: of the house")]
    [InlineData("adem-sign:01:AQID")]
    [InlineData("adem-sign:1:AQID\nadem-sign:1:AQID")]
    [InlineData("adem-sign:1:AQID\ntext\nadem-sign:2:x")]
    public void A_line_that_is_not_as_written_is_malformed(string comment) =>
        Assert.Throws<DataFormatException>(() => CommentSign.Read(Encoding.UTF8.GetBytes(comment)));

    [Theory]
    [InlineData("text\nadem-sign:1:AQID_w\nmoved by a person")]
    [InlineData("adem-sign:1:AQID_w\n")]
    public void A_line_that_people_moved_is_read_where_it_stands(string comment) =>
        Assert.Equal(File, CommentSign.Read(Encoding.UTF8.GetBytes(comment)));

    [Fact]
    public void Another_version_is_not_read_and_not_malformed() => Assert.Null(CommentSign.Read("adem-sign:2:?"u8));

    [Fact]
    public void A_sign_or_a_comment_that_is_too_long_is_refused()
    {
        byte[] longest = new byte[CommentSign.MaxSignFile];
        Assert.Equal(longest, CommentSign.Read(CommentSign.With([], longest)));
        Assert.Throws<ArgumentException>(() => CommentSign.With([], new byte[CommentSign.MaxSignFile + 1]));
        Assert.Throws<ArgumentException>(() => CommentSign.With(new byte[CommentSign.MaxComment - 5], File));
        byte[] line = Encoding.ASCII.GetBytes("adem-sign:1:" + new string('A', CommentSign.MaxComment - 12));
        Assert.Throws<DataFormatException>(() => CommentSign.Read(line));
    }

    private static byte[] WithoutSignLines(byte[] text) =>
        [.. Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).Replace("adem-sign:", "", StringComparison.Ordinal))];
}
